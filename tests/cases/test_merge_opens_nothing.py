"""A merge opens no more than a link would: what others told of somebody to protect her
stays shut to who knows her as a suspect."""

import pytest
from django.core.exceptions import PermissionDenied

from cases import actions
from cases.models import Case, Involvement
from cases.person_choices import Part
from tests.cases.alike import fresh, merged, victim_of
from tests.cases.examples import PIMP, WOMAN, a_case, assign
from tests.cases.linked import taken_back, withdrawn
from tests.cases.somebody import FIELDS
from tests.people import person

pytestmark = pytest.mark.django_db

SHUT = "Sebagian identitas orang ini tidak terbuka"


@pytest.fixture
def budis() -> Involvement:
    """A victim of budi's, of whom he wrote how she may be reached."""
    return victim_of("budi", FIELDS)


@pytest.fixture
def accused(budis) -> Involvement:
    """She is a suspect in a case of sari's, by one who works on both."""
    case = a_case(person("sari"), suspects=(PIMP,))
    for each in (case, Case.objects.get(pk=budis.case_id)):
        assign(each, "rini")
    return actions.link_person(budis.person, case, Part.SUSPECT, by=person("rini"))


@pytest.mark.parametrize("way", ["part", "case"])
def test_a_merge_opens_nothing_that_a_link_would_not(budis, accused, way):
    if way == "part":
        taken_back(budis, by="budi")
    else:
        withdrawn(Case.objects.get(pk=budis.case_id), by="budi")
    sari, hers = person("sari"), Case.objects.get(pk=accused.case_id)
    known = fresh(accused).person
    with pytest.raises(PermissionDenied, match=SHUT):
        actions.link_person(known, hers, Part.VICTIM, by=sari)
    dummy = victim_of("sari", {"name": "Boneka"})
    with pytest.raises(PermissionDenied, match=SHUT):
        merged(accused, dummy)
    assert fresh(dummy).person != known


def test_what_she_told_herself_hinders_no_merge():
    sari = person("sari")
    case = a_case(sari, victims=(WOMAN,), suspects=(PIMP,))
    accused = actions.add_person(case, Part.SUSPECT, {"name": "Jono"}, by=sari)
    victim = victim_of("sari", {"name": "Jono alias Joni"})
    assert merged(accused, victim).kept == accused.person


def test_a_part_comes_back_to_its_own_record_alone():
    """What others wrote of the record into which hers was merged stays shut."""
    sari = person("sari")
    case = a_case(sari, victims=(WOMAN,), suspects=(PIMP,))
    known = {"name": "Melati"}
    victim = actions.add_person(
        case, Part.VICTIM, known, by=sari, victim=case.victims.get()
    )
    accused = actions.link_person(victim.person, case, Part.SUSPECT, by=sari)
    budis = victim_of("budi", FIELDS)
    taken_back(victim)
    for each in (case, Case.objects.get(pk=budis.case_id)):
        assign(each, "rini")
    merged(budis, accused, by="rini")
    with pytest.raises(PermissionDenied):
        actions.relink_person(fresh(victim), by=sari)
    assert fresh(victim).is_withdrawn
