"""U9: the doors of one source, every figure × cut × member of the cast; target: agree.

A live figure's doors are the page, its tables, the lists behind them, the dashboard's
tiles and panels, the API and the command. A list's are its page, the API and the XLSX.
Editions have theirs: the edition's cells, its page, its PDF.
"""

import sys
from dataclasses import replace

from django.core.cache import cache
from django.db import connections, transaction

from tests import ground, register, scoreboard
from tests.cases import exported
from tests.people import browser_of
from tests.reports import agreement, dashboards
from tests.reports.random_registers import OFFICES, YEAR, Lot, WiderActs
from tests.reports.recount import Question

REGISTERS = {"ci": 1, "full": 2}
SEES = {"ci": ("dewi", "nur", "seto"), "full": tuple(OFFICES)}
MAY_NOT = ("ani", "tono", "eko")
DASHBOARDS = (("", "2025"), ("ID", "2025"), ("ID", "2025-10"))
TOLD = 20  # differences that are printed


def measure(size: str) -> scoreboard.Measured:
    connections.close_all()
    ground.create_workers_database()
    register.remember()
    tally, refused, exports = agreement.Tally(), 0, 0
    for seed in range(REGISTERS[size]):
        with transaction.atomic():
            cache.clear()  # sessions and throttles of the register before
            acts = WiderActs(seed)
            acts.some_acts()
            ask(seed, SEES[size], tally)
            exports += sum(
                exported.compare(who, browser_of(who), tally) for who in SEES[size]
            )
            refused += sum(is_refused(who) for who in MAY_NOT)
            transaction.set_rollback(True)
    sys.stderr.writelines(f"{line}\n" for line in tally.differences[:TOLD])
    unrefused = len(MAY_NOT) * REGISTERS[size] - refused
    counts = {
        "figures": len(tally.figures),
        "cuts": len(tally.cuts),
        "askers": len(tally.askers),
        "questions": tally.questions,
        "cells": tally.cells,
        "lists": tally.lists,
        "panels": tally.panels,
        "exports": exports,
        "refused": refused,
        "differences": len(tally.differences) + unrefused,
    }
    holds = not counts["differences"] and tally.lists > 0 and exports > 0
    return scoreboard.Measured(holds, counts)


def ask(seed: int, askers: tuple[str, ...], tally: agreement.Tally) -> None:
    """Each of them every figure by every cut, and pairs of cuts, drawn by lot."""
    for who in askers:
        drawn = Lot(f"{seed} {who}").drawn()
        questions = (replace(question, office=OFFICES[who]) for question in drawn)
        client = browser_of(who)
        agreement.compare_all(questions, who, client, tally)
        for region, period in DASHBOARDS:
            tally.panels += dashboards.compare(
                who, client, tally, region=region, period=period
            )


def is_refused(who: str) -> bool:
    """At the API and the command; the page tells an analyst of editions instead."""
    question = Question("cases", *YEAR)
    _page, api, command = agreement.refused_everywhere(question, who, browser_of(who))
    return (api, command) == (agreement.REFUSED, 2)
