"""Editions of Balikpapan, to look at."""

from datetime import date

from reports import actions, areas
from reports.models import Edition
from reports.periods import Period, month_of

NOVEMBER = month_of(date(2025, 11, 1))
TWELVE_DAYS = Period(date(2025, 11, 1), date(2025, 11, 12))
BALIKPAPAN = "64.71"


def compiled(code: str = BALIKPAPAN, period: Period = NOVEMBER) -> Edition:
    return actions.compile_edition(areas.area(code), period, by=None)
