"""Perkara terbatas: a case that leaves the chain of command for readers by name.

It becomes one by itself when somebody who holds public office is reported: then her own
superiors may be the danger. Its first readers are who recorded that and who worked on
the case: each keeps what she saw, and nobody gains by closing it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies import clock, eyes
from agencies.access import Act, may, may_lead, require
from agencies.models import PersonalKey, Post, User
from agencies.sections import EVERYTHING, Section
from cases import sight
from cases.actions import rows
from cases.choices import PublicOffice, SightKind, SightReason
from cases.models import Case, CaseKey


def restrict_case(
    case: Case, *, by: User, reason: SightReason = SightReason.HANDLING
) -> Case:
    """Close a case to everyone but `by` and those who work on it."""
    with transaction.atomic():
        case = rows.standing(rows.lock_case(by, case.pk, Act.NAME_READER))
        if case.is_restricted:
            raise ValidationError(_("Perkara ini sudah terbatas."))
        return _close(case, by, reason)


def _close(case: Case, by: User, reason: SightReason) -> Case:
    readers = {by.pk: by} | {user.pk: user for user in _at_work(case) if user != by}
    seen = {pk: sight.of(user, case).mask for pk, user in readers.items()}
    for pk, user in readers.items():
        give_key(
            case,
            user,
            kind=SightKind.NAMED,
            reason=reason,
            by=by,
            sections=seen[pk],
        )
    case.is_restricted = True
    rows.save_changed(case, "is_restricted")
    changes = {"is_restricted": [False, True]}
    rows.note(case, by=by, verb="restricted_case", changes=changes, reason=reason.value)
    return case


def _at_work(case: Case) -> list[User]:
    """Who wrote it or is assigned to it for the office that leads it, under the hat of
    that office; where nobody is left, its supervisors."""
    office = case.lead_agency_id
    workers = case.workers.today().filter(agency_id=office)
    asked = Q(pk=case.created_by_id) | Q(pk__in=workers.values("user_id"))
    supervisors = Q(assignments__post__in=Post.objects.in_charge_of(office))
    for which in (asked, supervisors):
        users = User.objects.filter(which, suspended_at=None).distinct()
        if found := [user for user in users if user.wear_of(office)]:
            return found
    return []


def lift_restriction(case: Case, *, by: User) -> Case:
    """Give a case back to the chain of command; its readers' keys end."""
    with transaction.atomic():
        case = rows.standing(rows.lock_case(by, case.pk, Act.NAME_READER))
        if not case.is_restricted:
            raise ValidationError(_("Perkara ini tidak terbatas."))
        if _has_official(case):
            raise ValidationError(
                _("Masih ada terlapor penyelenggara negara pada perkara ini.")
            )
        case.is_restricted = False
        rows.save_changed(case, "is_restricted")
        changes = {"is_restricted": [True, False]}
        rows.note(case, by=by, verb="lifted_restriction", changes=changes)
        keys = case.keys.standing().filter(kind=SightKind.NAMED)
        ended = PersonalKey.objects.filter(opens__in=keys, ended_at=None)
        ended.update(ended_at=clock.now())
    return case


def name_reader(
    case: Case,
    *,
    user: User,
    by: User,
    reason: SightReason = SightReason.HANDLING,
    key: str = "",
) -> CaseKey:
    """Open a restricted case to one more person, under the post she holds today.

    Who works on the case opens it wholly, so far as the reader's trade may hold it;
    anybody else no further than she sees herself.
    """
    with transaction.atomic():
        case = rows.standing(rows.lock_case(by, case.pk, Act.NAME_READER))
        if not case.is_restricted:
            raise ValidationError(_("Perkara ini tidak terbatas."))
        hat = user.hat
        if not (user.is_active and may(hat, Act.SEE_CASES) and may_lead(hat)):
            raise ValidationError({"user": _("Akun ini tidak membaca perkara.")})
        content = ["reader", str(case.public_id), user.pk, str(reason)]
        named, _is_new = rows.once(
            by, key, content, lambda: _name(case, user, by, reason), of=CaseKey
        )
        return named


def _name(case: Case, user: User, by: User, reason: SightReason) -> CaseKey:
    if _readers(case).filter(user=user, agency_id=user.hat.agency_id).exists():
        raise ValidationError({"user": _("Ia sudah menjadi pembaca.")})
    own = sight.of(by, case)
    works = own.sees(Section.VICTIM_IDENTITY)
    return give_key(
        case,
        user,
        kind=SightKind.NAMED,
        reason=reason,
        by=by,
        sections=EVERYTHING if works else own.mask,
    )


def end_key(key: CaseKey, *, by: User) -> CaseKey:
    """Take a reader off; the last one stays, or nobody could ever open the case."""
    require(by.hat, Act.NAME_READER)
    with transaction.atomic():
        case = rows.lock_case(by, key.case_id, Act.NAME_READER)
        key = rows.locked(key, case)
        if case.is_restricted and not _readers(case).exclude(opens=key).exists():
            raise ValidationError(_("Pembaca terakhir tidak dapat dikeluarkan."))
        PersonalKey.objects.filter(pk=key.key_id).update(ended_at=clock.now())
        rows.save_changed(key)
        rows.note(key, by=by, verb="ended_key", changes={})
    return key


def _readers(case: Case):
    """Live keys of those who read the case by name."""
    live = PersonalKey.objects.live_at(clock.now())
    return live.filter(opens__case=case, opens__kind=SightKind.NAMED)


def restrict_if_official(case: Case, *, by: User) -> None:
    """After a suspect was written: close the case if she or he holds public office.

    No right of `by` closes it but the fact: any office that records suspects may.
    """
    if not case.is_restricted and _has_official(case):
        _close(rows.lock_seen(by, case.pk), by, SightReason.OFFICIAL_SUSPECT)


def _has_official(case: Case) -> bool:
    in_power = PublicOffice.in_power()
    return case.suspects.standing().filter(public_office__in=in_power).exists()


def give_key(
    case: Case,
    user: User,
    *,
    kind: SightKind,
    reason: SightReason,
    by: User,
    sections: Section,
    ends_at: datetime | None = None,
    reviewers: Iterable[int] = (),
    verb: str = "opened_case_to",
) -> CaseKey:
    """A personal key to this case, in her hand at once if `user` is who acts."""
    key = PersonalKey.objects.create(
        user=user,
        agency=rows.agency_of(user),
        opened_at=clock.now(),
        ends_at=ends_at,
    )
    opens = CaseKey(
        case=case,
        key=key,
        kind=kind,
        sections=int(sections),
        reason=reason,
        reviewers=list(reviewers),
        created_by=by,
        created_at=clock.now(),
    )
    if user is by and user.assignment is not None:
        user.assignment.personal_keys += (key.scope_key,)
        eyes.gain(key.scope_key)
    rows.validate(opens)
    rows.save_new(opens)
    rows.note(opens, by=by, verb=verb)
    return opens
