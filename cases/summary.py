"""What a secretariat sees of a case: month, regency, age groups, stage group.

No number, no day, no district, no modus, no text: together they name somebody in a
small town.
"""

from typing import Any

from django.utils import formats

from agencies.choices import RegionKind
from agencies.lookup import codes
from cases import words
from cases.choices import AgeGroup
from cases.models import Case
from cases.models.victim import CountedVictims


def context(case: Case) -> dict[str, Any]:
    """Everything that `cases/summary.html` shows."""
    asked = Case.objects.filter(pk=case.pk).values_list(CountedVictims("pk"))
    numbers = dict(zip(AgeGroup, asked.get()[0], strict=True))
    return {
        "month": formats.date_format(case.reported_on, "F Y"),
        "where": _regency(case),
        "victims": words.by_age_group(
            {group.value: numbers[group] for group in AgeGroup}
        ),
        "group": {"code": case.progress.value, "word": case.progress.label},
    }


def _regency(case: Case) -> str:
    region = case.region
    if region is None:
        return codes.label(words.COUNTRIES, case.country)
    return region.parent.name if region.kind == RegionKind.DISTRICT else region.name
