"""U1: axe-core on every page, id and en, light and dark, three widths; target: 0."""

from tests import scoreboard
from tests.look.every_page.test_pages_are_accessible import WIDTHS
from tests.look.pages import PAGES

TEST = "tests/look/every_page/test_pages_are_accessible.py"
LANGUAGES, SCHEMES = 2, 2


def measure(size: str) -> scoreboard.Measured:
    counts = scoreboard.tests(TEST)
    holds = counts["passed"] > len(PAGES) and not counts["failed"] + counts["skipped"]
    looks = len(PAGES) * LANGUAGES * SCHEMES * len(WIDTHS)
    told = {"pages": len(PAGES), "looks": looks, "pages_with_faults": counts["failed"]}
    return scoreboard.Measured(holds, told)
