"""Who asks is kept from who is asked: a record may have been typed to learn it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from agencies import clock
from agencies.access import OutOfScope
from agencies.choices import Role
from agencies.models import AuditEvent, Post, User
from agencies.sections import Section
from cases import actions, matches
from cases.actions.match import NOT_FROM_HERE, OF_SUSPECTS_ALONE
from cases.choices import Recording, ReferralState, RestrictReason, WithdrawReason
from cases.models import Case, Involvement, MatchHit, MatchRequest, Referral, Victim
from cases.person_choices import IdentifierKind, MatchAnswer, Part
from tests.api.clients import program_of
from tests.cases.alike import OTHER, case_of, victim_of
from tests.cases.asking import (
    NIK,
    NOBODY,
    ask,
    asked,
    from_denpasar,
    is_housed,
    known_to_wati,
    looked_for,
    told,
)
from tests.cases.examples import PIMP, WOMAN, a_case
from tests.cases.involved import read, taken
from tests.cases.somebody import FIELDS, recorded
from tests.cases.test_matches import ask_by
from tests.cases.test_matches_decided import row_of
from tests.cases.test_matches_never_told import (
    being_asked_in,
    declines,
    is_about_to_be_housed,
    is_in_the_protection_of_witnesses,
    is_restricted,
    lives_in_a_shelter,
    stands_beside_somebody_housed,
    stands_in_a_restricted_case_out_of_sight,
    stands_in_a_restricted_case_too,
)
from tests.cases.walled import eyes_of
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def citras() -> Case:
    return from_denpasar()


@pytest.fixture
def melati() -> Involvement:
    return known_to_wati()


# -- From where nobody asks ------------------------------------------------------------


ASKED_FROM = [
    declines,
    is_housed,
    lives_in_a_shelter,
    stands_beside_somebody_housed,
    is_restricted,
    is_in_the_protection_of_witnesses,
    is_about_to_be_housed,
]
HIDDEN_ELSEWHERE = [
    stands_in_a_restricted_case_too,
    stands_in_a_restricted_case_out_of_sight,
]


@pytest.fixture
def bait() -> Involvement:
    return victim_of("sari", FIELDS)


@pytest.mark.parametrize("becomes", ASKED_FROM, ids=lambda act: act.__name__)
def test_nobody_asks_from_a_case_that_hides_somebody(bait, becomes):
    mine = victim_of("wati", OTHER)
    becomes(mine)
    case = case_of(mine)
    with pytest.raises(ValidationError, match="tidak ditanya"):
        asked(case, by="wati")
    address = reverse("case_match_new", args=[case.public_id])
    client = browser_of("wati")
    assert str(NOT_FROM_HERE) in client.get(address).content.decode()
    client.post(address, {"kind": "nik", "value": NIK})
    sent = {"kind": "nik", "value": NIK}
    path = f"cases/{case.public_id}/matches/"
    assert program_of("wati").call("POST", path, sent).status_code == 400
    assert not MatchRequest.objects.exists()


def test_nobody_asks_from_a_case_whose_victim_declines_without_a_name(bait):
    case = a_case(person("wati"), victims=(WOMAN,))
    code = Recording.CLIENT_CODE.value
    Victim.objects.filter(case=case).update(recording=code)
    with pytest.raises(ValidationError, match="tidak ditanya"):
        asked(case, by="wati")


def page_of(case: Case, who: str) -> str:
    return read(who, reverse("case_match_new", args=[case.public_id]))


@pytest.mark.parametrize(
    ("sections", "is_told"),
    [(Section.VICTIM_IDENTITY, False), (Section.VICTIM_IDENTITY | Section.SHELTER, 1)],
)
def test_who_does_not_see_where_anybody_is_housed_does_not_learn_it_so(
    sections, is_told
):
    """The question is taken, and finds nobody."""
    victim_of("citra", FIELDS)
    case = a_case(person("sari"), victims=(WOMAN,))
    taken(case, sections)
    referral = being_asked_in(case, Section.SHELTER, purpose="shelter")
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.ACCEPTED)
    assert (str(NOT_FROM_HERE) in page_of(case, "wati")) == is_told
    if is_told:
        with pytest.raises(ValidationError, match="tidak ditanya"):
            asked(case, by="wati")
    else:
        assert ask_by(case, "wati") == []
        assert str(matches.PASSED_ON) in page_of(case, "wati")


def test_a_refusal_is_worded_the_same_whatever_shuts_the_case():
    said = set()
    for becomes in ASKED_FROM:
        mine = victim_of("wati", OTHER)
        becomes(mine)
        with pytest.raises(ValidationError) as refused:
            asked(case_of(mine), by="wati")
        said.update(refused.value.messages)
    assert said == {str(NOT_FROM_HERE)}


# -- Of suspects, where a victim is hidden ---------------------------------------------


PHONE = "0813-5555-7777"


@pytest.fixture
def housed() -> Case:
    """A case of sari's: who is housed in it, and who is accused, by his phone."""
    case = a_case(person("sari"), victims=(WOMAN,), suspects=(PIMP,))
    suspect = {"part": Part.SUSPECT, "suspect": case.suspects.get()}
    recorded(case, fields={"name": "Jono", "phones": [PHONE]}, **suspect)
    recorded(case, fields=FIELDS, victim=case.victims.get())
    referral = being_asked_in(case, Section.SHELTER, purpose="shelter")
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.ACCEPTED)
    return case


