"""Reading the audit trail: who did and saw what, page by page, the newest first."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from agencies.chain import seals, verification
from agencies.models import AuditEvent, AuditSeal
from agencies.models.audit_event import VERIFIED
from cases.lists import cursors

PAGE = 50
LIST = "audit"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """`numbers` are the register numbers of the events' cases, by their pk; `next` is
    the cursor of the page after it, "" on the last one."""

    events: list[AuditEvent]
    numbers: dict[int, str]
    next: str
    sealed_to: tuple[int, int]

    def is_sealed(self, event: AuditEvent) -> bool:
        return (event.era, event.xid) < self.sealed_to


def page(found: QuerySet, after: str = "", *, size: int = PAGE) -> Page:
    """The page of events after a cursor; BadCursor for anything else."""
    if after:
        found = _after(found, *_place(after))
    ordered = found.order_by("-at", "-id").select_related("by", "post__agency")
    events = list(ordered[: size + 1])
    is_more, events = len(events) > size, events[:size]
    last = seals.newest()
    return Page(
        events,
        numbers_of({event.case_id for event in events if event.case_id}),
        _cursor(events[-1]) if is_more else "",
        (last.era, last.hi) if last else (0, 0),
    )


def numbers_of(cases: set[int]) -> dict[int, str]:
    """Register numbers of cases, also of those that the reader may not open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, number FROM audit_numbers(%s)", [sorted(cases)])
        return dict(cursor.fetchall())


def case_numbered(number: str) -> int | None:
    """The pk of the case of that register number; None without one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_case(%s)", [number])
        return cursor.fetchone()[0]


def _after(found: QuerySet, at: datetime, event_id: UUID) -> QuerySet:
    return found.filter(Q(at__lt=at) | Q(at=at, id__lt=event_id), at__lte=at)


def _cursor(event: AuditEvent) -> str:
    high, low = event.id.int >> 64, event.id.int & (1 << 64) - 1
    moment = (event.at - EPOCH) // timedelta(microseconds=1)
    return cursors.seal(LIST, (moment, high - (1 << 63), low - (1 << 63)))


def _place(after: str) -> tuple[datetime, UUID]:
    moment, high, low = cursors.unseal(LIST, after, 3)
    number = (high + (1 << 63) << 64) + low + (1 << 63)
    return EPOCH + timedelta(microseconds=moment), UUID(int=number)


@dataclass(frozen=True, slots=True)
class State:
    """How the chain stands: its newest seal, and what the last verification found."""

    last: AuditSeal | None
    unsealed: float | None
    verified_at: datetime | None
    verified: dict[str, Any]

    @property
    def is_late(self) -> bool:
        return self.unsealed is not None and self.unsealed > verification.LATEST


def state() -> State:
    told = AuditEvent.objects.filter(verb=VERIFIED).order_by("-at").first()
    found = {name: after for name, (_, after) in told.changes.items()} if told else {}
    return State(
        last=seals.newest(),
        unsealed=seals.oldest_unsealed(),
        verified_at=told.at if told else None,
        verified=found,
    )
