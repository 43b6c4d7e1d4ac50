"""Add, edit, withdraw and restore a suspect of a case."""

from collections.abc import Mapping
from typing import Any

from agencies.models import User
from cases.actions import rows
from cases.choices import WithdrawReason
from cases.models import Case, Suspect


def add_suspect(
    case: Case, fields: Mapping[str, Any], *, by: User, key: str = ""
) -> Suspect:
    return rows.add(Suspect(case=case, **fields), by=by, verb="added_suspect", key=key)


def edit_suspect(
    suspect: Suspect, fields: Mapping[str, Any], *, by: User, seen: int
) -> Suspect:
    return rows.edit(suspect, fields, by=by, seen=seen, verb="edited_suspect")


def withdraw_suspect(
    suspect: Suspect, *, by: User, reason: WithdrawReason, seen: int
) -> Suspect:
    return rows.withdraw(
        suspect, by=by, reason=reason, seen=seen, verb="withdrew_suspect"
    )


def restore_suspect(suspect: Suspect, *, by: User) -> Suspect:
    return rows.restore(suspect, by=by, verb="restored_suspect")
