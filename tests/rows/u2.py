"""U2: compressed weight of every page; target: ≤ 130 KB first, ≤ 25 KB next."""

from tests import scoreboard
from tests.look.every_page import test_weights
from tests.look.pages import PAGES


def measure(size: str) -> scoreboard.Measured:
    counts = scoreboard.tests("tests/look/every_page/test_weights.py")
    holds = counts["passed"] > len(PAGES) and not counts["failed"] + counts["skipped"]
    told = {
        "pages": len(PAGES),
        "first_kb_at_most": test_weights.FIRST // test_weights.KB,
        "next_kb_at_most": test_weights.NEXT // test_weights.KB,
        "script_kb_at_most": test_weights.SCRIPT // test_weights.KB,
        "too_heavy": counts["failed"],
    }
    return scoreboard.Measured(holds, told)
