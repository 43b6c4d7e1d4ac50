"""S3: two registers that differ only in rows out of sight; target: no answer differs.

Statuses, headers (ETag and length among them) and bodies are compared byte by byte,
but for values made anew for each answer, which `tests/security/test_twins.py` names
with their reasons. Left out by name: reproducing an edition, which counts its region.
"""

from tests import scoreboard

TEST = "tests/security/test_twins.py"


def measure(size: str) -> scoreboard.Measured:
    counts, told = scoreboard.recorded(TEST, SIZE=size)
    is_whole = not counts["failed"] + counts["skipped"] and counts["passed"] > 1
    holds = is_whole and told.get("differing") == "0"
    return scoreboard.Measured(holds, {**told, "failed": counts["failed"]})
