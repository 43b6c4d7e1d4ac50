"""Who may link, join or forget somebody whom others know too, and where it is told."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agencies.access import OutOfScope
from cases import actions, identities, search, sight
from cases.actions.known import NOT_HERS
from cases.choices import AlarmKind, WithdrawReason
from cases.models import Alarm, Case, Involvement, Person
from cases.particulars import NOTHING
from cases.person_choices import MergeReason, Part, RevealReason
from tests.api.clients import program_of
from tests.cases.alike import OTHER, fresh, merged, victim_of
from tests.cases.examples import WOMAN, a_case, assign
from tests.cases.involved import at, read
from tests.cases.linked import (
    case_of_citra,
    events,
    in_danger,
    known_to_citra,
    restricted,
    through_budi,
    words_for,
)
from tests.cases.somebody import FIELDS, MELATI, recorded
from tests.cases.walled import eyes_of
from tests.people import person

pytestmark = pytest.mark.django_db

WHY = RevealReason.CONTACT


@pytest.fixture
def melati() -> Involvement:
    """A victim in a case of sari's alone."""
    return victim_of("sari", FIELDS)


# -- Linking ---------------------------------------------------------------------------


def test_what_opens_in_danger_links_nobody_for_ever(melati):
    hers = case_of_citra()
    in_danger(melati)
    citra = person("citra")
    assert actions.reveal(melati.person, melati.case, ["name"], by=citra, reason=WHY)
    with pytest.raises(PermissionDenied, match="sendiri") as refused:
        actions.link_person(melati.person, hers, Part.WITNESS, by=citra)
    assert str(refused.value) == str(NOT_HERS)
    assert not hers.involvements.exists()


def test_who_only_reads_of_a_victim_links_her_as_nothing_that_opens_more(melati):
    """He writes the suspect that she is, and not the witness whom he would gain."""
    actions.link_person(melati.person, melati.case, Part.SUSPECT, by=person("sari"))
    budi = person("budi")
    his = a_case(budi, victims=(WOMAN,))
    for part in (Part.VICTIM, Part.WITNESS):
        with pytest.raises(PermissionDenied):
            actions.link_person(melati.person, his, part, by=budi)


def test_nothing_tells_whether_something_that_protects_is_recorded():
    """Of a suspect who is a witness elsewhere, with a safe contact and without."""
    refusals = set()
    for fields in (FIELDS, {"name": "Ayu"}):
        known = victim_of("sari", fields)
        actions.link_person(known.person, known.case, Part.SUSPECT, by=person("sari"))
        his = a_case(person("budi"))
        with pytest.raises(PermissionDenied) as refused:
            actions.link_person(known.person, his, Part.WITNESS, by=person("budi"))
        refusals.add(str(refused.value))
    assert len(refusals) == 1


# -- A restricted case -----------------------------------------------------------------


def test_whoever_stands_in_a_restricted_case_is_known_to_its_readers_alone(melati):
    linked = through_budi(melati)
    restricted(melati)
    budi = person("budi")
    assign(linked.case, "sari")
    more = {"by": budi, "seen": linked.person.version}
    with eyes_of("budi"):
        for act in (
            lambda: actions.reveal(
                linked.person, linked.case, ["name"], by=budi, reason=WHY
            ),
            lambda: actions.edit_particulars(linked, {"name": "Ayu"}, **more),
            lambda: actions.declare_declined(linked, **more),
        ):
            with pytest.raises(OutOfScope):
                act()
        assert not Person.objects.visible_to(budi).exists()
        found = search.search_names(search.Asked(MELATI.nik), by=budi)
        assert found.found == []
        with pytest.raises(PermissionDenied, match="sendiri"):
            actions.link_person(linked.person, a_case(budi), Part.WITNESS, by=budi)
    assert Person.objects.get(pk=linked.person_id).particulars() == MELATI
    opened = actions.reveal(
        linked.person, linked.case, ["name"], by=person("sari"), reason=WHY
    )
    assert opened.name == MELATI.name


