"""What a stale edit is told: who changed which field since, in the API's own terms."""

from typing import Any

from agencies.models import Region, User
from cases import sight
from cases.conflicts import FieldChange, StaleVersion
from cases.models import Case
from cases.sight import Sight
from cases.timeline import name_of


def conflicts_of(stale: StaleVersion, user: User) -> list[dict[str, Any]]:
    """`[{field, before, now, by, at}]`; regions by code, as they are written."""
    case = stale.row if isinstance(stale.row, Case) else stale.row.case
    seen = sight.of(user, case)
    ids = {
        value
        for change in stale.changes
        if change.field == "region"
        for value in (change.before, change.now)
    }
    codes = dict(Region.objects.filter(pk__in=ids - {None}).values_list("pk", "code"))
    return [_told(change, codes, case, seen) for change in stale.changes]


def _told(
    change: FieldChange, codes: dict[int, str], case: Case, seen: Sight
) -> dict[str, Any]:
    before, now = change.before, change.now
    if change.field == "region":
        before, now = codes.get(before), codes.get(now)
    return {
        "field": change.field,
        "before": None if before == "" else before,
        "now": None if now == "" else now,
        "by": name_of(change.by, change.office, case, seen) if change.at else "",
        "at": change.at,
    }
