"""Whose eyes it was stays on no connection: real commits, as in production."""

from io import StringIO

import psycopg2
import pytest
from django.db import connection, transaction
from django.http import JsonResponse
from django.test import Client
from django.urls import path
from psycopg2.extensions import TRANSACTION_STATUS_IDLE as IDLE

from agencies import eyes
from agencies.eyes import looking
from cases.models import Case
from tests.cases.examples import a_case
from tests.parallel import at_once
from tests.people import browser_of, person
from tppo_tracker.urls import urlpatterns as real_urls


def forgetful(request) -> JsonResponse:
    """A page whose filter was forgotten, on which connection it ran, and what is left
    for a statement that tells nothing."""
    n = Case.objects.count()
    with looking(()), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), count(*) FROM cases_case")
        pid, left = cursor.fetchone()
    return JsonResponse({"n": n, "pid": pid, "left": left})


def failing(request) -> None:
    with transaction.atomic():
        Case.objects.count()
        raise ZeroDivisionError


def open_page(view):
    view.login_required = False
    return view


urlpatterns = [
    *real_urls,
    path("forgetful/", open_page(forgetful)),
    path("failing/", failing),
]
pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.urls(__name__)]


def keys_of(username: str) -> tuple[int, ...]:
    return person(username).hat.scope_keys


@pytest.fixture
def case(committed):
    return a_case(person("sari"))


def test_one_connection_serves_one_after_the_other(case):
    citra = browser_of("citra")
    sari = browser_of("sari", raise_request_exception=False)
    with looking(()):
        told = [c.get("/forgetful/").json() for c in (sari, Client(), citra, sari)]
        sari.get("/failing/")
        told.append(Client().get("/forgetful/").json())
        assert Case.objects.count() == 0
    assert [page["n"] for page in told] == [1, 0, 0, 1, 0]
    assert {page["left"] for page in told} == {0}
    assert len({page["pid"] for page in told}) == 1


def test_an_ended_transaction_leaves_nothing(case):
    for ending in (lambda: None, lambda: transaction.set_rollback(True)):
        with looking(()):
            with transaction.atomic():
                with looking(keys_of("sari")):
                    assert Case.objects.count() == 1
                ending()
            assert Case.objects.count() == 0


def test_a_new_thread_is_given_no_eyes(case):
    sari = keys_of("sari")

    def count(keys: tuple[int, ...]) -> int:
        with looking(keys):
            return Case.objects.count()

    with looking(sari):
        assert at_once([lambda: eyes.keys() == sari], threads=1) == [True]  # a copy
        calls = [lambda keys=keys: count(keys) for keys in (sari, (), (-999,)) * 40]
        assert at_once(calls) == [1, 0, 0] * 40


def one_by_one() -> list[int]:
    return [case.pk for case in Case.objects.iterator(1)]


def copied() -> list[int]:
    with connection.cursor() as cursor:
        copy = "COPY (SELECT id FROM cases_case) TO STDOUT"
        cursor.copy_expert(copy, out := StringIO())
        return [int(line) for line in out.getvalue().split()]


@pytest.mark.parametrize("read", [one_by_one, copied])
def test_rows_that_come_one_by_one_and_copies_look_too(case, read):
    for username, found in (("sari", [case.pk]), ("citra", []), ("sari", [case.pk])):
        with looking(keys_of(username)):
            assert read() == found
            with transaction.atomic():
                assert read() == found
        with looking(()):
            assert read() == []
            assert connection.connection.get_transaction_status() == IDLE


def test_a_copy_that_fails_leaves_the_connection_as_it_was(case):
    with looking(keys_of("sari")):
        with pytest.raises(psycopg2.Error), connection.cursor() as cursor:
            cursor.copy_expert("COPY (SELECT 1/0) TO STDOUT", StringIO())
        assert connection.connection.get_transaction_status() == IDLE
        assert copied() == [case.pk]
