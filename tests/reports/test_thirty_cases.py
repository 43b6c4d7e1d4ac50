"""Thirty cases counted by hand: the recount and both doors say the same (F1)."""

from collections import Counter
from datetime import date

import pytest

from tests.cases.examples import a_case
from tests.people import browser_of, person
from tests.reports import doors
from tests.reports.counted_by_hand import NUMBERS, Counted
from tests.reports.entering import codes, logged
from tests.reports.random_registers import OFFICES
from tests.reports.recount import Answer, Question, recount
from tests.reports.thirty_cases import CASES


@pytest.fixture
def thirty(db) -> None:
    for line in CASES:
        logged(line)


def question_of(counted: Counted) -> Question:
    since, until = map(date.fromisoformat, counted.period.split(".."))
    return Question(
        *(counted.figure, since, until, counted.region),
        by=tuple(codes(counted.by)),
        narrowed=counted.only,
        office=OFFICES[counted.asker] if counted.asker else "",
    )


def answer_of(counted: Counted) -> Answer:
    cells = {tuple(keys.split("+")): n for keys, n in counted.cells.items()}
    return Answer(Counter(cells), counted.total)


def test_the_recount_counts_what_was_counted_by_hand(thirty):
    asked = [(counted, question_of(counted)) for counted in NUMBERS]
    wrong = [
        (question, recount(question))
        for counted, question in asked
        if recount(question) != answer_of(counted)
    ]
    assert wrong == []


def test_the_command_tells_what_was_counted_by_hand(thirty):
    found = []
    for counted in NUMBERS:
        question = question_of(counted)
        told = doors.by_command(question, asker=counted.asker)
        found += doors.differences(question, told, answer_of(counted))[1]
    assert found == []


def test_the_api_tells_each_what_was_counted_by_hand(thirty):
    found = []
    for counted in NUMBERS:
        if counted.asker:
            question = question_of(counted)
            told = doors.by_api(question, browser_of(counted.asker))
            found += doors.differences(question, told, answer_of(counted))[1]
    assert found == []


def test_a_cell_is_the_figure_narrowed_to_its_key(db):
    for platforms in ([], ["none"], ["none", "michat"], ["michat"]):
        a_case(person("sari"), platforms=platforms)
    year = (date(2025, 1, 1), date(2025, 12, 31))
    told = doors.by_command(Question("cases", *year, by=("platform",)))
    narrowed = Question("cases", *year, narrowed={"platform": "none"})
    assert doors.cells_of(told)["none",] == doors.by_command(narrowed)["total"]
