"""Add, edit, withdraw and restore a police report (LP); the stage follows the first."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from agencies.models import User
from cases.actions import rows
from cases.actions.stage import follow_entries
from cases.choices import WithdrawReason
from cases.models import Case, PoliceReport


def add_police_report(
    case: Case, fields: Mapping[str, Any], *, by: User, key: str = ""
) -> PoliceReport:
    """A case at intake moves to `lp_issued` on the day of its first report."""
    with transaction.atomic():
        report = PoliceReport(case=case, **fields)
        made = rows.add(report, by=by, verb="added_police_report", key=key)
        if made is report:
            follow_entries(report.case, by=by, verb="recorded_stage")
    return made


def edit_police_report(
    report: PoliceReport, fields: Mapping[str, Any], *, by: User, seen: int
) -> PoliceReport:
    return rows.edit(report, fields, by=by, seen=seen, verb="edited_police_report")


def withdraw_police_report(
    report: PoliceReport, *, by: User, reason: WithdrawReason, seen: int
) -> PoliceReport:
    """With the last report goes `lp_issued`; a case that stood there steps back."""
    with transaction.atomic():
        report = rows.withdraw(
            report, by=by, reason=reason, seen=seen, verb="withdrew_police_report"
        )
        follow_entries(report.case, by=by, verb="withdrew_stage", reason=reason)
    return report


def restore_police_report(report: PoliceReport, *, by: User) -> PoliceReport:
    with transaction.atomic():
        report = rows.restore(report, by=by, verb="restored_police_report")
        follow_entries(report.case, by=by, verb="recorded_stage")
    return report
