"""What a figure can be cut by. A cut's code is its name in addresses and options.

A cut reads one column of the facts and turns its value into keys: one key, or several
where a unit may carry several (a case with two platforms). Those cuts do not add up,
and say so; the total stands beside them.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Expression, ExpressionWrapper, F, Q
from django.db.models.functions import TruncMonth, TruncYear
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.lookup import codes, directory
from cases.choices import AgeGroup, NumberedChoices, Progress, Sex
from reports import areas
from reports.areas import Area

NONE = "empty"
TRUE, FALSE = "true", "false"
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Frame:
    """Where and when a figure is asked for; both days are included."""

    area: Area
    first: datetime.date
    last: datetime.date


class Cut:
    """`column` is the facts' column that the cut groups by.

    `keys(value, frame)` are the keys of a unit with that value; `condition(key)` finds
    the units under a key; `all_keys(frame)` are the lines of a complete table, or None
    where only those that occur make sense.
    """

    adds_up = True
    narrows = True

    def __init__(self, code: str, label: Words, column: str):
        self.code, self.label, self.column = code, label, column

    @property
    def group(self) -> Expression:
        """What the database groups by."""
        return F(self.column)

    def keys(self, value: Any, frame: Frame) -> Iterable[str]:
        raise NotImplementedError

    def condition(self, key: str) -> Q:
        """ValueError when there is no such key."""
        raise NotImplementedError

    def all_keys(self, frame: Frame) -> list[str] | None:
        raise NotImplementedError

    def word(self, key: str) -> str:
        raise NotImplementedError


class WordCut(Cut):
    """A word of the register that facts keep by its number."""

    def __init__(self, code: str, label: Words, words: type[NumberedChoices]):
        super().__init__(code, label, code)
        self.words = words

    def keys(self, value: int, frame: Frame) -> list[str]:
        return [list(self.words)[value].value]

    def condition(self, key: str) -> Q:
        return Q(**{self.column: self.words(key).number})

    def all_keys(self, frame: Frame | None = None) -> list[str]:
        return list(self.words.values)

    def word(self, key: str) -> str:
        return str(self.words(key).label)


class CodeCut(Cut):
    """One entry of a code list, kept by its bit."""

    def __init__(self, code: str, label: Words, column: str, code_list: str):
        super().__init__(code, label, column)
        self.code_list = code_list

    @property
    def entries(self) -> dict[str, codes.Entry]:
        return codes.entries(self.code_list)

    def keys(self, value: int, frame: Frame) -> list[str]:
        return [code for code, entry in self.entries.items() if entry.bit == value]

    def condition(self, key: str) -> Q:
        return Q(**{self.column: self._entry(key).bit})

    def all_keys(self, frame: Frame | None = None) -> list[str]:
        return list(self.entries)

    def word(self, key: str) -> str:
        return codes.label(self.code_list, key)

    def _entry(self, key: str) -> codes.Entry:
        if key not in self.entries:
            raise ValueError(key)
        return self.entries[key]


class MaskCut(CodeCut):
    """Any number of entries of a code list, kept as a mask; `empty` where none is."""

    adds_up = False

    def keys(self, value: int, frame: Frame) -> list[str]:
        held = [code for code, entry in self.entries.items() if value >> entry.bit & 1]
        return held or [NONE]

    def condition(self, key: str) -> Q:
        if key == NONE:
            return Q(**{self.column: 0})
        return Q(**{f"{self.column}__has_bit": self._entry(key).bit})

    def all_keys(self, frame: Frame | None = None) -> list[str]:
        return [*self.entries, NONE]

    def word(self, key: str) -> str:
        return _("Tidak ada yang tercatat") if key == NONE else super().word(key)


class LpCut(Cut):
    """Does the case have a police report?"""

    def keys(self, value: bool, frame: Frame) -> list[str]:
        return [TRUE if value else FALSE]

    def condition(self, key: str) -> Q:
        if key not in (TRUE, FALSE):
            raise ValueError(key)
        return Q(**{self.column: key == TRUE})

    def all_keys(self, frame: Frame | None = None) -> list[str]:
        return [TRUE, FALSE]

    def word(self, key: str) -> str:
        return _("Dengan LP") if key == TRUE else _("Belum ada LP")


class AgencyCut(Cut):
    """The office that leads the case, exactly: not those above it."""

    def keys(self, value: int, frame: Frame) -> list[str]:
        return [directory.agency_code(value)]

    def condition(self, key: str) -> Q:
        found = directory.agency(key)
        if found is None:
            raise ValueError(key)
        return Q(**{self.column: found.id})

    def all_keys(self, frame: Frame) -> None:
        return None

    def word(self, key: str) -> str:
        found = directory.agency(key)
        return found.name if found else key


class RegionCut(Cut):
    """The next level below the region that is asked for."""

    narrows = False

    def keys(self, value: int | None, frame: Frame) -> list[str]:
        return [frame.area.part_of(value)]

    def all_keys(self, frame: Frame) -> list[str]:
        return frame.area.parts

    def word(self, key: str) -> str:
        return areas.name_of(key)


class MonthCut(Cut):
    """The calendar month of the date that is counted by, as 2025-11."""

    narrows = False
    form = "%Y-%m"

    @property
    def group(self) -> Expression:
        return TruncMonth(self.column)

    def keys(self, value: datetime.date, frame: Frame) -> list[str]:
        return [format(value, self.form)]

    def all_keys(self, frame: Frame) -> list[str]:
        days = (
            datetime.date(year, month, 1)
            for year in range(frame.first.year, frame.last.year + 1)
            for month in range(1, 13)
        )
        first = frame.first.replace(day=1)
        inside = [format(day, self.form) for day in days if first <= day <= frame.last]
        return list(dict.fromkeys(inside))

    def word(self, key: str) -> str:
        return formats.date_format(datetime.date.fromisoformat(f"{key}-01"), "F Y")


class YearCut(MonthCut):
    """The calendar year of the date that is counted by, as 2025."""

    form = "%Y"

    @property
    def group(self) -> Expression:
        return TruncYear(self.column)

    def word(self, key: str) -> str:
        return key


class SinceCut(Cut):
    """On that day or later, or before it: tells two periods apart in one pass."""

    NOW, BEFORE = "now", "before"

    def __init__(self, day: datetime.date):
        super().__init__("since", "", "counted_on")
        self.day = day

    @property
    def group(self) -> Expression:
        is_now = Q(**{f"{self.column}__gte": self.day})
        return ExpressionWrapper(is_now, BooleanField())

    def keys(self, value: bool, frame: Frame) -> list[str]:
        return [self.NOW if value else self.BEFORE]


CUTS: dict[str, Cut] = {
    cut.code: cut
    for cut in (
        RegionCut("region", gettext_lazy("Wilayah"), "region_id"),
        YearCut("year", gettext_lazy("Tahun"), "counted_on"),
        MonthCut("month", gettext_lazy("Bulan"), "counted_on"),
        WordCut("sex", gettext_lazy("Jenis kelamin"), Sex),
        WordCut("age_group", gettext_lazy("Kelompok umur"), AgeGroup),
        CodeCut("modus", gettext_lazy("Modus utama"), "modus", "modus_operandi"),
        WordCut("progress", gettext_lazy("Kemajuan"), Progress),
        LpCut("has_lp", gettext_lazy("Laporan polisi"), "has_lp"),
        AgencyCut("lead_agency", gettext_lazy("Instansi utama"), "agency_id"),
        MaskCut("role", gettext_lazy("Peran"), "roles", "suspect_role"),
        MaskCut(
            "exploitation",
            gettext_lazy("Tujuan eksploitasi"),
            "exploitation",
            "exploitation_type",
        ),
        MaskCut("platform", gettext_lazy("Platform"), "platforms", "digital_platform"),
        MaskCut(
            "push",
            gettext_lazy("Faktor pendorong"),
            "push_factors",
            "vulnerability_push",
        ),
        MaskCut(
            "pull",
            gettext_lazy("Faktor penarik"),
            "pull_factors",
            "vulnerability_pull",
        ),
    )
}
