"""Spans of days that editions and reports are made for."""

import calendar
import datetime
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import formats, translation
from django.utils.translation import gettext as _

from agencies import clock

DAY = datetime.timedelta(days=1)
# "2025-11" as browsers send it, "11/2025" and "November 2025" as people write it.
YEAR_FIRST = re.compile(r"(?P<year>20\d\d)-(?P<month>\d{1,2})")
MONTH_FIRST = re.compile(r"(?P<month>\w+?)\.?\s*[\s/.-]\s*(?P<year>20\d\d)")


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def of_days(cls, first: str, last: str) -> "Period":
        """From two days as programs write them; ValueError when one is none."""
        day = datetime.date.fromisoformat
        return cls(day(first), day(last))

    @property
    def has_not_ended(self) -> bool:
        """Is its last day to come, wherever in Indonesia?"""
        return self.last > clock.latest_today()

    @property
    def is_ahead(self) -> bool:
        """Does it hold days to come, and is it not just the running month?"""
        return self.has_not_ended and self != month_of(clock.latest_today())

    @property
    def is_month(self) -> bool:
        return self == month_of(self.first)

    @property
    def is_of_months(self) -> bool:
        """Is it of whole months, one or several?"""
        return self.first.day == 1 and self.last == month_of(self.last).last

    @property
    def is_year(self) -> bool:
        return self == Period(
            self.first.replace(month=1, day=1), self.first.replace(month=12, day=31)
        )

    @property
    def code(self) -> str:
        """2025-10 for a month, 2025 for a year, else 20251101-20251112."""
        if self.is_month:
            return f"{self.first:%Y-%m}"
        if self.is_year:
            return f"{self.first:%Y}"
        return f"{self.first:%Y%m%d}-{self.last:%Y%m%d}"

    @property
    def in_digits(self) -> str:
        """01/01–31/10/2025"""
        return self.told("d/m", "d/m/Y")

    @property
    def in_words(self) -> str:
        """1 Januari–31 Oktober 2025"""
        return self.told("j F", "j F Y")

    @property
    def called(self) -> str:
        """Oktober 2025 · Januari–Oktober 2025 · 2025 · 1 Januari–12 November 2025"""
        if self.is_year:
            return str(self.first.year)
        return self.told("F", "F Y") if self.is_of_months else self.in_words

    @property
    def in_short(self) -> str:
        """Okt 2025 · Jan–Okt 2025 · 2025 · 1 Jan–12 Nov 2025"""
        if self.is_year:
            return str(self.first.year)
        form = "M" if self.is_of_months else "j M"
        return self.told(form, f"{form} Y")

    @property
    def part_of_month(self) -> str:
        """Why its last month is not whole; "" when it is."""
        if self.last == month_of(self.last).last:
            return ""
        days = Period(self.last.replace(day=1), self.last).in_digits
        return _("%(days)s, belum satu bulan penuh") % {"days": days}

    def told(self, short: str, full: str) -> str:
        """The year once where it is one, and what is the same at both ends once."""
        last = formats.date_format(self.last, full)
        start = short if self.first.year == self.last.year else full
        if formats.date_format(self.first, full) == last:
            return last
        return f"{formats.date_format(self.first, start)}–{last}"

    @property
    def before(self) -> "Period":
        """As many whole months, else as many days, just before the first."""
        if not self.is_of_months:
            length = self.last - self.first
            return Period(self.first - length - DAY, self.first - DAY)
        years = self.last.year - self.first.year
        months = 12 * years + self.last.month - self.first.month
        start = 12 * self.first.year + self.first.month - 1 - months - 1
        first = datetime.date(start // 12, start % 12 + 1, 1)
        return Period(first, self.first - DAY)

    @property
    def last_year(self) -> "Period":
        """The same months or days of the year before; 29 February as the 28th."""
        first, last = _a_year_before(self.first), _a_year_before(self.last)
        return Period(first, month_of(last).last if self.is_of_months else last)

    @property
    def year_so_far(self) -> "Period":
        """From 1 January of the year in which it ends."""
        return Period(self.last.replace(month=1, day=1), self.last)

    @property
    def since_last_year(self) -> "Period":
        """From 1 January of the year before that in which it ends: for a trend."""
        return Period(datetime.date(self.last.year - 1, 1, 1), self.last)


def read_period(code: str) -> Period:
    """The period of that code (see `Period.code`); ValueError when it is none."""
    if len(code) == len("2025"):
        year = int(code)
        return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    if len(code) == len("2025-10"):
        return month_of(datetime.date.fromisoformat(f"{code}-01"))
    first, _dash, last = code.partition("-")
    return Period.of_days(first, last)


def month_of(day: datetime.date) -> Period:
    _weekday, length = calendar.monthrange(day.year, day.month)
    return Period(day.replace(day=1), day.replace(day=length))


def month_before(day: datetime.date) -> Period:
    return month_of(day.replace(day=1) - DAY)


def read_month(text: str) -> Period:
    """The month that "2025-11" names; ValidationError names `month`."""
    try:
        return month_of(datetime.date.fromisoformat(f"{text}-01"))
    except ValueError as error:
        message = _("Bulan tidak dikenal. Tulis seperti 2025-11.")
        raise ValidationError({"month": message}) from error


def month_as_written(text: str) -> Period | None:
    """The month that "2025-11", "11/2025" or "November 2025" names; None for none."""
    text = text.strip()
    found = YEAR_FIRST.fullmatch(text) or MONTH_FIRST.fullmatch(text)
    if found is None:
        return None
    named = found["month"]
    month = int(named) if named.isdecimal() else _month_named(named)
    if month not in range(1, 13):
        return None
    return month_of(datetime.date(int(found["year"]), month, 1))


def _month_named(name: str) -> int:
    """Which month a name is, whole or short, in a language of the register; else 0."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for month in range(1, 13):
                day = datetime.date(2000, month, 1)
                if name.casefold() in (
                    formats.date_format(day, form).casefold() for form in ("F", "M")
                ):
                    return month
    return 0


def _a_year_before(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
