"""Keys that open one case to one person: to a reader by name, or in danger."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies import clock, eyes
from agencies.access import Act, may, may_lead
from agencies.models import PersonalKey, User
from agencies.sections import EVERYTHING, OPEN, Section
from cases import letters, readers, sight
from cases.actions import rows
from cases.choices import SightKind, SightReason
from cases.models import Case, CaseKey, CaseWorker


def give_key(
    opens: CaseKey,
    user: User,
    *,
    by: User | None,
    verb: str = "opened_case_to",
    ends_at: datetime | None = None,
    letter_number: str = "",
) -> CaseKey:
    """Save what a key opens, and the key, in her hand at once if `user` is who acts.
    `by` is None for the owner's command."""
    opens.created_by, opens.created_at = by or user, clock.now()
    opens.key = key = PersonalKey.objects.create(
        user=user,
        agency=rows.agency_of(user),
        opened_at=opens.created_at,
        ends_at=ends_at,
    )
    if user is by and user.assignment is not None:
        user.assignment.personal_keys += (key.scope_key,)
        eyes.gain(key.scope_key)
    rows.validate(opens)
    rows.save_new(opens)
    letter = {"letter_number": [None, letter_number]} if letter_number else {}
    rows.note(opens, by=by, verb=verb, changes=rows.made_of(opens) | letter)
    return opens


def by_name(case: Case, reason: SightReason, sections: Section = EVERYTHING) -> CaseKey:
    """What a reader's key opens, so far as her trade may hold it; yet to be given."""
    kind = SightKind.NAMED
    return CaseKey(case=case, kind=kind, reason=reason, sections=int(sections))


def name_reader(
    case: Case,
    *,
    user: User,
    by: User,
    reason: SightReason = SightReason.HANDLING,
    key: str = "",
) -> CaseKey:
    """Open a restricted case to one more person, under the post she holds today, wholly
    so far as her trade may hold it. By somebody who works on the case."""
    with transaction.atomic():
        case = rows.standing(rows.lock_case(by, case.pk, Act.NAME_READER))
        if not case.is_restricted:
            raise ValidationError(_("Perkara ini tidak terbatas."))
        hat = user.hat
        if not (user.is_active and may(hat, Act.SEE_CASES) and may_lead(hat)):
            raise ValidationError({"user": readers.NOBODY})
        content = ["reader", str(case.public_id), user.pk, str(reason)]
        named, _is_new = rows.once(
            by, key, content, lambda: _name(case, user, by, reason), of=CaseKey
        )
        return named


def _name(case: Case, user: User, by: User, reason: SightReason) -> CaseKey:
    held = readers.named(case).filter(key__user=user)
    if held.filter(key__agency=rows.agency_of(user)).exists():
        raise ValidationError({"user": _("Ia sudah menjadi pembaca.")})
    made = give_key(by_name(case, reason), user, by=by)
    # Who stayed past her letters until another is named goes with them now.
    endless = readers.named(case).filter(key__ends_at=None).exclude(pk=made.pk)
    endless = endless.filter(key__agency_id=case.lead_agency_id)
    # Her own last: with it she may lose sight of the others.
    for key in sorted(endless, key=lambda each: each.key.user_id == by.pk):
        _follow_letters(key, case, by)
    return made


def end_key(key: CaseKey, *, by: User) -> CaseKey:
    """Take a reader off, or leave. Who works on the case stays until her work is ended;
    so does the last one of the office that leads, or nobody could ever go on. Who
    oversees it leaves of her own will alone: those whom she watches do not choose."""
    with transaction.atomic():
        if readers.oversees(key, by):
            case = rows.lock_seen(by, key.case_id)
        else:
            case = rows.lock_case(by, key.case_id, Act.NAME_READER)
        hold(case, opens=key.pk)
        key = rows.locked(key, case)
        if not readers.named(case).filter(pk=key.pk).exists():
            raise ValidationError(_("Ia tidak membaca perkara ini lagi."))
        if key.key.user_id != by.pk:
            _refuse_kept(key, case)
        if case.is_restricted and not readers.may_go(key, case):
            raise ValidationError(_("Pembaca terakhir tidak dapat dikeluarkan."))
        end_now(key, by)
    return key


def _refuse_kept(key: CaseKey, case: Case) -> None:
    if key.reason == SightReason.OVERSIGHT:
        raise PermissionDenied(readers.OVERSEES)
    if why := readers.kept(case).get((key.key.user_id, key.key.agency_id)):
        raise ValidationError(why)


