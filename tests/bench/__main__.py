"""`make bench`: the rows of speed (P) and of the second wall's cost (W1), each a ratio
measured within one run."""

import logging
import sys

from tests import scoreboard

ROWS = (*(f"P{number}" for number in range(1, 10)), "W1")

if __name__ == "__main__":
    logging.disable(logging.WARNING)  # of views asked in this process
    sys.exit(scoreboard.run(ROWS))
