"""What is told about one case: acts at moments, in the words of `cases.actions`.

The same acts can be carried out by the actions under a set clock, or entered in the
ledger; `tests/cases/test_seed_demo.py` does both and compares what was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from agencies.models import Agency, Region


@dataclass(frozen=True, slots=True)
class Act:
    """One verb of `cases.actions`. `row` names what it is done to or makes, such as
    `victims.0`; empty is the case itself."""

    at: datetime
    verb: str
    row: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts, and the post she acts for."""

    user_id: int
    post_id: int
    agency: Agency


@dataclass(frozen=True, slots=True)
class Telling:
    """One case: who handles it and what is done, in the order of time."""

    by: Officer
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where things happen: regions by code, the districts and people of each."""

    regions: Mapping[str, Region]
    within: Mapping[str, tuple[Region, ...]]


def moment(day: date, second: int) -> datetime:
    """`second` counts from 08.00 in Jakarta: office hours, the same date everywhere."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return midnight + timedelta(hours=1, seconds=second)
