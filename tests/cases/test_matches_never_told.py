"""Masked match: of whom no other office is ever told."""

import pytest

from agencies.access import OutOfScope
from agencies.models import Agency
from agencies.sections import Section
from cases import actions
from cases.choices import (
    ReferralState,
    RestrictReason,
    Whereabouts,
    WithdrawReason,
)
from cases.models import (
    Case,
    Involvement,
    Referral,
)
from cases.person_choices import MatchAnswer, Part
from tests.cases.alike import OTHER, case_of, fresh, merged, victim_of
from tests.cases.asking import (
    ask,
    from_denpasar,
    is_housed,
    known_to_wati,
    told,
)
from tests.cases.examples import PIMP, WOMAN, a_case
from tests.cases.walled import eyes_of
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def citras() -> Case:
    return from_denpasar()


@pytest.fixture
def melati() -> Involvement:
    return known_to_wati()


def declines(part):
    actions.declare_declined(part, by=person("wati"), seen=1)


def lives_in_a_shelter(part):
    fields = {"whereabouts": Whereabouts.SHELTER.value}
    victim = fresh(part).victim
    actions.edit_victim(victim, fields, by=person("wati"), seen=victim.version)


def stands_beside_somebody_housed(part):
    other = actions.add_victim(part.case, WOMAN, by=person("wati"))
    actions.add_shelter(other, "Jl. Kenaritenang 9", by=person("wati"))


def is_restricted(part):
    actions.restrict_case(part.case, by=person("wati"), reason=RestrictReason.PROTECTED)


def stands_in_a_restricted_case_too(part):
    other = a_case(person("wati"))
    actions.link_person(part.person, other, Part.WITNESS, by=person("wati"))
    actions.restrict_case(other, by=person("wati"), reason=RestrictReason.THREAT)


def stands_in_a_restricted_case_out_of_sight(part):
    by = person("citra")
    shut = a_case(by, suspects=(PIMP | {"public_office": "police"},))
    named = {"part": Part.WITNESS, "created_by": by}
    Involvement.objects.create(case=shut, person=part.person, **named)


def stands_in_a_restricted_case_that_was_withdrawn(part):
    stands_in_a_restricted_case_too(part)
    shut = Case.objects.get(is_restricted=True)
    reason = WithdrawReason.TEST
    actions.withdraw_case(shut, by=person("wati"), reason=reason, seen=shut.version)


def is_in_the_protection_of_witnesses(part):
    """LPSK was asked in and came; what it holds of the case does not matter."""
    referral = being_asked_in(part.case, Section.CARE, purpose="witness_protection")
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.ACCEPTED)


def is_about_to_be_housed(part):
    """Who has accepted to house her has not typed the address yet."""
    referral = being_asked_in(part.case, Section.SHELTER, purpose="shelter")
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.ACCEPTED)


def being_asked_in(case: Case, sections: Section, purpose: str) -> Referral:
    return Referral.objects.create(
        case=case,
        to_agency=Agency.objects.get(code="DINSOS-BPP"),
        purpose=purpose,
        sections=sections,
        created_by=person("wati"),
    )


def part_is_withdrawn(part):
    wrong = WithdrawReason.WRONG_ENTRY
    actions.unlink_person(
        part, by=person("wati"), reason=wrong, seen=part.person.version
    )


def case_is_withdrawn(part):
    case = case_of(part)
    reason = WithdrawReason.TEST
    actions.withdraw_case(case, by=person("wati"), reason=reason, seen=case.version)


HIDDEN = [
    declines,
    is_housed,
    lives_in_a_shelter,
    stands_beside_somebody_housed,
    is_restricted,
    stands_in_a_restricted_case_too,
    stands_in_a_restricted_case_out_of_sight,
    stands_in_a_restricted_case_that_was_withdrawn,
    is_in_the_protection_of_witnesses,
    is_about_to_be_housed,
    part_is_withdrawn,
    case_is_withdrawn,
]


@pytest.mark.parametrize("becomes", HIDDEN, ids=lambda act: act.__name__)
def test_who_is_hidden_from_somebody_is_no_hit(citras, melati, becomes):
    becomes(melati)
    assert ask(citras) == []


@pytest.mark.parametrize("becomes", HIDDEN, ids=lambda act: act.__name__)
def test_who_is_hidden_since_is_told_of_no_more(citras, melati, becomes):
    (hit,) = ask(citras)
    becomes(melati)
    assert told("wati") == []
    with eyes_of("wati"), pytest.raises(OutOfScope):
        actions.answer_match(hit, MatchAnswer.CONTACT, by=person("wati"))


def test_who_was_merged_is_found_by_either_identity(citras, melati):
    other = victim_of("wati", OTHER)
    merged(melati, other, by="wati")
    assert {hit.involvement for hit in ask(citras, OTHER["nik"])} == {melati, other}
