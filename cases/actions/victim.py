"""Add, edit, withdraw and restore a victim of a case."""

from collections.abc import Mapping
from typing import Any

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
    return rows.edit(victim, fields, by=by, seen=seen, verb="edited_victim")


def withdraw_victim(
    victim: Victim, *, by: User, reason: WithdrawReason, seen: int
) -> Victim:
    return rows.withdraw(
        victim, by=by, reason=reason, seen=seen, verb="withdrew_victim"
    )


def restore_victim(victim: Victim, *, by: User) -> Victim:
    return rows.restore(victim, by=by, verb="restored_victim")
