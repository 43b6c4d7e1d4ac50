"""The cells of an edition: counted once, kept, and counted again to prove them.

A sheet holds, for every figure, the total and each cut of the period (blocks named
after the cut), the pair sex × age group, the regions below, thirteen months for the
trend, and the totals that a reader compares with. A cell is [figure, block, key, n].
"""

import hashlib
from collections.abc import Iterable

from reports import counting
from reports.areas import Area
from reports.figures import FIGURES, Figure
from reports.periods import Period
from reports.questions import Question

Cell = list
TOTAL, PAIR, MONTH, REGION = "total", "sex_age_group", "month", "region"
# Totals of other spans, by the name of the period's property.
BESIDE = ("before", "last_year", "year_so_far")
LAST_YEAR_SO_FAR = "last_year_so_far"


def counted(
    area: Area, period: Period, cutoff: int, figures: Iterable[Figure] = ()
) -> list[Cell]:
    """The sheet's cells as known below a tick: sorted, without zeros."""
    cells = []
    for figure in figures or FIGURES.values():
        question = Question(figure, area, period.first, period.last)
        for block, key, n in _blocks(question, period, cutoff):
            if n:
                cells.append([figure.code, block, key, n])
    return sorted(cells)


def _blocks(question: Question, period: Period, cutoff: int):
    codes = [code for code in question.figure.cut_codes if code not in (MONTH, "year")]
    pairs = [("sex", "age_group")] if "age_group" in codes else []
    by = [(), *((code,) for code in codes), *pairs]
    for cuts, counter in counting.tally(question, by, cutoff).items():
        for key, n in counter.items():
            yield _block_of(cuts), ".".join(key), n
    trend = period.thirteen_months
    months = question.during(trend.first, trend.last)
    for (key,), n in counting.tally(months, [(MONTH,)], cutoff)[(MONTH,)].items():
        yield MONTH, key, n
    for name, beside in _spans_beside(period):
        asked = question.during(beside.first, beside.last)
        yield name, "", counting.tally(asked, [()], cutoff)[()][()]


def _block_of(cuts: tuple[str, ...]) -> str:
    return "_".join(cuts) or TOTAL


def _spans_beside(period: Period):
    for name in BESIDE:
        yield name, getattr(period, name)
    yield LAST_YEAR_SO_FAR, period.year_so_far.last_year


def definitions() -> dict[str, list]:
    """{figure: [version, fingerprint]} of what is counted today."""
    return {
        figure.code: [figure.version, figure.fingerprint] for figure in FIGURES.values()
    }


def digest(
    region_code: str,
    period: Period,
    definitions: dict[str, list],
    tree_version: str,
    cells: list[Cell],
) -> str:
    """SHA-256 over everything that an edition says, in one fixed writing."""
    lines = [
        f"{region_code} {period.first} {period.last} {tree_version}",
        *(f"{code} {said}" for code, said in sorted(definitions.items())),
        *("\t".join(map(str, cell)) for cell in cells),
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class Sheet:
    """Cells to read from: 0 where nothing was counted."""

    def __init__(self, cells: list[Cell]):
        self.values = {(figure, block, key): n for figure, block, key, n in cells}

    def value(self, figure: str, block: str = TOTAL, key: str = "") -> int:
        return self.values.get((figure, block, key), 0)

    def block(self, figure: str, block: str, keys: Iterable[str]) -> dict[str, int]:
        """A complete line of cells, in the order of `keys`."""
        return {key: self.value(figure, block, key) for key in keys}

    def keys(self, figure: str, block: str) -> list[str]:
        """Keys that occur, for cuts that are open (offices)."""
        return [key for of, name, key in self.values if (of, name) == (figure, block)]
