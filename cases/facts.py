"""Facts follow the register: every action calls `sync` in its own transaction."""

import datetime
import time
from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from psycopg2 import sql

from agencies import clock
from cases.choices import Why

RECENT = datetime.timedelta(minutes=10)  # longer than any act may take
UNITS = ("case", "police_report", "victim", "suspect")
# No act is open longer than that between its tick and its moment (SERVING_LIMITS).
OPEN = "1 hour"
MOST_ACTS = 2000


class NotSettled(Exception):
    """Acts that began before that moment are still under way: ask again soon."""


def sync(case_ids: Iterable[int], why: Why) -> int:
    """Open and close the fact rows of these cases; returns how many were opened."""
    with connection.cursor() as cursor:
        cursor.execute(*syncing(case_ids, why))
        return cursor.fetchone()[0]


def syncing(case_ids: Iterable[int], why: Why) -> tuple[str, list]:
    """The statement that `sync` runs and its parameters, as a part of a batch."""
    return "SELECT sync_facts(%s::bigint[], %s::smallint)", [list(case_ids), int(why)]


def cutoff() -> int:
    """The tick below which every fact is committed; the cut-off of an edition."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts_cutoff()")
        return cursor.fetchone()[0]


def settled_cutoff() -> int:
    """A cut-off that has below it all that was committed before the call.

    An act that began earlier and is still under way would leave it out, so this waits
    until those have ended, for `FACTS_SETTLE_WITHIN` at most: then the cut-off is an
    honest one of a moment before. Within a transaction that wrote it never waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT off + pg_snapshot_xmax(pg_current_snapshot())::text::bigint,"
            " pg_current_xact_id_if_assigned() IS NULL FROM facts_clock"
        )
        asked, may_settle = cursor.fetchone()
    return _wait_for(asked) if may_settle else cutoff()


def _wait_for(tick: int) -> int:
    """The cut-off once it has come to `tick`, or as far as it came in time."""
    limit = time.monotonic() + settings.FACTS_SETTLE_WITHIN
    while (found := cutoff()) < tick and time.monotonic() < limit:
        time.sleep(0.01)
    return found


def _acts_have_ended() -> bool:
    """Have all acts that had begun when this was asked come to their end?

    A statement of its own takes the next tick and gives it back at once: whatever began
    before stands below it. Inside a transaction nobody can wait for it.
    """
    if connection.in_atomic_block:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts_tick()")
        mine = cursor.fetchone()[0]
    return _wait_for(mine + 1) > mine


def cutoff_at(moment: datetime.datetime) -> int:
    """The cut-off below which stands what was known at an aware `moment`.

    An act that began before a moment may still be under way just after it: of the last
    minutes this waits until those have ended, so that the answer never moves, and
    raises NotSettled if they do not.
    """
    if moment > clock.now() - RECENT and not _acts_have_ended():
        raise NotSettled
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(facts_cutoff(), 1 + coalesce((SELECT max(tick) FROM facts_act"
            " WHERE at <= %(moment)s AND at > (SELECT max(at) FROM facts_act"
            " WHERE at <= %(moment)s) - %(open)s::interval), -1))",
            {"moment": moment, "open": OPEN},
        )
        return cursor.fetchone()[0]


def last_act_below(tick: int) -> datetime.datetime | None:
    """When the last act below a tick was done; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at FROM facts_act WHERE tick < %s ORDER BY tick DESC LIMIT 1",
            [tick],
        )
        found = cursor.fetchone()
    return found[0] if found else None


def touched(since: int, below: int | None = None) -> list[int] | None:
    """Ids of the cases whose facts acts of these ticks may have changed.

    None when that is not known case by case, or when there were more than MOST_ACTS.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT a.n) <= %(most)s AND bool_and(cases IS NOT NULL),"
            " array_agg(DISTINCT one) FILTER (WHERE one IS NOT NULL)"
            " FROM (SELECT row_number() OVER () AS n, cases FROM facts_act"
            "  WHERE tick >= %(since)s AND (%(below)s IS NULL OR tick < %(below)s)"
            "  LIMIT %(most)s + 1) a"
            " LEFT JOIN LATERAL unnest(cases) one ON true",
            {"since": since, "below": below, "most": MOST_ACTS},
        )
        is_known, cases = cursor.fetchone()
    return None if is_known is False else cases or []


def differences(unit: str) -> int:
    """How many rows of a unit differ between the register and its live facts.

    0 is the only good answer. `unit` is one of `UNITS`.
    """
    _require_unit(unit)
    return _count(
        "SELECT count(*) FROM ("
        "(SELECT {columns} FROM {source} EXCEPT SELECT {columns} FROM {facts})"
        " UNION ALL "
        "(SELECT {columns} FROM {facts} EXCEPT SELECT {columns} FROM {source})) d",
        columns=sql.SQL(", ").join(map(sql.Identifier, _columns(f"s_{unit}"))),
        source=sql.Identifier(f"s_{unit}"),
        facts=sql.Identifier(f"f_{unit}"),
    )


def overlaps(unit: str) -> int:
    """How many versions of a unit's history hold at the same tick: 0 or a fault."""
    _require_unit(unit)
    return _count(
        "SELECT count(*) FROM (SELECT kf, lag(kt) OVER (PARTITION BY {key}"
        " ORDER BY kf) AS before FROM {versions}) v WHERE kf < before",
        key=sql.Identifier("case_id" if unit == "case" else "unit"),
        versions=sql.Identifier(f"fact_{unit}"),
    )


def _require_unit(unit: str) -> None:
    if unit not in UNITS:
        raise ValueError(f"Unknown unit {unit!r}; one of {', '.join(UNITS)}.")


def _count(statement: str, **names: sql.Composable) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**names))
        return cursor.fetchone()[0]


def _columns(relation: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 ORDER BY attnum",
            [relation],
        )
        return [name for (name,) in cursor.fetchall()]
