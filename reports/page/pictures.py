"""Which picture an answer gets: bars, stacked bars, months, a map."""

import datetime
from typing import Any

from django.utils import formats

from reports.counting import Answer
from reports.cuts import Cut
from reports.drawing import (
    Bar,
    Bars,
    Choropleth,
    Month,
    Part,
    Stack,
    StackRow,
    Trend,
    exists,
)
from reports.page.table import (
    BY_SIZE,
    Number,
    Row,
    Table,
    by_size,
    earlier,
    keys_of,
    numbers,
    period_of,
    with_keys_of,
)
from reports.periods import Period
from reports.questions import Question

MOST_PARTS = 5
MOST_MONTHS = 24


def is_trend(question: Question) -> bool:
    """One cut by month, of as many months as stand side by side."""
    if question.by != ("month",):
        return False
    return len(question.cuts[0].all_keys(question.frame)) <= MOST_MONTHS


def bars(answer: Answer, title: str, before: Answer | None = None) -> Bars:
    """The table of one cut, whose cells hold bars; `before` has the same cut."""
    [cut] = answer.question.cuts
    values = {key: value for (key,), value in answer.cells.items()}
    keys = with_keys_of(before, values) if before else list(values)
    if cut.code in BY_SIZE:
        keys = by_size(keys, {key: values.get(key, 0) for key in keys})
    number, was = numbers(answer), earlier(before)
    return Bars(
        caption=title,
        noun=str(cut.label),
        unit=str(answer.question.figure.unit),
        rows=tuple(
            _bar(cut.word(key), number({cut.code: key}, values.get(key, 0)), was(key))
            for key in keys
        ),
        whole=answer.total,
        total=cut.adds_up,
        total_href=number({}, answer.total).href,
        now=period_of(answer),
        before=period_of(before),
        before_total_href=numbers(before)({}, before.total).href if before else "",
    )


def _bar(word: str, now: Number, was: Number | None) -> Bar:
    before = (was.value, was.href) if was else ()
    return Bar(word, now.value, now.href, *before)


def stack(table: Table, answer: Answer, title: str) -> Stack | None:
    """Rows of a table of two cuts as bars; None if too many parts, or if they do not
    add up to a bar."""
    if not table.across.adds_up or len(table.columns) > MOST_PARTS:
        return None
    return Stack(
        caption=title,
        noun=str(table.down.label),
        unit=str(answer.question.figure.unit),
        names=table.columns,
        rows=tuple(_stacked(row, table.columns) for row in table.rows),
    )


def _stacked(row: Row, names: tuple[str, ...]) -> StackRow:
    parts = tuple(
        Part(name, cell.value, cell.href)
        for name, cell in zip(names, row.cells, strict=True)
    )
    return StackRow(row.word, parts, row.total.href if row.total else "")


def trend(answer: Answer, before: Answer | None, title: str) -> Trend:
    """By month; `before` is the same question of the year before."""
    question, number, was = answer.question, numbers(answer), earlier(before)
    months = keys_of(answer, 0)
    label = "M" if question.first.year == question.last.year else "M y"
    return Trend(
        key="trend",
        caption=title,
        unit=str(question.figure.unit),
        now=_series(question),
        before=_series(before.question) if before else "",
        partial=Period(question.first, question.last).part_of_month,
        months=tuple(
            Month(
                label=formats.date_format(_first_of(key), label),
                value=answer.cells[key,],
                href=number({"month": key}, answer.cells[key,]).href,
                **_month_before(was(_a_year_before(key))),
            )
            for key in months
        ),
        total_href=number({}, answer.total).href,
        before_total_href=numbers(before)({}, before.total).href if before else "",
    )


def _month_before(was: Number | None) -> dict[str, Any]:
    return {"before": was.value, "before_href": was.href} if was else {}


def map_of(answer: Answer, title: str) -> Choropleth | None:
    """Where an answer is cut by region and there is a map of it."""
    question = answer.question
    others = [cut for cut in question.cuts if cut.code != "region"]
    if len(others) == len(question.cuts) or not all(cut.adds_up for cut in others):
        return None
    if not exists(question.area.code):
        return None
    values = _by_region(answer, question.cuts)
    number = numbers(answer)
    return Choropleth(
        key="map",
        caption=title,
        unit=str(question.figure.unit),
        region=question.area.code,
        values=dict(values),
        hrefs={
            code: number({"region": code}, value).href
            for code, value in values.items()
            if value
        },
    )


def _by_region(answer: Answer, cuts: list[Cut]) -> dict[str, int]:
    place = [cut.code for cut in cuts].index("region")
    values: dict[str, int] = {}
    for key, value in answer.cells.items():
        values[key[place]] = values.get(key[place], 0) + value
    return values


def _series(question: Question) -> str:
    first, last = question.first, question.last
    if first.year == last.year:
        return str(last.year)
    return Period(first, last).in_digits


def _first_of(month: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{month}-01")


def _a_year_before(month: str) -> str:
    return f"{int(month[:4]) - 1}{month[4:]}"
