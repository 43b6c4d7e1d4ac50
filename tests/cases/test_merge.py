"""Two persons become one, and two again: parts, identifiers, facts, the trail."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from agencies.access import OutOfScope
from agencies.eyes import looking
from agencies.models import AuditEvent
from cases import actions, facts
from cases.choices import Recording, Why, WithdrawReason
from cases.conflicts import StaleVersion
from cases.models import Identifier, Involvement, Person, PersonMerge, VictimFact
from cases.models.merge import merged_into, standing_person
from cases.particulars import SafeContact
from cases.person_choices import Part, PersonKind
from tests.cases.alike import (
    OTHER,
    WHY,
    case_of,
    found_by,
    fresh,
    merged,
    two,
    victim_of,
)
from tests.cases.examples import GIRL, PIMP, a_case, assign
from tests.cases.names.served import entries
from tests.cases.somebody import FIELDS, MELATI, recorded
from tests.cases.walled import eyes_of
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Involvement, Involvement]:
    return two()


def gaps() -> list:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_gaps()")
        return cursor.fetchall()


def indexed() -> set[tuple[int, str, bytes]]:
    rows = Identifier.objects.values_list("person", "kind", "digest")
    return {(who, kind, bytes(digest)) for who, kind, digest in rows}


# -- Merging ---------------------------------------------------------------------------


def test_the_parts_of_one_become_the_others(pair):
    kept, other = pair
    made = merged(kept, other)
    assert fresh(other).person == fresh(kept).person == kept.person
    assert (made.moved, fresh(other).version) == ([other.pk], 2)
    assert merged_into(kept.person) == [other.person]
    assert standing_person(other.person) == kept.person


def test_either_of_both_identities_finds_whoever_stays(pair):
    kept, other = pair
    merged(kept, other)
    assert kept.person_id in found_by("nik", OTHER["nik"])
    assert kept.person_id in found_by("nik", FIELDS["nik"])
    # What she says herself may change: what the other said finds her still.
    by = person("sari")
    now = fresh(kept)
    edit = {"nik": "", "phones": []}
    actions.edit_particulars(now, edit, by=by, seen=now.person.version)
    assert kept.person_id in found_by("phone", OTHER["phones"][0])
    assert kept.person_id not in found_by("nik", FIELDS["nik"])


def test_the_index_finds_whoever_stays_by_either_name(pair):
    kept, other = pair
    made = merged(kept, other)
    found = entries()
    assert other.person_id not in found
    assert OTHER["name"] in found[kept.person_id].name
    actions.part_persons(made, by=person("sari"))
    assert OTHER["name"] not in entries()[kept.person_id].name


def test_what_was_sealed_stays_with_each(pair):
    kept, other = pair
    merged(kept, other)
    assert fresh(kept).person.particulars() == MELATI
    assert Person.objects.get(pk=other.person_id).particulars().name == OTHER["name"]


def test_nobody_is_shown_who_was_merged(pair, sari):
    kept, other = pair
    merged(kept, other)
    assert list(Person.objects.visible_to(sari)) == [kept.person]
    with pytest.raises(OutOfScope):
        actions.reveal(other.person, kept.case, ["name"], by=sari, reason="contact")


def test_the_victims_row_says_how_the_one_who_stays_is_recorded(sari):
    known, unknown = victim_of("sari", FIELDS), victim_of("sari", {})
    assert unknown.victim.recording == Recording.UNKNOWN
    merged(known, unknown)
    unknown.victim.refresh_from_db()
    assert unknown.victim.recording == Recording.IDENTIFIED


def test_merging_and_parting_leave_the_trail_whole(pair):
    made = merged(*pair)
    assert gaps() == []
    for part in pair:
        told = AuditEvent.objects.of_case(part.case_id)
        assert told.filter(verb="merged_persons").exists()
    moved = AuditEvent.objects.get(verb="moved_involvement")
    assert (moved.case_id, moved.reason, moved.changes) == (pair[1].case_id, WHY, {})
    actions.part_persons(made, by=person("sari"))
    assert gaps() == []


# -- Parting ---------------------------------------------------------------------------


def test_parting_takes_back_exactly_what_the_merge_took(pair, sari):
    kept, other = pair
    before = indexed()
    made = merged(kept, other)
    later = recorded(a_case(sari), fields={}, part=Part.WITNESS)
    linked = actions.link_person(
        fresh(kept).person, case_of(later), Part.COMPANION, by=sari
    )
    actions.part_persons(made, by=sari)
    assert fresh(other).person == other.person
    assert fresh(kept).person == fresh(linked).person == kept.person
    assert indexed() == before
    assert Person.objects.get(pk=other.person_id).particulars().name == OTHER["name"]


def test_what_was_parted_is_merged_again_by_a_merge_of_its_own(pair, sari):
    made = merged(*pair)
    actions.part_persons(made, by=sari)
    with pytest.raises((ValidationError, OutOfScope, PermissionDenied)):
        actions.part_persons(made, by=sari)
    merged(*pair)
    assert fresh(pair[1]).person == pair[0].person


def test_the_later_merge_is_parted_first(pair, sari):
    kept, other = pair
    third = victim_of("sari", FIELDS | {"name": "Melati"})
    early = merged(kept, other)
    late = merged(third, kept)
    assert {fresh(p).person for p in (kept, other, third)} == {third.person}
    assert set(merged_into(third.person)) == {kept.person, other.person}
    assert third.person_id in found_by("nik", OTHER["nik"])
    with pytest.raises((OutOfScope, ValidationError)):
        actions.part_persons(early, by=sari)
    actions.part_persons(late, by=sari)
    actions.part_persons(early, by=sari)
    people = [fresh(part).person for part in (kept, other, third)]
    assert people == [kept.person, other.person, third.person]


def test_a_part_withdrawn_since_goes_back_too(pair, sari):
    kept, other = pair
    made = merged(kept, other)
    now, wrong = fresh(other), WithdrawReason.WRONG_ENTRY
    actions.unlink_person(now, by=sari, reason=wrong, seen=now.person.version)
    actions.part_persons(made, by=sari)
    actions.relink_person(fresh(other), by=sari)
    assert fresh(other).person == other.person


# -- Who may ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["budi", "dewi", "citra", "seto", "ani", "tono"])
def test_whoever_sees_less_than_every_part_merges_nobody(pair, who):
    kept, other = (part.person for part in pair)
    with pytest.raises((OutOfScope, PermissionDenied)):
        actions.merge_persons(kept, other, by=person(who), reason=WHY, seen=(1, 1))
    assert not PersonMerge.objects.exists()


def test_a_part_in_another_office_forbids_it_in_the_words_of_any_refusal(pair, sari):
    """She sees both persons, and not that one of them is known in Denpasar."""
    kept, other = pair
    elsewhere = a_case(person("citra"))
    Involvement.objects.create(
        case=elsewhere,
        person=other.person,
        part=Part.WITNESS,
        created_by=person("citra"),
    )
    with eyes_of("sari"), pytest.raises(PermissionDenied) as hidden:
        merged(kept, other)
    Involvement.objects.filter(case=elsewhere).update(
        withdrawn_at="2025-11-12T00:00Z", withdraw_reason="test"
    )
    with eyes_of("sari"), pytest.raises(PermissionDenied):
        merged(kept, other)  # left behind it would be nobody's
    plain = victim_of("sari", {"name": "Ayu"})
    with eyes_of("sari"):
        merged(other, plain)  # of whoever stays, only what stands counts
    shut = a_case(person("sari"), suspects=(PIMP | {"public_office": "police"},))
    person_of_it = recorded(shut, fields={"name": "Ayu"})
    with pytest.raises(PermissionDenied) as restricted:
        merged(kept, person_of_it)
    assert str(hidden.value) == str(restricted.value)


def test_who_is_assigned_to_one_of_the_cases_alone_does_not_merge(pair):
    kept, other = pair
    assign(case_of(other), "budi")  # whose part would move
    with pytest.raises((OutOfScope, PermissionDenied)):
        merged(kept, other, by="budi")
    assign(case_of(kept), "budi")
    assert merged(kept, other, by="budi").pk


def test_whoever_declined_or_was_destroyed_is_merged_with_nobody(pair, sari):
    kept, other = pair
    actions.declare_declined(other, by=sari, seen=1)
    for one, two_ in ((kept, other), (other, kept)):
        with pytest.raises(ValidationError, match="menolak dicatat"):
            merged(one, two_)


def test_a_firm_and_a_person_are_not_one(sari):
    case = a_case(sari, suspects=(PIMP,))
    firms = {"kind": PersonKind.CORPORATION, "fields": {"registered_name": "PT Angin"}}
    firm = recorded(case, part=Part.SUSPECT, **firms)
    man = recorded(case, part=Part.SUSPECT, fields={"name": "Jono"})
    with pytest.raises(ValidationError, match="korporasi"):
        merged(firm, man)


def test_a_safe_contact_is_not_merged_out_of_sight(pair):
    kept, other = pair
    with pytest.raises(ValidationError, match="Kontak aman"):
        merged(other, kept)


def test_a_safe_contact_that_differs_is_not_merged_out_of_sight(sari):
    """The masks of both look alike."""
    kept = victim_of("sari", {"safe_contact": SafeContact("sms", "0811", "", ())})
    says_never = SafeContact("sms", "0811", "", ("call",))
    other = victim_of("sari", {"safe_contact": says_never})
    assert kept.person.recorded == other.person.recorded
    for one, two_ in ((kept, other), (other, kept)):
        with pytest.raises(ValidationError, match="Kontak aman"):
            merged(one, two_)
    actions.edit_particulars(kept, {"safe_contact": says_never}, by=sari, seen=1)
    assert merged(kept, other).pk


def test_nobody_is_merged_with_whom_she_stands_beside(sari):
    case = a_case(sari, victims=(GIRL,))
    girl = recorded(case, fields={"name": "Ayu"}, victim=case.victims.get())
    aunt = recorded(case, fields={"name": "Ayuh"}, part=Part.GUARDIAN, of=girl)
    for one, two_ in ((girl, aunt), (aunt, girl)):
        with pytest.raises(ValidationError, match="mendampingi"):
            merged(one, two_)
    actions.link_person(aunt.person, a_case(sari), Part.WITNESS, by=sari)
    wrong = WithdrawReason.WRONG_ENTRY
    actions.unlink_person(aunt, by=sari, reason=wrong, seen=1)
    merged(girl, aunt)
    with pytest.raises(ValidationError, match="bukan ia sendiri"):
        actions.relink_person(fresh(aunt), by=sari)
    assert fresh(aunt).is_withdrawn


def test_the_same_victim_twice_in_one_case_is_told(sari):
    case = a_case(sari, victims=(GIRL, GIRL))
    parts = [
        recorded(case, fields={"name": "Ayu"}, victim=victim)
        for victim in case.victims.order_by("pk")
    ]
    with pytest.raises(ValidationError, match="sudah dicatat pada perkara ini"):
        merged(*parts)
    assert gaps() == []


def test_a_version_that_moved_on_stops_it(pair, sari):
    kept, other = pair
    actions.edit_particulars(other, {"name": "Ayu"}, by=sari, seen=1)
    with pytest.raises(StaleVersion):
        actions.merge_persons(
            kept.person, other.person, by=sari, reason=WHY, seen=(1, 1)
        )


# -- What the database holds by itself -------------------------------------------------


def test_the_serving_role_gives_no_part_to_anybody(pair):
    kept, other = pair
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Involvement.objects.filter(pk=other.pk).update(person=kept.person)


def test_no_part_is_left_behind_and_no_merge_is_parted_twice(pair, sari):
    kept, other = pair
    told = {"kept": kept.person, "merged": other.person, "reason": WHY, "by": sari}
    with pytest.raises(DatabaseError, match="not all parts"), transaction.atomic():
        PersonMerge.objects.create(moved=[], **told)
    made = merged(kept, other)
    actions.part_persons(made, by=sari)
    with pytest.raises(DatabaseError, match="merged anew"), transaction.atomic():
        PersonMerge.objects.filter(pk=made.pk).update(parted_at=None, parted_by=None)


def test_who_was_merged_stands_behind_the_wall_with_the_one_who_stays(pair):
    kept, other = pair
    merged(kept, other)
    both = {kept.person_id, other.person_id}
    with eyes_of("sari"):
        assert set(Person.objects.values_list("pk", flat=True)) == both
    for who in ("citra", "nur", "seto"):
        with eyes_of(who):
            assert not Person.objects.exists()
            assert not PersonMerge.objects.exists()
    with looking(()):
        assert not Person.objects.exists()


# -- Declining, and persons counted once -----------------------------------------------


def test_who_declines_is_forgotten_in_every_record_of_hers(pair, sari):
    kept, other = pair
    made = merged(kept, other)
    now = fresh(kept)
    with eyes_of("sari"):
        actions.declare_declined(now, by=sari, seen=now.person.version)
    assert not Identifier.objects.exists()
    assert {each.sealed for each in Person.objects.all()} == {None}
    with pytest.raises(ValidationError, match="menolak dicatat"):
        actions.part_persons(made, by=sari)
    assert gaps() == []


def persons(cutoff: int | None = None) -> tuple[int, int]:
    """(victims, persons among them) as known below a tick."""
    found = VictimFact.objects.known_at(cutoff)
    return found.count(), found.persons()


def test_who_stands_in_two_cases_counts_once_as_a_person(pair):
    assert persons() == (2, 2)
    made = merged(*pair)
    assert persons() == (2, 1)
    (row,) = VictimFact.objects.filter(case_id=pair[1].case_id)
    assert (row.person_id, row.why) == (pair[0].person_id, Why.MERGE)
    actions.part_persons(made, by=person("sari"))
    assert persons() == (2, 2)
    assert [facts.differences(unit) for unit in facts.UNITS] == [0, 0, 0, 0]


def test_whoever_is_not_identified_counts_by_herself(sari):
    a_case(sari, victims=(GIRL, GIRL))
    assert persons() == (2, 2)


def test_a_link_and_its_end_are_known_to_the_facts(pair, sari):
    kept, _other = pair
    (row,) = VictimFact.objects.filter(case_id=kept.case_id)
    assert row.person_id == kept.person_id
    wrong = WithdrawReason.WRONG_ENTRY
    actions.unlink_person(kept, by=sari, reason=wrong, seen=kept.person.version)
    (row,) = VictimFact.objects.filter(case_id=kept.case_id)
    assert row.person_id is None
    assert [facts.differences(unit) for unit in facts.UNITS] == [0, 0, 0, 0]
