"""Pekerjaan saya: what she left unfinished, and what her office worked on last."""

from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies import clock
from agencies.access import Act, may
from agencies.accounts import approvals
from agencies.lookup import zones
from cases import inbox, lists
from cases.lists import filters
from cases.lists import words as list_words
from cases.models import Alarm, CaseKey, MatchHit
from cases.pairs import history
from cases.views.drafts import KIND

LATEST = 10
OVERDUE = 5
DAYS_WITHOUT_LP = 7
REQUIRED = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    sees_cases = may(request.user.hat, Act.SEE_CASES)
    query = {"has_lp": "false", "reported_to": _a_week_ago()}
    return render(
        request,
        "agencies/home.html",
        {
            "drafts": _drafts(request.user),
            "recent": _rows(request.user, {}, LATEST) if sees_cases else [],
            "overdue": _rows(request.user, query, OVERDUE) if sees_cases else [],
            "overdue_url": f"{reverse('case_list')}?{urlencode(query)}",
            "sees_cases": sees_cases,
            "alarms": Alarm.objects.to_review_by(request.user).count(),
            "to_review": CaseKey.objects.to_review_by(request.user).count(),
            "asked": inbox.count(request.user),
            "matches": MatchHit.objects.to_decide_by(request.user).count(),
            "unmerged": _unmerged(request.user),
            "openings": inbox.openings(request.user),
            "approvals": inbox.approvals(request.user),
            "answers": inbox.answers(request.user),
            "accounts": _accounts(request.user),
        },
    )


def _unmerged(user) -> int:
    """How many pairs she found to be one person and left as two."""
    if not may(user.hat, Act.EDIT_CASE):
        return 0
    return history.left_unmerged(user)


def _accounts(user) -> int:
    """How many requests about accounts she may decide."""
    if not may(user.hat, Act.APPROVE_ACCOUNTS):
        return 0
    return approvals.to_decide(user).count()


def _a_week_ago() -> str:
    return (clock.today() - timedelta(days=DAYS_WITHOUT_LP)).isoformat()


def _rows(user, query: dict[str, str], size: int) -> list[dict]:
    """The latest cases of her office; no summaries."""
    params = QueryDict(mutable=True)
    params.update(query)
    narrowed = filters.CaseFilters.read(params, user=user)
    found = lists.CaseList(user, narrowed).page(size=size).rows
    return [list_words.case(row) for row in found if row["sight"] == "case"]


def _drafts(user) -> list[dict]:
    """Her unsent case reports, the latest first; what they say stays sealed."""
    zone = zones.zone_of(user.assignment.post) if user.assignment else clock.WIB
    return [
        {
            "url": f"{reverse('case_new')}?draft={draft.public_id}",
            "discard_url": reverse("case_draft_discard", args=[draft.public_id]),
            "words": _("Catat kasus: %(done)d dari %(of)d isian")
            % {"done": draft.done, "of": REQUIRED},
            "saved": _("tersimpan %(at)s")
            % {"at": zones.at_in_words(draft.updated_at, zone)},
        }
        for draft in user.drafts.kept()
        .filter(kind=KIND)
        .order_by("-updated_at")[:LATEST]
    ]
