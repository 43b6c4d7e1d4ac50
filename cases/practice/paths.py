"""How a case goes on, by the table of transitions, and on which days."""

import random
from datetime import date, timedelta
from itertools import pairwise

from cases import stages
from cases.choices import Progress, Stage
from cases.practice.blocks import YEAR_END
from cases.practice.slots import NEVER, Slot

# Days from the stage before.
DAYS: dict[Stage, tuple[int, int]] = {
    Stage.PRE_INVESTIGATION: (1, 6),
    Stage.INVESTIGATION: (3, 20),
    Stage.SPDP_SENT: (1, 7),
    Stage.SUSPECT_NAMED: (1, 15),
    Stage.SUSPECT_DETAINED: (0, 2),
    Stage.SUSPECT_WANTED: (3, 20),
    Stage.FILE_STAGE_1: (15, 45),
    Stage.FILE_P18: (5, 7),
    Stage.FILE_P19: (3, 10),
    Stage.FILE_P21: (7, 30),
    Stage.FILE_STAGE_2: (3, 14),
    Stage.INDICTED: (7, 20),
    Stage.TRIAL: (7, 14),
    Stage.DEMAND: (30, 70),
    Stage.VERDICT: (10, 25),
    Stage.APPEAL: (5, 7),
    Stage.FINAL: (7, 60),
    Stage.EXECUTED: (3, 20),
    Stage.SP3: (60, 160),
    Stage.LIDIK_STOPPED: (20, 90),
    Stage.TRANSFERRED: (5, 40),
}
KEY = {
    Progress.SIDIK: Stage.INVESTIGATION,
    Progress.P21: Stage.FILE_P21,
    Progress.TRANSFERRED: Stage.TRANSFERRED,
}


def of_slot(lot: random.Random, slot: Slot) -> list[tuple[Stage, date]]:
    """The stages after the LP (or after intake) with their days, in order."""
    walked = walk(lot, slot)
    start = Stage.LP_ISSUED if slot.has_lp else Stage.INTAKE
    for before, after in pairwise([start, *walked]):
        if after not in stages.NEXT[before]:
            raise ValueError(f"{after} cannot follow {before}.")
    days = []
    for stage in walked:
        days.append((days[-1] if days else 0) + lot.randint(*DAYS[stage]))
    if Stage.SUSPECT_NAMED in walked:
        press(days, walked.index(Stage.SUSPECT_NAMED), slot, slot.settled_on)
    if walked and slot.has_lp and slot.day.year == 2025:
        key = KEY.get(slot.progress or Progress.LIDIK, walked[-1])
        press(days, walked.index(key), slot, YEAR_END)
    return [
        (stage, slot.day + timedelta(days=n))
        for stage, n in zip(walked, days, strict=True)
    ]


def press(days: list[int], nth: int, slot: Slot, by: date) -> None:
    """Let the `nth` stage fall `by` a day at the latest, those before it too."""
    room = (by - slot.day).days if by != NEVER else days[nth]
    if days[nth] <= room:
        return
    late = days[nth] - room
    for n, day in enumerate(days):
        days[n] = day * room // (room + late) if n <= nth else day - late


def walk(lot: random.Random, slot: Slot) -> list[Stage]:
    pre = [Stage.PRE_INVESTIGATION] if lot.random() < 0.7 else []
    match slot.progress:
        case Progress.NO_LP:
            hands_on = slot.day.year != 2025 and lot.random() < 0.15
            return [Stage.TRANSFERRED] if hands_on else []
        case Progress.LIDIK:
            return pre
        case Progress.TRANSFERRED:
            return [*pre, Stage.TRANSFERRED]
        case Progress.STOPPED:
            return _stopped(lot)
    investigated = [*pre, Stage.INVESTIGATION]
    if slot.suspects or slot.progress == Progress.P21 or lot.random() < 0.8:
        investigated.append(Stage.SPDP_SENT)
    if slot.suspects:
        investigated += _named(lot)
    if slot.progress == Progress.P21:
        return [*investigated, *_to_court(lot)]
    return investigated + (_file(lot) if slot.suspects else [])


def _stopped(lot: random.Random) -> list[Stage]:
    if lot.random() < 0.75:
        return [Stage.PRE_INVESTIGATION, Stage.LIDIK_STOPPED]
    return [Stage.PRE_INVESTIGATION, Stage.INVESTIGATION, Stage.SP3]


def _named(lot: random.Random) -> list[Stage]:
    named, held = [Stage.SUSPECT_NAMED], lot.random()
    if held < 0.6:
        named.append(Stage.SUSPECT_DETAINED)
    elif held < 0.7:
        named += [Stage.SUSPECT_WANTED, Stage.SUSPECT_DETAINED]
    return named


def _file(lot: random.Random) -> list[Stage]:
    """A file that is not complete yet."""
    back = [Stage.FILE_STAGE_1, Stage.FILE_P18, Stage.FILE_P19]
    return [*back, Stage.FILE_STAGE_1][: lot.choice((0, 0, 1, 1, 3, 4))]


def _to_court(lot: random.Random) -> list[Stage]:
    again = [Stage.FILE_P19, Stage.FILE_STAGE_1] if lot.random() < 0.25 else []
    appeal = [Stage.APPEAL] if lot.random() < 0.15 else []
    return [
        Stage.FILE_STAGE_1,
        *again,
        Stage.FILE_P21,
        Stage.FILE_STAGE_2,
        Stage.INDICTED,
        Stage.TRIAL,
        Stage.DEMAND,
        Stage.VERDICT,
        *appeal,
        Stage.FINAL,
        Stage.EXECUTED,
    ]
