"""S27: two editors, one case; target: 1,000 races by each door, 0 silent overwrites."""

from django.db import connections

from tests import ground, scoreboard
from tests.cases import racing

RACES = {"ci": 100, "full": 1_000}


def measure(size: str) -> scoreboard.Measured:
    connections.close_all()
    ground.create_workers_database()
    races, holds, counts = RACES[size], True, {}
    for door, send in racing.DOORS.items():
        found = racing.race(races, send)
        holds &= found == {"told": races}
        counts[f"races_by_{door}"] = found.total()
        counts["silent_overwrites"] = (
            counts.get("silent_overwrites", 0) + found["overwritten"]
        )
    return scoreboard.Measured(holds, counts)
