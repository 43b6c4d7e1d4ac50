"""S26: statements per view are committed; target: none differs, none grows."""

from tests import counting, scoreboard

TESTS = "tests/test_query_counts.py"


def measure(size: str) -> scoreboard.Measured:
    counts = scoreboard.tests(TESTS)
    views = counting.committed()
    holds = counts["passed"] == 2 and not counts["failed"] + counts["skipped"]
    told = {
        "views": len(views),
        "statements": sum(views.values()),
        "most": max(views.values()),
        "differences": counts["failed"],
    }
    return scoreboard.Measured(holds, told)
