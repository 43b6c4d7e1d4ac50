"""Add, edit, withdraw and restore a victim of a case."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.access import Act
from agencies.models import User
from cases.actions import rows
from cases.choices import WithdrawReason
from cases.models import Case, Victim


def add_victim(
    case: Case, fields: Mapping[str, Any], *, by: User, key: str = ""
) -> Victim:
    return rows.add(Victim(case=case, **fields), by=by, verb="added_victim", key=key)


def edit_victim(
    victim: Victim, fields: Mapping[str, Any], *, by: User, seen: int
) -> Victim:
    """How she is recorded follows from who is linked: ValidationError for another."""
    with transaction.atomic():
        rows.lock_case(by, victim.case_id, Act.EDIT_CASE, victim.written_in)
        _require_derived(victim, fields)
        return rows.edit(victim, fields, by=by, seen=seen, verb="edited_victim")


def _require_derived(victim: Victim, fields: Mapping[str, Any]) -> None:
    # Against her row, which says what may be known here: not against the person.
    linked = victim.involvements.standing().select_related("victim").first()
    said = linked and linked.victim.recording
    if linked and fields.get("recording", said) != said:
        raise ValidationError({"recording": _("Diatur pada identitasnya.")})


def withdraw_victim(
    victim: Victim, *, by: User, reason: WithdrawReason, seen: int
) -> Victim:
    return rows.withdraw(
        victim, by=by, reason=reason, seen=seen, verb="withdrew_victim"
    )


def restore_victim(victim: Victim, *, by: User) -> Victim:
    return rows.restore(victim, by=by, verb="restored_victim")
