"""S15: words for everything that identifies somebody, recorded by the register's acts,
are looked for in every table, statistics, the database server's files, its write-ahead
log and its log, Redis and the services' folder; target: 0.
"""

from tests import scoreboard

PERSONS = {"ci": "3", "full": "50"}
TEST = "tests/security/test_at_rest.py"


def measure(size: str) -> scoreboard.Measured:
    counts, told = scoreboard.recorded(TEST, S15_PERSONS=PERSONS[size])
    holds = counts["passed"] == 1 and not counts["failed"] + counts["skipped"]
    holds = holds and told.get("seen") == "0" and int(told.get("sung", 0)) > 0
    return scoreboard.Measured(holds, {**told, "failed": counts["failed"]})
