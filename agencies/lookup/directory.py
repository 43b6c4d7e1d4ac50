"""Regions and agencies as filters name them: by code, kept for a minute.

Every list looks up the region or agency it is filtered by, and offers those around it.
They change with a decree, not with a click, so each process keeps what it has read.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from agencies.access import Hat
from agencies.choices import AgencyLevel, RegionKind
from agencies.models import Agency, Region
from agencies.models.region import NATION_CODE

KEPT_SECONDS = 60
LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """A region or an agency. `kind` is its RegionKind or the agency's type."""

    id: int
    code: str
    name: str
    kind: str


def region(code: str) -> Entry | None:
    return _region(code, _minute()) if _is_code(code) else None


def regions_below(code: str) -> tuple[Entry, ...]:
    """Provinces of the nation ("ID"), regencies of a province, districts of those."""
    return _regions_below(code, _minute())


def regions_served_by(agency_id: int) -> tuple[Entry, ...]:
    """The regions that an agency serves; () for one that serves the nation."""
    return _regions_served_by(agency_id, _minute())


def codes_served_by(hat: Hat) -> tuple[str, ...]:
    """Codes of the regions that somebody's hat serves: those of her task force, else
    those of her office; the nation's for an office of the nation without regions."""
    return _codes_served_by(hat.agency_id, hat.region_id, _minute())


def time_zone_of(agency_id: int) -> str | None:
    """The zone of the first region that an agency serves; None if it serves all."""
    return _time_zone_of(agency_id, _minute())


def agency(code: str) -> Entry | None:
    return _agency(code, _minute()) if _is_code(code) else None


def agency_code(agency_id: int) -> str:
    """The code of an agency that rows name by its id."""
    return _agency_code(agency_id, _minute())


def agencies_below(agency_id: int) -> tuple[Entry, ...]:
    """The agencies directly under one, by name."""
    return _agencies_below(agency_id, _minute())


def forget() -> None:
    """Read the tables again at the next question."""
    for kept in _KEPT:
        kept.cache_clear()


def _is_code(code: str) -> bool:
    """Could it be one? PostgreSQL takes no NUL, the cache keeps no long nonsense."""
    return len(code) <= LONGEST_CODE and code.isprintable()


def _minute() -> int:
    return int(time.monotonic() / KEPT_SECONDS)


@lru_cache(maxsize=2048)
def _region(code: str, _minute: int) -> Entry | None:
    return next(iter(_regions(Region.objects.filter(code=code))), None)


@lru_cache(maxsize=256)
def _regions_below(code: str, _minute: int) -> tuple[Entry, ...]:
    if code == NATION_CODE:
        return _regions(Region.objects.filter(kind=RegionKind.PROVINCE))
    return _regions(Region.objects.filter(parent__code=code))


@lru_cache(maxsize=256)
def _regions_served_by(agency_id: int, _minute: int) -> tuple[Entry, ...]:
    return _regions(Region.objects.filter(agencies=agency_id))


@lru_cache(maxsize=256)
def _codes_served_by(
    agency_id: int | None, region_id: int | None, _minute: int
) -> tuple[str, ...]:
    if agency_id is None:
        return ()
    if region_id is not None:
        return (Region.objects.values_list("code", flat=True).get(pk=region_id),)
    found = Region.objects.filter(agencies=agency_id).values_list("code", flat=True)
    if found:
        return tuple(found)
    office = Agency.objects.filter(pk=agency_id, level=AgencyLevel.NATIONAL)
    return (NATION_CODE,) if office.exists() else ()


@lru_cache(maxsize=2048)
def _time_zone_of(agency_id: int, _minute: int) -> str | None:
    served = Region.objects.filter(agencies=agency_id)
    return served.values_list("time_zone", flat=True).first()


@lru_cache(maxsize=2048)
def _agency(code: str, _minute: int) -> Entry | None:
    return next(iter(_agencies(Agency.objects.filter(code=code))), None)


@lru_cache(maxsize=2048)
def _agency_code(agency_id: int, _minute: int) -> str:
    return Agency.objects.values_list("code", flat=True).get(pk=agency_id)


@lru_cache(maxsize=256)
def _agencies_below(agency_id: int, _minute: int) -> tuple[Entry, ...]:
    return _agencies(Agency.objects.filter(parent=agency_id).order_by("name"))


def _regions(found: QuerySet) -> tuple[Entry, ...]:
    return _entries(found.values_list("id", "code", "name", "kind"))


def _agencies(found: QuerySet) -> tuple[Entry, ...]:
    return _entries(found.values_list("id", "code", "name", "type"))


def _entries(values: Iterable[tuple]) -> tuple[Entry, ...]:
    return tuple(Entry(*value) for value in values)


_KEPT = (
    _region,
    _regions_below,
    _regions_served_by,
    _codes_served_by,
    _time_zone_of,
    _agency,
    _agency_code,
    _agencies_below,
)
