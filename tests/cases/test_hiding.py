"""From whom a restricted case hides somebody, and what is told where she is known."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agencies.access import OutOfScope
from agencies.sections import Section
from cases import actions, identities, search, sight
from cases.actions.keys import by_name, give_key
from cases.choices import SightReason
from cases.models import Case, Involvement, Person
from cases.particulars import NOTHING
from cases.person_choices import Part, RevealReason
from cases.trail import words as trail_words
from tests.cases.alike import case_of, fresh, merged, victim_of
from tests.cases.examples import a_case, assign
from tests.cases.linked import (
    events,
    known_to_citra,
    restricted,
    taken_back,
    through_budi,
    withdrawn,
    words_for,
)
from tests.cases.somebody import FIELDS, MELATI
from tests.cases.walled import eyes_of
from tests.people import person

pytestmark = pytest.mark.django_db

WHY = RevealReason.CONTACT
OPEN = Section.SUMMARY | Section.LAW


@pytest.fixture
def melati() -> Involvement:
    """A victim in a case of sari's alone."""
    return victim_of("sari", FIELDS)


def opened(part: Involvement, by: str, *fields: str) -> str:
    """Her name, as she is opened through this part."""
    with eyes_of(by):
        asked = fields or ("name",)
        found = actions.reveal(part.person, part.case, asked, by=person(by), reason=WHY)
    return found.name


def edited(part: Involvement, by: str, fields: dict, **more) -> None:
    seen = fresh(part).person.version
    with eyes_of(by):
        actions.edit_particulars(part, fields, by=person(by), seen=seen, **more)


# -- From whom -------------------------------------------------------------------------


def test_whoever_knew_her_first_keeps_her_when_a_later_case_is_restricted(melati):
    theirs = restricted(known_to_citra(melati), by="citra")
    assert opened(melati, "sari") == MELATI.name
    edited(melati, "sari", {"name": "Ayu"})
    assert opened(theirs, "citra") == "Ayu"
    with eyes_of("sari"):
        sari = person("sari")
        assert [*Person.objects.visible_to(sari)] == [melati.person]
        assert search.search_names(search.Asked(MELATI.nik), by=sari).found != []
        seen = sight.of(sari, melati.case)
        (part,) = identities.involvements_of(case_of(melati), seen)
        assert "Nama tercatat" in identities.mask(part)


def test_of_two_restricted_cases_the_first_one_keeps_her(melati):
    theirs = known_to_citra(melati)
    restricted(melati)
    restricted(theirs, by="citra")
    assert opened(melati, "sari") == MELATI.name
    with pytest.raises(OutOfScope):
        opened(theirs, "citra")


def test_the_age_is_that_of_the_part_and_not_of_the_person(melati):
    """Of a younger record that an elder one was merged into."""
    safe = {"safe_contact": FIELDS["safe_contact"]}
    younger = victim_of("sari", {"name": "Ayu"} | safe)
    merged(younger, melati)
    theirs = restricted(known_to_citra(younger), by="citra")
    assert opened(fresh(melati), "sari") == opened(younger, "sari") == "Ayu"
    assert opened(theirs, "citra") == "Ayu"


@pytest.mark.parametrize("stays", ["planted", "cared for"])
def test_who_recorded_somebody_beforehand_hides_nobody_by_a_merge(stays):
    """Of two who turn out to be one neither case has known her before the other did."""
    planted = victim_of("sari", {"name": "Ayu"})
    hers = victim_of("sari", {"name": "Melati"})
    assign(case_of(hers), "budi")
    merged(*((planted, hers) if stays == "planted" else (hers, planted)))
    later = known_to_citra(fresh(planted))
    restricted(planted)
    assert opened(fresh(hers), "budi") == fresh(hers).person.particulars().name
    with pytest.raises(OutOfScope):
        opened(later, "citra")


def corrected(part: Involvement) -> Involvement:
    """She is a witness there, no victim."""
    sari = person("sari")
    found = actions.link_person(part.person, case_of(part), Part.WITNESS, by=sari)
    taken_back(part)
    return found


def test_a_case_that_corrects_her_part_hides_her_as_before(melati):
    linked = through_budi(melati)
    restricted(corrected(melati))
    with pytest.raises(OutOfScope):
        opened(linked, "budi")


def test_a_case_that_corrects_her_part_keeps_her_as_before(melati):
    theirs = known_to_citra(melati)
    found = corrected(melati)
    restricted(theirs, by="citra")
    assert opened(found, "sari") == MELATI.name


@pytest.mark.parametrize("more", [Section(0), Section.VICTIM_IDENTITY])
def test_a_reader_to_whom_she_does_not_open_there_is_shown_her_nowhere(melati, more):
    linked = through_budi(melati)
    case = case_of(restricted(melati))
    key = by_name(case, SightReason.HANDLING, OPEN | more)
    give_key(key, person("budi"), by=person("sari"))
    if more:
        assert opened(linked, "budi") == MELATI.name
    else:
        with pytest.raises(OutOfScope):
            opened(linked, "budi")


def test_a_withdrawn_case_hides_nobody(melati):
    linked = through_budi(melati)
    restricted(melati)
    with pytest.raises(OutOfScope):
        opened(linked, "budi")
    withdrawn(melati.case)
    assert opened(linked, "budi") == MELATI.name


# -- Withdrawn cases -------------------------------------------------------------------


def test_parts_in_withdrawn_cases_keep_nobody_from_declining(melati):
    theirs = through_budi(melati)
    with eyes_of("sari"):
        with pytest.raises(PermissionDenied):
            actions.declare_declined(melati, by=person("sari"), seen=1)
        withdrawn(theirs.case, "budi")
        found = actions.declare_declined(melati, by=person("sari"), seen=1)
    assert found.client_code


