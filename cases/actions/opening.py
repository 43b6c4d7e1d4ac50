"""To know who reported takes two people: one asks, another in charge allows or refuses,
and it opens for minutes."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import audit, clock
from agencies.access import Act, require
from agencies.models import User
from agencies.sections import Section
from cases import sight
from cases.actions import rows
from cases.actions.reveal import known_reason, standing_now
from cases.choices import REVEALED_REPORTER
from cases.models import Reporter, ReporterOpening
from cases.models.reporter import STAYS_OPEN, WAITS_TO_OPEN
from cases.particulars import Particulars
from cases.person_choices import RefusalReason, RevealReason

MOST_WAITING = 5  # that one person has asked for and nobody has answered
# What was refused for the reporter's safety is not asked again so soon.
COOLS_DOWN = datetime.timedelta(days=1)


def ask_reveal_reporter(
    reporter: Reporter, *, by: User, reason: RevealReason
) -> ReporterOpening:
    """Ask to know who reported; somebody else in charge of the office must allow it.
    ValidationError while she waits for that, or for as many answers as she may; for
    the same reason within a day of a refusal for the reporter's safety."""
    with transaction.atomic():
        # Her asks come one after another; accounts are locked before cases.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        reporter = _seen_reporter(reporter, by)
        reason = RevealReason(known_reason(reason))
        if reporter.sealed is None:
            raise ValidationError(_("Dari pelapor ini tidak ada yang tercatat."))
        case = rows.standing(rows.lock_seen(by, reporter.case_id))
        _require_few_waiting(reporter, by)
        _require_not_in_danger(reporter, reason, by)
        asked = ReporterOpening(case=case, reporter=reporter, reason=reason.value)
        return rows.note_new(asked, by=by, verb="asked_reporter")


def _require_few_waiting(reporter: Reporter, by: User) -> None:
    """One that waits of each reporter, and of all no more than leave room for those of
    others before whoever answers."""
    mine = ReporterOpening.objects.waiting().filter(
        created_by=by, reporter__withdrawn_at=None, case__withdrawn_at=None
    )
    if mine.filter(reporter=reporter).exists():
        raise ValidationError(_("Anda sudah memintanya dan belum dijawab."))
    if mine.count() >= MOST_WAITING:
        refusal = _(
            "Paling banyak %(most)d permintaan Anda menunggu jawaban. Tunggu dahulu."
        )
        raise ValidationError(refusal % {"most": MOST_WAITING})


def _require_not_in_danger(reporter: Reporter, reason: RevealReason, by: User) -> None:
    refused = reporter.openings.filter(
        created_by=by,
        reason=RevealReason(reason).value,
        refusal=RefusalReason.DANGER,
        refused_at__gt=clock.now() - COOLS_DOWN,
    )
    if refused.exists():
        raise ValidationError(
            _(
                "Permintaan dengan alasan ini baru ditolak karena membahayakan pelapor."
                " Tunggu sehari, atau pilih alasan lain bila memang lain keperluannya."
            )
        )


def take_back_asking(reporter: Reporter, *, by: User) -> ReporterOpening:
    """Her own request, which nobody has answered; ValidationError if none waits."""
    with transaction.atomic():
        reporter = _seen_reporter(reporter, by)
        case = rows.lock_seen(by, reporter.case_id)
        waiting = reporter.openings.waiting().filter(created_by=by)
        asked = waiting.first()
        if asked is None:
            raise ValidationError(_("Tidak ada permintaan Anda yang menunggu jawaban."))
        return _taken_back(rows.locked(asked, case), by, verb="withdrew_request")


def _taken_back(opening: ReporterOpening, by: User, *, verb: str) -> ReporterOpening:
    opening.taken_back_by, opening.taken_back_at = by, clock.now()
    rows.save_changed(opening, "taken_back_by", "taken_back_at")
    rows.note(opening, by=by, verb=verb, changes={})
    return opening


def approve_reveal_reporter(opening: ReporterOpening, *, by: User) -> ReporterOpening:
    """Allow it for some minutes from her first look, within a day: somebody else in
    charge of the office that leads or of one above it. Who approves reads the mask of
    the reporter alone."""
    with transaction.atomic():
        opening = _waiting_for(by, opening)
        opening.approved_by, opening.approved_at = by, clock.now()
        opening.ends_at = opening.approved_at + WAITS_TO_OPEN
        rows.save_changed(opening, "approved_by", "approved_at", "ends_at")
        rows.note(opening, by=by, verb="approved_reporter", changes={})
    return opening


