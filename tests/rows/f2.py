"""F2: every edition, compiled while others wrote, counted again; target: 0 differing.

At full size six writers commit 1,000 acts, some are taken back, and a bulk load comes
after them.
"""

import sys

from django.db import connections

from reports.models import Edition
from tests import ground, register, scoreboard
from tests.reports import writing_beside

WRITERS = {"ci": 2, "full": 6}
ACTS = {"ci": 60, "full": 1_000}


def measure(size: str) -> scoreboard.Measured:
    connections.close_all()
    ground.create_workers_database()
    register.remember()
    tally = writing_beside.race(writers=WRITERS[size], acts=ACTS[size])
    faults = writing_beside.differing()
    sys.stderr.writelines(f"{edition.number}\n" for edition in faults)
    editions = Edition.objects.count()
    counts = {
        "editions": editions,
        "superseded": Edition.objects.filter(superseded_by__isnull=False).count(),
        "acts": tally.acts,
        "undone": tally.undone,
        "loaded": writing_beside.LOADED,
        "writers": WRITERS[size],
        "differing": len(faults),
    }
    enough = tally.acts >= ACTS[size] and editions > len(writing_beside.AREAS)
    return scoreboard.Measured(not faults and enough, counts)
