"""Buka darurat: open a case to oneself for some hours, and answer for it.

It is found by an exact number and a second fact, so that it opens what somebody knows
of and nothing that she looks for. It opens neither a restricted nor a withdrawn case,
and never the reporter, the shelter or the sentence.
"""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit, clock, eyes
from agencies.access import Act, OutOfScope, in_danger, require, require_in_danger
from agencies.accounts.attempts import spend_try
from agencies.models import Agency, PersonalKey, User
from cases import danger
from cases.actions import rows
from cases.actions.keys import give_key
from cases.choices import BROKE_GLASS, SightKind, SightReason, Verdict
from cases.models import Case, CaseKey, CaseScope

# One sentence for every miss: no such number, another day, a case that never opens.
MISSED = gettext_lazy(
    "Tidak ada perkara yang dapat dibuka dengan nomor dan tanggal itu. Periksa lagi,"
    " atau hubungi instansi yang menanganinya."
)


def break_glass(
    *, number: str, day: datetime.date, reason: SightReason, by: User
) -> Case:
    """Open the case of that register or LP number, known by one of its days too.

    ValidationError (`missed`) says the same of every miss. LockedOut after a few tries.
    """
    require_in_danger(by.hat)
    if reason not in SightReason.of_emergency():
        raise ValidationError({"reason": _("Pilih keadaan daruratnya.")})
    spend_try("break-glass", by, verb="waited_break_glass", reason=reason)
    found = Case.objects.in_danger(number, day)
    if found:
        _refuse_own(found[0], by)
        _refuse_again(found[0], by)
    case = _open(found, reason, by) if found else None
    if case is None:
        audit.record_denial(by=by, verb="missed_break_glass", reason=reason)
        raise ValidationError(MISSED, code="missed")
    return case


def _refuse_own(case_id: int, by: User) -> None:
    """What an office of hers sees is no secret to her: its closed parts are for who is
    assigned. Of all her offices of today, whatever hat she wears."""
    held = by.assignments.current(clock.today()).select_related("post__agency")
    keys = {key for each in held for key in each.post.hat.agency_keys}
    with eyes.looking(keys):
        is_hers = CaseScope.objects.under(keys).filter(case_id=case_id).exists()
    if is_hers:
        raise ValidationError(
            _(
                "Perkara ini sudah tampak bagi Anda. Minta penugasan kepada satuan yang"
                " menanganinya."
            ),
            code="visible",
        )


def _refuse_again(case_id: int, by: User) -> None:
    """Nor while she has it open, nor after it was found that she had no reason to."""
    if danger.has_open(case_id, by):
        raise ValidationError(
            _("Perkara ini sedang terbuka bagi Anda secara darurat."), code="open"
        )
    if danger.was_unjustified(case_id, by):
        raise ValidationError(
            _(
                "Pembukaan darurat Anda atas perkara ini dinilai tidak beralasan."
                " Hubungi instansi yang menanganinya."
            ),
            code="unjustified",
        )


def _open(found: tuple[int, int], reason: SightReason, by: User) -> Case | None:
    """The case, opened; None if it was restricted or withdrawn a moment ago."""
    case_id, lead_id = found
    lead = Agency.objects.get(pk=lead_id)
    before = by.assignment.personal_keys if by.assignment else ()
    ends_at = clock.now() + datetime.timedelta(seconds=settings.BREAK_GLASS_SECONDS)
    opens = CaseKey(
        case=Case(pk=case_id),
        kind=SightKind.BREAK_GLASS,
        reason=reason,
        sections=int(in_danger(by.hat)),
        reviewers=danger.reviewers_of(lead, by=by),
    )
    try:
        with transaction.atomic():
            give_key(opens, by, by=by, verb=BROKE_GLASS, ends_at=ends_at)
            case = rows.standing(rows.lock_seen(by, case_id))
            if case.is_restricted:
                raise OutOfScope
    except (OutOfScope, ValidationError):
        if by.assignment:
            by.assignment.personal_keys = before
        return None
    return case


def review_key(key: CaseKey, *, verdict: Verdict, by: User) -> CaseKey:
    """Say whether opening it was justified. What is not goes one level up, and the key
    ends; OutOfScope unless her office is to look at it. The case itself may have been
    closed to her meanwhile."""
    require(by.hat, Act.REVIEW)
    with transaction.atomic():
        # Before what it opens, as the database does when her post ends.
        PersonalKey.objects.select_for_update().get(pk=key.key_id)
        waiting = CaseKey.objects.to_review_by(by).select_for_update(of=("self",))
        locked = waiting.select_related("created_by").filter(pk=key.pk).first()
        if locked is None:
            raise OutOfScope
        above = danger.next_above(locked, by=by)
        if verdict == Verdict.UNJUSTIFIED:
            _shut(locked)
        if verdict == Verdict.UNJUSTIFIED and above:
            _hand_up(locked, above, by)
        else:
            locked.verdict = Verdict(verdict).value
            rows.save_changed(locked, "verdict")
        changes = {"verdict": ["", Verdict(verdict).value]}
        rows.note(locked, by=by, verb="reviewed_key", changes=changes)
    return locked


def _shut(key: CaseKey) -> None:
    """All that she opened of it in danger, of two requests at once too."""
    hers = CaseKey.objects.broken().filter(
        case_id=key.case_id, created_by_id=key.created_by_id
    )
    PersonalKey.objects.live_at(clock.now()).filter(opens__in=hers).update(
        ended_at=clock.now()
    )


def _hand_up(key: CaseKey, above: list[int], by: User) -> None:
    """To the offices above, and out of her sight: so the database does that."""
    with connection.cursor() as cursor:
        given = [key.pk, by.hat.agency_id, above]
        cursor.execute("SELECT hand_up_review(%s, %s, %s::bigint[])", given)
        (key.version,) = cursor.fetchone()
    key.reviewers = above