def refuse_reveal_reporter(
    opening: ReporterOpening, *, by: User, reason: RefusalReason
) -> ReporterOpening:
    """Let it stay shut, for a reason that the asker is told: by who may allow it."""
    with transaction.atomic():
        opening = _waiting_for(by, opening)
        opening.refused_by, opening.refused_at = by, clock.now()
        opening.refusal = RefusalReason(reason).value
        rows.save_changed(opening, "refused_by", "refused_at", "refusal")
        why = opening.refusal
        rows.note(opening, by=by, verb="refused_reporter", changes={}, reason=why)
    return opening


def take_back_approval(opening: ReporterOpening, *, by: User) -> ReporterOpening:
    """By whoever may allow it, as long as it was not opened."""
    with transaction.atomic():
        opening = _for_the_second(by, opening)
        if not ReporterOpening.objects.unused().filter(pk=opening.pk).exists():
            raise ValidationError(
                _("Tidak ada yang dapat ditarik: belum disetujui, atau sudah dibuka.")
            )
        return _taken_back(opening, by, verb="took_back_approval")


def _waiting_for(by: User, opening: ReporterOpening) -> ReporterOpening:
    """The request, locked, if it is hers to answer: not answered, not taken back, not
    older than it may be, and of a reporter who stands (as `to_approve_by` shows)."""
    opening = _for_the_second(by, opening)
    if opening.taken_back_at is not None and opening.approved_at is None:
        raise ValidationError(_("Permintaan ini sudah ditarik."))
    if opening.approved_at is not None or opening.refused_at is not None:
        raise ValidationError(_("Permintaan ini sudah dijawab."))
    if not ReporterOpening.objects.waiting().filter(pk=opening.pk).exists():
        raise ValidationError(_("Permintaan ini sudah lewat tujuh hari."))
    if opening.reporter.is_withdrawn:
        raise ValidationError(
            _("Pelapornya sudah ditarik dari perkara ini: tidak dapat dibuka.")
        )
    return opening


def _for_the_second(by: User, opening: ReporterOpening) -> ReporterOpening:
    """The request, locked, for who is in charge and did not ask."""
    require(by.hat, Act.ASSIGN)
    case = rows.standing(rows.lock_seen(by, opening.case_id))
    hers = ReporterOpening.objects.in_charge_of(by).filter(pk=opening.pk)
    if opening.created_by_id == by.pk or not hers.exists():
        raise PermissionDenied(_("Orang kedua yang harus menyetujui."))
    return rows.standing(rows.locked(opening, case))


def reveal_reporter(reporter: Reporter, *, by: User) -> Particulars:
    """Who reported, for whom two people let it be opened, while it is: for some minutes
    from her first look."""
    with transaction.atomic():
        reporter = _seen_reporter(reporter, by)
        mine = reporter.openings.open_to(by).select_for_update(of=("self",))
        opening = mine.order_by("opened_at", "-ends_at").first()
        if opening is None:
            raise PermissionDenied(
                _("Identitas pelapor baru terbuka setelah disetujui orang kedua.")
            )
        with rows.unless_shredded():
            found = reporter.particulars()
        is_first = opening.opened_at is None
        if is_first:
            opening.opened_at = clock.now()
            opening.ends_at = opening.opened_at + STAYS_OPEN
            rows.save_changed(opening, "opened_at", "ends_at")
        audit.record(
            by=by,
            verb=REVEALED_REPORTER,
            subject=opening,
            version=opening.version if is_first else None,
            case_id=reporter.case_id,
            changes={name: [None, audit.HIDDEN] for name in found.known()},
            reason=opening.reason,
        )
    return found


def _seen_reporter(reporter: Reporter, by: User) -> Reporter:
    seen = sight.of(by, reporter.case)
    reporter = standing_now(reporter, seen)
    if not seen.sees(Section.REPORTER):
        raise PermissionDenied(_("Pelapor tidak terbuka bagi Anda."))
    return reporter
