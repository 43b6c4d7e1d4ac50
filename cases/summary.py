"""What a secretariat sees of a case: month, regency, age groups, stage group.

No number, no day, no district, no modus, no text: together they name somebody in a
small town.
"""

import datetime
from typing import Any

from django.utils import formats

from agencies.lookup import countries, directory
from cases import brief, words
from cases.models import Case


def context(case: Case) -> dict[str, Any]:
    """Everything that `cases/summary.html` shows."""
    group = {"code": case.progress.value, "word": case.progress.label}
    return in_words(brief.told(case)) | {"group": group}


def in_words(told_of: dict[str, Any]) -> dict[str, str]:
    month = datetime.date.fromisoformat(f"{told_of['month']}-01")
    return {
        "month": formats.date_format(month, "F Y"),
        "where": _where(told_of),
        "victims": words.by_age_group(told_of["victim_counts"]),
    }


def _where(told_of: dict[str, Any]) -> str:
    if told_of["country"]:
        return countries.label(told_of["country"])
    regency = directory.region(told_of["regency"])
    return regency.name if regency else words.NOTHING
