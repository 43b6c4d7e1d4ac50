"""Add, edit, withdraw and restore a suspect of a case.

One who holds public office makes the case a restricted one, in the same transaction.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from agencies.models import User
from cases.actions import rows
from cases.actions.restriction import restrict_if_official
from cases.choices import WithdrawReason
from cases.models import Case, Suspect


def add_suspect(
    case: Case, fields: Mapping[str, Any], *, by: User, key: str = ""
) -> Suspect:
    with transaction.atomic():
        new = Suspect(case=case, **fields)
        suspect = rows.add(new, by=by, verb="added_suspect", key=key)
        restrict_if_official(suspect.case, by=by)
    return suspect


def edit_suspect(
    suspect: Suspect, fields: Mapping[str, Any], *, by: User, seen: int
) -> Suspect:
    with transaction.atomic():
        suspect = rows.edit(suspect, fields, by=by, seen=seen, verb="edited_suspect")
        restrict_if_official(suspect.case, by=by)
    return suspect


def withdraw_suspect(
    suspect: Suspect, *, by: User, reason: WithdrawReason, seen: int
) -> Suspect:
    return rows.withdraw(
        suspect, by=by, reason=reason, seen=seen, verb="withdrew_suspect"
    )


def restore_suspect(suspect: Suspect, *, by: User) -> Suspect:
    with transaction.atomic():
        suspect = rows.restore(suspect, by=by, verb="restored_suspect")
        restrict_if_official(suspect.case, by=by)
    return suspect
