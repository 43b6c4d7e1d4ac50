"""`make prove`: the rows that must hold: safety (S), users (U), figures (F)."""

import logging
import sys

from tests import scoreboard

ROWS = (
    *("S1", "S2", "S3", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13"),
    *("S14", "S15", "S16", "S17", "S18", "S19", "S20", "S22", "S23", "S25", "S26"),
    *("S27", "S30"),
    *("U1", "U2", "U4", "U5", "U7", "U9", "U12"),
    *("F1", "F2", "F3", "F4"),
)

if __name__ == "__main__":
    logging.disable(logging.WARNING)  # of views asked in this process
    sys.exit(scoreboard.run(ROWS))
