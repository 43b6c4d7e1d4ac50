"""Assign people to a case, by letter, and end their work on it."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import clock
from agencies.access import Act, require
from agencies.models import User
from cases import letters, sight
from cases.actions import keys, rows
from cases.choices import Work
from cases.models import Case, CaseWorker


def assign_worker(
    case: Case,
    *,
    user: User,
    work: Work,
    letter_number: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None = None,
    by: User,
    key: str = "",
) -> CaseWorker:
    """Let somebody of her own office work on a case that it leads or was asked in."""
    with transaction.atomic():
        case = _lock_for_office(by, case.pk)
        if not _is_of_office(user, by.hat.agency_id):
            raise ValidationError(
                {"user": _("Pilih petugas dari satuan Anda sendiri.")}
            )
        if work not in Work.of(by.hat.agency_type):
            raise ValidationError({"work": _("Satuan Anda tidak memegang tugas ini.")})
        worker = CaseWorker(
            case=case,
            user=user,
            agency=rows.agency_of(by),
            work=Work(work),
            letter_number=letters.read(letter_number),
            starts_on=starts_on,
            ends_on=ends_on,
        )
        return rows.note_new(worker, by=by, verb="assigned_worker", key=key)


def end_work(worker: CaseWorker, *, by: User | None) -> CaseWorker:
    """End it now: what was closed to her colleagues is closed to her at once, and a
    restricted case altogether. By her office, or by the calendar (`by` is None) once
    its last day has passed: what she reads by that letter has its own last day."""
    with transaction.atomic():
        worker = _locked_passed(worker) if by is None else _locked(worker, by)
        if worker.ended_at is not None:
            raise ValidationError(_("Penugasan ini sudah berakhir."))
        worker.ended_at = clock.now()
        rows.save_changed(worker, "ended_at")
        rows.note(worker, by=by, verb="ended_work", changes={})
        if by is not None:
            keys.end_with_work(worker, worker.case, by=by)
    return worker


def _locked(worker: CaseWorker, by: User) -> CaseWorker:
    case = _lock_for_office(by, worker.case_id)
    keys.hold(case, user=worker.user_id, agency=worker.agency_id)
    worker = rows.locked(worker, case)
    if worker.agency_id != by.hat.agency_id:
        raise PermissionDenied(_("Petugas ini ditugaskan oleh satuan lain."))
    return worker


def _locked_passed(worker: CaseWorker) -> CaseWorker:
    Case.objects.select_for_update().get(pk=worker.case_id)
    worker = CaseWorker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    if worker.ends_on is None or worker.ends_on >= clock.today():
        raise ValidationError(_("Penugasan ini belum berakhir."))
    return worker


def _lock_for_office(by: User, case_id: int) -> Case:
    require(by.hat, Act.ASSIGN)
    case = rows.standing(rows.lock_seen(by, case_id))
    sight.of(by, case).require_in_office(Act.ASSIGN)
    return case


def _is_of_office(user: User, agency_id: int | None) -> bool:
    current = user.assignments.current(clock.today())
    return user.is_active and current.filter(post__agency_id=agency_id).exists()
