"""The people and offices of a case, in words: who works on it, who was asked in, who
reads it by name.

The office that leads sees all of them. An office that was asked in sees the lead's
people, its own, and its own referral: who else was asked tells where a victim may be.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import clock
from agencies.access import Act, OutOfScope, may
from agencies.lookup import codes
from agencies.models import Assignment, AuditEvent, User
from cases import readers, sight, words
from cases.choices import ReferralState
from cases.models import Case, CaseKey, CaseWorker, Referral
from cases.models.row import Row
from cases.sight import Sight

OPENS = {
    ReferralState.ACCEPTED: gettext_lazy("Terbuka:"),
    ReferralState.ENDED: gettext_lazy("Pernah terbuka:"),
}
ENDINGS = ("ended_work", "ended_referral")
STATES = {
    ReferralState.ASKED: ("asked", "amber"),
    ReferralState.ACCEPTED: ("done", "green"),
    ReferralState.DECLINED: ("withdrawn", "red"),
    ReferralState.ENDED: ("empty", "grey"),
}


def context(case: Case, user: User, seen: Sight) -> dict[str, Any]:
    """What `cases/involved.html` shows."""
    workers, referrals = list(workers_of(case, seen)), list(referrals_of(case, seen))
    named = list(readers_of(case, seen)) if case.is_restricted else []
    there = {each.user_id for each in workers if each.ended_at is None}
    there |= {each.key.user_id for each in named}
    standing = not case.is_withdrawn
    may_assign = standing and seen.may_in_office(Act.ASSIGN)
    is_open = standing and not case.is_restricted
    may_refer = is_open and seen.may(Act.REFER)
    may_restrict = is_open and seen.may(Act.NAME_READER)
    ended = _endings(case, [*workers, *referrals], seen)
    return {
        "workers": _worker_rows(case, workers, seen, may_assign, ended),
        "referrals": [
            _referral_row(case, each, user, seen) | {"ended": ended.get(each, "")}
            for each in referrals
        ],
        "readers": _reader_rows(case, named, user, seen)
        if case.is_restricted
        else None,
        "restrict_url": _url("case_restriction_new", case) if may_restrict else "",
        "assign_url": _url("case_worker_new", case) if may_assign else "",
        "refer_url": _url("case_referral_choose", case) if may_refer else "",
        "count": len(there) + sum(each.is_open for each in referrals),
    }


def workers_of(case: Case, seen: Sight):
    """Assignments that she may know of, those that hold first."""
    found = CaseWorker.objects.standing().filter(case=case)
    found = _of_offices_known(found, case, seen, "agency_id")
    return found.select_related("user", "agency").order_by("ended_at", "-pk").reverse()


def worker_of(case: Case, seen: Sight, public_id: UUID) -> CaseWorker:
    """One that she may know of; OutOfScope for any other."""
    worker = workers_of(case, seen).filter(public_id=public_id).first()
    if worker is None:
        raise OutOfScope
    return worker


def readers_of(case: Case, seen: Sight):
    """Keys of those who read it by name, as far as she may know of them: who reads it
    for an office that was asked in tells where a victim may be."""
    return _of_offices_known(readers.named(case), case, seen, "key__agency_id")


def reader_of(case: Case, seen: Sight, public_id: UUID) -> CaseKey:
    """One that she may know of; OutOfScope for any other."""
    key = readers_of(case, seen).filter(public_id=public_id).first()
    if key is None:
        raise OutOfScope
    return key


def require_ending(case: Case, user: User, public_id: UUID) -> None:
    """Raise PermissionDenied (403) unless she may end that reader's key: as who names
    readers, or because it is hers and she oversees the case by it."""
    seen = sight.of(user, case)
    if seen.may(Act.NAME_READER):
        return
    key = readers_of(case, seen).filter(public_id=public_id).first()
    if key is None or not readers.oversees(key, user):
        seen.require(Act.NAME_READER)


def _of_offices_known(found, case: Case, seen: Sight, office: str):
    """Those of the office that leads and of her own, to who asks nobody in."""
    if seen.may(Act.REFER):
        return found
    ours = [case.lead_agency_id, seen.hat.agency_id]
    return found.filter(**{f"{office}__in": ours})


def letter_of(worker: CaseWorker, seen: Sight) -> str:
    """The number of her letter, which leads to a paper file: for her own office and for
    the one that leads; "" for others."""
    ours = worker.agency_id == seen.hat.agency_id
    return worker.letter_number if ours or seen.may(Act.REFER) else ""


def referrals_of(case: Case, seen: Sight):
    """Referrals that she may know of, the newest first."""
    found = Referral.objects.standing().filter(case=case)
    if not seen.may(Act.REFER):
        found = found.filter(to_agency_id=seen.hat.agency_id)
    return found.select_related("to_agency").order_by("-pk")


def asked_referral(user: User, public_id: UUID) -> Referral:
    """One that was put to her office; OutOfScope for any other."""
    found = Referral.objects.addressed_to(user).filter(public_id=public_id)
    return _only(found)


def referral(user: User, public_id: UUID) -> Referral:
    """One that was put to her office, or by it for a case that she sees."""
    try:
        return asked_referral(user, public_id)
    except OutOfScope:
        found = _only(Referral.objects.visible_to(user).filter(public_id=public_id))
    if not sight.of(user, found.case).may(Act.REFER):
        raise OutOfScope
    return found


def _only(found) -> Referral:
    referral = found.first()
    if referral is None:
        raise OutOfScope
    return referral


def opened_cases(referrals: Iterable[Referral], user: User) -> dict[int, UUID]:
    """Public ids of the referrals' cases that she may open, by key."""
    cases = {each.case_id for each in referrals}
    opened = Case.objects.open_to(user).filter(pk__in=cases)
    return dict(opened.values_list("pk", "public_id")) if cases else {}


