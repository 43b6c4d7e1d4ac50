"""U7: words that one of the two languages lacks; target: 0."""

from tests import scoreboard, words


def measure(size: str) -> scoreboard.Measured:
    counts = scoreboard.tests("tests/test_words.py")
    holds = counts["passed"] > 0 and not counts["failed"] + counts["skipped"]
    told = {
        "messages": len(words.catalogue()),
        "templates": len(list(words.templates())),
        "untranslated": counts["failed"],
    }
    return scoreboard.Measured(holds, told)
