"""Whole months of many regions at once, as known at one tick: what editions read."""

import datetime
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from reports.areas import Area
from reports.figures import FIGURES, Figure
from reports.marginals.definition import ABROAD_ID, kept, name_of
from reports.marginals.folding import fold
from reports.periods import Period

FOLDS_WITHIN = 60.0  # seconds; counting a million cases anew takes ten
# Earlier months are compared with by their totals alone.
NUMBERS = """
SELECT s.tick, m.figure, m.area, m.month,
       CASE WHEN m.month >= %(whole_from)s THEN m.cells ELSE m.cells[1:1] END
  FROM marginals_state s
  LEFT JOIN marginals m ON m.figure = ANY (%(figures)s) AND m.area = ANY (%(areas)s)
   AND m.month BETWEEN %(first)s AND %(last)s
 WHERE %(fingerprints)s::text[] <@ (
       SELECT array_agg(figure || fingerprint) FROM marginals_definition)
"""


@dataclass(frozen=True, slots=True)
class Months:
    """`cells` of (figure, region id) by month: one number for each slot, the total
    first; of months before the year only the total."""

    tick: int
    cells: dict[tuple[str, int], dict[datetime.date, list[int]]]

    def total(self, figure: Figure, area_id: int, days: Period) -> int:
        return sum(self.by_month(figure, area_id, days).values())

    def by_month(
        self, figure: Figure, area_id: int, days: Period
    ) -> dict[datetime.date, int]:
        return {
            month: cells[0]
            for month, cells in self._of(figure, area_id)
            if days.first <= month <= days.last
        }

    def slots(self, figure: Figure, area_id: int, days: Period) -> list[int]:
        """The sum of each slot, in the order of `definition.kept`; [] without any."""
        chosen = [
            cells
            for month, cells in self._of(figure, area_id)
            if days.first <= month <= days.last
        ]
        return [sum(column) for column in zip(*chosen, strict=True)]

    def _of(self, figure: Figure, area_id: int):
        return self.cells.get((name_of(figure), area_id), {}).items()


def months(areas: Iterable[Area], month: Period, *, since: int) -> Months | None:
    """The numbers of a month, its year so far, and the totals of the year before.

    As known at a tick not below `since`. None when nothing of that sort can be had in
    time: count the facts.
    """
    if not _folded(since):
        return None
    figures = list(FIGURES.values())
    with connection.cursor() as cursor:
        cursor.execute(
            NUMBERS,
            {
                "figures": [name_of(figure) for figure in figures],
                "fingerprints": [
                    name_of(figure) + kept(figure).fingerprint for figure in figures
                ],
                "areas": [ABROAD_ID, *(area.id for area in areas)],
                "first": month.since_last_year.first,
                "whole_from": month.year_so_far.first,
                "last": month.last,
            },
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    found: dict[tuple[str, int], dict[datetime.date, list[int]]] = defaultdict(dict)
    for _tick, figure, area, day, cells in rows:
        if cells:
            found[figure, area][day] = cells
    return Months(rows[0][0], found)


def _folded(since: int) -> bool:
    """Fold what is settled; waits for a fold that is under way."""
    limit = time.monotonic() + FOLDS_WITHIN
    while (tick := fold()) is None and time.monotonic() < limit:
        time.sleep(0.05)
    return tick is not None and tick >= since
