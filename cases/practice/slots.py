"""One slot for each case to come: where, when, of what kind, how far, who is in it."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from cases.choices import Progress
from cases.practice.blocks import ELSEWHERE_2025, Block

WOMAN, GIRL, MAN, BOY, UNTOLD = "woman", "girl", "man", "boy", "untold"
NEVER = date(9999, 1, 1)
# How Polri's releases tell cases apart, and how often, by province.
KINDS: dict[str, dict[str, float]] = {
    "64": {"adult": 0.6, "child": 0.32, "migrant": 0.08},
    "65": {"migrant": 0.92, "adult": 0.08},
    "63": {"adult": 0.5, "child": 0.45, "migrant": 0.05},
    "": {"migrant": 0.6, "adult": 0.25, "child": 0.13, "bride": 0.01, "other": 0.01},
}
VICTIMS: dict[str, tuple[int, ...]] = {
    "64": (1, 1, 1, 1, 1, 1, 1, 1, 1, 2),
    "65": (4, 4, 5, 5, 6, 7, 8, 9, 11),
    "63": (0, 0, 1),
    "": (1, 1, 1, 2, 2, 3, 4, 6),
}
# In the south of Kalimantan those found at work are women and girls of the place.
CELLS = {
    "migrant": (MAN, MAN, MAN, MAN, WOMAN, WOMAN, UNTOLD, BOY),
    "adult": (WOMAN, WOMAN, WOMAN, UNTOLD),
    "child": (GIRL,),
    "bride": (WOMAN,),
    "other": (UNTOLD, BOY, WOMAN),
}
AT_THE_BORDER = (*[MAN] * 7, WOMAN, WOMAN, BOY)
# LP a year in the rest of the country, as Polri gave them for the whole: 2023 and 2024
# were years of campaigns. Beside them one case in eight has no LP yet.
FREE_LP = {2020: 110, 2021: 105, 2022: 115, 2023: 900, 2024: 760, 2025: 0}
FREE_AFTER, NO_LP_2025, NO_LP_SHARE = 330, 48, 0.125
CAMPAIGNS = {2023: (date(2023, 6, 5), 45), 2024: (date(2024, 10, 22), 32)}
SHARES = {**{code: sum(both) for code, both in ELSEWHERE_2025.items()}, "31": 14}


@dataclass
class Slot:
    region: str
    day: date
    first: date
    lead: str = ""
    has_lp: bool = True
    kind: str = ""
    progress: Progress | None = None
    suspects: int | None = None
    victims: int | None = None
    cells: list[str] = field(default_factory=list)
    modus: str = ""
    settled_on: date = NEVER
    is_free: bool = False
    doubles: bool = False

    @property
    def province(self) -> str:
        return self.region[:2]


def shares(lot: random.Random, total: int, least: Sequence[int], most: int):
    """`total` in as many parts as `least` has, each from its least to `most`."""
    parts = list(least)
    if not sum(parts) <= total <= most * len(parts):
        raise ValueError(f"{total} does not go into {len(parts)} parts to {most}.")
    while sum(parts) < total:
        n = lot.randrange(len(parts))
        parts[n] += parts[n] < most
    return parts


def of_block(lot: random.Random, block: Block) -> list[Slot]:
    """Its cases on their days, its totals dealt to them."""
    span = (block.last - block.first).days
    days = sorted(lot.randint(0, span) for _n in range(block.cases))
    slots = [
        Slot(
            region=block.region,
            day=block.first + timedelta(days=day),
            first=min(block.first, date(block.first.year, 1, 8)),
            lead=block.lead,
            has_lp=block.has_lp,
            kind=block.kinds[0] if block.kinds else "",
            progress=block.progress,
            modus=block.modus,
            settled_on=block.settled_on or NEVER,
        )
        for day in days
    ]
    if block.first.month == 11 and block.first.year == 2025:
        for slot in slots:
            slot.first = block.first
    deal(lot, slots, block)
    return slots


def deal(lot: random.Random, slots: list[Slot], block: Block) -> None:
    if block.victims is not None:
        least = [min(1, block.victims // block.cases)] * block.cases
        for slot, n in zip(slots, shares(lot, block.victims, least, 30), strict=True):
            slot.victims = n
            slot.cells = [block.cells] * n if block.cells else []
    elif block.cells:
        for slot in slots:
            slot.victims, slot.cells = 1, [block.cells]
    if block.suspects is not None:
        least = [min(1, block.suspects // block.cases)] * block.cases
        dealt = shares(lot, block.suspects, least, 6)
        for slot, n in zip(slots, dealt, strict=True):
            slot.suspects = n


def free(lot: random.Random, n: int, until: date) -> list[Slot]:
    """`n` cases of the rest of the country, over the years as they were."""
    years = range(2020, until.year + 1)
    weights = [_weight(of, until) for of in years]
    chosen = lot.choices(list(years), weights, k=n)
    return [_free_slot(lot, of, until) for of in sorted(chosen)]


def _weight(of: int, until: date) -> float:
    whole = FREE_LP.get(of, FREE_AFTER) / (1 - NO_LP_SHARE) or NO_LP_2025
    if of < until.year:
        return whole
    return whole * (until - date(of, 1, 8)).days / 357


def _free_slot(lot: random.Random, of: int, until: date) -> Slot:
    last = min(date(of, 12, 28), until - timedelta(days=2))
    first = date(of, 1, 8)
    day = first + timedelta(days=lot.randint(0, max(0, (last - first).days)))
    if of in CAMPAIGNS and lot.random() < 0.4:
        began, days = CAMPAIGNS[of]
        day = min(last, began + timedelta(days=lot.randint(0, days)))
    province = lot.choices(list(SHARES), list(SHARES.values()))[0]
    has_lp = of != 2025 and lot.random() >= NO_LP_SHARE
    return Slot(province, day, first, has_lp=has_lp, is_free=True)


def draw_rest(lot: random.Random, slots: Iterable[Slot]) -> None:
    """What nothing pins: kind, progress, suspects and victims by lot."""
    for slot in slots:
        draw_kind(lot, slot)
        draw_progress(lot, slot)
        if slot.victims is None:
            slot.victims = lot.choice(VICTIMS.get(slot.province, VICTIMS[""]))
        while len(slot.cells) < slot.victims:
            first_child = slot.kind == "child" and not slot.cells
            cells = (GIRL,) if first_child else CELLS[slot.kind]
            if slot.province in ("63", "64"):
                cells = (GIRL,) if slot.kind == "child" else (WOMAN,)
            elif slot.province == "65" and slot.kind == "migrant":
                cells = AT_THE_BORDER
            slot.cells.append(lot.choice(cells))


def draw_kind(lot: random.Random, slot: Slot) -> None:
    if not slot.kind:
        kinds = KINDS.get(slot.province, KINDS[""])
        slot.kind = lot.choices(list(kinds), list(kinds.values()))[0]
        if slot.cells and slot.kind == "adult" and GIRL in slot.cells:
            slot.kind = "child"


def draw_progress(lot: random.Random, slot: Slot) -> None:
    """How far a case comes in the end; the years decide how much of it is seen."""
    if not slot.has_lp:
        slot.progress, slot.suspects = Progress.NO_LP, 0
        return
    if slot.progress is None:
        ends = {
            Progress.P21: 62,
            Progress.SIDIK: 18,
            Progress.LIDIK: 10,
            Progress.STOPPED: 5,
            Progress.TRANSFERRED: 5,
        }
        if slot.suspects:
            ends = {Progress.P21: 75, Progress.SIDIK: 25}
        slot.progress = lot.choices(list(ends), list(ends.values()))[0]
    if slot.suspects is None:
        named = slot.progress in (Progress.P21, Progress.SIDIK)
        slot.suspects = lot.choice((1, 1, 1, 1, 2, 2, 3)) if named else 0


def named_places(
    lot: random.Random, slots: Iterable[Slot], people: dict[str, dict[str, int]]
) -> Iterator[Slot]:
    """Slots of a province get one of its regencies, by the number of its people."""
    for slot in slots:
        if len(slot.region) == 2:
            regencies = people[slot.region]
            slot.region = lot.choices(list(regencies), list(regencies.values()))[0]
        yield slot
