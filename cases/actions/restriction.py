"""Perkara terbatas: a case that leaves the chain of command for readers by name.

It becomes one by itself when somebody who holds public office is reported: then her own
superiors may be the danger. Its first readers are who recorded that and who works on
the case, in offices that were asked in too (`cases.readers`): each keeps what she saw,
and nobody gains by closing it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import clock, eyes
from agencies.access import Act, may, may_lead, require
from agencies.models import PersonalKey, User
from agencies.sections import EVERYTHING, Section
from cases import readers, sight
from cases.actions import rows
from cases.choices import PublicOffice, RestrictReason, SightKind, SightReason
from cases.models import Case, CaseKey


def restrict_case(case: Case, *, by: User, reason: RestrictReason) -> Case:
    """Close a case to everyone but `by` and those who work on it."""
    with transaction.atomic():
        case = rows.standing(rows.lock_case(by, case.pk, Act.NAME_READER))
        if reason not in RestrictReason.by_hand():
            raise ValidationError({"reason": _("Pilih alasannya.")})
        if case.is_restricted:
            raise ValidationError(_("Perkara ini sudah terbatas."))
        return _close(case, by, reason, SightReason.HANDLING)


def _close(case: Case, by: User, why: RestrictReason, reason: SightReason) -> Case:
    entrusted = [
        (user, sight.of(user, case).by_office | more)
        for user, more in readers.to_be(case, by=by)
    ]
    for user, sections in entrusted:
        give_key(
            case,
            user,
            kind=SightKind.NAMED,
            reason=reason,
            by=by,
            sections=sections,
        )
    case.is_restricted = True
    rows.save_changed(case, "is_restricted")
    changes = {"is_restricted": [False, True]}
    rows.note(case, by=by, verb="restricted_case", changes=changes, reason=why.value)
    return case


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
    """Open a restricted case to one more person, under the post she holds today, wholly
    so far as her trade may hold it. By somebody who works on the case."""
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
    held = readers.named(case).filter(key__user=user)
    if held.filter(key__agency=rows.agency_of(user)).exists():
        raise ValidationError({"user": _("Ia sudah menjadi pembaca.")})
    return give_key(
        case,
        user,
        kind=SightKind.NAMED,
        reason=reason,
        by=by,
        sections=EVERYTHING,
    )


def end_key(key: CaseKey, *, by: User) -> CaseKey:
    """Take a reader off, or leave. Who works on the case stays until her work is ended;
    so does the last one of the office that leads, or nobody could ever go on."""
    require(by.hat, Act.NAME_READER)
    with transaction.atomic():
        case = rows.lock_case(by, key.case_id, Act.NAME_READER)
        key = rows.locked(key, case)
        if not readers.named(case).filter(pk=key.pk).exists():
            raise ValidationError(_("Ia tidak membaca perkara ini lagi."))
        if key.key.user_id != by.pk and readers.works(key, case):
            raise ValidationError(
                _("Ia bekerja pada perkara ini: akhiri penugasannya dahulu.")
            )
        if case.is_restricted and not readers.may_go(key, case):
            raise ValidationError(_("Pembaca terakhir tidak dapat dikeluarkan."))
        PersonalKey.objects.filter(pk=key.key_id).update(ended_at=clock.now())
        rows.save_changed(key)
        rows.note(key, by=by, verb="ended_key", changes={})
    return key


def rescue_case(case: Case, *, user: User, letter_number: str) -> CaseKey:
    """Open a restricted case that nobody can go on with to one more person, by letter.

    By the owner of the machine alone, who sees nothing of it: a command, no page.
    """
    with transaction.atomic():
        case = rows.standing(Case.objects.select_for_update().get(pk=case.pk))
        if not case.is_restricted:
            raise ValidationError(_("Perkara ini tidak terbatas."))
        if readers.may_act(case).exists():
            raise ValidationError(_("Perkara ini masih punya pembaca yang bertugas."))
        return give_key(
            case,
            user,
            kind=SightKind.NAMED,
            reason=SightReason.OVERSIGHT,
            by=None,
            sections=EVERYTHING,
            verb="rescued_case",
            letter_number=letter_number,
        )


def restrict_if_official(case: Case, *, by: User) -> None:
    """After a suspect was written: close the case if she or he holds public office.

    No right of `by` closes it but the fact: any office that records suspects may.
    """
    if not case.is_restricted and _has_official(case):
        case = rows.lock_seen(by, case.pk)
        why = RestrictReason.OFFICIAL_SUSPECT
        _close(case, by, why, SightReason.OFFICIAL_SUSPECT)


def _has_official(case: Case) -> bool:
    in_power = PublicOffice.in_power()
    return case.suspects.standing().filter(public_office__in=in_power).exists()


def give_key(
    case: Case,
    user: User,
    *,
    kind: SightKind,
    reason: SightReason,
    by: User | None,
    sections: Section,
    ends_at: datetime | None = None,
    reviewers: Iterable[int] = (),
    verb: str = "opened_case_to",
    letter_number: str = "",
) -> CaseKey:
    """A personal key to this case, in her hand at once if `user` is who acts. `by` is
    None for the owner's command."""
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
        created_by=by or user,
        created_at=clock.now(),
    )
    if user is by and user.assignment is not None:
        user.assignment.personal_keys += (key.scope_key,)
        eyes.gain(key.scope_key)
    rows.validate(opens)
    rows.save_new(opens)
    rows.note(opens, by=by, verb=verb, reason=letter_number)
    return opens
