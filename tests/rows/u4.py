"""U4: the stories by keyboard alone and on a 360-px screen; target: all that exist."""

from tests import scoreboard


def measure(size: str) -> scoreboard.Measured:
    counts = scoreboard.tests("tests/stories")
    holds = counts["passed"] > 0 and not counts["failed"] + counts["skipped"]
    return scoreboard.Measured(holds, counts)
