"""The cells of an edition: counted once, kept, and counted again to prove them.

A cell is [figure, span, cut, key, n]. The period of the edition and the year so far
are cut by everything a figure can be cut by, by sex and age group together, and by the
regions below; the spans that a reader compares with have totals, the trend has months.
"""

import hashlib
from collections.abc import Iterable, Iterator

from reports import counting
from reports.areas import Area
from reports.figures import FIGURES, Figure
from reports.periods import Period
from reports.questions import Question

Cell = list
PERIOD, SO_FAR, TREND = "period", "year_so_far", "trend"
BEFORE, LAST_YEAR, LAST_YEAR_SO_FAR = "before", "last_year", "last_year_so_far"
TOTAL, PAIR = "total", "sex_age_group"
DATES = ("year", "month")


def counted(
    area: Area, period: Period, cutoff: int, figures: Iterable[Figure] = ()
) -> list[Cell]:
    """The cells as known below a tick: sorted, without zeros."""
    cells = []
    for figure in figures or FIGURES.values():
        question = Question(figure, area, period.first, period.last)
        for span, days, by in spans(figure, period):
            asked = question.during(days.first, days.last)
            for cuts, counter in counting.tally(asked, by, cutoff).items():
                cut = "_".join(cuts) or TOTAL
                cells += [
                    [figure.code, span, cut, ".".join(key), n]
                    for key, n in counter.items()
                    if n
                ]
    return sorted(cells)


def spans(
    figure: Figure, period: Period
) -> Iterator[tuple[str, Period, list[tuple[str, ...]]]]:
    """(name of the span, its days, what it is cut by)."""
    whole: list[tuple[str, ...]] = [(), *((cut,) for cut in cuts_of(figure))]
    if "age_group" in figure.cut_codes:
        whole.append(("sex", "age_group"))
    yield PERIOD, period, whole
    yield SO_FAR, period.year_so_far, whole
    yield BEFORE, period.before, [()]
    yield LAST_YEAR, period.last_year, [()]
    yield LAST_YEAR_SO_FAR, period.year_so_far.last_year, [()]
    yield TREND, period.since_last_year, [("month",)]


def cuts_of(figure: Figure) -> list[str]:
    return [code for code in figure.cut_codes if code not in DATES]


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
        self.values = {tuple(cell[:4]): cell[4] for cell in cells}

    def value(
        self, figure: str, cut: str = TOTAL, key: str = "", *, span: str = PERIOD
    ) -> int:
        return self.values.get((figure, span, cut, key), 0)

    def line(
        self, figure: str, cut: str, keys: Iterable[str], *, span: str = PERIOD
    ) -> dict[str, int]:
        """The cells of a cut, in the order of `keys`."""
        return {key: self.value(figure, cut, key, span=span) for key in keys}
