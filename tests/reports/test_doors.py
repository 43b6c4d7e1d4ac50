"""Every door to a live figure says the same: page, list, API, command (U9)."""

from dataclasses import replace
from itertools import islice

import pytest

from tests.people import browser_of
from tests.reports import agreement, dashboards
from tests.reports.random_registers import OFFICES, YEAR, Lot, WiderActs
from tests.reports.recount import Question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_wall")]
CASES = Question("cases", *YEAR)


@pytest.fixture
def register() -> None:
    WiderActs(1).some_acts()


@pytest.mark.parametrize(("who", "start"), [("dewi", 0), ("sari", 1), ("nur", 2)])
def test_doors_agree_on_a_third_of_the_questions_each(register, who, start):
    tally = agreement.Tally()
    drawn = (replace(question, office=OFFICES[who]) for question in Lot(1).drawn())
    agreement.compare_all(islice(drawn, start, None, 3), who, browser_of(who), tally)
    assert "\n".join(tally.differences) == ""
    assert tally.lists >= 50


@pytest.mark.parametrize("who", ["dewi", "sari", "nur"])
def test_the_dashboard_tells_what_the_api_tells(register, who):
    tally, client = agreement.Tally(), browser_of(who)
    year = {"from": str(YEAR[0]), "to": str(YEAR[1])}
    tiles = dashboards.compare(who, client, tally, **year)
    assert tiles >= 4
    panels = dashboards.compare(who, client, tally, region="ID", **year)
    assert panels >= 8
    dashboards.compare(who, client, tally, region="ID", period="2025-10")
    assert "\n".join(tally.differences) == ""


def test_a_secretariat_is_told_of_editions_where_the_other_doors_say_0(register):
    tally = agreement.Tally()
    agreement.compare_all([CASES], "seto", browser_of("seto"), tally)
    assert "\n".join(tally.differences) == ""


@pytest.mark.parametrize("who", ["ani", "tono"])
def test_who_may_not_ask_is_refused_at_every_door(register, who):
    assert agreement.refused_everywhere(CASES, who, browser_of(who)) == [403, 403, 2]


def test_the_comparison_sees_a_number_that_differs(register):
    """Against a question of another year, so that every door differs."""
    tally = agreement.Tally()
    client = browser_of("dewi")
    other = agreement.doors.by_api(replace(CASES, since=YEAR[1]), client)
    at = agreement.Agreement(CASES, "dewi", client, tally)
    at._same("command", agreement.doors.by_command(CASES, asker="dewi"), other)
    at._page(agreement.screens.by_page(CASES, client), other)
    assert len(tally.differences) == 2
