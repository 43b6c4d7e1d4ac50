"""Answers a question from the marginals, where they can."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from cases import facts
from reports import areas, grouping
from reports.areas import Area
from reports.cuts import CUTS
from reports.grouping import Key
from reports.marginals.definition import ABROAD_ID, Slot, kept, name_of
from reports.questions import Question

# Cuts by which every number is kept; of the others, one slot's.
KEPT_BY_ROW = frozenset({"region", "year", "month"})
REGENCY_WIDTH = 5
ONE_DAY = datetime.timedelta(days=1)
KEPT = """
SELECT (SELECT tick FROM marginals_state), m.area, {period}, ARRAY[{sums}]
  FROM marginals_definition d
  LEFT JOIN marginals m ON m.figure = %(figure)s AND m.area = ANY (%(areas)s)
   AND m.month BETWEEN %(first)s AND %(last)s
 WHERE d.figure = %(figure)s AND d.fingerprint = %(fingerprint)s
 GROUP BY 2, 3
"""
PERIODS = {
    "month": "m.month",
    "year": "date_trunc('year', m.month::timestamp)::date",
    "": "NULL::date",
}


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers of one place and period, in the order of the slots asked for."""

    area: int
    period: datetime.date | None
    numbers: list[int]


def grouped(question: Question, cutoff: int | None = None) -> Counter[Key] | None:
    """Units by the keys of `question.by`, over everything, as `grouping` counts them.

    As known below the tick `cutoff`, without one at present. Whole months come from
    the marginals, what changed between their tick and the cut-off and the days left
    over from the facts. None when the marginals cannot answer: count the facts.
    """
    slots = _slots(question)
    whole = _whole_months(question)
    if not slots or whole is None:
        return None
    found = _kept(whole, slots)
    if found is None:
        return None
    tick, rows = found
    changes = _changes(whole, tick, cutoff)
    if changes is None:
        return None
    counted = _keyed(whole, slots, rows)
    counted.update(changes)
    for part in _days_left_over(question, whole):
        counted.update(grouping.grouped(part, part.units(cutoff)))
    return counted


def _slots(question: Question) -> dict[int, Slot]:
    """The slots that hold what is asked for, by place; none when it is not kept."""
    area = question.area
    if question.narrowed or not (area.is_nation or len(area.code) <= REGENCY_WIDTH):
        return {}
    if "region" in question.by and len(area.code) >= REGENCY_WIDTH:
        return {}
    return kept(question.figure).of(frozenset(question.by) - KEPT_BY_ROW)


def _whole_months(question: Question) -> Question | None:
    """The same of the whole months within its period; None when there is none."""
    first = question.first
    if first.day > 1:
        first = (first.replace(day=28) + 4 * ONE_DAY).replace(day=1)
    after = question.last + ONE_DAY
    last = after.replace(day=1) - ONE_DAY
    return question.during(first, last) if first < last else None


def _days_left_over(question: Question, whole: Question) -> Iterator[Question]:
    if question.first < whole.first:
        yield question.during(question.first, whole.first - ONE_DAY)
    if whole.last < question.last:
        yield question.during(whole.last + ONE_DAY, question.last)


def _kept(question: Question, slots: dict[int, Slot]) -> tuple[int, list[Row]] | None:
    """The tick of the marginals and their rows, seen at one moment; None without."""
    period = next((name for name in ("month", "year") if name in question.by), "")
    statement = KEPT.format(
        period=PERIODS[period],
        sums=", ".join(f"coalesce(sum(m.cells[{n}]), 0)" for n in slots),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "figure": name_of(question.figure),
                "fingerprint": kept(question.figure).fingerprint,
                "areas": _areas(question),
                "first": question.first,
                "last": question.last,
            },
        )
        rows = cursor.fetchall()
    if not rows or rows[0][0] is None:
        return None
    return rows[0][0], [
        Row(*values) for _tick, *values in rows if values[0] is not None
    ]


def _areas(question: Question) -> list[int]:
    """Ids of the region that is asked for and, cut by region, of its parts."""
    if "region" not in question.by:
        return [question.area.id]
    rows = areas.tree().rows
    parts = [rows[part][0] for part in question.area.parts if part in rows]
    abroad = [ABROAD_ID] if question.area.is_nation else []
    return [question.area.id, *abroad, *parts]


def _changes(question: Question, tick: int, cutoff: int | None) -> Counter[Key] | None:
    """What to add to numbers as known at `tick`; None when too much has changed."""
    if cutoff is None or cutoff >= tick:
        touched = facts.touched(tick, cutoff)
    else:
        touched = facts.touched(cutoff, tick)
    if not touched:
        return None if touched is None else Counter()
    now, before = (
        grouping.grouped(question, question.units(at).filter(case_id__in=touched))
        for at in (cutoff, tick)
    )
    now.subtract(before)
    return now


def _keyed(question: Question, slots: dict[int, Slot], rows: list[Row]) -> Counter[Key]:
    """The rows by the keys of `question.by`."""
    counted: Counter[Key] = Counter()
    parted = "region" in question.by
    for row in rows:
        is_whole = row.area == question.area.id
        for slot, n in zip(slots.values(), row.numbers, strict=True):
            keys = dict(zip(slot.by, slot.keys, strict=True))
            keys |= _period_keys(question, row.period)
            if not parted:
                counted[_key(question, keys)] += n
                continue
            # What stands in no part is known no further than the whole.
            unknown = _key(question, keys | {"region": areas.NOT_RECORDED})
            if is_whole:
                counted[unknown] += n
            else:
                part = _part(question.area, row.area)
                counted[_key(question, keys | {"region": part})] += n
                counted[unknown] -= n
    return counted


def _part(area: Area, id: int) -> str:
    return areas.ABROAD if id == ABROAD_ID else area.part_of(id)


def _period_keys(question: Question, day: datetime.date | None) -> dict[str, str]:
    codes = [code for code in PERIODS if code in question.by]
    return {code: next(iter(CUTS[code].keys(day, question.frame))) for code in codes}


def _key(question: Question, keys: dict[str, str]) -> Key:
    return tuple(keys[code] for code in question.by)
