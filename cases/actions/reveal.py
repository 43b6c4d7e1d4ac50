"""Open what is masked: for a reason, one person at a time, and always on record."""

import datetime
from collections.abc import Collection
from typing import TypeVar, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import audit, clock
from agencies.access import Act, OutOfScope, require
from agencies.models import AuditEvent, User
from agencies.sections import Section
from cases import sight
from cases.actions import known, rows
from cases.actions.person import particulars_of
from cases.choices import REVEALED, REVEALED_REPORTER
from cases.models import (
    Case,
    Involvement,
    Person,
    Reporter,
    ReporterOpening,
    Shelter,
)
from cases.models.person import STANDS_IN
from cases.particulars import Particulars, opened_in
from cases.person_choices import RefusalReason, RevealReason
from cases.sight import Sight

C = TypeVar("C", Reporter, Shelter)
REPORTER_OPEN = datetime.timedelta(minutes=15)
MOST_WAITING = 5  # that one person has asked for and nobody has answered


def reveal(
    person: Person,
    case: Case,
    fields: Collection[str],
    *,
    by: User,
    reason: RevealReason,
) -> Particulars:
    """These fields of somebody with a part in the case, and no others.

    Raises OutOfScope if she does not see the case or the person has no part in it,
    PermissionDenied if the fields are shut to her, ValidationError (`reason`;
    `shredded`).
    """
    with transaction.atomic():
        seen = sight.of(by, case)
        _require_open(person, seen, fields)
        known.require_told(by, person)
        given = _known(reason)
        person = Person.objects.get(pk=person.pk)
        found = particulars_of(person).only(fields)
        changes = {name: [None, audit.HIDDEN] for name in sorted(fields)}
        known.record(
            person, case.pk, by=by, verb=REVEALED, changes=changes, reason=given
        )
    return found


def _require_open(person: Person, seen: Sight, fields: Collection[str]) -> None:
    parts = Involvement.objects.standing().filter(case_id=seen.case_id, person=person)
    sections = {STANDS_IN[part] for part in parts.values_list("part", flat=True)}
    if seen.case_id is None or not sections:
        raise OutOfScope
    opened = [opened_in(section) for section in sections if seen.sees(section)]
    if not fields or not set(fields) <= frozenset().union(*opened):
        raise PermissionDenied(
            _("Identitas hanya dibuka bagi petugas yang ditugaskan pada perkara ini.")
        )


def _known(reason: RevealReason) -> str:
    if reason not in RevealReason.values:
        raise ValidationError({"reason": _("Pilih alasan membuka identitas.")})
    return RevealReason(reason).value


def given_since(since: datetime.datetime, seen: Sight, by: User) -> str:
    """The last reason that somebody assigned to the case gave since then, in this post:
    her form holds it already. Of nobody else is it kept."""
    if not (seen.ties.is_assigned and by.assignment):
        return ""
    found = AuditEvent.objects.filter(
        case_id=seen.case_id,
        by=by,
        post_id=by.assignment.post_id,
        verb=REVEALED,
        at__gte=since,
    )
    last = found.order_by("-at", "-pk")
    return last.values_list("reason", flat=True).first() or ""


def read_shelter(shelter: Shelter, *, by: User, reason: RevealReason) -> str:
    """The address, for who sees that section of the case; a reason each time."""
    with transaction.atomic():
        seen = sight.of(by, shelter.case)
        shelter = _standing(shelter, seen)
        if not seen.sees(Section.SHELTER):
            raise PermissionDenied(
                _("Rumah aman hanya dibuka bagi petugas yang ditugaskan.")
            )
        given = _known(reason)
        with rows.unless_shredded():
            address = shelter.unseal()
        audit.record(
            by=by,
            verb="read_shelter",
            subject=shelter,
            case_id=seen.case_id,
            reason=given,
        )
    return address