@pytest.fixture
def accused() -> Involvement:
    """The same phone, in Denpasar."""
    case = a_case(person("citra"), suspects=(PIMP,))
    more = {"part": Part.SUSPECT, "suspect": case.suspects.get()}
    fields = {"name": "J", "phones": [PHONE]}
    return recorded(case, "citra", fields=fields, **more)


def of_phone(case: Case, by: str = "sari") -> list[MatchHit]:
    made = asked(case, PHONE, IdentifierKind.PHONE, by=by)
    looked_for()
    return list(MatchHit.objects.filter(request=made))


def test_who_investigates_asks_for_a_suspect_though_a_victim_is_housed(housed, accused):
    (hit,) = of_phone(housed)
    assert (hit.involvement, told("citra")) == (accused, [hit])
    with eyes_of("citra"):
        actions.answer_match(hit, MatchAnswer.CONTACT, by=person("citra"))
        (held,) = matches.hits_of(person("citra"))
    assert matches.asker_of(held).name == person("sari").full_name


def test_who_investigates_is_told_that_others_are_not_asked_for(housed):
    victim_of("citra", FIELDS)
    assert str(OF_SUSPECTS_ALONE) in page_of(housed, "sari")
    assert ask_by(housed, "sari") == []
    plain = a_case(person("sari"), victims=(WOMAN,))
    assert str(OF_SUSPECTS_ALONE) not in page_of(plain, "sari")


def test_whose_phone_is_a_victims_too_is_asked_for_as_a_victim(housed, accused):
    suspect = housed.involvements.get(part=Part.SUSPECT).person
    actions.link_person(suspect, housed, Part.WITNESS, by=person("sari"))
    assert of_phone(housed) == []


def test_who_cares_for_a_victim_asks_for_no_suspect(accused):
    case = a_case(person("wati"), victims=(WOMAN,), suspects=(PIMP,))
    more = {"part": Part.SUSPECT, "suspect": case.suspects.get()}
    recorded(case, "wati", fields={"name": "Jono", "phones": [PHONE]}, **more)
    (hit,) = of_phone(case, "wati")
    referral = being_asked_in(case, Section.SHELTER, purpose="shelter")
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.ACCEPTED)
    assert told("citra") == []
    with pytest.raises(ValidationError, match="tidak ditanya"):
        of_phone(case, "wati")
    assert hit.request.of_suspect is False


def is_shut(case):
    by = person("sari")
    actions.restrict_case(case, by=by, reason=RestrictReason.THREAT)


def victim_stands_in_a_restricted_case(case):
    known = case.involvements.get(part=Part.VICTIM)
    stands_in_a_restricted_case_out_of_sight(known)


@pytest.mark.parametrize("becomes", [is_shut, victim_stands_in_a_restricted_case])
def test_of_a_suspect_too_nothing_is_told_where_a_case_is_restricted(
    housed, accused, becomes
):
    assert of_phone(housed)
    becomes(housed)
    assert told("citra") == []


@pytest.mark.parametrize(
    "becomes", ASKED_FROM + HIDDEN_ELSEWHERE, ids=lambda act: act.__name__
)
def test_a_case_that_hides_somebody_by_now_has_asked_nobody(bait, becomes):
    mine = victim_of("wati", OTHER)
    request = asked(case_of(mine), by="wati")
    becomes(mine)
    assert actions.resolve_matches(by=None) == 1
    assert not MatchHit.objects.exists()
    request.refresh_from_db()
    assert (request.digest, request.resolved_at is None) == (None, False)


@pytest.mark.parametrize(
    "becomes", ASKED_FROM + HIDDEN_ELSEWHERE, ids=lambda act: act.__name__
)
def test_who_asked_from_a_case_that_hides_somebody_since_is_told_of_no_more(
    bait, becomes
):
    mine = victim_of("wati", OTHER)
    (hit,) = ask_by(case_of(mine), "wati")
    assert told("sari") == [hit]
    becomes(mine)
    assert told("sari") == []
    with eyes_of("sari"), pytest.raises(OutOfScope):
        actions.answer_match(hit, MatchAnswer.CONTACT, by=person("sari"))


def is_taken_out(case: Case) -> None:
    by, reason = person(case.created_by.username), WithdrawReason.TEST
    actions.withdraw_case(case, by=by, reason=reason, seen=case.version)


def test_a_case_that_was_withdrawn_has_asked_nobody(citras, melati):
    asked(citras)
    is_taken_out(citras)
    assert actions.resolve_matches(by=None) == 1
    assert not MatchHit.objects.exists()


