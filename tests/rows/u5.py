"""U5: a quick report; target: ≤ 6 required inputs, ≤ 120 s by keyboard."""

from tests import scoreboard

TEST = "tests/stories/test_quick_report.py"


def measure(size: str) -> scoreboard.Measured:
    counts, told = scoreboard.recorded(TEST)
    holds = counts["passed"] == 1 and not counts["failed"] + counts["skipped"]
    return scoreboard.Measured(holds, told)
