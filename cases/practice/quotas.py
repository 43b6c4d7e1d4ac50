"""The 403 cases of 2025, dealt so that every total of the year-end release holds.

Bareskrim, 30 December 2025: cases 403, suspects 505, victims 1,239; and as of
12 November LP 364 and suspects 478 (Gugus Tugas Pusat). The releases do not cross one
table with another, so who is where beyond the pinned blocks is dealt by lot.
"""

import random
from collections import Counter

from cases.choices import Progress
from cases.practice.blocks import A_LAST
from cases.practice.slots import BOY, GIRL, MAN, UNTOLD, WOMAN, Slot, shares

KINDS = {"migrant": 239, "adult": 103, "child": 55, "bride": 4, "other": 2}
PROGRESS = {
    Progress.SIDIK: 243,
    Progress.P21: 79,
    Progress.LIDIK: 70,
    Progress.TRANSFERRED: 7,
    Progress.STOPPED: 4,
}
LIDIK_AFTER_NOVEMBER = 20
SUSPECTS, SUSPECTS_TO_NOVEMBER = 505, 478
VICTIMS = {MAN: 576, WOMAN: 419, GIRL: 97, BOY: 20, UNTOLD: 127}
# Where most cases are of migrants: the borders, and where they are recruited.
OF_MIGRANTS = {"65": 3.0, "61": 1.0, "21": 0.9, "52": 0.8, "53": 0.8, "35": 0.4}
OF_CITIES = {"63": -1.5, "31": -0.3, "51": -0.5}
NAMED = (Progress.SIDIK, Progress.P21)


def settle(lot: random.Random, slots: list[Slot]) -> None:
    """Give every slot of 2025 with an LP its kind, progress, suspects and victims."""
    settle_kinds(lot, slots)
    settle_progress(lot, slots)
    for is_early, total in (
        (True, SUSPECTS_TO_NOVEMBER),
        (False, SUSPECTS - SUSPECTS_TO_NOVEMBER),
    ):
        some = [slot for slot in slots if (slot.day <= A_LAST) == is_early]
        settle_suspects(lot, some, total)
    settle_victims(lot, slots)
    settle_cells(lot, slots)


def settle_kinds(lot: random.Random, slots: list[Slot]) -> None:
    left = Counter(KINDS)
    left.subtract(slot.kind for slot in slots if slot.kind)
    leaning = {**OF_MIGRANTS, **OF_CITIES}
    unsettled = [slot for slot in slots if not slot.kind]
    lots = {id(s): lot.gauss(leaning.get(s.province, 0), 1) for s in unsettled}
    unsettled.sort(key=lambda slot: lots[id(slot)], reverse=True)
    rest = unsettled[left["migrant"] :]
    for slot in unsettled[: left["migrant"]]:
        slot.kind = "migrant"
    kinds = [kind for kind in KINDS if kind != "migrant" for _n in range(left[kind])]
    lot.shuffle(kinds)
    for slot, kind in zip(rest, kinds, strict=True):
        slot.kind = kind


def settle_progress(lot: random.Random, slots: list[Slot]) -> None:
    left = Counter(PROGRESS)
    left.subtract(slot.progress for slot in slots if slot.progress)
    unsettled = [slot for slot in slots if slot.progress is None]
    noise = {id(slot): lot.uniform(0, 150) for slot in unsettled}
    unsettled.sort(key=lambda slot: slot.day.toordinal() + noise[id(slot)])
    nameless = [slot for slot in unsettled if not slot.suspects]
    late = [slot for slot in nameless if slot.day > A_LAST]
    early = [slot for slot in nameless if slot.day <= A_LAST]
    early.sort(key=lambda slot: slot.suspects != 0)  # without suspects: lidik first
    for n, slots_of in (
        (LIDIK_AFTER_NOVEMBER, late),
        (left[Progress.LIDIK] - LIDIK_AFTER_NOVEMBER, early),
    ):
        first = [slot for slot in slots_of if slot.suspects == 0]
        rest = [slot for slot in slots_of if slot.suspects is None]
        for slot in [*first, *reversed(rest)][:n]:
            slot.progress = Progress.LIDIK
    open_ = [s for s in early if s.progress is None and s.suspects is None]
    ended = lot.sample(open_, left[Progress.TRANSFERRED] + left[Progress.STOPPED])
    for n, slot in enumerate(ended):
        is_stopped = n < left[Progress.STOPPED]
        slot.progress = Progress.STOPPED if is_stopped else Progress.TRANSFERRED
    going_on = [slot for slot in unsettled if slot.progress is None]
    for n, slot in enumerate(going_on):
        slot.progress = Progress.P21 if n < left[Progress.P21] else Progress.SIDIK


def settle_suspects(lot: random.Random, slots: list[Slot], total: int) -> None:
    for slot in slots:
        if slot.suspects is None and slot.progress not in NAMED:
            slot.suspects = 0
    total -= sum(slot.suspects or 0 for slot in slots)
    unsettled = [slot for slot in slots if slot.suspects is None]
    least = [1] * len(unsettled)
    for slot, n in zip(unsettled, shares(lot, total, least, 4), strict=True):
        slot.suspects = n


def settle_victims(lot: random.Random, slots: list[Slot]) -> None:
    for slot in slots:
        if slot.victims is None and slot.kind != "migrant":
            some = (0, 1) if slot.province == "63" else (1, 1, 1, 2)
            slot.victims = lot.choice(some)
            if slot.kind == "child":
                slot.victims = max(1, slot.victims)
    total = sum(VICTIMS.values()) - sum(slot.victims or 0 for slot in slots)
    unsettled = [slot for slot in slots if slot.victims is None]
    least = [4 if slot.province == "65" else 1 for slot in unsettled]
    for slot, n in zip(unsettled, shares(lot, total, least, 11), strict=True):
        slot.victims = n


def settle_cells(lot: random.Random, slots: list[Slot]) -> None:
    """Children and women to the cases that are about them, the rest to migrants."""
    left = Counter(VICTIMS)
    for slot in slots:
        n = (slot.victims or 0) - len(slot.cells)
        if not slot.cells and slot.kind in ("child", "adult", "bride"):
            cell = GIRL if slot.kind == "child" else WOMAN
            slot.cells = [cell] * n
        left.subtract(slot.cells)
    deck = list(left.elements())
    lot.shuffle(deck)
    for slot in slots:
        n = (slot.victims or 0) - len(slot.cells)
        slot.cells += [deck.pop() for _n in range(n)]
    if deck:
        raise ValueError(f"{len(deck)} victims were not dealt.")
