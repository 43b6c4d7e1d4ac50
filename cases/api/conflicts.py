"""What a stale edit is told: who changed which field since, in the API's own terms."""

from typing import Any

from agencies.models import Region
from cases.conflicts import FieldChange, StaleVersion


def conflicts_of(stale: StaleVersion) -> list[dict[str, Any]]:
    """`[{field, before, now, by, at}]`; regions by code, as they are written."""
    ids = {
        value
        for change in stale.changes
        if change.field == "region"
        for value in (change.before, change.now)
    }
    codes = dict(Region.objects.filter(pk__in=ids - {None}).values_list("pk", "code"))
    return [_told(change, codes) for change in stale.changes]


def _told(change: FieldChange, codes: dict[int, str]) -> dict[str, Any]:
    before, now = change.before, change.now
    if change.field == "region":
        before, now = codes.get(before), codes.get(now)
    return {
        "field": change.field,
        "before": None if before == "" else before,
        "now": None if now == "" else now,
        "by": change.by_name,
        "at": change.at,
    }
