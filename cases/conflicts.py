"""Two people, one row: who changed what since you opened it, field by field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies import audit
from agencies.models import AuditEvent
from agencies.sections import Section
from cases.choices import MOVED
from cases.models import Case, Involvement, Person
from cases.models.row import Row
from cases.models.sealed import Sealed
from cases.particulars import FIELDS, opened_in

ACTOR = ("by", "post__agency")
ANOTHER = _("catatan orangnya, digabungkan atau dipisahkan")
# What is told of by its name alone.
LABELS = {name: field.label for name, field in FIELDS.items()}
LABELS |= {"sealed": _("isi tersegel")}


@dataclass(frozen=True)
class FieldChange:
    """`before` is what you saw, `now` what stands; both as stored, and both hidden
    where that is sealed."""

    field: str
    label: str
    before: Any
    now: Any
    event: AuditEvent | None

    @property
    def at(self) -> datetime | None:
        return self.event.at if self.event else None

    @property
    def is_hidden(self) -> bool:
        return audit.HIDDEN in (self.before, self.now)


class StaleVersion(Exception):
    """The row has moved on since the version that the edit was made from (412).

    A person stands in no case: `part` is the one by which she was met, and of what
    changed nothing is told that it does not open. `case` is None without one.
    """

    def __init__(self, row: Row, seen: int, part: Involvement | None = None):
        super().__init__(f"{type(row).__name__} {row.pk}: saw {seen}, is {row.version}")
        self.row = row
        self.seen = seen
        self.part = part
        met = part or row
        self.case = met if isinstance(met, Case) else getattr(met, "case", None)
        shut = set() if self.case and not part else _shut(part)
        found = changes_since(row, _version_behind(row, seen, part))
        self.changes = [change for change in found if change.field not in shut]


def _shut(part: Involvement | None) -> set[str]:
    """What is not told of somebody who was met so; without a part the least."""
    through = part.section if part else Section.SUSPECT
    hidden = FIELDS.keys() - opened_in(through)
    return hidden | {"client_code"} if through == Section.SUSPECT else set(hidden)


def _version_behind(row: Row, seen: int, part: Involvement | None) -> int:
    """The version of the row behind the one that this part tells."""
    if not isinstance(row, Person) or part is None or part.section != Section.SUSPECT:
        return seen
    same = row.versions.filter(version_as_suspect=seen).order_by("version").last()
    return same.version if same else seen


class AnotherPerson(StaleVersion):
    """A part is no more that of whom it was seen as: a merge has moved it, or the
    parting of one. `row` is whose it is now."""

    def __init__(self, row: Row, part: Involvement):
        super().__init__(row, row.version, part=part)
        self.changes = [_moved(part)]


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
        if before != now and field.name == "person":
            found.append(_moved(row))
        elif before != now:
            found.append(
                FieldChange(
                    field=field.name,
                    label=str(field.verbose_name),
                    before=before,
                    now=now,
                    event=_last_touch(row, field.name, seen),
                )
            )
    return found + (_sealed_since(row, seen) if isinstance(row, Sealed) else [])


def _moved(part: Row) -> FieldChange:
    """Whose a part is: by a merge or a parting, of which the event alone is told."""
    moves = AuditEvent.objects.filter(
        subject_type=part._meta.label, subject_id=part.pk, verb=MOVED
    )
    last = moves.select_related(*ACTOR).order_by("subject_version").last()
    return FieldChange("person", str(ANOTHER), audit.HIDDEN, audit.HIDDEN, last)


def _sealed_since(row: Sealed, seen: int) -> list[FieldChange]:
    """What was sealed anew since, by its name alone: no version keeps what it said."""
    touches = AuditEvent.objects.filter(
        subject_type=row._meta.label, subject_id=row.pk, subject_version__gt=seen
    )
    found = {}
    for event in touches.select_related(*ACTOR).order_by("subject_version"):
        for name in event.changes.keys() & LABELS.keys():
            found[name] = FieldChange(
                field=name,
                label=str(LABELS[name]),
                before=audit.HIDDEN,
                now=audit.HIDDEN,
                event=event,
            )
    return [found[name] for name in LABELS if name in found]


def _last_touch(row: Row, field: str, seen: int) -> AuditEvent | None:
    return (
        AuditEvent.objects.filter(
            subject_type=row._meta.label,
            subject_id=row.pk,
            subject_version__gt=seen,
            changes__has_key=field,
        )
        .select_related(*ACTOR)
        .order_by("-subject_version")
        .first()
    )
