"""The one clock. Nothing else asks the machine for the time.

Tests and the demo register set it, so that a case can be written as it would have
been written on 12 November; everything that the actions date follows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
WIT = ZoneInfo("Asia/Jayapura")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_now", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today(zone: ZoneInfo = WIB) -> date:
    """The calendar date in `zone`: months and deadlines are local dates.

    Jakarta's is the one day from which and until which anybody may see or act: posts,
    assignments to a case, referrals, scope rows. Forms propose it for those.
    """
    return now().astimezone(zone).date()


def midnight(day: date, zone: ZoneInfo = WIB) -> datetime:
    """The moment at which that local day begins, aware."""
    return datetime.combine(day, time(), zone)


def last_day(end: datetime, zone: ZoneInfo = WIB) -> date:
    """The last local day of which something is before the moment `end`."""
    return (end - timedelta.resolution).astimezone(zone).date()


def latest_today() -> date:
    """The date where Indonesia's day begins first: only after it is the future.

    At half past midnight in Balikpapan it is still yesterday in Jakarta.
    """
    return today(WIT)


def days_since(day: date) -> int:
    """Whole days from `day` to today, 0 where Jakarta has not come to that day yet."""
    return max(0, (today() - day).days)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let the clock stand at an aware `moment`, of any zone, inside the block."""
    if moment.tzinfo is None:
        raise ValueError("The clock needs an aware datetime.")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
