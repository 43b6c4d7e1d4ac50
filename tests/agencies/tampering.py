"""Ways to change a sealed trail, with all the power over the database and no key.

A superuser without triggers does them; what a tampering leaves is verified by the
serving role, as `manage.py verify_audit` does it.
"""

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path

from django.db import connection, connections, transaction

from agencies import audit
from agencies.chain import seals, verification
from agencies.models import AuditSeal
from agencies.models.fields import uuid7
from tests import ground
from tests.people import person

KEEP = """
DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept;
CREATE TABLE kept.events AS TABLE agencies_auditevent;
CREATE TABLE kept.seals AS TABLE agencies_auditseal;
"""
UNDO = """
DELETE FROM agencies_auditevent e
 WHERE NOT EXISTS (SELECT FROM kept.events k WHERE k = e);
INSERT INTO agencies_auditevent SELECT * FROM kept.events k
 WHERE NOT EXISTS (SELECT FROM agencies_auditevent e WHERE e.id = k.id);
DELETE FROM agencies_auditseal s
 WHERE NOT EXISTS (SELECT FROM kept.seals k WHERE k = s);
INSERT INTO agencies_auditseal SELECT * FROM kept.seals k
 WHERE NOT EXISTS (SELECT FROM agencies_auditseal s WHERE s.batch = k.batch);
"""
# A column of an event and another value for it; each is another one for any row.
EDITS = (
    ("at", "at - interval '1 microsecond'"),
    ("by_id", "(SELECT id FROM agencies_user WHERE id IS DISTINCT FROM by_id LIMIT 1)"),
    ("post_id", "coalesce(post_id, 0) + 1"),
    ("verb", "verb || '_'"),
    ("subject_type", "'other'"),
    ("subject_id", "coalesce(subject_id, 0) + 1"),
    ("subject_version", "coalesce(subject_version, 0) + 90000"),
    ("case_id", "coalesce(case_id, 0) + 1"),
    ("changes", """changes || '{"stage": ["intake", "sp3"]}'"""),
    ("reason", "reason || 'x'"),
    ("request_id", "'other'"),
    ("mac", "set_byte(mac, 7, 255 - get_byte(mac, 7))"),
)
SETTLED = """
SELECT NOT EXISTS (SELECT FROM agencies_auditevent
  WHERE era = audit_era() AND xid >= pg_snapshot_xmin(pg_current_snapshot()))
"""
CONTENT = (
    "at, by_id, post_id, verb, subject_type, subject_id, subject_version, case_id,"
    " changes, reason, request_id, key_id, mac"
)
SEAL_EDITS = (
    ("era", "era + 1"),
    ("lo", "(lo::text::bigint + 1)::text::xid8"),
    ("hi", "(hi::text::bigint - 1)::text::xid8"),
    ("rows", "rows + 1"),
    ("forged", "forged + 1"),
    ("root", "set_byte(root, 3, 255 - get_byte(root, 3))"),
    ("mac", "set_byte(mac, 3, 255 - get_byte(mac, 3))"),
    ("at", "at - interval '1 second'"),
)
BATCH_GOES = """
DELETE FROM agencies_auditevent
 WHERE xid >= (SELECT lo FROM kept.seals WHERE batch = %s)
   AND xid < (SELECT hi FROM kept.seals WHERE batch = %s)
"""
TAIL_GOES = """
DELETE FROM agencies_auditevent
 WHERE xid >= (SELECT lo FROM kept.seals WHERE batch = %s)
"""
SWAP_PLACES = """
WITH two AS (SELECT %s::uuid AS a, %s::uuid AS b)
UPDATE agencies_auditevent e SET xid = k.xid FROM kept.events k, two
 WHERE (e.id, k.id) IN ((two.a, two.b), (two.b, two.a))
"""
SWAP_CONTENT = """
WITH two AS (SELECT %s::uuid AS a, %s::uuid AS b)
UPDATE agencies_auditevent e SET (at, verb, reason, changes, case_id, mac)
     = (k.at, k.verb, k.reason, k.changes, k.case_id, k.mac)
  FROM kept.events k, two
 WHERE (e.id, k.id) IN ((two.a, two.b), (two.b, two.a))
"""
SEAL_AGAIN = """
INSERT INTO agencies_auditseal
SELECT l.batch + 1, l.era, l.hi, (l.hi::text::bigint + 1)::text::xid8, s.rows,
       s.forged, s.root, s.key_id, s.mac, s.at
  FROM kept.seals s, kept.seals l
 WHERE s.batch = %s AND l.batch = (SELECT max(batch) FROM kept.seals)
"""
Act = Callable[["Tamperer"], None]


