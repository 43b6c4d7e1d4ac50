"""Record a stage that a case has reached, or take the last one back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies import clock
from agencies.access import Act
from agencies.models import User
from cases import stages
from cases.actions import rows
from cases.choices import Stage, Why, WithdrawReason
from cases.conflicts import StaleVersion
from cases.models import Case, StageEntry


def record_stage(
    case: Case, *, by: User, stage: Stage, on: date, seen: int
) -> StageEntry:
    """Catat kemajuan: `stage` must be allowed to follow, `on` not before the last."""
    with transaction.atomic():
        case = rows.standing(rows.lock_case(by, case.pk, Act.RECORD_STAGE))
        if case.version != seen:
            raise StaleVersion(case, seen)
        _check(case, Stage(stage), on)
        entry = StageEntry(
            case=case, stage=stage, on=on, created_by=by, created_at=clock.now()
        )
        rows.validate(entry)
        rows.save_new(entry)
        set_stage(case, Stage(stage), by=by, verb="recorded_stage")
    return entry


def withdraw_stage(
    entry: StageEntry, *, by: User, reason: WithdrawReason, seen: int
) -> StageEntry:
    """Take back the last recorded stage; the one before it stands again."""
    with transaction.atomic():
        case = rows.standing(rows.lock_case(by, entry.case_id, Act.WITHDRAW))
        if case.version != seen:
            raise StaleVersion(case, seen)
        standing = list(case.stage_entries.standing().in_order())
        if len(standing) < 2 or standing[-1].pk != entry.pk:
            raise ValidationError(_("Hanya tahap terakhir yang dapat ditarik."))
        entry = rows.locked(entry, case)
        entry.withdrawn_at = clock.now()
        entry.withdraw_reason = WithdrawReason(reason)
        rows.save_changed(entry, {"withdrawn_at": None, "withdraw_reason": None})
        before = Stage(standing[-2].stage)
        set_stage(case, before, by=by, verb="withdrew_stage", reason=reason)
    return entry


def set_stage(
    case: Case, stage: Stage, *, by: User, verb: str, reason: str = ""
) -> None:
    """Write the stage on the locked case, with facts and the event."""
    before, case.stage = case.stage, stage
    rows.save_changed(case, {"stage": None})
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
    if stage not in stages.may_follow(Stage(case.stage)):
        raise ValidationError(
            {
                "stage": _("“%(next)s” tidak dapat mengikuti “%(now)s”.")
                % {"next": stage.label, "now": Stage(case.stage).label}
            }
        )
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
