"""Proves the trail: every event, every seal, and what the file outside knows of them.

It streams, once through events and seals side by side, in one snapshot of the database;
what it finds says what is wrong and where, never a value.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from agencies import clock
from agencies.chain import digests, heads, seals
from agencies.chain.heads import Head
from agencies.models import AuditEra, AuditEvent, AuditSeal

SNAPSHOT = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    seals.NO_LIMIT,
)
LATEST = (
    60.0  # seconds that an event may wait for its seal, a seal for the file outside
)
MOST_TOLD = 200

Row = tuple
Check = Callable[[], Iterator[tuple[str, str]]]


@dataclass
class Found:
    """Counts; `faults` as (what, where), MOST_TOLD of `wrong` at most; `notes`."""

    rows: int = 0
    seals: int = 0
    heads: int = 0
    unsealed: int = 0
    oldest: float | None = None  # seconds that an event waits for its seal
    wrong: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, what: str, where: str) -> None:
        self.wrong += 1
        if len(self.faults) < MOST_TOLD:
            self.faults.append((what, where))


def verify(*checks: Check) -> Found:
    """All of the trail; `checks` tell what else is wrong in the same snapshot."""
    found, upto = Found(), heads.size()
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement in SNAPSHOT:
                cursor.execute(statement)
        _Pass(found, upto).run()
        for check in checks:
            for what, where in check():
                found.fault(what, where)
    return found


class _Pass:
    """Once through the seals, with the events of each and the heads outside."""

    def __init__(self, found: Found, upto: int):
        self.found, self.upto = found, upto
        self.rows = seals.in_order(AuditEvent.objects.all())
        self.next_row: Row | None = next(self.rows, None)
        self.heads = _standing_heads(found, upto)
        self.next_head: Head | None = next(self.heads, None)
        self.era = seals.era_of_now()
        self.now = clock.now()

    def run(self) -> None:
        last: AuditSeal | None = None
        order = AuditSeal.objects.order_by("batch")
        for seal in order.iterator(chunk_size=seals.CHUNK):
            self._seal(seal, last)
            self._rows_of(seal)
            self._head_of(seal)
            last = seal
        self._heads_beyond()
        self._unsealed(last)

    # -- Seals -------------------------------------------------------------------------

    def _seal(self, seal: AuditSeal, last: AuditSeal | None) -> None:
        self.found.seals += 1
        where = f"seal {seal.batch}"
        if not digests.is_genuine(seal, bytes(last.mac) if last else b""):
            self.found.fault("seal is not genuine", where)
        if not _follows(seal, last):
            self.found.fault("seal does not follow the one before", where)
        if seal.forged:
            self.found.fault(f"{seal.forged} events were forged when sealed", where)

    def _rows_of(self, seal: AuditSeal) -> None:
        root, lo, hi = digests.Root(), (seal.era, seal.lo), (seal.era, seal.hi)
        while (row := self.next_row) is not None and row[:2] < hi:
            if row[:2] < lo:
                self._stray(row)
            elif not root.add(row):
                self.found.fault("event is not genuine", _place(row))
            self._take()
        if root.rows != seal.rows or root.digest() != bytes(seal.root):
            self.found.fault(
                f"{seal.rows} events were sealed, not the {root.rows} that are there",
                _named(seal),
            )

    def _take(self) -> None:
        self.found.rows += 1
        self.next_row = next(self.rows, None)

    def _stray(self, row: Row) -> None:
        self.found.fault("event stands outside every seal", _place(row))

    # -- The file outside --------------------------------------------------------------

    def _head_of(self, seal: AuditSeal) -> None:
        head = self.next_head
        while head is not None and head.batch < seal.batch:
            self.found.fault("a sealed batch is gone", f"seal {head.batch}")
            head = self._following_head()
        if head is None or head.batch > seal.batch:
            self._untold(seal, is_last=head is None)
            return
        if head.mac != bytes(seal.mac).hex():
            self.found.fault("the file outside knows another seal", _named(seal))
        self._following_head()

    def _following_head(self) -> Head | None:
        """Of a seal that the file tells twice, once."""
        known, self.next_head = self.next_head, next(self.heads, None)
        while known and self.next_head == known:
            self.next_head = next(self.heads, None)
        return self.next_head

    def _untold(self, seal: AuditSeal, *, is_last: bool) -> None:
        if not is_last or _age(self.now, seal.at) > LATEST:
            self.found.fault("the file outside does not know the seal", _named(seal))

    def _heads_beyond(self) -> None:
        """Seals that the file knows and the database does not: its tail was cut."""
        while self.next_head is not None:
            self.found.fault("a sealed batch is gone", f"seal {self.next_head.batch}")
            self._following_head()

    # -- What is not sealed yet --------------------------------------------------------

    def _unsealed(self, last: AuditSeal | None) -> None:
        oldest: datetime | None = None
        while (row := self.next_row) is not None:
            if row[0] != self.era:
                self._stray(row)
            if not digests.Root().add(row):
                self.found.fault("event is not genuine", _place(row))
            self.found.unsealed += 1
            oldest = min(oldest or row[4], row[4])
            self._take()
        if oldest is not None:
            self.found.oldest = _age(self.now, oldest)
            if self.found.oldest > LATEST:
                self.found.fault("events wait too long for their seal", "the newest")


def _follows(seal: AuditSeal, last: AuditSeal | None) -> bool:
    """Next number; next range of the same era, or the first of a later one."""
    batch, era, hi = (last.batch, last.era, last.hi) if last else (0, 0, 0)
    begins = hi if seal.era == era else 0
    in_order = seal.era >= era and seal.lo < seal.hi
    return in_order and (seal.batch, seal.lo) == (batch + 1, begins)


def _standing_heads(found: Found, upto: int) -> Iterator[Head]:
    """Lines of the file but those that an era has made void; counts and notes them."""
    begun = [(n, head) for n, head in enumerate(heads.every(upto)) if head.begins]
    for era in _unannounced({head.begins for _n, head in begun}):
        found.fault("the file outside does not know the era", f"era {era}")
    for n, head in enumerate(heads.every(upto)):
        if head.begins:
            _beginning(found, head)
        elif any(line > n and head.batch > era.batch for line, era in begun):
            found.notes.append(f"seal {head.batch} was lost before a new era")
        else:
            found.heads += 1
            yield head


def _unannounced(begun: set[int]) -> list[int]:
    """Eras, but the database's first, that the file outside does not know."""
    eras = AuditEra.objects.order_by("era").values_list("era", flat=True)
    return [era for era in eras[1:] if era not in begun]


def _beginning(found: Found, head: Head) -> None:
    found.notes.append(f"era {head.begins} begins after seal {head.batch}")
    if not digests.is_beginning(head.begins, head.batch, head.mac, head.signed):
        found.fault("the beginning of an era is not signed", f"era {head.begins}")
    if not AuditEra.objects.filter(era=head.begins, after=head.batch).exists():
        found.fault("the database does not know the era", f"era {head.begins}")


def _place(row: Row) -> str:
    return f"event {row[3]} (era {row[0]}, transaction {row[1]})"


def _named(seal: AuditSeal) -> str:
    return f"seal {seal.batch}"


def _age(now: datetime, at: datetime) -> float:
    return (now - at).total_seconds()