def heads_file(tmp_path, settings, monkeypatch) -> Path:
    """The file outside, of a trail that is empty yet."""
    file = tmp_path / "heads.jsonl"
    settings.AUDIT_HEADS_FILE = str(file)
    monkeypatch.setenv("AUDIT_HEADS_FILE", str(file))  # for commands of their own
    return file


def faults() -> list[str]:
    return [f"{where}: {what}" for what, where in verification.verify().faults]


def as_superuser(statement: str) -> None:
    with closing(ground.superuser(f"test_{ground.worker()}")) as there:
        cursor = there.cursor()
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)


def event(n: int, **told) -> None:
    given = {"by": person("sari"), "verb": "chose_language", "reason": f"r{n}"}
    given |= {"case_id": n % 7 or None, "changes": {"n": [n, n + 1]}}
    audit.record(**given | told)


@contextmanager
def held_open(n: int) -> Iterator[None]:
    """An event that another session has written and commits when the block ends."""
    written, may_commit = threading.Event(), threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                event(n)
                written.set()
                may_commit.wait(30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    assert written.wait(30)
    try:
        yield
    finally:
        may_commit.set()
        thread.join()


def rolled_back(n: int) -> None:
    """An act that fails after its event: its transaction number is a gap."""
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        event(n)
        raise ZeroDivisionError


def settle() -> None:
    """Wait until no older transaction is open anywhere: the server is shared."""
    limit = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < limit:
            cursor.execute(SETTLED)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise TimeoutError


def seal() -> AuditSeal | None:
    """Seal all that is committed."""
    settle()
    return seals.seal()


def build(batches: int) -> tuple[int, int]:
    """A trail with gaps and late committers, sealed as it grows.

    Returns the verifications on the way and how many of them found something wrong.
    """
    verified = alarms = n = 0
    while AuditSeal.objects.count() < batches:
        n += 10
        with held_open(n) if n % 30 == 0 else contextlib.nullcontext():
            event(n + 1)
            rolled_back(n + 2)
            event(n + 3)
            seals.seal()
        event(n + 4)
        seals.seal()
        verified += 1
        alarms += bool(verification.verify().wrong)
    seal()
    return verified, alarms


class Tamperer:
    """Tampers with a sealed trail, once at a time, and puts everything back."""

    def __init__(self, cursor, seed: int = 1):
        self.cursor, self.random = cursor, random.Random(seed)
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(KEEP)
        cursor.execute("SELECT id::text, xid::text::bigint FROM kept.events")
        self.events = sorted(cursor.fetchall(), key=lambda row: (row[1], row[0]))
        cursor.execute("SELECT max(batch) FROM kept.seals")
        self.last = cursor.fetchone()[0]
        self.edits, self.seal_edits = cycle(EDITS), cycle(SEAL_EDITS)

    def undo(self) -> None:
        self.cursor.execute(UNDO)

    def one(self) -> str:
        return self.random.choice(self.events)[0]

    def two_apart(self) -> tuple[str, str]:
        """Two events of different transactions."""
        while True:
            first, second = self.random.sample(self.events, 2)
            if first[1] != second[1]:
                return first[0], second[0]

    def do(self, statement: str, *values, changes: int = 1) -> None:
        """The statement, which must change something, or nothing was tampered with."""
        self.cursor.execute(statement, values)
        assert self.cursor.rowcount >= changes, statement

    # -- Kinds -------------------------------------------------------------------------

    def edit(self) -> None:
        column, value = next(self.edits)
        self.do(
            f"UPDATE agencies_auditevent SET {column} = {value} WHERE id = %s",
            self.one(),
        )

    def edit_a_seal(self) -> None:
        column, value = next(self.seal_edits)
        batch = self.random.randint(1, self.last)
        self.do(
            f"UPDATE agencies_auditseal SET {column} = {value} WHERE batch = %s", batch
        )

    def delete(self) -> None:
        self.do("DELETE FROM agencies_auditevent WHERE id = %s", self.one())

    def delete_a_batch(self) -> None:
        """A seal and all that it is over."""
        batch = self.random.randint(1, self.last)
        self.do(BATCH_GOES, batch, batch)
        self.do("DELETE FROM agencies_auditseal WHERE batch = %s", batch)

    def insert(self) -> None:
        """An event that never was, under a sealed transaction, its digest borrowed."""
        self.do(
            f"INSERT INTO agencies_auditevent (id, era, xid, {CONTENT})"
            f" SELECT %s, era, xid, {CONTENT} FROM kept.events WHERE id = %s",
            str(uuid7()),
            self.one(),
        )

    def insert_between(self) -> None:
        """The same under a transaction that was rolled back."""
        self.do(
            f"INSERT INTO agencies_auditevent (id, era, xid, {CONTENT})"
            f" SELECT %s, era, (xid::text::bigint + %s)::text::xid8, {CONTENT}"
            " FROM kept.events WHERE id = %s",
            str(uuid7()),
            self.random.choice((-1, 1)),
            self.one(),
        )

    def swap(self) -> None:
        """Two events change places in time: each stays as it was signed."""
        first, second = self.two_apart()
        self.do(SWAP_PLACES, first, second, changes=2)

    def swap_content(self) -> None:
        first, second = self.two_apart()
        self.do(SWAP_CONTENT, first, second, changes=2)

    def replay(self) -> None:
        """A genuine event moves to where the trail ends, or is said to have begun."""
        place = self.events[0][1] - 1 if self.random.random() < 0.5 else 0
        place = place or self.events[-1][1] + 1
        event_id = self.random.choice(self.events)[0]
        self.do(
            "UPDATE agencies_auditevent SET xid = %s::text::xid8 WHERE id = %s",
            place,
            event_id,
        )

    def replay_a_seal(self) -> None:
        """An earlier seal, as one that follows the last."""
        batch = self.random.randint(1, self.last - 1)
        self.do(SEAL_AGAIN, batch)

    def cut_the_tail(self) -> None:
        """The last batches with their events, as if they had never been."""
        first = self.random.randint(max(1, self.last - 9), self.last)
        self.do(TAIL_GOES, first)
        self.do("DELETE FROM agencies_auditseal WHERE batch >= %s", first)


KINDS: dict[str, tuple[Act, ...]] = {
    "edit": (Tamperer.edit, Tamperer.edit_a_seal),
    "delete": (Tamperer.delete, Tamperer.delete_a_batch),
    "insert": (Tamperer.insert, Tamperer.insert_between),
    "swap": (Tamperer.swap, Tamperer.swap_content),
    "replay": (Tamperer.replay, Tamperer.replay_a_seal),
    "tail_cut": (Tamperer.cut_the_tail,),
}


@contextmanager
def tampering(seed: int = 1) -> Iterator[Tamperer]:
    with closing(ground.superuser(f"test_{ground.worker()}")) as there:
        tamperer = Tamperer(there.cursor(), seed)
        try:
            yield tamperer
        finally:
            tamperer.undo()
            tamperer.cursor.execute("DROP SCHEMA kept CASCADE")
