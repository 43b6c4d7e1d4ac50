"""Questions that are compiled once here and planned once by the database."""

import contextlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Value

from agencies import clock
from agencies.compiled import Compiled, asked
from agencies.models import Region, SignInAttempt

PROVINCES = "SELECT count(*) FROM agencies_region WHERE kind = %s AND name LIKE '%%a'"


def regions(**which):
    return Region.objects.filter(**which).order_by("code").values_list("code")


def planned(table: str) -> list[str]:
    """What this connection has planned of a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement FROM pg_prepared_statements WHERE name LIKE %s",
            [f"{table}\\_%"],
        )
        return [statement for (statement,) in cursor.fetchall()]


@pytest.mark.django_db
def test_a_question_may_ask_for_today_but_not_for_this_moment():
    asks = Compiled(lambda: SignInAttempt.objects.filter(at__gt=clock.now()).values())
    with pytest.raises(RuntimeError, match="moment"):
        asks.filled()


@pytest.mark.django_db
@pytest.mark.parametrize("constant", ["5%", "%s", "%%", "K'", "\\", "$1"])
def test_a_question_keeps_its_constants_and_takes_its_values(constant):
    asks = Compiled(
        lambda: regions(code="?").values_list("code", Value(constant)), code="?"
    )
    assert asks.ask(code="64") == [("64", constant)]
    assert asks.ask(code="51") == [("51", constant)]


@pytest.mark.django_db
def test_a_question_is_planned_once_whatever_it_is_asked():
    asks = Compiled(lambda: regions(parent__code="?"), parent="?")
    before = planned("agencies_region")
    for code in ("64", "51", "64"):
        assert asks.ask(parent=code) == list(regions(parent__code=code))
    assert len(planned("agencies_region")) == len(before) + 1


@pytest.mark.django_db
def test_a_plan_outlives_a_rollback():
    with contextlib.suppress(DatabaseError), transaction.atomic():
        first = asked(PROVINCES, ["province"], of="regions")
        asked("SELECT 1 / %s", [0], of="nothing")
    assert asked(PROVINCES, ["province"], of="regions") == first
    assert len(planned("regions")) == 1


@pytest.mark.usefixtures("committed")
def test_a_new_connection_plans_anew():
    first = asked(PROVINCES, ["province"], of="regions")
    connection.close()
    assert asked(PROVINCES, ["province"], of="regions") == first
    assert len(planned("regions")) == 1
