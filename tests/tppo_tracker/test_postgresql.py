"""When the database engine asks whether its server still answers."""

import time
from contextlib import closing

import pytest
from django.db import connection

from agencies.eyes import looking
from tests import ground
from tppo_tracker.postgresql.base import TRUSTED_SECONDS

pytestmark = pytest.mark.usefixtures("committed")
OURS = "SELECT 'ours'"


@pytest.fixture
def session():
    """The server's number for our session, which was heard just now."""
    connection.ensure_connection()
    connection.heard_at = time.monotonic()
    with looking(()):  # nothing is said of eyes
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
            cursor.execute(OURS)
        yield pid


def told(statement: str, *params):
    with closing(ground.superuser()) as plug, plug.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchone()[0]


def last_asked(session: int) -> str:
    return told("SELECT query FROM pg_stat_activity WHERE pid = %s", session)


def test_a_server_heard_a_moment_ago_is_not_asked_again(session):
    assert connection.is_usable()
    assert last_asked(session) == OURS


@pytest.mark.parametrize(
    "doubt", [{"heard_at": float("-inf")}, {"errors_occurred": True}]
)
def test_a_server_is_asked_after_silence_or_a_fault(session, doubt, monkeypatch):
    for name, value in doubt.items():
        monkeypatch.setattr(connection, name, value)
    assert connection.is_usable()
    assert last_asked(session) == "SELECT 1"
    assert time.monotonic() - connection.heard_at < TRUSTED_SECONDS


def test_a_session_that_the_server_ended_is_noticed_and_made_anew(session):
    assert told("SELECT pg_terminate_backend(%s, 5000)", session)
    connection.close_if_unusable_or_obsolete()  # as each request begins
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] != session


def test_a_closed_connection_is_not_usable(session):
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()
