"""The list behind a cell: its rows are the units that the cell counts."""

import calendar
import datetime
from collections.abc import Mapping

from django.urls import reverse
from django.utils.http import urlencode

from reports.areas import NOT_RECORDED
from reports.questions import Question

DATES = {"police_report_list": ("dated_from", "dated_to")}
COUNTED = ("counted_from", "counted_to")


def list_url(question: Question, key: Mapping[str, str]) -> str | None:
    """The list's address; None where no list shows it: one shows today, and asks for
    one key of a cut, so not for a further platform of the cases narrowed to MiChat."""
    narrowed = question.narrowed
    if question.known_at is not None or any(
        narrowed.get(cut, wanted) != wanted for cut, wanted in key.items()
    ):
        return None
    figure = question.figure
    first, last = days(question, key)
    names = DATES.get(figure.list, COUNTED)
    query = {
        **dict(figure.list_query),
        **dict(zip(names, (first.isoformat(), last.isoformat()), strict=True)),
        **place(question, key),
        **narrowed,
        **{cut: wanted for cut, wanted in key.items() if cut not in NOT_NAMES},
    }
    return f"{reverse(figure.list)}?{urlencode(query)}"


NOT_NAMES = ("region", "year", "month")


def days(
    question: Question, key: Mapping[str, str]
) -> tuple[datetime.date, datetime.date]:
    """The days of the period that lie in the cell's month or year."""
    first, last = question.first, question.last
    if year := key.get("year"):
        first = max(first, datetime.date(int(year), 1, 1))
        last = min(last, datetime.date(int(year), 12, 31))
    if month := key.get("month"):
        start = datetime.date.fromisoformat(f"{month}-01")
        _weekday, length = calendar.monthrange(start.year, start.month)
        first, last = max(first, start), min(last, start.replace(day=length))
    return first, last


def place(question: Question, key: Mapping[str, str]) -> dict[str, str]:
    part = key.get("region")
    if part == NOT_RECORDED:
        return {"place_only": question.area.code}
    if part is None and question.area.is_nation:
        return {}
    return {"place": part or question.area.code}
