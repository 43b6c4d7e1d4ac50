"""S2: a word of its own in every text out of sight; everybody knocks at every door.

Target: 0 words seen, on at least 50 surfaces: pages, API, PDF, errors, log, e-mail,
Redis. At full size everybody of the cast comes to the doors of every world.
"""

from tests import scoreboard

TEST = "tests/security/test_canaries.py"
SURFACES = 50


def measure(size: str) -> scoreboard.Measured:
    counts, told = scoreboard.recorded(TEST, SIZE=size)
    enough = int(told.get("surfaces", 0)) >= SURFACES
    is_whole = not counts["failed"] + counts["skipped"] and counts["passed"] > 0
    holds = is_whole and enough and told.get("seen") == "0"
    return scoreboard.Measured(holds, {**told, "failed": counts["failed"]})
