"""S13: CSP and headers on every address, signed in and out, errors included; no page
asks anything of strangers; target: no `unsafe-*`, 0 third-party requests, `no-store`.
"""

import os

from tests import scoreboard

WHO = {"ci": "sari", "full": "sari,dewi,wati,seto,eko,ani,tono"}
TESTS = (
    "tests/tppo_tracker/test_headers.py",
    "tests/tppo_tracker/test_headers_everywhere.py",
    "tests/look/test_strangers.py",
)


def measure(size: str) -> scoreboard.Measured:
    os.environ["S13_WHO"] = WHO[size]
    counts, told = scoreboard.recorded(*TESTS)
    holds = counts["passed"] > 2 and not counts["failed"] + counts["skipped"]
    holds = holds and {"routes", "answers", "pages"} <= told.keys()
    return scoreboard.Measured(holds, {**told, "failed": counts["failed"]})
