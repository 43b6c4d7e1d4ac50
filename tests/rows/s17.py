"""S17: tampering with a sealed trail, by a superuser without the key; target: ≥ 10,000
tamperings all found, no false alarm, no event unsealed for more than 60 s.
"""

import os
import time
from collections import Counter
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connections

from agencies.chain import seals, verification
from agencies.chain.verification import LATEST
from tests import ground, programs, scoreboard
from tests.agencies import tampering

TIMES = {"ci": 132, "full": 10_032}
AT_LEAST = {"ci": 100, "full": 10_000}
BATCHES = {"ci": 12, "full": 30}
WATCHED = {"ci": 8, "full": 90}  # seconds beside a scheduler and a worker


@contextmanager
def fresh_trail():
    """An empty trail, and a file of its own for its heads."""
    connections.close_all()
    ground.create_workers_database()
    before = os.environ["AUDIT_HEADS_FILE"]
    with TemporaryDirectory() as folder:
        file = str(Path(folder) / "heads.jsonl")
        os.environ["AUDIT_HEADS_FILE"] = settings.AUDIT_HEADS_FILE = file
        try:
            yield
        finally:
            os.environ["AUDIT_HEADS_FILE"] = settings.AUDIT_HEADS_FILE = before
            connections.close_all()


def tampered(times: int) -> tuple[Counter, Counter, int]:
    """Done and missed by kind; alarms where nothing was tampered with in between."""
    done, missed, false = Counter(), Counter(), 0
    with tampering.tampering() as tamperer:
        kinds = cycle(
            (kind, act) for kind, acts in tampering.KINDS.items() for act in acts
        )
        for n in range(times):
            kind, act = next(kinds)
            act(tamperer)
            done[kind] += 1
            missed[kind] += not verification.verify().wrong
            tamperer.undo()
            if n % 100 == 0:
                false += bool(verification.verify().wrong)
    return done, missed, false


def longest_wait(seconds: int) -> float:
    """How long an event waited for its seal, beside a real scheduler and worker."""
    worker = programs.start_worker(beat=True)
    longest, until, n = 0.0, time.monotonic() + seconds, 0
    try:
        while time.monotonic() < until:
            tampering.event(n := n + 1)
            longest = max(longest, seals.oldest_unsealed() or 0.0)
            time.sleep(0.2)
    finally:
        worker.end()
    return longest


def measure(size: str) -> scoreboard.Measured:
    with fresh_trail():
        clean, false = tampering.build(BATCHES[size])
        done, missed, more = tampered(TIMES[size])
        waited = longest_wait(WATCHED[size])
        left = verification.verify()
    total = done.total()
    holds = (
        total >= AT_LEAST[size]
        and not missed.total()
        and not false + more
        and waited <= LATEST
        and left.seals > BATCHES[size]
        and not left.wrong
    )
    counts = {
        "tamperings": total,
        "found": total - missed.total(),
        "clean": clean + 1 + TIMES[size] // 100,
        "false_alarms": false + more + bool(left.wrong),
        **done,
        "longest_unsealed": f"{waited:.1f}",
    }
    return scoreboard.Measured(holds, counts)
