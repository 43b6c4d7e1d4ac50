"""S16: the keyring's key changes, and one person is shredded.

Target: everything is readable after rotation; of a shredded person nothing, the
register's own backup included, once the key store's backups are gone (≤ 30 days).
"""

from tests import scoreboard

PERSONS = {"ci": "20", "full": "400"}
TESTS = ("tests/cases/test_rotation.py", "tests/cases/test_shredding.py")
FAULTS = ("unreadable_after_rotation", "readable_after_shredding")


def measure(size: str) -> scoreboard.Measured:
    counts, told = scoreboard.recorded(*TESTS, S16_PERSONS=PERSONS[size])
    holds = counts["passed"] > 3 and not counts["failed"] + counts["skipped"]
    holds = holds and all(told.get(fault) == "0" for fault in FAULTS)
    return scoreboard.Measured(holds, {**told, "failed": counts["failed"]})
