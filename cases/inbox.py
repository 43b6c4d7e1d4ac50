"""Rujukan masuk: what other offices ask of hers, as little as an answer needs."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.access import Act, may
from agencies.lookup import codes, directory, zones
from agencies.models import User
from cases import people, summary, words
from cases.choices import ReferralState
from cases.models import MatchRequest, Referral, ReporterOpening
from cases.person_choices import IdentifierKind

MOST = 100
ANSWERED = 20


def context(user: User) -> dict[str, Any]:
    """What `cases/referral_list.html` shows, those that wait in turn of who asked."""
    found = Referral.objects.addressed_to(user)
    waiting = found.waiting()[:MOST]
    answered = found.exclude(state=ReferralState.ASKED).order_by("-pk")[:ANSWERED]
    return {
        "waiting": rows(waiting, user),
        "answered": rows(answered, user),
    }


def count(user: User) -> int | None:
    """How many wait for an answer; None for who does not answer."""
    if not may(user.hat, Act.ANSWER_REFERRAL):
        return None
    return Referral.objects.addressed_to(user).waiting().count()


def openings(user: User) -> list[dict[str, Any]]:
    """Who asks to know who reported a case, for who may allow it: the longest waiting
    first. Who it is, is not hers to know."""
    found = ReporterOpening.objects.to_approve_by(user).order_by("pk")
    return [
        {
            "url": reverse(
                "case_opening_approve", args=[each.case.public_id, each.public_id]
            ),
            "who": each.created_by.full_name,
            "number": each.case.register_no,
            "reason": each.get_reason_display(),
        }
        for each in found.select_related("case", "created_by")[:ANSWERED]
    ]


def approvals(user: User) -> list[dict[str, Any]]:
    """What she allowed and nobody has opened yet: hers to take back."""
    found = ReporterOpening.objects.to_take_back_by(user).filter(approved_by=user)
    return [
        {
            "url": reverse(
                "case_opening_take_back", args=[each.case.public_id, each.public_id]
            ),
            "who": each.created_by.full_name,
            "number": each.case.register_no,
        }
        for each in found.select_related("case", "created_by").order_by("pk")[:ANSWERED]
    ]


def answers(user: User) -> list[dict[str, Any]]:
    """What came of what she asked for, as long as she can act on it: who reported a
    case, and who gets in touch of whom she asked for."""
    if not may(user.hat, Act.SEE_CASES):
        return []
    zone = zones.zone_of(user.assignment.post if user.assignment else None)
    opened = ReporterOpening.objects.answered_for(user).order_by("-pk")
    opened = opened.select_related("case", "reporter")[:ANSWERED]
    asked = MatchRequest.objects.asked_here_by(user).newly_answered()
    asked = asked.select_related("case", "answered_by").order_by("-answered_at")
    return [
        *[_answer_of_opening(each, zone) for each in opened],
        *[_answer_of_match(each) for each in asked[:ANSWERED]],
    ]


def _answer_of_opening(opening: ReporterOpening, zone: ZoneInfo) -> dict[str, Any]:
    args = [opening.case.public_id, opening.reporter.public_id]
    about = {"number": opening.case.register_no}
    if opening.refusal:
        why = opening.get_refusal_display()
        said = _("Pembukaan identitas pelapor %(number)s ditolak: %(why)s.")
        said %= about | {"why": why}
    elif opening.taken_back_at:
        said = _("Persetujuan membuka identitas pelapor %(number)s ditarik kembali.")
        said %= about
    elif opening.opened_at:
        said = _("Identitas pelapor %(number)s terbuka bagi Anda sampai %(at)s.")
        said %= about | {"at": words.moment(opening.ends_at, zone)}
    else:
        said = _(
            "Pembukaan identitas pelapor %(number)s disetujui. Bukalah sebelum %(at)s;"
            " terbuka 15 menit sejak Anda membukanya."
        )
        said %= about | {"at": words.moment(opening.ends_at, zone)}
    return {"words": said, "url": reverse("case_reporter", args=args)}


def _answer_of_match(request: MatchRequest) -> dict[str, Any]:
    """The kind of number alone: what was typed nobody keeps."""
    said = _(
        "%(office)s akan menghubungi Anda tentang pertanyaan Anda (%(kind)s),"
        " %(number)s."
    ) % {
        "office": request.answered_by.name if request.answered_by else "",
        "kind": IdentifierKind(request.kind).label,
        "number": request.case.register_no,
    }
    return {"words": said, "url": reverse("match_list")}


def rows(referrals: Iterable[Referral], user: User) -> list[dict[str, Any]]:
    found = list(referrals)
    opened = people.opened_cases(found, user)
    return [row(each, user, opened.get(each.case_id)) for each in found]


def row(referral: Referral, user: User, opened: UUID | None) -> dict[str, Any]:
    """What an asked office is told of a referral before it answers; `opened` is the
    public id of the case where she sees it."""
    told = referral.told
    office = directory.agency(told["asked_by"])
    zone = zones.zone_of(user.assignment.post if user.assignment else None)
    return {
        "url": reverse("referral", args=[referral.public_id]),
        "decline_url": reverse("referral_decline", args=[referral.public_id]),
        "case_url": reverse("case", args=[opened]) if opened else "",
        "purpose": codes.label("service_type", referral.purpose),
        "asked_by": office.name if office else words.NOTHING,
        "sections": words.sections(referral.opens),
        "until": words.day(referral.ends_on) if referral.ends_on else "",
        "tag": people.state_tag(referral, zone),
        **summary.in_words(told),
    }
