"""What a stale edit is told: who changed which field since, in the API's own terms."""

from typing import Any

from agencies.models import Region, User
from cases import sight, timeline
from cases.conflicts import FieldChange, StaleVersion


def conflicts_of(stale: StaleVersion, user: User) -> list[dict[str, Any]]:
    """`[{field, before, now, by, at}]`; regions by code, as they are written, and of
    what is sealed no value. `by` names no staff of other offices, and nobody where two
    persons were met in no one case."""
    ids = {
        value
        for change in stale.changes
        if change.field == "region"
        for value in (change.before, change.now)
    }
    codes = dict(Region.objects.filter(pk__in=ids - {None}).values_list("pk", "code"))
    who = [_who(change, stale, user) for change in stale.changes]
    return [_told(each, codes, by) for each, by in zip(stale.changes, who, strict=True)]


def _who(change: FieldChange, stale: StaleVersion, user: User) -> str:
    if change.event is None or stale.case is None:
        return ""
    return timeline.who_changed(change.event, stale.case, sight.of(user, stale.case))


def _told(change: FieldChange, codes: dict[int, str], by: str) -> dict[str, Any]:
    before, now = change.before, change.now
    if change.field == "region":
        before, now = codes.get(before), codes.get(now)
    return {
        "field": change.field,
        "before": None if before == "" else before,
        "now": None if now == "" else now,
        "by": by,
        "at": change.at,
    }
