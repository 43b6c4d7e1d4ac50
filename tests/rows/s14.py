"""S14: words that a spreadsheet would calculate, in every text that can reach a CSV or
XLSX, read back by another library; target: 0 formulas.
"""

import os

from tests import scoreboard

EVERY = {"ci": "30", "full": "1"}


def measure(size: str) -> scoreboard.Measured:
    os.environ["S14_EVERY"] = EVERY[size]
    counts, told = scoreboard.recorded("tests/cases/test_formulas.py")
    holds = counts["passed"] > 2 and not counts["failed"] + counts["skipped"]
    holds = holds and {"texts", "cells", "files"} <= told.keys()
    return scoreboard.Measured(holds, {**told, "formulas": counts["failed"]})