def test_parts_in_withdrawn_cases_keep_nobody_from_merging_into_her(melati):
    linked, other = through_budi(melati), victim_of("sari", {"name": "Ayu"})
    with eyes_of("sari"):
        with pytest.raises(PermissionDenied):
            merged(melati, other)
        withdrawn(linked.case, by="budi")
        merged(melati, other)
    assert fresh(other).person_id == melati.person_id


def test_who_was_joined_wrongly_is_parted_though_a_case_was_withdrawn():
    kept, other = victim_of("sari", FIELDS), victim_of("sari", {})
    made = merged(kept, other)
    withdrawn(other.case)
    actions.part_persons(made, by=person("sari"))
    assert fresh(other).person_id != kept.person_id
    assert case_of(other).victims.get().recording == "identified", "as it was"


# -- Where it is told ------------------------------------------------------------------


def test_a_restricted_case_changes_nobody_in_silence(melati):
    """Where she was known first she is opened in none either."""
    theirs = restricted(known_to_citra(melati), by="citra")
    edited(theirs, "citra", {"name": "", "phones": []})
    opened(theirs, "citra")
    for verb in ("edited_elsewhere", "revealed_elsewhere"):
        (event,) = events(verb)
        assert (event.case_id, event.changes) == (melati.case_id, {})
    told = words_for("sari", case_of(melati))
    by = "Petugas instansi lain"
    assert told["Identitas diubah melalui perkara lain"] == by
    looks = [told[word] for word in told if word.startswith("Identitas dibuka melalui")]
    assert looks == [by]
    assert trail_words.touched(event) == WHY.label


def test_where_she_is_hidden_a_change_is_told_and_a_look_is_not(melati):
    linked = through_budi(melati)
    closed = restricted(melati)
    opened(closed, "sari")
    edited(closed, "sari", {"name": "Ayu"})
    assert events("revealed_elsewhere") == []
    (event,) = events("edited_elsewhere")
    assert (event.case_id, event.changes) == (linked.case_id, {})


def test_a_link_is_told_where_she_was_known_and_so_is_its_end(melati):
    linked = through_budi(melati)
    assert [event.case_id for event in events("linked_elsewhere")] == [melati.case_id]
    assert events("linked_elsewhere")[0].subject_id == melati.person_id
    budi = person("budi")
    taken_back(linked, by="budi")
    assign(case_of(melati), "budi")
    actions.relink_person(fresh(linked), by=person("budi"))
    told = words_for("sari", case_of(melati))
    for words in (
        "Orang dihubungkan dengan perkara lain",
        "Hubungan orang dengan perkara lain ditarik",
        "Hubungan orang dengan perkara lain dipulihkan",
    ):
        assert told[words] == budi.full_name, "of her own office"


def test_of_another_office_it_is_not_told_whose_link_it_was(melati):
    taken_back(known_to_citra(melati), by="citra")
    told = words_for("sari", case_of(melati))
    assert told["Hubungan orang dengan perkara lain ditarik"] == "Petugas instansi lain"


def test_a_link_that_is_asked_for_twice_is_told_once(melati):
    sari, key = person("sari"), "satu"
    other = a_case(sari)
    for _ in range(2):
        actions.link_person(melati.person, other, Part.WITNESS, by=sari, key=key)
    assert len(events("linked_elsewhere")) == 1


# -- Fields that say too much ----------------------------------------------------------


def test_where_she_is_a_suspect_what_protects_her_is_told_by_no_empty_event(melati):
    known_to_citra(melati, Part.SUSPECT)
    opened(melati, "sari", "safe_contact", "disability")
    edited(melati, "sari", {"disability": "x", "safe_contact": NOTHING.safe_contact})
    assert events("revealed_elsewhere") == events("edited_elsewhere") == []
    edited(melati, "sari", {"disability": "", "name": "Ayu"})
    (event,) = events("edited_elsewhere")
    assert list(event.changes) == ["name"]


def test_what_is_written_of_health_is_told_as_what_changes_nothing_is(melati):
    known_to_citra(melati)
    edited(melati, "sari", {"disability": "x"})
    edited(melati, "sari", {"nik": FIELDS["nik"]})
    for verb in ("edited_particulars", "edited_elsewhere"):
        assert [event.changes for event in events(verb)] == [{}, {}]


def test_beside_something_of_health_nothing_tells_of_it(melati):
    known_to_citra(melati)
    edited(melati, "sari", {"disability": "x", "name": "Ayu"})
    for verb in ("edited_particulars", "edited_elsewhere"):
        (event,) = events(verb)
        assert list(event.changes) == ["name"]


def test_a_right_guess_beside_something_new_is_told_as_that_is(melati):
    guess = {"phones": [FIELDS["phones"][0]], "languages": ["Bajau"]}
    edited(melati, "sari", guess, adding=list(guess))
    (event,) = events("edited_particulars")
    assert set(event.changes) == {"languages", "phones"}


def test_a_victims_row_tells_nothing_of_who_is_hidden(melati):
    """What the row says may be sent, and nothing else: be the person as she may."""
    linked = through_budi(melati, Part.VICTIM)
    restricted(melati)
    edited(melati, "sari", {name: getattr(NOTHING, name) for name in FIELDS})
    victim = linked.victim
    assert Case.objects.get(pk=linked.case_id).victims.get().recording == "identified"
    for said, refused in (("unknown", True), ("identified", False)):
        edit = {"by": person("budi"), "seen": linked.case.victims.get().version}
        if refused:
            with pytest.raises(ValidationError, match="identitasnya"):
                actions.edit_victim(victim, {"recording": said}, **edit)
        else:
            actions.edit_victim(victim, {"recording": said}, **edit)
