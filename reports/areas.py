"""Regions as figures cut them: what lies within one, and which part of it a place is.

A case happened in one primary place: a region at any level, or a country. Under a
region, a figure is cut by the next level below (provinces of the nation, regencies of
a province, districts of a regency); a place known no further than the region itself is
`NOT_RECORDED`, a place in another country `ABROAD`, and both have lines of their own.
"""

import hashlib
import time
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies import clock
from agencies.models import Region
from agencies.models.region import NATION_CODE

NOT_RECORDED = "not_recorded"
ABROAD = "abroad"
KEPT_SECONDS = 60
# Kemendagri codes nest by fixed width: 64 > 64.71 > 64.71.01.
WIDTHS = (2, 5, 8)


@dataclass(frozen=True, slots=True)
class Tree:
    """All regions by their ids and codes. `version` changes when one comes or goes."""

    code_of: dict[int, str]
    rows: dict[str, tuple[int, str, int | None]]
    version: str


@dataclass(frozen=True, slots=True)
class Area:
    """One region. `population` is None where the decree gives none."""

    id: int
    code: str
    name: str
    population: int | None

    @property
    def is_nation(self) -> bool:
        return self.code == NATION_CODE

    @property
    def ids(self) -> list[int]:
        """Ids of the region and of everything within it."""
        inside = f"{self.code}."
        return [
            id
            for id, code in tree().code_of.items()
            if code == self.code or code.startswith(inside)
        ]

    @property
    def parts(self) -> list[str]:
        """Codes of the next level below, then the lines of their own."""
        width = self._width_below
        below = [
            code
            for code in tree().rows
            if len(code) == width
            and code != NATION_CODE
            and (self.is_nation or code.startswith(self.code))
        ]
        own = [ABROAD, NOT_RECORDED] if self.is_nation else [NOT_RECORDED]
        return [*sorted(below), *own] if width else []

    def part_of(self, region_id: int | None) -> str:
        """The part that a place belongs to; a country has no region id."""
        if region_id is None:
            return ABROAD
        code = tree().code_of[region_id]
        if code == self.code or not self._width_below:
            return NOT_RECORDED
        return code[: self._width_below]

    @property
    def _width_below(self) -> int:
        """How long a code of the next level is; 0 under a district."""
        if self.is_nation:
            return WIDTHS[0]
        return next((width for width in WIDTHS if width > len(self.code)), 0)


def area(code: str = NATION_CODE) -> Area:
    """The region with that code; ValidationError names `region` when there is none."""
    found = tree().rows.get(code)
    if found is None:
        message = _("Wilayah tidak dikenal. Tulis kodenya, misalnya 64 atau 64.71.")
        raise ValidationError({"region": message})
    id, name, population = found
    return Area(id, code, name, population)


def compiled_every_month() -> list[Area]:
    """The nation, its provinces, and their regencies and cities."""
    widest = len("64.71")
    return [area(code) for code in tree().rows if len(code) <= widest]


def zone_of(region: Region) -> ZoneInfo:
    """Local time of a region; the nation's is that of Jakarta."""
    return ZoneInfo(region.time_zone) if region.time_zone else clock.WIB


def name_of(part: str) -> str:
    """A part in words."""
    if part == ABROAD:
        return _("Luar negeri")
    if part == NOT_RECORDED:
        return _("Tidak tercatat")
    return tree().rows[part][1]


def tree() -> Tree:
    """The regions, read once a minute: they change with a decree."""
    return _tree(int(time.monotonic() / KEPT_SECONDS))


def forget() -> None:
    """Read the table again at the next question."""
    _tree.cache_clear()


@lru_cache(maxsize=1)
def _tree(_minute: int) -> Tree:
    found = list(
        Region.objects.order_by("code").values_list("id", "code", "name", "population")
    )
    codes = "\n".join(code for _id, code, _name, _population in found)
    return Tree(
        {id: code for id, code, _name, _population in found},
        {code: (id, name, population) for id, code, name, population in found},
        hashlib.sha256(codes.encode()).hexdigest()[:12],
    )
