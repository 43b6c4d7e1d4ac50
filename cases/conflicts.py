"""Two people, one row: who changed what since you opened it, field by field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agencies.models import AuditEvent, User
from cases.models.row import Row


@dataclass(frozen=True)
class FieldChange:
    """`before` is what you saw, `now` what stands; both as stored. `by` touched it last
    for `office`: whether it is named, `timeline.name_of` says."""

    field: str
    label: str
    before: Any
    now: Any
    by: User | None
    office: int | None
    at: datetime | None


class StaleVersion(Exception):
    """The row has moved on since the version that the edit was made from (412)."""

    def __init__(self, row: Row, seen: int):
        super().__init__(f"{type(row).__name__} {row.pk}: saw {seen}, is {row.version}")
        self.row = row
        self.seen = seen
        self.changes = changes_since(row, seen)


def changes_since(row: Row, seen: int) -> list[FieldChange]:
    """What differs between version `seen` and now, with the last one to touch it."""
    old = row.versions.filter(version=seen).order_by("-pgh_id").first()
    if old is None:
        return []
    found = []
    for field in row._meta.concrete_fields:
        if field.name in Row.UNTOLD or not hasattr(old, field.attname):
            continue
        before, now = getattr(old, field.attname), getattr(row, field.attname)
        if before != now:
            event = _last_touch(row, field.name, seen)
            found.append(
                FieldChange(
                    field=field.name,
                    label=str(field.verbose_name),
                    before=before,
                    now=now,
                    by=event.by if event else None,
                    office=event.post.agency_id if event and event.post else None,
                    at=event.at if event else None,
                )
            )
    return found


def _last_touch(row: Row, field: str, seen: int) -> AuditEvent | None:
    return (
        AuditEvent.objects.filter(
            subject_type=row._meta.label,
            subject_id=row.pk,
            subject_version__gt=seen,
            changes__has_key=field,
        )
        .select_related("by", "post")
        .order_by("-subject_version")
        .first()
    )