def test_the_mask_of_whoever_is_hidden_says_nothing(melati):
    linked = through_budi(melati)
    masks = {}
    for hidden in (False, True):
        if hidden:
            restricted(melati)
        budi = person("budi")
        seen = sight.of(budi, linked.case)
        (part,) = identities.involvements_of(linked.case, seen)
        masks[hidden] = identities.mask(part), identities.openable(part)
    assert "Nama tercatat" in masks[False][0]
    assert masks[True] == ("Identitas tidak terbuka bagi Anda", [])
    told = program_of("budi").call("GET", f"cases/{linked.case.public_id}/persons/")
    (row,) = told.json()["results"]
    assert (row["recorded"], row["recording"]) == ({}, "unknown")
    assert row["version"] == linked.version


# -- Merging and parting ---------------------------------------------------------------


def test_what_opens_in_danger_merges_nobody(melati):
    hers = recorded(case_of_citra(), "citra", Part.WITNESS, {"name": "Ayu"})
    in_danger(melati)
    with eyes_of("citra"), pytest.raises(PermissionDenied, match="sendiri"):
        merged(melati, hers, by="citra")
    assert fresh(hers).person_id != melati.person_id


def test_who_may_not_merge_is_told_no_version(melati):
    hers = recorded(case_of_citra(), "citra", Part.WITNESS, {"name": "Ayu"})
    in_danger(melati)
    with pytest.raises(PermissionDenied):
        actions.merge_persons(
            melati.person,
            hers.person,
            by=person("citra"),
            reason=MergeReason.PAPERS,
            seen=(7, 7),
        )


def pair_of_two() -> tuple[Involvement, Involvement, object]:
    """Of sari's case and of budi's, joined by sari while she worked on both."""
    kept, other = victim_of("sari", FIELDS), victim_of("budi", OTHER)
    work = assign(Case.objects.get(pk=other.case_id), "sari")
    made = merged(kept, other)
    actions.end_work(work, by=person("rini"))
    return kept, other, made


@pytest.mark.parametrize("who", ["sari", "budi"])
def test_whoever_writes_either_side_parts_what_was_joined(who):
    """Of the other side she sees nothing, and its trail is whole all the same."""
    kept, other, made = pair_of_two()
    with eyes_of(who):
        actions.part_persons(made, by=person(who))
    assert fresh(other).person_id != fresh(kept).person_id == kept.person_id
    told = {event.case_id for event in events("moved_involvement")}
    assert told == {other.case_id}
    assert len(events("moved_involvement")) == 2


def test_whoever_writes_neither_side_parts_nobody():
    kept, _other, made = pair_of_two()
    in_danger(kept)
    for who in ("citra", "dewi", "wati"):
        with pytest.raises((PermissionDenied, OutOfScope)), eyes_of(who):
            actions.part_persons(made, by=person(who))


# -- Declining -------------------------------------------------------------------------


def test_nobody_declines_for_her_in_a_case_of_others(melati):
    linked = through_budi(melati)
    seen = {"seen": linked.person.version}
    with eyes_of("budi"), pytest.raises(PermissionDenied, match="sendiri"):
        actions.declare_declined(linked, by=person("budi"), **seen)
    assert Person.objects.get(pk=melati.person_id).particulars() == MELATI


def test_a_suspect_of_others_does_not_decline_through_another_part(melati):
    known_to_citra(melati, Part.SUSPECT)
    with eyes_of("sari"), pytest.raises((PermissionDenied, ValidationError)):
        actions.declare_declined(melati, by=person("sari"), seen=1)
    assert Person.objects.get(pk=melati.person_id).client_code is None


