"""Add, edit, withdraw and restore a place of a case."""

from collections.abc import Mapping
from typing import Any

from agencies.models import User
from cases.actions import rows
from cases.choices import WithdrawReason
from cases.models import Case, Place


def add_place(
    case: Case, fields: Mapping[str, Any], *, by: User, key: str = ""
) -> Place:
    return rows.add(Place(case=case, **fields), by=by, verb="added_place", key=key)


def edit_place(
    place: Place, fields: Mapping[str, Any], *, by: User, seen: int
) -> Place:
    return rows.edit(place, fields, by=by, seen=seen, verb="edited_place")


def withdraw_place(
    place: Place, *, by: User, reason: WithdrawReason, seen: int
) -> Place:
    return rows.withdraw(place, by=by, reason=reason, seen=seen, verb="withdrew_place")


def restore_place(place: Place, *, by: User) -> Place:
    return rows.restore(place, by=by, verb="restored_place")
