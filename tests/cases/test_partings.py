"""Who parts two records is told where her office works, elsewhere not by name."""

import pytest

from agencies import clock
from cases import actions, sight, timeline
from cases.models import Case, Involvement, PersonMerge
from tests.api.clients import program_of, told
from tests.cases.alike import OTHER, WHY, case_of, fresh, victim_of
from tests.cases.examples import WOMAN, a_case
from tests.cases.involved import at, taken, words_of
from tests.cases.somebody import FIELDS, recorded
from tests.cases.walled import eyes_of
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

MOVED = "Hubungan dipindahkan ke catatan orang lain"
OTHERS = "Petugas instansi lain"


@pytest.fixture
def hers() -> Involvement:
    """A victim in a case of sari's."""
    return victim_of("sari", OTHER)


def joined_to(kept: Involvement, other: Involvement) -> PersonMerge:
    people = {"kept": kept.person, "merged": other.person, "by": person("sari")}
    return PersonMerge.objects.create(moved=[other.pk], reason=WHY, **people)


def parted_by_denpasar(hers: Involvement) -> None:
    """Citra knows whoever she was joined to, and sees nothing of her."""
    made = joined_to(victim_of("citra", FIELDS), hers)
    with eyes_of("citra"):
        actions.part_persons(made, by=person("citra"))


def who_moved_it(who: str, case: Case) -> str:
    entries, _more = timeline.entries(case, sight.of(person(who), case), clock.WIB)
    (found,) = [each["detail"] for each in entries if each["words"] == MOVED]
    return found


@pytest.mark.parametrize("who", ["sari", "rini"])
def test_who_parted_her_through_another_case_is_not_named(hers, who):
    parted_by_denpasar(hers)
    assert who_moved_it(who, case_of(hers)) == OTHERS


def test_colleagues_of_who_parted_her_read_who_it_was(hers):
    made = joined_to(victim_of("sari", FIELDS), hers)
    actions.part_persons(made, by=person("sari"))
    for who in ("sari", "rini"):
        assert who_moved_it(who, case_of(hers)) == person("sari").full_name


def test_who_was_asked_in_and_parted_her_is_told_to_who_asked():
    case = a_case(person("sari"), victims=(WOMAN,))
    hers = recorded(case, fields=OTHER, victim=case.victims.get())
    taken(case)
    actions.part_persons(joined_to(victim_of("wati", FIELDS), hers), by=person("wati"))
    assert who_moved_it("sari", case) == person("wati").full_name


def test_a_conflict_does_not_name_the_office_that_parted_her(hers):
    client = browser_of("sari")
    joined = joined_to(victim_of("citra", FIELDS), hers)
    form = {"seen": 1, "whose": fresh(hers).whose}
    with eyes_of("citra"):
        actions.part_persons(joined, by=person("citra"))
    address = at("case_person_edit", hers.case, hers.public_id)
    answer = client.post(address, form | {"name": "Mawar"})
    assert answer.status_code == 409
    assert OTHERS in words_of(answer)
    office = person("citra").assignment.post.agency.name
    assert office not in words_of(answer)
    path = f"cases/{hers.case.public_id}/persons/{hers.public_id}/"
    stale = program_of("sari").call("PATCH", path, {"name": "M"}, if_match='"9"')
    assert office not in str(told(stale, 412))
