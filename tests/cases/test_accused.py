"""Nobody who declines to be recorded is a suspect, nor any suspect who declines."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from cases import actions
from cases.actions.known import NOT_HERS
from cases.models import Involvement, Person
from cases.person_choices import Part
from tests.cases.alike import case_of, fresh, victim_of
from tests.cases.examples import PIMP, a_case
from tests.cases.involved import at
from tests.cases.linked import known_to_citra, taken_back, withdrawn
from tests.cases.somebody import FIELDS, recorded
from tests.cases.walled import eyes_of
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def melati() -> Involvement:
    return victim_of("sari", FIELDS)


def declined(part: Involvement, by: str = "sari") -> Person:
    seen = fresh(part).person.version
    with eyes_of(by):
        return actions.declare_declined(part, by=person(by), seen=seen)


def accused(part: Involvement, by: str = "sari") -> Involvement:
    """The same woman, as a suspect in another case of hers."""
    case = a_case(person(by), suspects=(PIMP,))
    more = {"suspect": case.suspects.get(), "by": person(by)}
    return actions.link_person(part.person, case, Part.SUSPECT, **more)


def test_who_declined_is_linked_as_no_suspect_and_may_be_a_witness(melati):
    declined(melati)
    with eyes_of("sari"), pytest.raises(PermissionDenied) as refused:
        accused(melati)
    assert str(refused.value) == str(NOT_HERS), "it tells no more than any refusal"
    other = a_case(person("sari"))
    actions.link_person(melati.person, other, Part.WITNESS, by=person("sari"))
    assert not Involvement.objects.filter(part=Part.SUSPECT).exists()


def test_a_form_is_told_the_same(melati):
    declined(melati)
    case = a_case(person("sari"))
    melati.case.refresh_from_db()
    typed = {"register_no": melati.case.register_no, "key": "k"}
    typed["person"] = str(melati.public_id)
    page = browser_of("sari").post(at("case_person_link", case, "suspect"), typed)
    assert page.status_code == 403
    assert str(NOT_HERS) in page.content.decode()


def test_no_part_of_a_suspect_comes_back_to_who_declined_since(melati):
    part = taken_back(accused(melati))
    declined(melati)
    with eyes_of("sari"), pytest.raises(PermissionDenied, match="sendiri"):
        actions.relink_person(fresh(part), by=person("sari"))
    assert fresh(part).is_withdrawn


def test_a_suspect_does_not_decline_by_another_part(melati):
    accused(melati)
    with pytest.raises(ValidationError, match="Terlapor"):
        declined(melati)
    assert fresh(melati).person.client_code is None


@pytest.mark.parametrize("by", ["sari", "citra"])
def test_nor_one_of_a_withdrawn_case_which_may_be_restored(melati, by):
    """Of a case that is not hers to see she is told no more than of any part."""
    theirs = accused(melati) if by == "sari" else known_to_citra(melati, Part.SUSPECT)
    withdrawn(case_of(theirs), by)
    with pytest.raises((ValidationError, PermissionDenied)) as refused:
        declined(melati)
    if by == "citra":
        assert str(refused.value) == str(NOT_HERS)
    actions.restore_case(case_of(theirs), by=person(by))
    assert fresh(melati).person.client_code is None


def test_once_that_part_is_taken_back_she_declines(melati):
    taken_back(accused(melati))
    assert declined(melati).client_code


# -- Without the programs --------------------------------------------------------------


def test_the_database_lets_no_suspect_decline(melati):
    accused(melati)
    her = Person.objects.filter(pk=melati.person_id)
    with pytest.raises(IntegrityError, match="suspect"), transaction.atomic():
        her.update(sealed=None, recorded={}, client_code="K-UJI23456")
    assert her.get().client_code is None


def test_the_database_makes_nobody_a_suspect_who_declined(melati):
    declined(melati)
    with pytest.raises(IntegrityError, match="suspect"), transaction.atomic():
        known_to_citra(melati, Part.SUSPECT)


def test_the_database_gives_no_part_of_a_suspect_back(melati):
    part = taken_back(accused(melati))
    declined(melati)
    back = {"withdrawn_at": None, "withdraw_reason": ""}
    with pytest.raises(IntegrityError, match="suspect"), transaction.atomic():
        Involvement.objects.filter(pk=part.pk).update(**back)


def test_a_suspect_alone_is_recorded_as_ever():
    case = a_case(person("sari"), suspects=(PIMP,))
    man = recorded(case, "sari", Part.SUSPECT, {"name": "Jono"})
    assert fresh(man).person.recording == "identified"
