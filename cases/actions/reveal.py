"""Open what is masked: for a reason, one person at a time, and always on record."""

import datetime
from collections.abc import Collection
from typing import TypeVar, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import OutOfScope
from agencies.models import AuditEvent, User
from cases import sight
from cases.actions import known
from cases.actions.person import particulars_of
from cases.choices import REVEALED
from cases.models import (
    Case,
    Involvement,
    Person,
    Reporter,
    Shelter,
)
from cases.models.person import STANDS_IN
from cases.particulars import Particulars, opened_along, opened_in
from cases.person_choices import RevealReason
from cases.sight import Sight

C = TypeVar("C", Reporter, Shelter)
SHUT = gettext_lazy(
    "Identitas hanya dibuka bagi petugas yang ditugaskan pada perkara ini."
)


def reveal(
    person: Person,
    case: Case,
    fields: Collection[str],
    *,
    by: User,
    reason: RevealReason,
) -> Particulars:
    """These fields of somebody with a part in the case, and no others, but that what
    reaches her never opens without her safe contact, where that is hers to open.

    Raises OutOfScope if she does not see the case or the person has no part in it,
    PermissionDenied if the fields are shut to her, ValidationError (`reason`;
    `shredded`).
    """
    with transaction.atomic():
        seen = sight.of(by, case)
        shown = _opened_to(person, seen)
        if not fields or not set(fields) <= shown:
            raise PermissionDenied(SHUT)
        known.require_told(by, person)
        given = known_reason(reason)
        person = Person.objects.get(pk=person.pk)
        names = opened_along(fields, person.recorded, shown)
        found = particulars_of(person).only(names)
        changes = {name: [None, audit.HIDDEN] for name in sorted(names)}
        known.record(
            person, case.pk, by=by, verb=REVEALED, changes=changes, reason=given
        )
    return found


def _opened_to(person: Person, seen: Sight) -> frozenset[str]:
    """The fields that the person's parts in the case open; OutOfScope without one."""
    parts = Involvement.objects.standing().filter(case_id=seen.case_id, person=person)
    sections = {STANDS_IN[part] for part in parts.values_list("part", flat=True)}
    if seen.case_id is None or not sections:
        raise OutOfScope
    opened = [opened_in(section) for section in sections if seen.sees(section)]
    return frozenset().union(*opened)


def known_reason(reason: RevealReason) -> str:
    if reason not in RevealReason.values:
        raise ValidationError({"reason": _("Pilih alasan membuka identitas.")})
    return RevealReason(reason).value


def given_since(since: datetime.datetime, seen: Sight, by: User) -> str:
    """The last reason that somebody assigned to the case gave since then, in this post:
    her form holds it already. Of nobody else is it kept."""
    if not (seen.ties.is_assigned and by.assignment):
        return ""
    found = AuditEvent.objects.filter(
        case_id=seen.case_id,
        by=by,
        post_id=by.assignment.post_id,
        verb=REVEALED,
        at__gte=since,
    )
    last = found.order_by("-at", "-pk")
    return last.values_list("reason", flat=True).first() or ""


def standing_now(row: C, seen: Sight) -> C:
    """The row as it stands now, not as a page was drawn; OutOfScope if it does not."""
    fresh = type(row).objects.standing().filter(pk=row.pk, case_id=seen.case_id)
    found = cast(C | None, fresh.first())
    if found is None:
        raise OutOfScope
    return found
