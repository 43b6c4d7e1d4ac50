"""The practice register: some two thousand invented cases from 2020 to a day.

Nobody in them exists. What they add up to is what was published about 2025 and before
(`blocks`, `quotas`), so that a visitor finds the figures that she knows. The same seed,
number and day on the same reference data give the same rows; only ids, public ids,
sealed sentences and keyed digests differ.
"""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from django.db import connection, transaction

from agencies.models import Region
from cases.models import Case
from cases.practice import alike, blocks, copying, people, quotas, slots
from cases.practice.acts import Telling
from cases.practice.ledger import NOUNS, Ledger, in_order
from cases.practice.offices import Offices, ground
from cases.practice.slots import Slot
from cases.practice.story import Story, tell

EARLIEST = date(2020, 3, 1)
LEAST_FREE = 100
DOUBLES_IN = 120  # one case in so many was entered twice and withdrawn
ALONE = "LOCK TABLE cases_case IN SHARE ROW EXCLUSIVE MODE"


class TooFew(ValueError):
    """So few cases cannot hold what is pinned; `least` can."""

    def __init__(self, least: int) -> None:
        super().__init__(least)
        self.least = least


class NotEmpty(Exception):
    """The register holds cases already; invented ones never join real ones."""


def seed(*, seed: int, cases: int, until: date) -> int:
    """Write the register as it stood on the morning of `until`; returns the acts.

    In one transaction, as the owner of the tables. Raises TooFew or NotEmpty.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ALONE)
        if Case.objects.exists():
            raise NotEmpty
        ledger = entered(tellings(seed=seed, cases=cases, until=until))
        copying.write(ledger)
        people.record(seed=seed, until=until)
        alike.record(until)
    return len(ledger.acts_at)


def entered(told: list[Telling]) -> Ledger:
    """All acts of all cases, in the order of time."""
    last_ids = {
        model: model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
        or 0
        for model in NOUNS.values()
    }
    ledger = Ledger(last_ids)
    folders: dict[int, object] = {}
    for act, n in in_order(
        (act, n) for n, telling in enumerate(told) for act in telling.acts
    ):
        folders[n] = ledger.enter(folders.get(n), told[n].by, act)
    return ledger


def tellings(*, seed: int, cases: int, until: date) -> list[Telling]:
    """What is told about each case. The agencies' officers are made here."""
    drawn = drawn_slots(random.Random(seed), cases, until)  # noqa: S311 - a demo
    offices, place = Offices(), ground()
    numbers: Counter[tuple[str, int]] = Counter()
    social = social_in_balikpapan(drawn)
    told = []
    for n, slot in enumerate(drawn):
        lot = random.Random(f"{seed}/{n}")  # noqa: S311 - a demo
        slot.lead = slot.lead or offices.lead(lot, slot.region)
        office = offices.lp_office(slot.lead)
        numbers[office, slot.day.year] += 1 + lot.randint(0, 40)
        lp_n = numbers[office, slot.day.year]
        story = Story(lot, slot, place, until, office, lp_n, social.get(id(slot)))
        told.append(tell(story, offices.officer(slot.lead)))
    return told


def drawn_slots(lot: random.Random, cases: int, until: date) -> list[Slot]:
    """Exactly `cases` slots: the pinned ones, the rest of the country, the doubles."""
    before = until - timedelta(days=1)
    of_2025 = [slot for block in blocks.LP_2025 for slot in slots.of_block(lot, block)]
    pinned = [
        slot
        for block in blocks.other_years(until)
        for slot in slots.of_block(lot, block)
        if slot.day < before
    ]
    quotas.settle(lot, of_2025)
    pinned += [slot for slot in of_2025 if slot.day < before]
    doubled = cases // DOUBLES_IN
    n_free = cases - len(pinned) - doubled
    if n_free < LEAST_FREE:
        raise TooFew(least_for(len(pinned)))
    drawn = pinned + slots.free(lot, n_free, until)
    drawn = list(slots.named_places(lot, drawn, populations()))
    slots.draw_rest(lot, drawn)
    free = [slot for slot in drawn if slot.is_free]
    drawn += [replace(slot, doubles=True) for slot in lot.sample(free, doubled)]
    return sorted(drawn, key=lambda slot: slot.day)


def least_for(pinned: int) -> int:
    """The smallest number of cases that leaves room beside the pinned ones."""
    least = pinned + LEAST_FREE
    while least - least // DOUBLES_IN < pinned + LEAST_FREE:
        least += 1
    return least


def populations() -> dict[str, dict[str, int]]:
    """Province → its regencies and cities → people."""
    found: dict[str, dict[str, int]] = {}
    regencies = Region.objects.regencies().order_by("code")
    for code, population in regencies.values_list("code", "population"):
        found.setdefault(code[:2], {})[code] = population or 1
    return found


def social_in_balikpapan(drawn: list[Slot]) -> dict[int, bool]:
    """Three of four cases there by MiChat, Instagram or WhatsApp, at any time."""
    there = [slot for slot in drawn if slot.region == "64.71"]
    return {id(slot): n % 4 != 3 for n, slot in enumerate(there)}