def ask_reveal_reporter(
    reporter: Reporter, *, by: User, reason: RevealReason
) -> ReporterOpening:
    """Ask to know who reported; somebody else in charge of the office must allow it.
    ValidationError while she waits for that, or for as many answers as she may."""
    with transaction.atomic():
        # Her asks come one after another; accounts are locked before cases.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        reporter = _seen_reporter(reporter, by)
        reason = RevealReason(_known(reason))
        if reporter.sealed is None:
            raise ValidationError(_("Dari pelapor ini tidak ada yang tercatat."))
        case = rows.standing(rows.lock_seen(by, reporter.case_id))
        _require_few_waiting(reporter, by)
        asked = ReporterOpening(
            case=case, reporter=reporter, reason=RevealReason(reason).value
        )
        return rows.note_new(asked, by=by, verb="asked_reporter")


def _require_few_waiting(reporter: Reporter, by: User) -> None:
    """One that waits of each reporter, and of all no more than leave room for those of
    others before whoever answers."""
    mine = ReporterOpening.objects.waiting().filter(created_by=by)
    if mine.filter(reporter=reporter).exists():
        raise ValidationError(_("Anda sudah memintanya dan belum dijawab."))
    if mine.count() >= MOST_WAITING:
        refusal = _(
            "Paling banyak %(most)d permintaan Anda menunggu jawaban. Tunggu dahulu."
        )
        raise ValidationError(refusal % {"most": MOST_WAITING})


def approve_reveal_reporter(opening: ReporterOpening, *, by: User) -> ReporterOpening:
    """Allow it for some minutes: somebody else in charge of the office that leads or of
    one above it. Who approves learns nothing of the reporter."""
    with transaction.atomic():
        opening = _waiting_for(by, opening)
        opening.approved_by, opening.approved_at = by, clock.now()
        opening.ends_at = opening.approved_at + REPORTER_OPEN
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


def _waiting_for(by: User, opening: ReporterOpening) -> ReporterOpening:
    """The request, locked, if it is hers to answer: not her own, not answered, not
    older than it may be, and of a reporter who stands (as `to_approve_by` shows)."""
    require(by.hat, Act.ASSIGN)
    case = rows.standing(rows.lock_seen(by, opening.case_id))
    hers = ReporterOpening.objects.in_charge_of(by).filter(pk=opening.pk)
    if opening.created_by_id == by.pk or not hers.exists():
        raise PermissionDenied(_("Orang kedua yang harus menyetujui."))
    opening = rows.standing(rows.locked(opening, case))
    if opening.approved_at is not None or opening.refused_at is not None:
        raise ValidationError(_("Permintaan ini sudah dijawab."))
    if not ReporterOpening.objects.waiting().filter(pk=opening.pk).exists():
        raise ValidationError(_("Permintaan ini sudah lewat tujuh hari."))
    if opening.reporter.is_withdrawn:
        raise ValidationError(
            _("Pelapornya sudah ditarik dari perkara ini: tidak dapat dibuka.")
        )
    return opening


def reveal_reporter(reporter: Reporter, *, by: User) -> Particulars:
    """Who reported, for whom two people let it be opened, while it is."""
    with transaction.atomic():
        reporter = _seen_reporter(reporter, by)
        mine = reporter.openings.open_to(by)
        opening = mine.order_by("-ends_at").first()
        if opening is None:
            raise PermissionDenied(
                _("Identitas pelapor baru terbuka setelah disetujui orang kedua.")
            )
        with rows.unless_shredded():
            found = reporter.particulars()
        audit.record(
            by=by,
            verb=REVEALED_REPORTER,
            subject=reporter,
            case_id=reporter.case_id,
            changes={name: [None, audit.HIDDEN] for name in found.known()},
            reason=opening.reason,
        )
    return found


def _seen_reporter(reporter: Reporter, by: User) -> Reporter:
    seen = sight.of(by, reporter.case)
    reporter = _standing(reporter, seen)
    if not seen.sees(Section.REPORTER):
        raise PermissionDenied(_("Pelapor tidak terbuka bagi Anda."))
    return reporter


def _standing(row: C, seen: Sight) -> C:
    """The row as it stands now, not as a page was drawn; OutOfScope if it does not."""
    fresh = type(row).objects.standing().filter(pk=row.pk, case_id=seen.case_id)
    found = cast(C | None, fresh.first())
    if found is None:
        raise OutOfScope
    return found
