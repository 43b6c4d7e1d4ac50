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
from cases.actions.match import NOT_FROM_HERE
from cases.choices import MatchAnswer, Recording, RestrictReason
from cases.models import Case, Involvement, MatchHit, MatchRequest, Victim
from tests.api.clients import program_of
from tests.cases.alike import OTHER, case_of, victim_of
from tests.cases.asking import NIK, NOBODY, ask, asked, from_denpasar, known_to_wati
from tests.cases.examples import WOMAN, a_case
from tests.cases.involved import taken
from tests.cases.somebody import FIELDS
from tests.cases.test_matches import (
    ask_by,
    declines,
    is_about_to_be_housed,
    is_housed,
    is_in_the_protection_of_witnesses,
    is_restricted,
    lives_in_a_shelter,
    row_of,
    stands_beside_somebody_housed,
    stands_in_a_restricted_case_out_of_sight,
    stands_in_a_restricted_case_too,
    told,
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


def test_nobody_asks_from_a_case_whose_victim_declines_without_a_name(citras, bait):
    code = Recording.CLIENT_CODE.value
    Victim.objects.filter(case=citras).update(recording=code)
    with pytest.raises(ValidationError, match="tidak ditanya"):
        asked(citras)


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