def end_with_work(worker: CaseWorker, case: Case, *, by: User) -> None:
    """Her work has just ended, and with it what she read by name in that office; unless
    other work of hers goes on. ValidationError if nobody of the lead would be left."""
    held = readers.named(case).filter(key__user=worker.user, key__agency=worker.agency)
    key = held.first()
    if key is None:
        return
    if (worker.user_id, worker.agency_id) in readers.kept(case):
        _follow_letters(key, case, by)
        return
    of_lead = worker.agency_id == case.lead_agency_id
    if of_lead and case.is_restricted and not readers.may_go(key, case):
        raise ValidationError(
            _("Ia pembaca terakhir perkara ini: tambahkan pembaca lain dahulu.")
        )
    end_now(key, by)


def end_of_letters(case: Case, user: User, *, since: datetime) -> datetime | None:
    """The first moment after all letters of hers that held at `since` or hold today;
    None if one of them has no last day, if none held at `since`, or if she sees closed
    parts without any: by her post, or as the writer."""
    office = user.hat.agency_id
    if user.pk == case.created_by_id and office == case.lead_agency_id:
        return None
    seen = sight.of(user, case)
    unassigned = replace(seen, ties=replace(seen.ties, is_assigned=False))
    if unassigned.by_office & ~OPEN:
        return None
    day = since.astimezone(clock.WIB).date()
    held = case.workers.standing().filter(user=user, agency=office)
    held = held.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=clock.today()
    )
    held = list(held.filter(Q(ended_at=None) | Q(ended_at__gt=since)))
    ends = [_end_of(each) for each in held]
    if None in ends or not any(each.starts_on <= day for each in held):
        return None
    return max(end for end in ends if end is not None)


def _end_of(worker: CaseWorker) -> datetime | None:
    if worker.ended_at is not None or worker.ends_on is None:
        return worker.ended_at
    return clock.midnight(worker.ends_on + timedelta(days=1))


def _follow_letters(key: CaseKey, case: Case, by: User) -> None:
    """End what she reads by letter with the letters that still stand; unless none but
    she could go on with the case for good. A key is given once, with its last day: what
    she holds is ended, and she gets the like of it until then."""
    user = _holder(key, by)
    if key.reason == SightReason.OVERSIGHT or user is None:
        return
    end = end_of_letters(case, user, since=key.created_at)
    until = key.key.ends_at
    if end is None or (until is not None and until <= end):
        return
    endless = readers.may_act(case).exclude(pk=key.pk).filter(key__ends_at=None)
    if key.key.agency_id == case.lead_agency_id and not endless.exists():
        return
    end_now(key, by)
    if end > clock.now():
        like = by_name(case, SightReason(key.reason), key.opens)
        give_key(like, user, by=by, ends_at=end)


def _holder(key: CaseKey, by: User) -> User | None:
    """With the key in her hand, in the office that it is for; None if she holds no post
    there today."""
    user, office = key.key.user, key.key.agency_id
    if user.pk == by.pk and by.hat.agency_id == office:
        return by
    if not user.wear_of(office, Act.SEE_CASES) or user.assignment is None:
        return None
    user.assignment.personal_keys += (key.key.scope_key,)
    return user


def hold(case: Case, **whose: Any) -> list[CaseKey]:
    """Keys of its named readers that nobody has ended, locked: the personal ones, and
    before any work or key of the case, as the database does when a post ends."""
    named = {"opens__case": case, "opens__kind": SightKind.NAMED, **whose}
    held = PersonalKey.objects.filter(ended_at=None, **named).order_by("pk")
    found = list(held.select_for_update(of=("self",)))
    return list(case.keys.standing().filter(key__in=found).order_by("pk"))


def end_now(key: CaseKey, by: User) -> None:
    PersonalKey.objects.filter(pk=key.key_id).update(ended_at=clock.now())
    rows.save_changed(key)
    rows.note(key, by=by, verb="ended_key", changes={})


def rescue_case(case: Case, *, user: User, letter_number: str) -> CaseKey:
    """Open a restricted case that nobody can go on with to one more person, by letter.

    By the owner of the machine alone, who sees nothing of it: a command, no page.
    """
    letter = letters.read(letter_number)
    with transaction.atomic():
        case = rows.standing(Case.objects.select_for_update().get(pk=case.pk))
        if not case.is_restricted:
            raise ValidationError(_("Perkara ini tidak terbatas."))
        if readers.may_act(case).exists():
            raise ValidationError(_("Perkara ini masih punya pembaca yang bertugas."))
        return give_key(
            by_name(case, SightReason.OVERSIGHT),
            user,
            by=None,
            verb="rescued_case",
            letter_number=letter,
        )
