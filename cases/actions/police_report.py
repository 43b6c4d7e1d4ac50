"""Add, edit, withdraw and restore a police report (LP); the stage follows the first."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from agencies import clock
from agencies.models import User
from cases.actions import rows
from cases.actions.stage import set_stage
from cases.choices import Stage, WithdrawReason
from cases.models import Case, PoliceReport, StageEntry


def add_police_report(
    case: Case, fields: Mapping[str, Any], *, by: User, key: str = ""
) -> PoliceReport:
    """A case at intake moves to `lp_issued` on the day of its first report."""
    with transaction.atomic():
        report = PoliceReport(case=case, **fields)
        made = rows.add(report, by=by, verb="added_police_report", key=key)
        if made is report and report.case.stage == Stage.INTAKE:
            _enter_lp_issued(report.case, report, by)
    return made


def edit_police_report(
    report: PoliceReport, fields: Mapping[str, Any], *, by: User, seen: int
) -> PoliceReport:
    return rows.edit(report, fields, by=by, seen=seen, verb="edited_police_report")


def withdraw_police_report(
    report: PoliceReport, *, by: User, reason: WithdrawReason, seen: int
) -> PoliceReport:
    """Without any report left, a case that only had one goes back to intake."""
    with transaction.atomic():
        report = rows.withdraw(
            report, by=by, reason=reason, seen=seen, verb="withdrew_police_report"
        )
        case = report.case
        has_reports = case.police_reports.standing().exists()
        if case.stage == Stage.LP_ISSUED and not has_reports:
            _leave_lp_issued(case, by, reason)
    return report


def restore_police_report(report: PoliceReport, *, by: User) -> PoliceReport:
    with transaction.atomic():
        report = rows.restore(report, by=by, verb="restored_police_report")
        if report.case.stage == Stage.INTAKE:
            _enter_lp_issued(report.case, report, by)
    return report


def _enter_lp_issued(case: Case, report: PoliceReport, by: User) -> None:
    last = case.stage_entries.standing().in_order().last()
    on = max(report.dated_on, last.on) if last else report.dated_on
    entry = StageEntry(
        case=case,
        stage=Stage.LP_ISSUED,
        on=on,
        created_by=by,
        created_at=clock.now(),
    )
    rows.validate(entry)
    rows.save_new(entry)
    set_stage(case, Stage.LP_ISSUED, by=by, verb="recorded_stage")


def _leave_lp_issued(case: Case, by: User, reason: WithdrawReason) -> None:
    entry = case.stage_entries.standing().filter(stage=Stage.LP_ISSUED).last()
    if entry is not None:
        entry.withdrawn_at, entry.withdraw_reason = clock.now(), reason
        rows.save_changed(entry, {"withdrawn_at": None, "withdraw_reason": None})
    set_stage(case, Stage.INTAKE, by=by, verb="withdrew_stage", reason=reason)
