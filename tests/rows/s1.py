"""S1: the access matrix of docs/security/access-matrix.yaml, run by rule, page and API;
target: 20,000 cells, 0 leaks, 0 wrong denials, everything named."""

import os

from tests import scoreboard

TESTS = (
    "tests/security/test_matrix.py",
    "tests/security/test_doors.py",
    "tests/security/test_named.py",
)
CELLS, HTTP = {"ci": 10_000, "full": 20_000}, {"ci": 2_000, "full": 10_000}


def measure(size: str) -> scoreboard.Measured:
    os.environ["MATRIX"] = size
    counts, told = scoreboard.recorded(*TESTS)

    def total(*beginnings: str) -> int:
        return sum(
            int(value) for name, value in told.items() if name.startswith(beginnings)
        )

    cells, http = total("cells "), total("cells http")
    leaks, wrong_denials = total("leaks "), total("wrong_denials ")
    holds = cells >= CELLS[size] and http >= HTTP[size]
    holds &= not leaks + wrong_denials + counts["failed"] + counts["skipped"]
    found = {"cells": cells, "http": http, "leaks": leaks}
    told_more = {"wrong_denials": wrong_denials, "failed": counts["failed"]}
    return scoreboard.Measured(holds, found | told_more)