def test_every_victims_row_of_hers_says_that_she_declined(melati):
    sari = person("sari")
    other = a_case(sari, victims=(WOMAN,))
    more = {"victim": other.victims.get()}
    actions.link_person(melati.person, other, Part.VICTIM, by=sari, **more)
    actions.declare_declined(melati, by=sari, seen=1)
    for case in (melati.case, other):
        assert case.victims.get().recording == "client_code"
    assert {event.case_id for event in events("declined_elsewhere")} == {other.pk}


# -- Where it is told ------------------------------------------------------------------


def test_what_is_done_through_another_case_is_told_in_hers_and_names_no_others(melati):
    theirs = known_to_citra(melati)
    citra = person("citra")
    with eyes_of("citra"):
        actions.reveal(
            theirs.person, theirs.case, ["name", "phones"], by=citra, reason=WHY
        )
        actions.edit_particulars(
            theirs, {"phones": ["0811-2233-4455"]}, by=citra, seen=1
        )
    case = Case.objects.get(pk=melati.case_id)
    told = words_for("sari", case)
    assert (
        told["Identitas dibuka melalui perkara lain: Korban 1"]
        == "Petugas instansi lain"
    )
    by = told["Identitas diubah melalui perkara lain"]
    assert by == "Petugas instansi lain · telepon"
    (copy,) = events("revealed_elsewhere")
    assert (copy.case_id, copy.reason, copy.by) == (case.pk, WHY, citra)
    access = read("sari", at("case_access", case))
    assert "melalui perkara lain" in access
    for name in (citra.full_name, "Denpasar", theirs.case.register_no or "–––"):
        assert name not in access


def test_where_she_is_a_suspect_nothing_is_told_that_protects_her(melati):
    accused = known_to_citra(melati, Part.SUSPECT)
    sari = person("sari")
    fields = ["name", "safe_contact", "disability"]
    actions.reveal(melati.person, melati.case, fields, by=sari, reason=WHY)
    (copy,) = events("revealed_elsewhere")
    assert copy.case_id == accused.case_id
    assert list(copy.changes) == ["name"]


@pytest.mark.usefixtures("_sunday_morning")
def test_whoever_is_opened_counts_though_she_is_no_victim_of_the_case():
    sari = person("sari")
    case = a_case(sari, victims=(WOMAN,))
    people = [
        recorded(case, part=Part.WITNESS, fields={"name": f"Saksi {n}"})
        for n in range(6)
    ]
    for n, part in enumerate(people):
        assert Alarm.objects.count() == 0, n
        actions.reveal(part.person, case, ["name"], by=sari, reason=WHY)
    alarm = Alarm.objects.get()
    assert (alarm.user, alarm.kind) == (sari, AlarmKind.IDENTITIES)


# -- What a mask and an event may say --------------------------------------------------


def test_a_part_that_was_taken_back_tells_no_more_of_her(melati):
    sari = person("sari")
    other = a_case(sari)
    linked = actions.link_person(melati.person, other, Part.WITNESS, by=sari)
    wrong = WithdrawReason.WRONG_CASE
    actions.unlink_person(linked, by=sari, reason=wrong, seen=1)
    actions.edit_particulars(melati, {"passport": ""}, by=sari, seen=1)
    told = program_of("sari").call("GET", f"cases/{other.public_id}/persons/").json()
    (row,) = told["results"]
    assert (row["recorded"], row["recording"], row["version"]) == ({}, "unknown", 2)
    page = read("sari", at("case_person", other, linked.public_id))
    assert "Salah perkara" in page
    assert "Nama tercatat" not in page


def test_of_health_not_even_the_name_of_the_field_is_in_the_trail(melati):
    actions.edit_particulars(melati, {"disability": "x"}, by=person("sari"), seen=1)
    (event,) = events("edited_particulars")
    assert event.changes == {}
    told = words_for("sari", melati.case)["Identitas diubah"]
    assert told == person("sari").full_name
    assert "disability" not in str(list(events("added_person")[0].changes)), (
        "nor when she is recorded"
    )
    assert Person.objects.get().particulars() != NOTHING
