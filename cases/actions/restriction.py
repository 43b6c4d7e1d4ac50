"""Perkara terbatas: a case that leaves the chain of command for readers by name.

It becomes one by itself when somebody who holds public office is reported: then her own
superiors may be the danger. Its first readers are who recorded that and who works on
the case, in offices that were asked in too (`cases.readers`): each keeps what she saw,
and nobody gains by closing it.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import clock
from agencies.access import Act
from agencies.models import User
from agencies.sections import Section
from cases import alarms, readers, sight
from cases.actions import rows
from cases.actions.keys import by_name, end_now, end_of_letters, give_key, hold
from cases.choices import RestrictReason, SightReason
from cases.models import Case


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
    alarms.go_beyond(case, by=by)
    entrusted = [
        (user, sight.of(user, case).by_office | more)
        for user, more in readers.to_be(case, by=by)
    ]
    ends = _ends(case, entrusted)
    for (user, sections), end in zip(entrusted, ends, strict=True):
        give_key(by_name(case, reason, sections), user, by=by, ends_at=end)
    case.is_restricted = True
    rows.save_changed(case, "is_restricted")
    changes = {"is_restricted": [False, True]}
    rows.note(case, by=by, verb="restricted_case", changes=changes, reason=why.value)
    return case


def _ends(case: Case, entrusted: list[readers.Entrusted]) -> list[datetime | None]:
    """When each key ends: with the letter of who sees what is closed by letter alone.

    Of those who may go on with the case somebody remains: if each would go, whose
    letter is the longest stays until another is named.
    """
    ends = [
        end_of_letters(case, user, since=clock.now()) for user, _sections in entrusted
    ]
    go_on = [
        end
        for end, (user, sections) in zip(ends, entrusted, strict=True)
        if user.hat.agency_id == case.lead_agency_id and Section.NARRATIVE in sections
    ]
    dated = [end for end in go_on if end is not None]
    if not dated or len(dated) < len(go_on):
        return ends
    last = max(dated)
    return [
        None if user.hat.agency_id == case.lead_agency_id and end == last else end
        for end, (user, _sections) in zip(ends, entrusted, strict=True)
    ]


def lift_restriction(case: Case, *, by: User) -> Case:
    """Give a case back to the chain of command; its readers' keys end."""
    with transaction.atomic():
        case = rows.standing(rows.lock_case(by, case.pk, Act.NAME_READER))
        if not case.is_restricted:
            raise ValidationError(_("Perkara ini tidak terbatas."))
        if readers.has_official(case):
            raise ValidationError(readers.STAYS_CLOSED)
        case.is_restricted = False
        rows.save_changed(case, "is_restricted")
        changes = {"is_restricted": [True, False]}
        rows.note(case, by=by, verb="lifted_restriction", changes=changes)
        for key in hold(case):
            end_now(key, by)
    return case


def restrict_if_official(case: Case, *, by: User) -> None:
    """After a suspect was written: close the case if she or he holds public office.

    No right of `by` closes it but the fact: any office that records suspects may.
    """
    if not case.is_restricted and readers.has_official(case):
        case = rows.lock_seen(by, case.pk)
        why = RestrictReason.OFFICIAL_SUSPECT
        _close(case, by, why, SightReason.OFFICIAL_SUSPECT)