def may_end(referral: Referral, user: User, seen: Sight) -> bool:
    """By the office that asked, or by whoever answers for the one that was asked."""
    if not referral.is_open:
        return False
    if referral.to_agency_id == user.hat.agency_id:
        return may(user.hat, Act.ANSWER_REFERRAL)
    return seen.may(Act.REFER)


def _worker_rows(
    case: Case,
    workers: list[CaseWorker],
    seen: Sight,
    may_assign: bool,
    ended: dict[Row, str],
) -> list[dict[str, Any]]:
    posts = _posts(workers)
    return [
        {
            "name": each.user.full_name,
            "work": each.get_work_display(),
            "post": posts.get((each.user_id, each.agency_id), ""),
            "agency": each.agency.name,
            "letter": letter_of(each, seen),
            "since": words.day(each.starts_on),
            "until": words.day(each.ends_on) if each.ends_on else "",
            "is_over": each.ended_at is not None,
            "ended": ended.get(each, ""),
            "end_url": _url("case_worker_end", case, each)
            if may_assign
            and each.ended_at is None
            and each.agency_id == seen.hat.agency_id
            else "",
        }
        for each in workers
    ]


def _endings(case: Case, found: list[Row], seen: Sight) -> dict[Row, str]:
    """When what is over was ended, and by whom for those who may ask others in."""
    over = {(each._meta.label, each.pk): each for each in found if not _holds(each)}
    if not over:
        return {}
    events = AuditEvent.objects.of_case(case.pk).filter(verb__in=ENDINGS)
    zone = words.zone_of(case)
    told = {}
    for event in events.select_related("by"):
        row = over.get((event.subject_type, event.subject_id))
        if row is not None:
            on = words.day(event.at.astimezone(zone).date())
            told[row] = _ended(on, event.by, seen)
    return told


def _holds(row: Row) -> bool:
    if isinstance(row, CaseWorker):
        return row.ended_at is None
    return not isinstance(row, Referral) or row.state != ReferralState.ENDED


def _ended(on: str, by: User | None, seen: Sight) -> str:
    if by is None:
        return _("berakhir %(day)s menurut suratnya") % {"day": on}
    if not seen.may(Act.REFER):
        return _("diakhiri %(day)s") % {"day": on}
    return _("diakhiri %(day)s oleh %(who)s") % {"day": on, "who": by.full_name}


