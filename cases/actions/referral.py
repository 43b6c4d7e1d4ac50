"""Ask another office in, and its answer. Until it accepts, who asked is responsible."""

import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from agencies import audit, clock
from agencies.access import Act, OutOfScope, require
from agencies.models import Agency, AuditEvent, User
from agencies.sections import Section
from cases import brief, sight
from cases.actions import rows
from cases.actions.work import assign_worker
from cases.choices import ASKED, DeclineReason, ReferralState, Work
from cases.models import Case, CaseKey, CaseWorker, Referral

MOST_A_DAY = 20  # of one person
ENDED_WITH_IT: dict[str, tuple[str, type[CaseWorker] | type[CaseKey]]] = {
    "work": ("ended_work", CaseWorker),
    "key": ("ended_key", CaseKey),
}


def ask_referral(
    case: Case,
    *,
    to_agency: Agency,
    purpose: str,
    sections: Section,
    ends_on: datetime.date | None = None,
    by: User,
    key: str = "",
) -> Referral:
    """Ask an office for a service; what it would see of the case is said with it."""
    with transaction.atomic():
        case = rows.standing(rows.lock_case(by, case.pk, Act.REFER))
        if case.is_restricted:
            raise ValidationError(
                _("Perkara terbatas hanya terbuka bagi pembaca yang disebut namanya.")
            )
        referral = Referral(
            case=case,
            to_agency=to_agency,
            purpose=purpose,
            sections=int(sections | Section.SUMMARY),
            ends_on=ends_on,
            told=brief.told(case) | {"asked_by": case.lead_agency.code},
        )
        _not_passed(ends_on)
        made = rows.note_new(referral, by=by, verb=ASKED, key=key)
        _not_too_many(by)
        return made


def _not_too_many(by: User) -> None:
    """Looked at after it was made: sent twice under one key, it is one. Those of one
    person wait for each other, and events count what was closed to her since too."""
    with connection.cursor() as cursor:
        wait = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
        cursor.execute(wait, [f"referrals:{by.pk}"])
    since = clock.now() - datetime.timedelta(days=1)
    hers = AuditEvent.objects.filter(by=by, verb=ASKED, at__gt=since)
    if hers.count() > MOST_A_DAY:
        words = _("Paling banyak %(n)d rujukan sehari. Coba besok.")
        raise ValidationError(words, code="too_many", params={"n": MOST_A_DAY})


def _not_passed(ends_on: datetime.date | None) -> None:
    if ends_on is not None and ends_on < clock.today():
        raise ValidationError({"ends_on": _("Tanggal ini sudah lewat.")})


def accept_referral(
    referral: Referral, *, by: User, work: Work | None = None, letter_number: str = ""
) -> Referral:
    """Take it: from now on her office sees what was asked for, until the end. With
    `work` she takes the case herself, by that letter."""
    with transaction.atomic():
        referral = _answer(
            referral, ReferralState.ACCEPTED, by=by, verb="accepted_referral"
        )
        _require_opened(referral, by)
        if work is not None:
            assign_worker(
                referral.case,
                user=by,
                work=work,
                letter_number=letter_number,
                starts_on=clock.today(),
                ends_on=referral.ends_on,
                by=by,
            )
    return referral


def _require_opened(referral: Referral, by: User) -> None:
    """What does not open to her is not taken; why it does not, she is not told."""
    opened = Case.objects.open_to(by).standing().filter(pk=referral.case_id)
    if not opened.exists():
        raise ValidationError(
            _("Rujukan ini tidak dapat diterima lagi. Hubungi instansi yang meminta.")
        )


def decline_referral(
    referral: Referral, *, reason: DeclineReason, by: User
) -> Referral:
    """Do not take it, for a reason; who asked is told and stays responsible."""
    return _answer(
        referral,
        ReferralState.DECLINED,
        by=by,
        verb="declined_referral",
        reason=DeclineReason(reason).value,
    )


def end_referral(referral: Referral, *, by: User | None) -> Referral:
    """End an accepted one, or take an unanswered one back; by either office, or by the
    calendar (`by` is None) once its last day has passed."""
    with transaction.atomic():
        if by is not None:
            _require_end(referral, by)
        elif not Referral.objects.passed().filter(pk=referral.pk).exists():
            raise ValidationError(_("Rujukan ini belum berakhir."))
        referral = _locked(referral)
        if not referral.is_open:
            raise ValidationError(_("Rujukan ini sudah berakhir."))
        _end(referral, by=by)
    return referral


def _require_end(referral: Referral, by: User) -> None:
    if referral.to_agency_id == by.hat.agency_id:
        require(by.hat, Act.ANSWER_REFERRAL)
        return
    require(by.hat, Act.REFER)
    sight.of(by, rows.lock_seen(by, referral.case_id)).require(Act.REFER)


def _end(referral: Referral, *, by: User | None) -> None:
    """With it ends the work of the asked office, and what its people read by name.
    Whoever ends it may not see the case, so the database does that."""
    _move(referral, ReferralState.ENDED, by=by, verb="ended_referral")
    case_id = referral.case_id
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, id, version FROM end_part_of_office(%s, %s, %s)",
            [case_id, referral.to_agency_id, clock.now()],
        )
        ended = cursor.fetchall()
    for kind, pk, version in ended:
        verb, model = ENDED_WITH_IT[kind]
        row = model(pk=pk)
        audit.record(
            by=by, verb=verb, subject=row, version=version, case_id=case_id, changes={}
        )


def _answer(
    referral: Referral, state: ReferralState, *, by: User, verb: str, reason: str = ""
) -> Referral:
    require(by.hat, Act.ANSWER_REFERRAL)
    with transaction.atomic():
        if not Referral.objects.addressed_to(by).filter(pk=referral.pk).exists():
            raise OutOfScope
        referral = _locked(referral)
        if referral.state != ReferralState.ASKED:
            raise ValidationError(_("Rujukan ini sudah dijawab."))
        referral.decline_reason = reason
        _move(referral, state, by=by, verb=verb, reason=reason)
    return referral


def _locked(referral: Referral) -> Referral:
    """Locked after its case, which the asked office does not see yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock_case_of_referral(%s)", [referral.pk])
    return Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)


def _move(
    referral: Referral,
    state: ReferralState,
    *,
    by: User | None,
    verb: str,
    reason: str = "",
) -> None:
    before, referral.state = referral.state, state
    rows.save_changed(referral, "state", "decline_reason")
    changes = {"state": [before, state.value]}
    rows.note(referral, by=by, verb=verb, changes=changes, reason=reason)
