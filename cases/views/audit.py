"""The auditor's page, and "Riwayat akses" of a case: who saw what, not the content."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from agencies import access
from agencies.access import Act, require
from agencies.lookup import zones
from agencies.models import AuditEvent
from cases import looks, sight, timeline, words
from cases.choices import ACCESSES
from cases.lists.cursors import BadCursor
from cases.models import Case
from cases.trail import reading
from cases.trail import words as trail_words
from cases.trail.filter import AuditFilter
from cases.trail.reading import Page
from cases.views.door import opens_case


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """All of the trail for who audits; her reading is recorded too."""
    require(request.user.hat, Act.READ_AUDIT)
    zone = zones.zone_of(request.user.assignment.post)
    asked = AuditFilter(request.GET, zone=zone)
    page = page_of(request, asked.chosen())
    # What was not understood too: the answer tells whether there is such a case.
    looks.read_audit(asked.asked, of_case=asked.case_id, by=request.user)
    context = {"filter": asked, "state": state_in_words(zone)}
    return render(request, "cases/audit.html", context | in_words(request, page, zone))


@require_safe
@opens_case()
def of_case(request: HttpRequest, case: Case) -> HttpResponse:
    """Who looked at the case, for who answers for it."""
    seen = sight.of(request.user, case)
    access.require_history(seen.hat, seen.ties)
    found = AuditEvent.objects.filter(case_id=case.pk, verb__in=ACCESSES)
    zone = words.zone_of(case)
    page = page_of(request, found)
    told = in_words(request, page, zone)
    named = timeline.whose(page.events, case, seen)
    for row, event in zip(told["rows"], page.events, strict=True):
        if whose := named.get(event.pk):
            row["act"] = f"{row['act']}: {whose}"
        if timeline.is_of_others(event, seen.hat):
            row |= {"who": timeline.OF_OTHERS, "office": ""}
    return render(request, "cases/access.html", {"case": case} | told)


def page_of(request: HttpRequest, found) -> Page:
    """A place that is no longer known is the first page."""
    try:
        return reading.page(found, request.GET.get("after", ""))
    except BadCursor:
        return reading.page(found)


def in_words(request: HttpRequest, page: Page, zone: ZoneInfo) -> dict[str, Any]:
    count = len(page.events)
    query = request.GET.copy()
    is_first = query.pop("after", None) is None
    first_url = "" if is_first else f"{request.path}?{query.urlencode()}"
    query["after"] = page.next
    return {
        "rows": [line(event, page, zone) for event in page.events],
        "counted": ngettext(
            "%(n)d aktivitas pada laman ini", "%(n)d aktivitas pada laman ini", count
        )
        % {"n": count},
        "first_url": first_url,
        "next_url": f"{request.path}?{query.urlencode()}" if page.next else "",
        "zone": zones.ZONE_WORDS[zone.key],
    }


def line(event: AuditEvent, page: Page, zone: ZoneInfo) -> dict[str, Any]:
    """A row of either table."""
    return {
        "when": words.moment(event.at, zone),
        "who": trail_words.who(event),
        "office": trail_words.office(event),
        "act": trail_words.act(event),
        "touched": trail_words.touched(event),
        "number": page.numbers.get(event.case_id or 0, ""),
        "is_refusal": trail_words.is_refusal(event),
        "is_sealed": page.is_sealed(event),
    }


def state_in_words(zone: ZoneInfo) -> dict[str, Any]:
    found = reading.state()
    return {
        "head": found.last.head if found.last else "",
        "sealed": zones.at_in_words(found.last.at, zone) if found.last else "",
        "unsealed": None if found.unsealed is None else round(found.unsealed),
        "is_late": found.is_late,
        "verified": zones.at_in_words(found.verified_at, zone)
        if found.verified_at
        else "",
        "wrong": found.verified.get("wrong"),
        "rows": found.verified.get("rows"),
        "url": reverse("audit"),
    }
