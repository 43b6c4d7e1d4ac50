"""Where it happened: a map of the regions below, and a table with rates."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports import areas, drawing
from reports.areas import ABROAD, NOT_RECORDED, Area
from reports.counting import Answer
from reports.dashboard.panels import Panel, asked_of, bars, most
from reports.drawing.charts import said
from reports.page import comparison, pictures
from reports.page.result import POPULATION
from reports.page.table import Number, by_size, numbers


@dataclass(frozen=True)
class Row:
    """`rate` is for each 100,000 inhabitants, "–" where nobody lives."""

    word: str
    number: Number
    rate: str


@dataclass(frozen=True)
class Places:
    """Victims by the regions right below."""

    title: str
    map: SafeString
    rows: list[Row]
    total: Row
    query: str

    @property
    def attribution(self) -> str:
        return drawing.ATTRIBUTION

    @property
    def population(self) -> str:
        return str(POPULATION)


def places(answer: Answer) -> Places | Panel:
    """Of an answer that is cut by region alone; bars where there is no map."""
    spec = pictures.map_of(answer, _("Korban menurut tempat kejadian"))
    if spec is None:
        return bars("places", _title(answer), answer)
    values = {key: n for (key,), n in answer.cells.items()}
    number, area = numbers(answer), answer.question.area
    return Places(
        title=_title(answer),
        map=drawing.draw(spec),
        rows=[
            Row(
                areas.name_of(key),
                number({"region": key}, values[key]),
                rate(key, values[key]),
            )
            for key in told(values, area)
        ],
        total=Row(_("Jumlah"), number({}, answer.total), rate(area.code, answer.total)),
        query=asked_of(answer),
    )


def told(values: Mapping[str, int], area: Area) -> list[str]:
    """Parts that have a row, the largest first: of a province those with 0 too; not of
    the nation's forty, and no line of its own that counts nothing."""
    return [
        key
        for key in by_size(values, values)
        if values[key] or not (area.is_nation or key in (ABROAD, NOT_RECORDED))
    ]


def rate(key: str, value: int) -> str:
    if key in (ABROAD, NOT_RECORDED):
        return said(None)
    population = areas.area(key).population
    return comparison.rate_said(value, population) if population else said(None)


def _title(answer: Answer) -> str:
    top = most(answer)
    if top is None:
        return _("Korban menurut tempat kejadian")
    return _("Korban terbanyak di %(place)s: %(part)s dari %(whole)s") % {
        "place": areas.name_of(top),
        "part": said(answer.cells[top,]),
        "whole": said(answer.total),
    }