def test_of_a_case_that_was_withdrawn_nobody_is_told_any_more(citras, melati):
    (hit,) = ask(citras)
    assert told("wati") == [hit]
    is_taken_out(citras)
    assert told("wati") == []
    with eyes_of("wati"), pytest.raises(OutOfScope):
        actions.answer_match(hit, MatchAnswer.CONTACT, by=person("wati"))
    case = Case.objects.get(pk=citras.pk)
    actions.restore_case(case, by=person("citra"))
    assert told("wati") == [hit]


def test_nor_of_a_suspect_of_a_case_that_was_withdrawn(housed, accused):
    assert of_phone(housed)
    is_taken_out(housed)
    assert told("citra") == []


def test_who_is_hidden_elsewhere_is_asked_for_as_if_she_were_not(bait):
    """Refusing would tell who asks that somebody hides her."""
    mine = victim_of("wati", OTHER)
    stands_in_a_restricted_case_out_of_sight(mine)
    assert ask_by(case_of(mine), "wati") == []


# -- Before the answer, and after ------------------------------------------------------


def test_another_office_is_not_told_who_asks_for_it(citras, melati):
    """Not by name: who works for which office tells where somebody may be."""
    case = a_case(person("sari"), victims=(WOMAN,))
    taken(case, Section.VICTIM_IDENTITY)
    asked(case, by="wati")
    uptd = "UPTD PPA Kota Balikpapan"
    assert row_of(case, "wati")["by"] == person("wati").full_name
    assert row_of(case, "sari")["by"] == uptd
    unit = a_case(person("sari"), victims=(WOMAN,))
    taken(unit, Section.VICTIM_IDENTITY)
    asked(unit, by="sari")
    assert row_of(unit, "wati")["by"] == person("sari").assignment.post.agency.name


def test_a_program_is_told_who_asked_once_she_wants_to_get_in_touch(citras, melati):
    (hit,) = ask(citras)
    wati = program_of("wati")
    said = wati.call("POST", f"matches/{hit.public_id}/answer/", {"answer": "contact"})
    told_of = (said.json()["asker"], said.json()["agency"])
    assert told_of == (person("citra").full_name, "POLRESTA-DPS-PPA")
    assert wati.call("GET", "matches/").json()["results"] == [said.json()]
    assert program_of("sari").call("GET", "matches/").json()["results"] == []


def test_who_hides_since_is_not_told_of_after_the_answer_either(citras, melati):
    (hit,) = ask(citras)
    with eyes_of("wati"):
        actions.answer_match(hit, MatchAnswer.CONTACT, by=person("wati"))
        assert matches.hits_of(person("wati")) == [hit]
    actions.restrict_case(citras, by=person("citra"), reason=RestrictReason.THREAT)
    with eyes_of("wati"):
        assert matches.hits_of(person("wati")) == []


def test_the_trail_says_the_same_of_a_hit_and_of_none(citras, melati):
    """The auditor reads who asked, and when: not that something was found."""
    written = []
    for value in (NIK, NOBODY):
        newest = AuditEvent.objects.order_by("-at", "-pk").first()
        asked(citras, value)
        actions.resolve_matches(by=None)
        since = AuditEvent.objects.filter(at__gt=newest.at).order_by("at", "pk")
        written.append([(e.verb, e.subject_type, e.case_id) for e in since])
    assert written[0] == written[1]
    assert ("resolved_match", "cases.MatchRequest", None) in written[0]


# -- Who may decide today --------------------------------------------------------------


def is_suspended(user):
    User.objects.filter(pk=user.pk).update(suspended_at=clock.now())


def is_a_companion_by_now(user):
    post = user.assignment.post
    named = {"agency": post.agency, "role": Role.COMPANION, "title": "Pendamping"}
    user.assignments.update(post=Post.objects.get_or_create(**named)[0])


def has_left_her_post(user):
    user.assignments.update(ends_on=clock.today() - timedelta(days=1))


GONE = [is_suspended, is_a_companion_by_now, has_left_her_post]


@pytest.mark.parametrize("becomes", GONE, ids=lambda act: act.__name__)
def test_a_manager_who_may_not_act_today_keeps_nobody_from_it(citras, becomes):
    found = victim_of("sari", FIELDS)
    taken(case_of(found), Section.VICTIM_IDENTITY)
    (hit,) = ask(citras)
    assert told("wati") == [hit]
    becomes(person("wati"))
    assert told("sari") == [hit]
    assert told("rini") == []


@pytest.mark.parametrize("becomes", GONE, ids=lambda act: act.__name__)
def test_where_nobody_is_left_the_supervisor_of_the_office_learns_of_it(
    citras, becomes
):
    victim_of("sari", FIELDS)
    (hit,) = ask(citras)
    assert told("rini") == []
    becomes(person("sari"))
    assert told("rini") == [hit]
    for other in ("budi", "dewi", "wati", "citra"):
        assert told(other) == []
    with eyes_of("rini"):
        said = actions.answer_match(hit, MatchAnswer.CONTACT, by=person("rini"))
    assert said.answered_by == person("rini")
