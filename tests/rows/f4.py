"""F4: the published figures, of the practice register, by both doors; target: all."""

from tests import scoreboard
from tests.reports.published import COMPARED, PINS

TEST = "tests/reports/test_published.py"
DOORS = 2


def measure(size: str) -> scoreboard.Measured:
    counts = scoreboard.tests(TEST)
    holds = counts["passed"] > 0 and not counts["failed"] and not counts["skipped"]
    figures = len(PINS) + COMPARED
    return scoreboard.Measured(holds, {"figures": figures, "doors": DOORS, **counts})
