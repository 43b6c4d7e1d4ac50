"""The sealer: closes what has been committed, one batch after the other.

A batch is a range of transactions, not of times or ids: below the oldest transaction
that is still open nothing can be committed any more, so a late one is never lost and a
rolled-back one leaves no gap. No event is ever changed.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from agencies import clock
from agencies.chain import digests, heads
from agencies.chain.heads import Alarm
from agencies.models import AuditEvent, AuditSeal

LOCK = 7072
CHUNK = 2_000
NO_LIMIT = "SET LOCAL statement_timeout = 0"
# The era of now, whether it is of this cluster, and the oldest open transaction.
NOW = """
SELECT e.era, e.system = c.system_identifier::text,
       pg_snapshot_xmin(pg_current_snapshot())::text
  FROM agencies_auditera e, pg_control_system() c WHERE e.era = audit_era()
"""

logger = logging.getLogger(__name__)


def seal() -> AuditSeal | None:
    """Seal what is committed and tell the file outside; None if there is nothing new,
    or another is at it. Alarm when the trail is not what it was."""
    with _alone() as mine:
        if not mine:
            return None
        heads.catch_up()
        with transaction.atomic():
            made = _seal_committed()
        if made is not None:
            heads.catch_up()
            logger.info("audit sealed", extra={"head": made.head, "rows": made.rows})
    return made


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        mine = cursor.fetchone()[0]
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def newest() -> AuditSeal | None:
    return AuditSeal.objects.order_by("-batch").first()


def head() -> str:
    """The newest seal's number and the beginning of its digest; "" before the first."""
    last = newest()
    return last.head if last else ""


def _seal_committed() -> AuditSeal | None:
    before = newest()
    _require_genuine(before)
    with connection.cursor() as cursor:
        cursor.execute(NO_LIMIT)
        cursor.execute(NOW)
        era, is_here, hi = cursor.fetchone()
    if not is_here:
        raise Alarm("this is another cluster: the owner must begin an era")
    return close(era, int(hi), before)


def _require_genuine(last: AuditSeal | None) -> None:
    """Never build on a seal that somebody else has put there."""
    if last is None:
        return
    before = AuditSeal.objects.filter(batch=last.batch - 1).first()
    if not digests.is_genuine(last, bytes(before.mac) if before else b""):
        raise Alarm(f"seal {last.batch} is not ours")


def close(era: int, hi: int, before: AuditSeal | None) -> AuditSeal | None:
    """Seal the era's events from the last seal up to below `hi`; None without any."""
    lo = before.hi if before and before.era == era else 0
    if hi < lo:
        raise Alarm("transaction numbers run backwards: the owner must begin an era")
    root = digests.Root()
    rows = AuditEvent.objects.filter(era=era, xid__gte=lo, xid__lt=hi)
    for row in in_order(rows):
        if not root.add(row):
            logger.critical("audit event is not genuine", extra={"event": str(row[3])})
    if not root.rows:
        return None
    made = AuditSeal(
        batch=before.batch + 1 if before else 1,
        era=era,
        lo=lo,
        hi=hi,
        rows=root.rows,
        forged=root.forged,
        root=root.digest(),
        at=clock.now(),
    )
    digests.sign(made, bytes(before.mac) if before else b"")
    made.save(force_insert=True)
    return made


def in_order(events) -> Iterator[tuple]:
    """The columns that digests want, streamed from the server."""
    ordered = events.order_by("era", "xid", "id")
    return ordered.values_list(*digests.COLUMNS).iterator(chunk_size=CHUNK)


def unsealed():
    """Events that no seal of this era covers yet."""
    last = newest()
    era = era_of_now()
    of_era = AuditEvent.objects.filter(era=era)
    return of_era.filter(xid__gte=last.hi) if last and last.era == era else of_era


def era_of_now() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_era()")
        return cursor.fetchone()[0]


def oldest_unsealed() -> float | None:
    """Seconds since the oldest event that is not sealed yet; None when all are."""
    oldest = unsealed().order_by("era", "xid").values_list("at", flat=True).first()
    return None if oldest is None else (clock.now() - oldest).total_seconds()
