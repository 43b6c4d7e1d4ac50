"""S27: two editors, one case; target: 1,000 races by each door, 0 silent overwrites."""

from django.db import connections

from tests import ground, scoreboard
from tests.cases import racing

RACES = {"ci": 100, "full": 1_000}


def measure(size: str) -> scoreboard.Measured:
    connections.close_all()
    ground.create_workers_database()
    races = RACES[size]
    found = racing.race(races)
    counts = {"races": found.total(), "silent_overwrites": found["overwritten"]}
    return scoreboard.Measured(found == {"told": races}, counts)
