"""Rujukan masuk: what other offices ask of hers, as little as an answer needs."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse

from agencies.access import Act, may
from agencies.lookup import codes, directory, zones
from agencies.models import User
from cases import people, summary, words
from cases.choices import ReferralState
from cases.models import Referral, ReporterOpening

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
    first. Nothing of the reporter, who is not hers to know."""
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
