"""Persons: recorded with a part in a case, found again, linked, declined."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from agencies import audit, eyes
from agencies.access import OutOfScope
from agencies.idempotency import KeyReused
from agencies.models import AuditEvent
from cases import actions
from cases.choices import Recording, WithdrawReason
from cases.conflicts import StaleVersion
from cases.models import Case, Identifier, Involvement, Person, Suspect, Victim
from cases.person_choices import IdentifierKind, Part, PersonKind
from tests.cases.examples import PIMP, WOMAN, a_case, assign
from tests.cases.somebody import FIELDS, MELATI, recorded
from tests.people import person

pytestmark = pytest.mark.django_db

OUTSIDERS = ("citra", "wati", "seto", "eko", "ani", "tono", "joko")


@pytest.fixture
def case(sari) -> Case:
    return a_case(sari, victims=(WOMAN,), suspects=(PIMP,))


# -- Recording -------------------------------------------------------------------------


def test_nobody_need_be_known(case):
    found = recorded(case, part=Part.WITNESS, fields={}).person
    assert (found.recording, found.sealed) == (Recording.UNKNOWN, None)


def test_every_version_of_a_person_and_a_part_has_its_event(melati, sari):
    actions.edit_particulars(melati, {"name": "Melati"}, by=sari, seen=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_gaps()")
        assert cursor.fetchall() == []
    for verb in ("added_person", "linked_person", "edited_particulars"):
        assert audit.is_genuine(AuditEvent.objects.get(verb=verb))


def test_an_unseen_version_is_told(melati):
    Person.objects.update(version=2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM audit_gaps()")
        assert cursor.fetchall() == [("cases.Person",)]


def test_sent_twice_it_is_recorded_once(case):
    first = recorded(case, key="once")
    assert recorded(case, key="once") == first
    assert Person.objects.count() == Involvement.objects.count() == 1
    with pytest.raises(KeyReused):
        recorded(case, key="once", fields={"name": "Lain"})


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("username", ["budi", "dewi"])
def test_a_colleague_who_is_not_assigned_records_a_suspect_and_no_other(
    case, part, username
):
    if (username, part) == ("budi", Part.SUSPECT):
        assert recorded(case, username, part, {"name": "Jono"}).pk
        return
    with pytest.raises(PermissionDenied):
        recorded(case, username, part)
    assert not Person.objects.exists()


@pytest.mark.parametrize("username", OUTSIDERS)
def test_outsiders_record_nobody(case, username):
    with pytest.raises((OutOfScope, PermissionDenied)):
        recorded(case, username, fields={})


def test_a_wrong_value_names_its_field_and_leaves_nothing(case):
    with pytest.raises(ValidationError) as refused:
        recorded(case, fields={"phones": ["12"]})
    assert list(refused.value.message_dict) == ["phones"]
    assert not Involvement.objects.exists()


def test_rows_of_another_case_are_refused(case, sari):
    elsewhere = a_case(sari, suspects=(PIMP,))
    for part, more in (
        (Part.VICTIM, {"victim": elsewhere.victims.get()}),
        (Part.SUSPECT, {"suspect": elsewhere.suspects.get(), "fields": {}}),
        (Part.WITNESS, {"victim": case.victims.get()}),
        (Part.GUARDIAN, {"of": recorded(elsewhere)}),
        (Part.WITNESS, {"of": recorded(case)}),
    ):
        with pytest.raises(ValidationError, match="Pilih dari perkara ini"):
            recorded(case, part=part, **more)


def test_nobody_is_linked_to_a_row_that_was_withdrawn(case, melati, sari):
    suspect, slip = case.suspects.get(), {"by": sari, "reason": WithdrawReason.TEST}
    actions.withdraw_suspect(suspect, seen=suspect.version, **slip)
    actions.unlink_person(melati, seen=melati.person.version, **slip)
    victim = case.victims.get()
    actions.withdraw_victim(victim, seen=victim.version, **slip)
    for part, name, row in (
        (Part.VICTIM, "victim", Victim.objects.get()),
        (Part.SUSPECT, "suspect", Suspect.objects.get()),
        (Part.GUARDIAN, "of", Involvement.objects.get(pk=melati.pk)),
    ):
        with pytest.raises(ValidationError, match="sudah ditarik"):
            recorded(case, part=part, fields={}, **{name: row})
    with pytest.raises(ValidationError, match="sudah ditarik"):
        actions.relink_person(melati, by=sari)


def test_a_guardian_stands_beside_a_child(case, melati):
    found = recorded(case, part=Part.GUARDIAN, fields={"name": "Aminah"}, of=melati)
    assert list(melati.beside.all()) == [found]


def test_a_corporation_is_a_suspect_and_has_no_nik(case):
    firm = {"registered_name": "PT Angin", "nib": "1234567890123"}
    firms = {"kind": PersonKind.CORPORATION}
    found = recorded(case, part=Part.SUSPECT, fields=firm, **firms)
    assert found.person.particulars().registered_name == "PT Angin"
    with pytest.raises(ValidationError):
        recorded(case, part=Part.SUSPECT, fields={"nik": "1"}, **firms)
    with pytest.raises(ValidationError, match="Korporasi"):
        recorded(case, part=Part.WITNESS, fields=firm, **firms)


def test_one_victim_is_one_person(case, melati):
    with pytest.raises(ValidationError, match="sudah punya identitas"):
        recorded(case, victim=case.victims.get())


def test_the_victims_row_says_how_she_is_recorded(case, melati):
    victim = case.victims.get()
    assert (victim.recording, victim.version) == (Recording.IDENTIFIED, 2)


# -- Correcting ------------------------------------------------------------------------


def test_what_is_not_sent_stays(melati, sari):
    actions.edit_particulars(melati, {"name": "Melati"}, by=sari, seen=1)
    found = Person.objects.get().particulars()
    assert (found.name, found.nik) == ("Melati", MELATI.nik)


def test_an_edit_that_changes_nothing_makes_no_version(melati, sari):
    found = actions.edit_particulars(melati, {"name": MELATI.name}, by=sari, seen=1)
    assert found.version == 1


def test_a_guess_that_is_right_is_on_record(case, melati, sari):
    """Nothing changes: so that is what stands there, and she knows it now."""
    edits = AuditEvent.objects.of_case(case.pk).filter(verb="edited_particulars")
    actions.edit_particulars(melati, {}, by=sari, seen=1)
    assert not edits.exists()
    guess = {"phones": [FIELDS["phones"][0]]}
    adding = ["phones"]
    actions.edit_particulars(melati, guess, by=sari, seen=1, adding=adding)
    event = edits.get()
    assert (event.by, event.changes, event.subject_version) == (sari, {}, None)


def test_two_editors_are_told_which_fields_and_never_what(case, melati, sari):
    assign(case, "budi")
    budi = person("budi")
    actions.edit_particulars(melati, {"name": "Mawar", "nik": "64"}, by=budi, seen=1)
    with pytest.raises(StaleVersion) as stale:
        actions.edit_particulars(melati, {"name": "Lili"}, by=sari, seen=1)
    told = stale.value.changes
    assert [change.field for change in told] == ["name", "nik"]
    assert {(c.before, c.now, c.event.by) for c in told} == {
        (audit.HIDDEN, audit.HIDDEN, budi)
    }
    assert Person.objects.get().particulars().name == "Mawar"


def test_who_knows_a_suspect_writes_nothing_that_keeps_victims_safe(case):
    accused = recorded(case, "budi", Part.SUSPECT, {"name": "Jono"})
    for field in ("safe_contact", "disability"):
        fields = {field: getattr(MELATI, field)}
        with pytest.raises(PermissionDenied):
            actions.edit_particulars(accused, fields, by=person("budi"), seen=1)


def test_a_colleague_does_not_correct_a_victim(melati):
    with pytest.raises(PermissionDenied):
        actions.edit_particulars(melati, {"name": "x"}, by=person("budi"), seen=1)


# -- Who sees that somebody is there ---------------------------------------------------


def test_persons_are_seen_where_their_part_opens(case, melati):
    accused = recorded(case, part=Part.SUSPECT, fields={"name": "Jono"})
    seen = {
        name: set(Person.objects.visible_to(person(name)))
        for name in ("sari", "budi", "dewi", "rini", *OUTSIDERS)
    }
    both, one = {melati.person, accused.person}, {accused.person}
    assert seen.pop("sari") == seen.pop("rini") == both
    assert seen.pop("budi") == seen.pop("dewi") == one
    assert set().union(*seen.values()) == set()


def test_the_wall_shows_a_person_where_she_has_a_part(case, melati):
    for username, shown in (("sari", 1), ("budi", 1), ("citra", 0), ("seto", 0)):
        with eyes.looking(person(username).hat.scope_keys):
            n = len(Identifier.objects.values("kind"))
            assert (Person.objects.count(), n > 0) == (shown, shown == 1)
            assert melati.person.versions.count() == shown


def test_all_of_it_can_be_done_with_her_own_eyes(case):
    sari = person("sari")
    with eyes.looking(sari.hat.scope_keys):
        found = recorded(case, victim=case.victims.get())
        found.person = actions.edit_particulars(found, {"nik": ""}, by=sari, seen=1)
        actions.declare_declined(found, by=sari, seen=2)


# -- Found again -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("nik", "6471 0357 0409 0001"),
        ("passport", "x 7654321"),
        ("phone", "+62 812 7654 3210"),
        ("phone", "0060127654321"),
        ("michat", "MELKENARI.BPP"),
        ("vehicle", "kt7654qx"),
    ],
)
def test_she_is_found_by_what_is_hers_however_it_is_written(melati, kind, typed):
    found = Person.objects.visible_to(person("sari")).identified_by(kind, typed)
    assert list(found) == [melati.person]
    outside = Person.objects.visible_to(person("citra"))
    assert not outside.identified_by(kind, typed).exists()


def test_part_of_a_number_finds_nobody(melati):
    for kind, typed in (("nik", "647103570409"), ("phone", "0812"), ("passport", "")):
        assert not Person.objects.identified_by(kind, typed).exists()
    # The digits of one kind are another's as well: kinds do not mix.
    assert not Person.objects.identified_by("bank_account", MELATI.nik).exists()


def test_a_corrected_number_finds_her_and_the_old_one_does_not(melati, sari):
    new = "6471035704090002"
    actions.edit_particulars(melati, {"nik": new}, by=sari, seen=1)
    assert Person.objects.identified_by("nik", new).exists()
    assert not Person.objects.identified_by("nik", MELATI.nik).exists()


def test_of_a_name_the_exact_key_alone_is_kept_and_only_where_year_and_place_are(case):
    kept = recorded(case, part=Part.WITNESS).person
    name = kept.identifiers.get(kind=IdentifierKind.NAME)
    again = recorded(
        case,
        part=Part.WITNESS,
        fields=FIELDS | {"name": "KENARIMOETIA Melati"},
    ).person
    assert bytes(again.identifiers.get(kind="name").digest) == bytes(name.digest)
    bare = recorded(case, part=Part.WITNESS, fields={"name": "Melati"})
    assert not bare.person.identifiers.exists()


# -- The same person elsewhere ---------------------------------------------------------


@pytest.fixture
def elsewhere(sari) -> Case:
    return a_case(sari, victims=(WOMAN,))


def test_a_person_is_one_in_several_cases_and_parts(case, melati, elsewhere, sari):
    more = {"victim": elsewhere.victims.get()}
    actions.link_person(melati.person, elsewhere, Part.VICTIM, by=sari, **more)
    actions.link_person(melati.person, case, Part.SUSPECT, by=sari)
    assert Person.objects.count() == 1
    assert melati.person.involvements.count() == 3
    with pytest.raises(ValidationError, match="sudah dicatat"), transaction.atomic():
        actions.link_person(melati.person, case, Part.SUSPECT, by=sari)


def test_whom_she_does_not_see_she_does_not_link(melati):
    citra = person("citra")
    theirs = a_case(citra, region="51.71.01")
    with pytest.raises(OutOfScope):
        actions.link_person(melati.person, theirs, Part.WITNESS, by=citra)


def test_a_link_opens_nothing_that_was_shut(case, melati, sari):
    actions.link_person(melati.person, case, Part.SUSPECT, by=sari)
    budi = person("budi")  # sees the suspect that she is, not the victim
    his = a_case(budi)
    with pytest.raises(PermissionDenied):
        actions.link_person(melati.person, his, Part.WITNESS, by=budi)
    assert actions.link_person(melati.person, his, Part.SUSPECT, by=budi).pk


def test_a_part_is_taken_back_and_given_again(melati, sari):
    actions.unlink_person(melati, by=sari, reason=WithdrawReason.WRONG_CASE, seen=1)
    assert not Person.objects.visible_to(sari).exists()
    assert melati.case.victims.get().recording == Recording.UNKNOWN
    actions.relink_person(melati, by=sari)
    assert list(Person.objects.visible_to(sari)) == [melati.person]
    assert melati.case.victims.get().recording == Recording.IDENTIFIED
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_gaps()")
        assert cursor.fetchall() == []


# -- Who declines ----------------------------------------------------------------------


def test_who_declines_is_a_code_and_nothing_finds_her(case, melati, sari):
    found = actions.declare_declined(melati, by=sari, seen=1)
    assert found.recording == Recording.CLIENT_CODE
    assert len(found.client_code) == 10
    found.refresh_from_db()
    assert (found.sealed, found.recorded) == (None, {})
    assert not Identifier.objects.exists()
    assert not Person.objects.identified_by("nik", MELATI.nik).exists()
    assert case.victims.get().recording == Recording.CLIENT_CODE


def test_every_row_of_hers_says_how_she_is_recorded(case, melati, elsewhere, sari):
    """An act through one part tells them all; a case that was withdrawn is let be."""
    taken_back = a_case(sari, victims=(WOMAN,))
    for other in (elsewhere, taken_back):
        more = {"victim": other.victims.get()}
        actions.link_person(melati.person, other, Part.VICTIM, by=sari, **more)
    how = {"reason": WithdrawReason.WRONG_ENTRY, "seen": 1}
    actions.withdraw_case(taken_back, by=sari, **how)

    def said() -> list[str]:
        cases = (case, elsewhere, taken_back)
        return [each.victims.get().recording for each in cases]

    with eyes.looking(sari.hat.scope_keys):
        actions.declare_declined(melati, by=sari, seen=1)
        assert said() == ["client_code", "client_code", "identified"]
        actions.declare_agreed(melati, by=sari, seen=2)
        assert said() == ["unknown", "unknown", "identified"]
        actions.edit_particulars(melati, {"name": "Melati"}, by=sari, seen=3)
        assert said() == ["identified"] * 3
    told = AuditEvent.objects.of_case(elsewhere.pk).filter(verb="edited_victim")
    assert {event.by for event in told} == {sari}


def test_nothing_is_asked_of_her_until_she_agrees(melati, sari):
    actions.declare_declined(melati, by=sari, seen=1)
    with pytest.raises(ValidationError, match="menolak dicatat"):
        actions.edit_particulars(melati, {"name": "Melati"}, by=sari, seen=2)
    actions.declare_agreed(melati, by=sari, seen=2)
    found = actions.edit_particulars(melati, {"name": "Melati"}, by=sari, seen=3)
    assert (found.recording, found.client_code) == (Recording.IDENTIFIED, None)


def test_a_suspect_does_not_decline(case, melati, sari):
    accused = recorded(case, part=Part.SUSPECT, fields={})
    with pytest.raises(ValidationError, match="Terlapor"):
        actions.declare_declined(accused, by=sari, seen=1)
    actions.link_person(melati.person, case, Part.SUSPECT, by=sari)
    with pytest.raises(ValidationError, match="Terlapor"):
        actions.declare_declined(melati, by=sari, seen=1)


def test_the_database_keeps_a_declined_person_empty(melati, sari):
    sealed = melati.person.sealed
    actions.declare_declined(melati, by=sari, seen=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.update(sealed=sealed)
