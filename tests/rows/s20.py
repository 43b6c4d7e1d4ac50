"""S20: production refuses to start on unfit ground; target: every way is refused."""

from tests import scoreboard

AT_LEAST = 30  # tests; two of them show that fit ground starts


def measure(size: str) -> scoreboard.Measured:
    counts = scoreboard.tests("tests/test_production_refuses.py")
    holds = counts["passed"] >= AT_LEAST and not counts["failed"] + counts["skipped"]
    return scoreboard.Measured(
        holds, {"tests": counts["passed"], "failed": counts["failed"]}
    )
