"""The practice register shows the published figures, by command and by API (F4)."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connections

import tests.register
from agencies.models import Agency, User
from cases.models import Case
from cases.practice.offices import make_officer
from tests import ground
from tests.people import browser_of
from tests.reports import doors, published
from tests.reports.recount import Question

UNTIL = date(2026, 11, 21)
SEEDS = (1,)
CASES = 900


@pytest.fixture(scope="module", params=SEEDS)
def register(request, django_db_setup, django_db_blocker) -> Iterator[None]:
    """One practice register for all tests that only ask."""
    with django_db_blocker.unblock():
        try:
            seed(request.param)
            yield
        finally:
            connections.close_all()
            tests.register.restore()


def seed(number: int, until: date = UNTIL) -> None:
    ground.manage(
        *("seed_demo", "--seed", str(number), "--cases", str(CASES)),
        *("--until", until.isoformat()),
    )


def by_command(question: Question) -> dict[str, Any]:
    told = doors.by_command(question)
    return {"cells": doors.cells_of(told), "total": told["total"]}


@pytest.fixture
def by_api(register):
    """Live figures are of one's own chain of command, so every chain is asked."""
    chains = [browser_of(username) for username in heads()]

    def ask(question: Question) -> dict[str, Any]:
        return summed([doors.by_api(question, client) for client in chains])

    return ask


def heads() -> list[str]:
    """An officer at the head of each chain that leads a case."""
    chains = Case.objects.values_list("lead_agency__ancestors", flat=True).distinct()
    above = {key for chain in chains for key in chain}
    agencies = Agency.objects.filter(pk__in=above, parent=None).order_by("pk")
    officers = [make_officer(agency).user_id for agency in agencies]
    found = User.objects.filter(pk__in=officers)
    return list(found.values_list("username", flat=True))


def summed(answers: list[dict[str, Any]]) -> dict[str, Any]:
    cells: Counter[tuple[str, ...]] = Counter()
    for told in answers:
        cells.update(doors.cells_of(told))
    return {"cells": cells, "total": sum(told["total"] for told in answers)}


def test_by_command(register):
    assert len(published.comparisons(by_command)) == published.COMPARED
    assert list(published.wrong_pins(by_command)) == []
    assert published.untrue(by_command) == []


def test_by_api(by_api):
    assert list(published.wrong_pins(by_api)) == []
    assert published.untrue(by_api) == []


def test_what_was_known_on_the_morning_of_the_release(register):
    """Entered by then: 364 LP and 478 suspects; later entries do not move it."""
    morning = datetime(2025, 11, 12, tzinfo=UTC)
    for pin in published.PINS[:2]:
        told = doors.by_command(pin.question, known_at=morning)
        assert told["total"] == pin.total
