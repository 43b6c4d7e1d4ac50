"""`make bench`: the rows of speed (P), each a ratio measured within one run."""

import sys

from tests import scoreboard

ROWS = tuple(f"P{number}" for number in range(1, 10))

if __name__ == "__main__":
    sys.exit(scoreboard.run(ROWS))
