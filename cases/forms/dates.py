"""A date in three inputs: day, month, year; nothing about it is ever guessed.

Each part has its own labelled input, so 3/4 cannot be read two ways. Where a case may
be known by its month or year only, the empty parts say so.
"""

import calendar
import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import DatePrecision
from cases.limits import EARLIEST_YEAR

T = TypeVar("T")
PARTS = ("day", "month", "year")
ONE_OR_TWO = re.compile(r"[0-9]{1,2}")
FOUR = re.compile(r"[0-9]{4}")
# Django accepts 9, 9.5 and 25:61:00 in places; people write 09.30 or 09:30.
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """`on` is the first day of what is known; `time` is local to the place."""

    on: datetime.date
    precision: DatePrecision = DatePrecision.DAY
    time: datetime.time | None = None


class PartialDateInput(forms.MultiWidget):
    """Three text inputs, and a fourth for the time of day (`templates/parts/date`)."""

    def __init__(self, *, with_time: bool = False):
        parts = [*PARTS, "time"] if with_time else PARTS
        super().__init__({part: forms.TextInput() for part in parts})

    def decompress(self, value: PartialDate | datetime.date | None) -> list[str]:
        if value is None:
            return [""] * len(self.widgets)
        known = value if isinstance(value, PartialDate) else PartialDate(value)
        on, precision = known.on, known.precision
        day = f"{on.day:02d}" if precision == DatePrecision.DAY else ""
        month = "" if precision == DatePrecision.YEAR else f"{on.month:02d}"
        time = formats.time_format(known.time) if known.time else ""
        return [day, month, f"{on.year:04d}", time][: len(self.widgets)]


class PartialDateField(forms.Field):
    """Cleans to a PartialDate, or None. Without a day it is a month, without both a
    year; anything that could be read two ways is refused with how to write it."""

    default_error_messages = {
        "required": gettext_lazy("Isi tanggalnya; bulan dan tahun saja boleh.")
    }

    def __init__(
        self, *, with_time: bool = False, earliest: int = EARLIEST_YEAR, **options
    ):
        options.setdefault("widget", PartialDateInput(with_time=with_time))
        super().__init__(**options)
        self.earliest = earliest

    def to_python(self, value) -> PartialDate | None:
        parts = [(part or "").strip() for part in value or []]
        parts += [""] * (len(PARTS) + 1 - len(parts))
        day, month, year, time = parts
        if not any(parts):
            return None
        read_date = partial(_read_date, earliest=self.earliest)
        date, clock = _tried(read_date, day, month, year), _tried(_read_time, time)
        errors = [each for each in (date, clock) if isinstance(each, ValidationError)]
        if errors:
            raise ValidationError(errors)
        on, precision = date
        if clock and precision != DatePrecision.DAY:
            raise ValidationError(
                _("Pukul hanya dapat dicatat bila tanggalnya pasti: isi harinya.")
            )
        return PartialDate(on, precision, clock)


class DayField(PartialDateField):
    """Cleans to a datetime.date, or None: the day must be known."""

    default_error_messages = {
        "required": gettext_lazy("Isi hari, bulan, dan tahun."),
    }

    def to_python(self, value) -> datetime.date | None:
        known = super().to_python(value)
        if known is None:
            return None
        if known.precision != DatePrecision.DAY:
            raise ValidationError(_("Isi hari, bulan, dan tahun."))
        return known.on


def _tried(read: Callable[..., T], *parts: str) -> T | ValidationError:
    """What the parts say, or what is wrong with them: all faults are told at once."""
    try:
        return read(*parts)
    except ValidationError as fault:
        return fault


def _read_date(
    day: str, month: str, year: str, *, earliest: int
) -> tuple[datetime.date, DatePrecision]:
    if not year:
        raise ValidationError(_("Isi tahunnya juga, empat angka, misalnya 2026."))
    y = _number(year, FOUR, _("Tulis tahun dengan empat angka, misalnya 2026."))
    if y < earliest:
        raise ValidationError(
            _("Tahun %(year)s terlalu lama. Periksa lagi."), params={"year": year}
        )
    if not month:
        if day:
            raise ValidationError(
                _("Isi bulannya juga, atau kosongkan hari bila hanya tahun diketahui.")
            )
        return datetime.date(y, 1, 1), DatePrecision.YEAR
    m = _month(month)
    if not day:
        return datetime.date(y, m, 1), DatePrecision.MONTH
    return _day(day, m, y), DatePrecision.DAY


def _month(month: str) -> int:
    m = _number(month, ONE_OR_TWO, _("Tulis bulan dengan angka 1 sampai 12."))
    if 1 <= m <= 12:
        return m
    raise ValidationError(
        _("Bulan %(month)s tidak ada. Hari lebih dahulu: 13 Maret ditulis 13, 3."),
        params={"month": month},
    )


def _day(day: str, month: int, year: int) -> datetime.date:
    d = _number(
        day, ONE_OR_TWO, _("Isi hari, bulan, dan tahun pada kotaknya masing-masing.")
    )
    last = calendar.monthrange(year, month)[1]
    if 1 <= d <= last:
        return datetime.date(year, month, d)
    raise ValidationError(
        _("Tanggal %(day)d/%(month)02d/%(year)d tidak ada: bulan itu %(last)d hari."),
        params={"day": d, "month": month, "year": year, "last": last},
    )


def _number(text: str, pattern: re.Pattern, message: str) -> int:
    if not pattern.fullmatch(text):
        raise ValidationError(message)
    return int(text)


def _read_time(text: str) -> datetime.time | None:
    if not text:
        return None
    found = CLOCK.fullmatch(text)
    if not found:
        raise ValidationError(_("Tulis pukul dengan jam dan menit, misalnya 22.30."))
    return datetime.time(int(found[1]), int(found[2]))
