"""What a stale edit is told: who changed which field since, in the API's own terms."""

from collections.abc import Callable
from functools import partial
from typing import Any

from agencies.models import AuditEvent, Region, User
from cases import sight, timeline
from cases.conflicts import FieldChange, StaleVersion
from cases.models import Case
from cases.models.row import Row


def conflicts_of(stale: StaleVersion, user: User) -> list[dict[str, Any]]:
    """`[{field, before, now, by, at}]`; regions by code, as they are written, and of
    what is sealed no value. `by` names no staff of other offices."""
    by = partial(_who, stale.row, user)
    ids = {
        value
        for change in stale.changes
        if change.field == "region"
        for value in (change.before, change.now)
    }
    codes = dict(Region.objects.filter(pk__in=ids - {None}).values_list("pk", "code"))
    return [_told(change, codes, by) for change in stale.changes]


def _who(row: Row, user: User, event: AuditEvent | None) -> str:
    """A person stands in no case: of her only colleagues are named."""
    if event is None or event.by is None:
        return ""
    case = row if isinstance(row, Case) else getattr(row, "case", None)
    if case is not None:
        return timeline.who_changed(event, case, sight.of(user, case))
    ours = event.post and event.post.agency_id == user.hat.agency_id
    return event.by.full_name if ours else str(timeline.OF_OTHERS)


def _told(
    change: FieldChange, codes: dict[int, str], by: Callable[[Any], str]
) -> dict[str, Any]:
    before, now = change.before, change.now
    if change.field == "region":
        before, now = codes.get(before), codes.get(now)
    return {
        "field": change.field,
        "before": None if before == "" else before,
        "now": None if now == "" else now,
        "by": by(change.event),
        "at": change.at,
    }
