"""The least that can be said of a case: to a secretariat, to an office asked for help.

No number, no day, no district, no modus, no text: together they name somebody in a
small town.
"""

from typing import Any

from agencies.choices import RegionKind
from agencies.models import Region
from cases.choices import AgeGroup
from cases.models import Case
from cases.models.victim import CountedVictims


def told(case: Case) -> dict[str, Any]:
    """The least that can be said of a case, as JSON values: `month` (2025-11),
    `regency` (its code, null abroad), `country` and `victim_counts` by age group."""
    asked = Case.objects.filter(pk=case.pk).values_list(CountedVictims("pk"))
    numbers = dict(zip(AgeGroup, asked.get()[0], strict=True))
    regency = _regency(case)
    return {
        "month": f"{case.reported_on:%Y-%m}",
        "regency": regency and regency.code,
        "country": case.country or None,
        "victim_counts": {group.value: numbers[group] for group in AgeGroup},
    }


def _regency(case: Case) -> Region | None:
    """The regency of the primary place; the province if no more is known."""
    region = case.region
    if region is None or region.kind != RegionKind.DISTRICT:
        return region
    return region.parent