def _posts(workers: Iterable[CaseWorker]) -> dict[tuple[int, int], str]:
    """Titles of the posts that they hold today, by user and office."""
    people = {each.user_id for each in workers}
    if not people:
        return {}
    held = Assignment.objects.current(clock.today()).filter(user__in=people)
    told = held.values_list("user_id", "post__agency_id", "post__title")
    return {(person, agency): title for person, agency, title in told}


def _referral_row(
    case: Case, referral: Referral, user: User, seen: Sight
) -> dict[str, Any]:
    ends = may_end(referral, user, seen) and not case.is_withdrawn
    return {
        "agency": referral.to_agency.name,
        "purpose": codes.label("service_type", referral.purpose),
        "sections": words.sections(referral.opens),
        "opens": str(OPENS.get(ReferralState(referral.state), _("Diminta:"))),
        "until": words.day(referral.ends_on)
        if referral.ends_on and referral.is_open
        else "",
        "tag": state_tag(referral, words.zone_of(case)),
        "end_url": _url("case_referral_end", case, referral) if ends else "",
    }


def state_tag(referral: Referral, zone) -> dict[str, str]:
    """As the part tag.html wants it; unanswered says since when."""
    state = ReferralState(referral.state)
    shape, colour = STATES[state]
    word = str(state.label)
    if state == ReferralState.ASKED:
        on = words.day(referral.created_at.astimezone(zone).date())
        word = _("Menunggu jawaban sejak %(day)s") % {"day": on}
    elif referral.decline_reason:
        word = f"{word}: {referral.get_decline_reason_display()}"
    return {"shape": shape, "colour": colour, "word": word}


def _reader_rows(
    case: Case, keys: list[CaseKey], user: User, seen: Sight
) -> dict[str, Any]:
    may_name = seen.may(Act.NAME_READER) and not case.is_withdrawn
    taken_off = _taken_off(case, keys, user) if may_name else _left(case, keys, user)
    has_official = readers.has_official(case)
    return {
        "rows": [
            {
                "name": each.key.user.full_name,
                "agency": each.key.agency.name,
                "reason": each.get_reason_display(),
                "since": words.day(
                    each.created_at.astimezone(words.zone_of(case)).date()
                ),
                "until": words.day(clock.last_day(each.key.ends_at))
                if each.key.ends_at
                else "",
                "end_url": _url("case_reader_end", case, each)
                if each in taken_off
                else "",
            }
            for each in keys
        ],
        "name_url": _url("case_reader_new", case) if may_name else "",
        "lift_url": _url("case_restriction_lift", case)
        if may_name and not has_official
        else "",
        "stays_closed": readers.STAYS_CLOSED,
    }


def _left(case: Case, keys: list[CaseKey], user: User) -> list[CaseKey]:
    """What she may leave who names nobody: her own key, if she oversees the case."""
    hers = [each for each in keys if readers.oversees(each, user)]
    return [] if case.is_withdrawn else hers


def _taken_off(case: Case, keys: list[CaseKey], by: User) -> list[CaseKey]:
    """Those that `by` may end: she may leave, but take nobody off who works on it; and
    who would be the last to go on with it stays."""
    kept, acting = readers.kept(case), set(readers.may_act(case))
    return [
        each
        for each in keys
        if acting - {each}
        and (
            each.key.user_id == by.pk
            or (each.key.user_id, each.key.agency_id) not in kept
        )
    ]


def after_closing(case: Case, user: User) -> dict[str, Any]:
    """Who would still read the case if `user` closed it, and which offices no more."""
    offices, task_force = readers.shut_out(case)
    return {
        "readers": [
            (each.full_name, each.assignment.post.agency.name)
            for each, _more in readers.to_be(case, by=user)
        ],
        "offices": [office.name for office in offices],
        "task_force": task_force,
    }


def _url(route: str, case: Case, row=None) -> str:
    return reverse(route, args=[case.public_id, *([row.public_id] if row else [])])
