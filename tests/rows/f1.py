"""F1: figures against an independent recount in plain SQL; target: 0 differences."""

import sys

from django.db import connections

from tests import ground, register, scoreboard
from tests.reports import random_registers
from tests.reports.counted_by_hand import NUMBERS

REGISTERS = {"ci": 10, "full": 200}
HISTORIES = {"ci": 1, "full": 4}
TEST = "tests/reports/test_thirty_cases.py"
TOLD = 20  # differences that are printed


def measure(size: str) -> scoreboard.Measured:
    connections.close_all()
    ground.create_workers_database()
    register.remember()
    tally = random_registers.Tally()
    for seed in range(REGISTERS[size]):
        random_registers.compare_one(seed, tally)
    for seed in range(HISTORIES[size]):
        random_registers.compare_history(seed, tally)
        connections.close_all()
        register.restore()
    by_hand = scoreboard.tests(TEST)
    sys.stderr.writelines(f"{line}\n" for line in tally.differences[:TOLD])
    # What is left out by hand falls short as well.
    faults = len(tally.differences) + by_hand["failed"] + by_hand["skipped"]
    counts = {
        "registers": tally.registers,
        "questions": tally.questions,
        "cells": tally.cells,
        "by_hand": sum(len(line.cells) + 1 for line in NUMBERS),
        "differences": faults,
    }
    return scoreboard.Measured(not faults and by_hand["passed"] > 0, counts)
