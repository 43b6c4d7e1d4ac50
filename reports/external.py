"""Figures of other publishers: loading them, and setting them beside an edition's."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from agencies.models import Region
from reports.models import Edition, ExternalFigure, ExternalStatement
from reports.sheets import PERIOD, SO_FAR, Sheet

FILE = Path(__file__).parent / "data" / "external_figures.json"
KEPT = ("place", "publisher", "period", "as_of", "wording", "note_id", "note_en")
OF_FIGURE = ("name", "unit", "value", "label_id", "label_en")


@dataclass(frozen=True, slots=True)
class Beside:
    """Their number and ours: None where no span of the edition is theirs."""

    figure: ExternalFigure
    ours: int | None

    @property
    def theirs(self) -> int:
        return int(self.figure.value)


def beside(edition: Edition) -> list[Beside]:
    """Numbers of others about the region that ours may stand beside, of the year in
    which the edition ends; those of the very same days as ours first."""
    period = edition.period
    ours = {period: PERIOD, period.year_so_far: SO_FAR}
    sheet, found = Sheet(edition.cells), []
    statements = ExternalStatement.objects.about(edition.region.code).during(
        period.year_so_far
    )
    for statement in statements.filter(last__lte=period.last):
        span = ours.get(statement.span)
        for figure in statement.figures.all():
            if figure.beside:
                value = sheet.value(figure.beside, span=span) if span else None
                found.append(Beside(figure, value))
    return sorted(found, key=lambda one: one.ours is None)


def load() -> int:
    """Bring the tables in line with the shipped file; returns how many numbers it has.

    What was loaded before and is gone from the file goes.
    """
    said = json.loads(FILE.read_text())
    regions = dict(Region.objects.values_list("code", "id"))
    with transaction.atomic():
        ExternalStatement.objects.bulk_create(
            [_statement(one, regions) for one in said],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=[*KEPT, "region", "first", "last", "sources"],
        )
        codes = [one["code"] for one in said]
        ExternalStatement.objects.exclude(code__in=codes).delete()
        ids = dict(ExternalStatement.objects.values_list("code", "id"))
        # Numbers have no history of their own: they are what the file says.
        ExternalFigure.objects.all().delete()
        figures = [
            _figure(ids[one["code"]], figure)
            for one in said
            for figure in one["figures"]
        ]
        ExternalFigure.objects.bulk_create(figures)
    return len(figures)


def _statement(said: dict, regions: dict[str, int]) -> ExternalStatement:
    return ExternalStatement(
        code=said["code"],
        region_id=regions[said["region"]],
        first=said["from"],
        last=said["to"],
        sources=said["sources"],
        **{name: said[name] for name in KEPT},
    )


def _figure(statement_id: int, said: dict) -> ExternalFigure:
    values = {name: said[name] for name in OF_FIGURE}
    beside = said["beside"] or ""
    return ExternalFigure(statement_id=statement_id, beside=beside, **values)
