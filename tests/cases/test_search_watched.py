"""Cari orang shows who is a victim: such hits are looks at the cases, alarms included.
Else the unit's victims are listed by searching for a few common names."""

import pytest

from agencies.models import AuditEvent
from cases.choices import LISTED, AlarmKind
from cases.person_choices import Part
from tests.cases.examples import assign
from tests.cases.names.served import served
from tests.cases.searching import AS_STORED, NAME, a_victim, by_program, on_page
from tests.cases.test_alarms import raised
from tests.people import person

pytestmark = pytest.mark.django_db


def looked_at(who: str) -> set[int]:
    seen = AuditEvent.objects.filter(verb=LISTED, by=person(who))
    return set(seen.values_list("case_id", flat=True))


@pytest.mark.parametrize("text", [NAME, AS_STORED["nik"]])
@pytest.mark.parametrize("door", [on_page, by_program])
def test_a_hit_that_shows_a_victim_is_a_look_at_her_case(door, text):
    hers = {a_victim("sari", part=part).case_id for part in (Part.VICTIM, Part.WITNESS)}
    a_victim("sari", part=Part.SUSPECT)
    with served():
        door("sari", text)
    assert looked_at("sari") == hers
    assert raised("sari") == []


@pytest.mark.parametrize("door", [on_page, by_program])
def test_searching_for_names_that_many_bear_raises_an_alarm(door):
    for n in range(6):
        a_victim("sari", AS_STORED | {"nik": f"647103570409000{n}"})
    with served():
        door("sari")
    assert raised("sari") == [AlarmKind.IDENTITIES]


def test_whom_she_is_told_of_elsewhere_and_who_is_shut_to_her_she_has_not_seen():
    case = a_victim("sari").case
    with served():
        on_page("budi")
        assert looked_at("budi") == set()
        assign(case, "budi")
        on_page("budi")
    assert looked_at("budi") == {case.pk}
