"""Editions compiled while many write: what F2 counts again afterwards."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connections, transaction

from agencies import eyes
from cases.conflicts import StaleVersion
from cases.models import PersonMerge, VictimFact
from reports import actions, areas
from reports.models import Edition
from reports.periods import Period, month_of
from tests import ground
from tests.cases.random_merges import ActsOnPersons
from tests.parallel import at_once

AREAS = ("ID", "64", "64.71", "64.71.03", "65", "65.03", "51.71", "91")
PERIODS = (
    month_of(date(2025, 11, 1)),
    month_of(date(2025, 10, 1)),
    Period(date(2025, 11, 1), date(2025, 11, 12)),
    Period(date(2025, 10, 15), date(2025, 11, 2)),
    Period(date(2025, 1, 1), date(2025, 12, 31)),
)
UNDONE = 0.15  # of the acts, after they were done
LOADED = 40  # cases of a bulk load amid the acts


@dataclass
class Tally:
    acts: int = 0
    undone: int = 0
    refused: int = 0
    # How many persons stood behind the victims, as counted at that cut-off then.
    persons: dict[int, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str) -> None:
        with self.lock:
            setattr(self, name, getattr(self, name) + 1)


class Undone(Exception):
    """Everything was done, and is taken back."""


def write(seed: int, times: int, tally: Tally) -> Callable[[], None]:
    """One writer: so many acts that were kept, on whatever cases there are."""

    def writing() -> None:
        acts, kept = ActsOnPersons(seed), 0
        while kept < times:
            before = acts.taken
            try:
                with transaction.atomic():
                    acts.one()
                    if acts.lot.random() < UNDONE:
                        raise Undone
            except Undone:
                tally.add("undone")
            except (StaleVersion, ValidationError):
                tally.add("refused")
            else:
                kept += acts.taken - before
                tally.add("acts" if acts.taken > before else "refused")

    return writing


def persons_at(cutoff: int) -> int:
    with eyes.looking_at_everything():
        return VictimFact.objects.known_at(cutoff).persons()


def compile_some(seed: int, done: threading.Event, tally: Tally) -> Callable[[], None]:
    """Compiles whatever comes, until the writers are done; never twice at once."""

    def compiling() -> None:
        lot = random.Random(seed)
        try:
            while not done.is_set():
                area, period = areas.area(lot.choice(AREAS)), lot.choice(PERIODS)
                edition = actions.compile_edition(area, period, by=None)
                tally.persons[edition.cutoff] = persons_at(edition.cutoff)
                done.wait(0.05)
        finally:
            connections.close_all()

    return compiling


def load_many() -> None:
    """Another sort of act: cases that come set-based, from the owner, in one load.

    A tool of tests and measurements, refused in production: it locks table after table
    whole, as no release does. A compilation that reads them in another order would
    deadlock with it, so the compilers have ended.
    """
    ground.manage(
        "generate_register", "--cases", str(LOADED), "--seed", "2", "--beside"
    )


def race(*, writers: int, acts: int, compilers: int = 2) -> Tally:
    """So many acts by so many writers, editions amid them, then a bulk load."""
    tally, done = Tally(), threading.Event()
    first = ActsOnPersons(0)
    while not PersonMerge.objects.exists():  # one there is, whatever the lot says
        with suppress(ValidationError):
            first.log_case()
            first.identify()
            first.merge()
    each = -(-acts // writers)
    with ThreadPoolExecutor(compilers) as pool:
        compiling = [
            pool.submit(compile_some(n, done, tally)) for n in range(compilers)
        ]
        try:
            at_once([write(n, each, tally) for n in range(writers)], threads=writers)
        finally:
            done.set()
    for ended in compiling:
        ended.result()
    load_many()
    for code in AREAS:
        for period in PERIODS:
            actions.compile_edition(areas.area(code), period, by=None)
    return tally


def miscounted(tally: Tally) -> list[int]:
    """Cut-offs at which other persons are counted now than were then."""
    return [at for at, then in tally.persons.items() if persons_at(at) != then]


def differing() -> list[Edition]:
    """Editions that do not reproduce."""
    every = Edition.objects.select_related("region").order_by("pk")
    return [edition for edition in every if not actions.reproduce(edition).is_same]
