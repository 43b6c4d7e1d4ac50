"""Cells of editions of a month, for one region or all, from the marginals.

They are the cells that `sheets.counted` counts from facts, which *Reproduce* does, so
that each edition of a month is held against another way of counting. What the
marginals do not keep, leading offices and the districts of a regency, comes from one
statement for each figure, whatever the number of regions.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from agencies.lookup import codes
from cases import facts
from reports import areas, marginals, sheets
from reports.areas import ABROAD, NOT_RECORDED, Area
from reports.figures import FIGURES, Figure
from reports.marginals import Months
from reports.marginals.definition import ABROAD_ID, kept
from reports.periods import Period
from reports.questions import Question
from reports.sheets import PERIOD, SO_FAR, Cell

Lines = Iterator[tuple[str, int]]
REGENCY_WIDTH = 5
OFFICE = "lead_agency"
# Of a place and span: what facts count by leading office, and by district.
Counted = dict[tuple[str, str, str], Counter[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of an edition, as known below the tick `cutoff`."""

    area: Area
    cutoff: int
    cells: list[Cell]


def one(area: Area, period: Period) -> Sheet:
    """Counted up to now; what was committed before the call is in it."""
    codes.forget()  # One that was added a moment ago must have its line.
    if period.is_month and len(area.code) <= REGENCY_WIDTH:
        return of_month([area], period)(area)
    cutoff = facts.settled_cutoff()
    return Sheet(area, cutoff, sheets.counted(area, period, cutoff))


def of_month(wanted: list[Area], month: Period) -> Callable[[Area], Sheet]:
    """Gives the sheet of each: regencies and what is above them, all as known at one
    tick, so that provinces add up to the nation."""
    codes.forget()
    since = facts.settled_cutoff()
    parts = [areas.area(code) for area in wanted for code in _kept_parts(area)]
    months = marginals.months([*wanted, *parts], month, since=since)
    if months is None:
        return lambda area: Sheet(area, since, sheets.counted(area, month, since))
    maker, tick = _Maker(month, months, wanted), months.tick
    return lambda area: Sheet(area, tick, sorted(maker.cells(area)))


def _kept_parts(area: Area) -> list[str]:
    """The parts whose numbers the marginals keep: a regency's districts are not."""
    if len(area.code) >= REGENCY_WIDTH:
        return []
    return [part for part in area.parts if part not in (ABROAD, NOT_RECORDED)]


class _Maker:
    def __init__(self, month: Period, months: Months, wanted: list[Area]):
        self.month, self.months = month, months
        self.wanted = {area.code for area in wanted}
        self.slots = {code: kept(figure) for code, figure in FIGURES.items()}
        around = wanted[0] if len(wanted) == 1 else areas.area()
        self.offices: Counted = {}
        self.districts: Counted = {}
        for figure in FIGURES.values():
            self._count(figure, around)

    def cells(self, area: Area) -> Iterator[Cell]:
        for figure in FIGURES.values():
            for span, days, tables in sheets.spans(figure, self.month):
                for by in tables:
                    cut = "_".join(by) or sheets.TOTAL
                    for key, n in self._lines(figure, area, span, days, by):
                        if n:
                            yield [figure.code, span, cut, key, n]

    def _lines(
        self, figure: Figure, area: Area, span: str, days: Period, by: tuple[str, ...]
    ) -> Lines:
        """Keys of a cut with their numbers, zeros among them."""
        if not by:
            yield "", self.months.total(figure, area.id, days)
        elif by == ("month",):
            for day, n in self.months.by_month(figure, area.id, days).items():
                yield f"{day:%Y-%m}", n
        elif by == (OFFICE,):
            yield from self._of(self.offices, figure, area, span)
        elif by != ("region",):
            yield from self._slots(figure, area, days, by)
        elif len(area.code) < REGENCY_WIDTH:
            yield from self._parts(figure, area, days)
        else:
            yield from self._of(self.districts, figure, area, span)

    def _slots(
        self, figure: Figure, area: Area, days: Period, by: tuple[str, ...]
    ) -> Lines:
        numbers = self.months.slots(figure, area.id, days)
        if numbers:
            for place, slot in self.slots[figure.code].of(frozenset(by)).items():
                yield ".".join(slot.keys), numbers[place - 1]

    def _parts(self, figure: Figure, area: Area, days: Period) -> Lines:
        """What stands in no part is known no further than the region itself."""
        rest = self.months.total(figure, area.id, days)
        tree = areas.tree().rows
        ids = {part: tree[part][0] for part in _kept_parts(area)}
        for part, id in (ids | ({ABROAD: ABROAD_ID} if area.is_nation else {})).items():
            n = self.months.total(figure, id, days)
            rest -= n
            yield part, n
        yield NOT_RECORDED, rest

    def _of(self, counted: Counted, figure: Figure, area: Area, span: str) -> Lines:
        yield from counted.get((figure.code, area.code, span), {}).items()

    def _count(self, figure: Figure, around: Area) -> None:
        """Offices and districts of all regions from one statement."""
        so_far = self.month.year_so_far
        question = Question(figure, around, so_far.first, so_far.last)
        cuts = figure.cuts
        in_month = Q(counted_on__range=(self.month.first, self.month.last))
        rows = (
            question.units(self.months.tick)
            .order_by()
            .values_list("region_id", cuts[OFFICE].column)
            .annotate(in_month=Count("pk", filter=in_month), so_far=Count("pk"))
        )
        for region_id, office, *numbers in rows:
            [office_code] = cuts[OFFICE].keys(office, question.frame)
            for code in self._around(region_id):
                for span, n in zip((PERIOD, SO_FAR), numbers, strict=True):
                    place = (figure.code, code, span)
                    self.offices.setdefault(place, Counter())[office_code] += n
                    if len(code) == REGENCY_WIDTH:
                        part = areas.area(code).part_of(region_id)
                        self.districts.setdefault(place, Counter())[part] += n

    def _around(self, region_id: int | None) -> set[str]:
        """Codes of the wanted regions that a place lies in."""
        nation = areas.area().code
        code = nation if region_id is None else areas.tree().code_of[region_id]
        return {nation, code[:2], code[:REGENCY_WIDTH]} & self.wanted
