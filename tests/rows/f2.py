"""F2: every edition, compiled while others wrote, counted again; target: 0 differing.

At full size six writers commit 1,000 acts, merges of persons and their partings among
them; some are taken back, and a bulk load comes after them. Persons, counted once at
each edition's cut-off when it was compiled, are counted again too.
"""

import sys

from django.db import connections

from cases.models import PersonMerge
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
    editions, merges = Edition.objects.count(), PersonMerge.objects.count()
    miscounted = writing_beside.miscounted(tally)
    counts = {
        "editions": editions,
        "superseded": Edition.objects.filter(superseded_by__isnull=False).count(),
        "acts": tally.acts,
        "undone": tally.undone,
        "loaded": writing_beside.LOADED,
        "writers": WRITERS[size],
        "merges": merges,
        "parted": merges - PersonMerge.objects.standing().count(),
        "persons_counted_again": len(tally.persons),
        "persons_differing": len(miscounted),
        "differing": len(faults),
    }
    enough = tally.acts >= ACTS[size] and editions > len(writing_beside.AREAS)
    enough = enough and merges > 0 and len(tally.persons) > 0
    return scoreboard.Measured(not faults and not miscounted and enough, counts)
