"""Record a stage that a case has reached, take the last one back, or restore it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies import clock
from agencies.access import Act
from agencies.models import User
from agencies.sections import Section
from cases import stages
from cases.actions import rows
from cases.choices import Stage, Why, WithdrawReason
from cases.models import Case, PoliceReport, StageEntry


def record_stage(
    case: Case, *, by: User, stage: Stage, on: date, seen: int
) -> StageEntry:
    """Catat kemajuan: `stage` must be allowed to follow, `on` not before the last."""
    with transaction.atomic():
        case = rows.standing(rows.lock_case(by, case.pk, Act.RECORD_STAGE, Section.LAW))
        rows.unmoved(case, seen)
        _check(case, Stage(stage), on)
        entry = _enter(case, Stage(stage), on, by)
        _set_stage(case, Stage(stage), by=by, verb="recorded_stage")
    return entry


def withdraw_stage(
    entry: StageEntry, *, by: User, reason: WithdrawReason, seen: int
) -> StageEntry:
    """Take back the last recorded stage; the one before it stands again."""
    with transaction.atomic():
        case = rows.standing(
            rows.lock_case(by, entry.case_id, Act.WITHDRAW, Section.LAW)
        )
        rows.unmoved(case, seen)
        standing = list(case.stage_entries.standing().in_order())
        if len(standing) < 2 or standing[-1].pk != entry.pk:
            raise ValidationError(_("Hanya tahap terakhir yang dapat ditarik."))
        if entry.stage == Stage.LP_ISSUED:
            raise ValidationError(
                _("Tahap ini mengikuti laporan polisinya. Tarik LP-nya dahulu.")
            )
        entry = rows.locked(entry, case)
        _take_back(entry, reason)
        follow_entries(case, by=by, verb="withdrew_stage", reason=reason)
    return entry


def restore_stage(entry: StageEntry, *, by: User) -> StageEntry:
    """Let a withdrawn stage be the last again, if it may still follow what stands."""
    with transaction.atomic():
        case = rows.standing(
            rows.lock_case(by, entry.case_id, Act.RESTORE, Section.LAW)
        )
        entry = rows.locked(entry, case)
        if not entry.is_withdrawn:
            raise ValidationError(_("Catatan ini tidak sedang ditarik."))
        last = case.stage_entries.standing().in_order().last()
        if (entry.on, entry.pk) < (last.on, last.pk):
            raise ValidationError(
                _("Sesudahnya sudah dicatat “%(stage)s”. Tarik tahap itu dahulu.")
                % {"stage": last.get_stage_display()}
            )
        _refuse_out_of_order(case, Stage(entry.stage))
        entry.withdrawn_at, entry.withdraw_reason = None, ""
        rows.save_changed(entry, "withdrawn_at", "withdraw_reason")
        _set_stage(case, Stage(entry.stage), by=by, verb="restored_stage")
    return entry


def follow_entries(case: Case, *, by: User, verb: str, reason: str = "") -> None:
    """Let the locked case stand where its entries say.

    `lp_issued` stands as long as a report does: it is entered at intake with the first
    one, and taken back with the last.
    """
    reports = case.police_reports.standing()
    report = reports.order_by("dated_on", "pk").first()
    if report is None:
        for entry in case.stage_entries.standing().filter(stage=Stage.LP_ISSUED):
            _take_back(entry, WithdrawReason(reason))
    last = case.stage_entries.standing().in_order().last()
    if report is not None and last.stage == Stage.INTAKE:
        last = _enter_lp_issued(case, report, last.on, by)
    if last.stage != case.stage:
        _set_stage(case, Stage(last.stage), by=by, verb=verb, reason=reason)


def _enter_lp_issued(
    case: Case, report: PoliceReport, not_before: date, by: User
) -> StageEntry:
    return _enter(case, Stage.LP_ISSUED, max(report.dated_on, not_before), by)


def _enter(case: Case, stage: Stage, on: date, by: User) -> StageEntry:
    entry = StageEntry(
        case=case, stage=stage, on=on, created_by=by, created_at=clock.now()
    )
    rows.validate(entry)
    rows.save_new(entry)
    return entry


def _take_back(entry: StageEntry, reason: WithdrawReason) -> None:
    entry.withdrawn_at, entry.withdraw_reason = clock.now(), WithdrawReason(reason)
    rows.save_changed(entry, "withdrawn_at", "withdraw_reason")


def _set_stage(
    case: Case, stage: Stage, *, by: User, verb: str, reason: str = ""
) -> None:
    """Write the stage on the locked case, with facts and the event."""
    before, case.stage = case.stage, stage
    rows.save_changed(case, "stage")
    rows.after_write(
        case,
        case,
        by=by,
        verb=verb,
        why=Why.PROGRESS,
        changes={"stage": [before, stage.value]},
        reason=reason,
    )


def _check(case: Case, stage: Stage, on: date) -> None:
    _refuse_out_of_order(case, stage)
    if on > clock.latest_today():
        raise ValidationError({"on": _("Tanggal tidak boleh setelah hari ini.")})
    last = case.stage_entries.standing().in_order().last()
    if last and on < last.on:
        raise ValidationError(
            {
                "on": _("Tanggal tidak boleh sebelum tahap terakhir (%(day)s).")
                % {"day": date_format(last.on, "SHORT_DATE_FORMAT")}
            }
        )


def _refuse_out_of_order(case: Case, stage: Stage) -> None:
    if stage == Stage.LP_ISSUED:
        raise ValidationError(
            {"stage": _("Tahap ini mengikuti laporan polisinya: tambahkan LP-nya.")}
        )
    if stage not in stages.may_follow(Stage(case.stage)):
        raise ValidationError(
            {
                "stage": _("“%(next)s” tidak dapat mengikuti “%(now)s”.")
                % {"next": stage.label, "now": Stage(case.stage).label}
            }
        )
