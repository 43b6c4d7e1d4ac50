"""The second wall: what is seen by whoever forgets to ask who looks."""

import re
from collections.abc import Iterable
from contextvars import Context
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import JsonResponse
from django.test import Client
from django.urls import path
from psycopg2 import errors
from rest_framework.views import APIView

from agencies import clock, eyes
from agencies.accounts import actions as accounts
from agencies.eyes import looking
from agencies.models import Agency, Assignment
from agencies.sections import Section
from cases import actions
from cases.api.rows import case_row
from cases.choices import DeclineReason, RestrictReason
from cases.models import Case, Referral, Victim
from cases.tasks import end_passed
from tests.cases.examples import GIRL, LP, MAN, PIMP, a_case, assign
from tests.cases.walled import count, eyes_of, seen, shown
from tests.people import browser_of, person
from tppo_tracker.celery import app
from tppo_tracker.urls import urlpatterns as real_urls

# What a region's key shows of a case; its other tables show nothing.
OF_SUMMARY = {"cases_case", "cases_casescope"}


def forgetful(request) -> JsonResponse:
    """A page whose filter was forgotten."""
    return JsonResponse(seen())


def failing(request) -> None:
    Case.objects.count()
    raise ZeroDivisionError


class Forgetful(APIView):
    def get(self, request):
        return JsonResponse(seen())


urlpatterns = [
    path("forgetful/", forgetful),
    path("failing/", failing),
    path("api/v1/forgetful/", Forgetful.as_view()),
    *real_urls,
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def case():
    return a_case(
        person("sari"), victims=(GIRL, MAN), suspects=(PIMP,), police_reports=(LP,)
    )


@pytest.fixture
def filled(case) -> set[str]:
    """The tables that hold something of the case."""
    found = shown(seen())
    assert {"cases_case", "cases_victim", "cases_victimevent", "f_victim"} <= found
    return found


def test_shut_eyes_see_no_row(filled):
    with looking(()):
        assert shown(seen()) == set()


@pytest.mark.parametrize("username", ["sari", "budi", "dewi"])
def test_her_unit_and_its_command_see_every_row_of_a_case(filled, username):
    everything = seen()
    with eyes_of(username):
        assert seen() == everything


@pytest.mark.parametrize("username", ["citra", "wati", "joko", "ani", "tono"])
def test_others_see_no_row_of_it(filled, username):
    with eyes_of(username):
        assert shown(seen()) == set()


@pytest.mark.parametrize("username", ["seto", "eko"])
def test_a_regions_key_opens_nothing_that_hangs_on_a_case(filled, username):
    with eyes_of(username):
        assert shown(seen()) == OF_SUMMARY
        assert Victim.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT age FROM cases_victim UNION SELECT unit FROM f_victim"
            )
            assert cursor.fetchall() == []


def test_a_view_of_facts_looks_with_the_eyes_of_whoever_asks(filled):
    with eyes_of("citra"):
        assert count("fact_victim") == count("s_victim") == 0
    with eyes_of("sari"):
        assert count("fact_victim") == count("s_victim") == 2


ASKED = {"cases_referral", "cases_referralevent"}


def asked(case, **more) -> Referral:
    return actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
        purpose="shelter",
        sections=Section.SHELTER,
        by=person("sari"),
        **more,
    )


@pytest.mark.parametrize("takes", [True, False])
def test_who_is_asked_in_answers_before_she_sees_the_case(case, takes):
    with eyes_of("sari"):
        asked(case)
    with eyes_of("wati"):
        assert shown(seen()) == ASKED
        wati = person("wati")
        [referral] = Referral.objects.addressed_to(wati)
        if takes:
            actions.accept_referral(referral, by=wati)
        else:
            reason = DeclineReason.NO_CAPACITY
            actions.decline_referral(referral, reason=reason, by=wati)
        assert (shown(seen()) > ASKED) == takes
    with eyes_of("citra"):
        assert shown(seen()) == set()


def test_a_referral_that_has_passed_is_ended_by_the_clock(case):
    asked(case, ends_on=clock.today())
    with clock.set_to(clock.now() + timedelta(days=2)):
        end_passed()
    assert Referral.objects.get().state == "ended"


def test_work_and_posts_that_have_passed_are_ended_by_the_clock(case):
    with eyes_of("rini"):
        assign(case, "sari", ends_on=clock.today())
        assign(case, "budi")
    Assignment.objects.filter(user__username="budi").update(ends_on=clock.today())
    with clock.set_to(clock.now() + timedelta(days=2)), looking(()):
        end_passed()
    assert not case.workers.filter(ended_at=None).exists()


def test_a_restricted_case_is_shown_to_its_named_readers_alone(case):
    with eyes_of("sari"):
        actions.restrict_case(case, by=person("sari"), reason=RestrictReason.LEAK)
        assert Case.objects.count() == 1
    everything = seen()
    with eyes_of("sari"):  # at her next request
        assert seen() == everything
    for username in ("budi", "dewi", "seto"):
        with eyes_of(username):
            assert shown(seen()) == set()


# -- Doors behind the wall -------------------------------------------------------------


@pytest.mark.parametrize(
    ("username", "told"),
    [
        ("sari", [1, 1, 0]),
        ("seto", [1, 1, 0]),
        ("citra", [0, 0, 0]),
        ("ani", [0, 0, 0]),
    ],
)
def test_a_summary_counts_the_victims_of_cases_in_sight(case, username, told):
    with eyes_of(username), connection.cursor() as cursor:
        cursor.execute("SELECT counted_victims(%s)", [case.pk])
        assert cursor.fetchone() == (told,)


