"""Periods: which one stands before another, and how a period is said."""

import calendar
import datetime

from django.utils import formats

Period = tuple[datetime.date, datetime.date]  # both days included


def previous(first: datetime.date, last: datetime.date) -> Period:
    """As many whole months before whole months, else as many days before."""
    end = first - datetime.timedelta(days=1)
    if first.day == 1 and is_month_end(last):
        months = 12 * (last.year - first.year) + last.month - first.month + 1
        month = 12 * first.year + first.month - 1 - months
        return datetime.date(month // 12, month % 12 + 1, 1), end
    return first - (last - first) - datetime.timedelta(days=1), end


def year_before(first: datetime.date, last: datetime.date) -> Period:
    """The same days a year earlier; the end of a month stays one, also in February."""
    return _a_year_back(first, to_end=False), _a_year_back(last, to_end=True)


def is_month_end(day: datetime.date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def in_digits(first: datetime.date, last: datetime.date) -> str:
    """01/01–31/10/2025"""
    if first == last:
        return formats.date_format(last, "d/m/Y")
    start = "d/m" if first.year == last.year else "d/m/Y"
    return f"{formats.date_format(first, start)}–{formats.date_format(last, 'd/m/Y')}"


def in_words(first: datetime.date, last: datetime.date) -> str:
    """1 Januari–31 Oktober 2025"""
    if first == last:
        return formats.date_format(last, "j F Y")
    start = "j F" if first.year == last.year else "j F Y"
    return f"{formats.date_format(first, start)}–{formats.date_format(last, 'j F Y')}"


def _a_year_back(day: datetime.date, *, to_end: bool) -> datetime.date:
    length = calendar.monthrange(day.year - 1, day.month)[1]
    wanted = length if to_end and is_month_end(day) else min(day.day, length)
    return day.replace(year=day.year - 1, day=wanted)