def test_the_secretariats_list_counts_and_is_asked_by_age(case):
    seto = browser_of("seto")
    for query, n in (("", 1), ("?age_group=child", 1), ("?age_group=not_recorded", 0)):
        rows = seto.get(f"/api/v1/cases/{query}").json()["results"]
        assert [row["victim_counts"]["child"] for row in rows] == [1] * n
    page = seto.get(f"/cases/{case.public_id}/").content.decode()
    assert re.search(r"1 anak, 1 dewasa", page)


def test_a_regions_filter_finds_what_an_agencys_key_shows(case):
    dewi = browser_of("dewi")
    for query, n in (("region=64.71", 1), ("agency=POLRESTA-BPP", 1), ("region=51", 0)):
        assert len(dewi.get(f"/api/v1/cases/?{query}").json()["results"]) == n


# -- Requests --------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/forgetful/", "/api/v1/forgetful/"])
def test_a_forgotten_filter_shows_each_only_hers(filled, address):
    assert shown(browser_of("sari").get(address).json()) == filled
    assert shown(browser_of("citra").get(address).json()) == set()
    assert shown(browser_of("seto").get(address).json()) == OF_SUMMARY


def bearer(username: str) -> dict[str, str]:
    user = person(username)
    token = accounts.make_api_token(by=user, user=user, label="uji", days=1)
    return {"authorization": f"Bearer {token}"}


def test_a_token_looks_with_its_users_eyes_whatever_cookie_comes_with_it(filled):
    address = "/api/v1/forgetful/"
    assert shown(Client().get(address, headers=bearer("sari")).json()) == filled
    citra = bearer("citra")
    assert shown(browser_of("sari").get(address, headers=citra).json()) == set()
    assert shown(Client().get(address, headers=bearer("sari")).json()) == filled


def test_another_hat_has_other_eyes(filled):
    budi, hats = browser_of("budi"), person("budi").assignments_today
    assert shown(budi.get("/forgetful/").json()) == filled
    [bko] = [hat for hat in hats if hat.kind == "bko"]
    budi.post("/account/hat/", {"assignment": bko.pk})
    assert shown(budi.get("/forgetful/").json()) == set()


def test_a_request_leaves_no_eyes_behind(filled):
    with looking(()):
        sari = browser_of("sari")
        for address in ("/forgetful/", "/failing/", "/api/v1/forgetful/", "/nowhere/"):
            sari.raise_request_exception = False
            sari.get(address)
            assert eyes.keys() == ()
            assert shown(seen()) == set()


def test_nobody_turns_eyes_that_would_never_be_shut():
    with pytest.raises(RuntimeError):
        Context().run(eyes.turn, (1,))


# -- Transactions ----------------------------------------------------------------------


def test_a_savepoint_that_is_taken_back_brings_no_older_eyes(case):
    with eyes_of("sari"):
        assert Case.objects.count() == 1
        with transaction.atomic(), eyes_of("citra"):
            assert Case.objects.count() == 0
            transaction.set_rollback(True)
        assert Case.objects.count() == 1
        with looking(()), transaction.atomic():
            assert Case.objects.count() == 0
    with looking(()):
        assert Case.objects.count() == 0


def test_after_an_error_only_a_rollback_follows(case):
    with eyes_of("sari"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute("SELECT 1/0")
        assert Case.objects.count() == 1


def test_a_planned_statement_holds_under_other_eyes(case):
    from_plan = []
    for username in ("sari", "citra", "sari"):
        # The plan filters by sari's keys: the wall alone tells the eyes apart.
        with eyes_of(username):
            try:
                from_plan.append(
                    len(case_row(person("sari"), case.public_id)["victims"])
                )
            except Exception as error:  # noqa: BLE001 - its name is what is told
                from_plan.append(type(error).__name__)
    assert from_plan == [2, "OutOfScope", 2]


def test_rows_that_come_one_by_one_and_copies_look_too(case):
    with eyes_of("sari"):
        assert [c.pk for c in Case.objects.iterator(1)] == [case.pk]
    with eyes_of("citra"):
        assert list(Case.objects.iterator(1)) == []


# -- Writing ---------------------------------------------------------------------------


def refused(act) -> None:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        act()
    assert isinstance(refusal.value.__cause__, errors.InsufficientPrivilege)


def test_what_is_not_shown_is_not_written(case):
    victim = case.victims.first()
    with eyes_of("citra"):
        assert Case.objects.filter(pk=case.pk).update(modus="other") == 0
        assert Victim.objects.filter(pk=victim.pk).update(sex="male") == 0
        victim.pk = None
        victim.public_id = case.public_id
        refused(lambda: victim.save(force_insert=True))


def test_a_regions_key_writes_no_victim(case):
    victim = case.victims.first()
    with eyes_of("seto"):
        assert Victim.objects.filter(pk=victim.pk).update(sex="male") == 0
        victim.pk = None
        victim.public_id = case.public_id
        refused(lambda: victim.save(force_insert=True))


# -- Tasks -----------------------------------------------------------------------------


def count_cases(through: Iterable[int] | None = None) -> int:
    if through is None:
        return Case.objects.count()
    with looking(through):
        return Case.objects.count()


@pytest.fixture
def look():
    """A task, and none of the register's afterwards."""
    yield app.task(name="tests.look", shared=False)(count_cases)
    app.tasks.unregister("tests.look")


def test_a_task_sees_nothing_that_it_does_not_ask_for(case, look):
    sari = list(person("sari").hat.scope_keys)
    for called in (look, lambda *keys: look.apply(keys).get()):
        assert [called(), called(sari), called()] == [0, 1, 0]


def test_a_task_that_fails_leaves_no_eyes_behind(case, look):
    with looking(()):
        assert look.apply([["x"]]).failed()
        assert eyes.keys() == ()
        assert look() == 0
