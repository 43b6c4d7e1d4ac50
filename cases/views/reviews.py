"""Perlu ditinjau: what somebody opened in danger or looked at, before whoever answers
for her; and the same by the week."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agencies import access, clock
from agencies.access import Act, OutOfScope, may
from agencies.lookup import zones
from agencies.models import AuditEvent, User
from cases import actions, alarms, danger, words
from cases.choices import IDENTITIES_A_DAY, AlarmKind, SightReason, Verdict
from cases.models import Alarm, Case, CaseKey
from cases.trail import weekly
from cases.trail import words as trail_words
from cases.trail.weekly import Line, Named, Week
from cases.trail.words import Handled

SHOWN = 50
MOST_NUMBERS = 20
GIVEN = 20
VERDICTS = ("reviewed_alarm", "reviewed_key")


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits for her verdict."""
    access.require_review(request.user.hat)
    zone = zones.zone_of(request.user.assignment.post)
    context = {
        "alarms": _alarms(request.user, zone),
        "waiting": _broken(request.user, zone),
        "given": _given(request.user, zone),
    }
    return render(request, "cases/reviews.html", context)


def _broken(user: User, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Break-glass, the oldest first: nothing waits behind what came after it."""
    found = CaseKey.objects.to_review_by(user)
    keys = list(found.select_related("key__agency", "created_by")[:SHOWN])
    done = danger.opened_with(keys)
    opened = Case.objects.open_to(user).in_bulk([key.case_id for key in keys])
    return [_key(key, opened.get(key.case_id), done[key.pk], zone) for key in keys]


def _key(
    key: CaseKey, case: Case | None, events: list[AuditEvent], zone: ZoneInfo
) -> dict[str, Any]:
    posts = {event.post.title for event in events if event.post}
    return {
        "id": key.public_id,
        "case": case,  # None where it was closed to her meanwhile
        "who": key.created_by.full_name,
        "post": ", ".join(sorted(posts)),
        "office": key.key.agency.name,
        "when": _when(key.created_at, zone),
        "reason": SightReason(key.reason).label,
        "done": [
            {"when": _when(event.at, zone), "words": each}
            for event in events
            for each in trail_words.handled([event]) or [_only(event)]
        ],
    }


def _only(event: AuditEvent) -> Handled:
    return Handled(trail_words.act(event))


def _alarms(user: User, zone: ZoneInfo) -> list[dict[str, Any]]:
    found = Alarm.objects.to_review_by(user).select_related("user", "post__agency")
    waiting = list(found.order_by("-raised_at")[:SHOWN])
    looks = alarms.acts_of(waiting)
    named = weekly.named(
        user, {acts[0].case_id for each in looks.values() for acts in each}
    )
    shown = {beyond: _identities(waiting, beyond) for beyond in (False, True)}
    return [
        {
            "id": alarm.public_id,
            "who": alarm.user.full_name,
            "post": alarm.post.title,
            "office": alarm.post.agency.name,
            "day": words.day(alarm.day),
            "kind": AlarmKind(alarm.kind).label,
            "told": _told(alarm, len(looks[alarm.pk]), shown[alarm.beyond_command]),
            "looks": [
                {
                    "when": _when(acts[0].at, zone),
                    "acts": trail_words.handled(acts),
                    "of_case": acts[0].case_id is not None,
                    "case": named.get(acts[0].case_id),
                }
                for acts in looks[alarm.pk][:SHOWN]
            ],
        }
        for alarm in waiting
    ]


def _identities(waiting: list[Alarm], beyond: bool) -> dict[int, dict[date, int]]:
    about = [alarm for alarm in waiting if alarm.beyond_command == beyond]
    if not about:
        return {}
    days = [alarm.day for alarm in about]
    people = [alarm.user_id for alarm in about]
    return alarms.identities_of(people, min(days), max(days), beyond=beyond)


def _given(user: User, zone: ZoneInfo) -> list[dict[str, str]]:
    """The verdicts that she gave for this office, the latest first."""
    found = AuditEvent.objects.filter(
        by=user, post__agency_id=user.hat.agency_id, verb__in=VERDICTS
    )
    events = list(found.order_by("-at", "-id")[:GIVEN])
    about = {
        kind._meta.label: kind.objects.select_related(name).in_bulk(
            [
                each.subject_id
                for each in events
                if each.subject_type == kind._meta.label
            ]
        )
        for kind, name in ((Alarm, "user"), (CaseKey, "created_by"))
    }
    return [
        {
            "when": _when(event.at, zone),
            "words": trail_words.act(event),
            "verdict": str(Verdict(event.changes["verdict"][1]).label),
            "who": _whom(about[event.subject_type].get(event.subject_id)),
        }
        for event in events
    ]


def _whom(row: Alarm | CaseKey | None) -> str:
    if row is None:
        return words.NOTHING
    return (row.user if isinstance(row, Alarm) else row.created_by).full_name


def _when(at: datetime, zone: ZoneInfo) -> str:
    """22/11/2026, 14.54 WITA"""
    return f"{words.moment(at, zone)} {zones.ZONE_WORDS[zone.key]}"


def _told(alarm: Alarm, cases: int, shown: dict) -> str:
    """How much it was, in words."""
    if alarm.kind == AlarmKind.UNASSIGNED:
        return ngettext("%(n)d perkara", "%(n)d perkara", cases) % {"n": cases}
    if alarm.kind == AlarmKind.CONTACTS:
        return ngettext("%(n)d penanya", "%(n)d penanya", cases) % {"n": cases}
    n = shown.get(alarm.user_id, {}).get(alarm.day, 0)
    return ngettext("%(n)d korban", "%(n)d korban", n) % {"n": n}


def _verdict(request: HttpRequest) -> Verdict:
    said = request.POST.get("verdict", "")
    if said not in Verdict.values:
        raise OutOfScope
    return Verdict(said)


@require_POST
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    verdict = _verdict(request)
    key = CaseKey.objects.to_review_by(request.user).filter(public_id=public_id).first()
    if key is None:
        raise OutOfScope
    actions.review_key(key, verdict=verdict, by=request.user)
    messages.success(request, _("Tinjauan dicatat."))
    return redirect("review_list")


@require_POST
def review_alarm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    access.require_review(request.user.hat)
    verdict, mine = _verdict(request), Alarm.objects.to_review_by(request.user)
    alarm = mine.filter(public_id=public_id).first()
    if alarm is None:
        raise OutOfScope
    actions.review_alarm(alarm, verdict=verdict, by=request.user)
    messages.success(request, _("Tinjauan dicatat."))
    return redirect("review_list")


def review_week(request: HttpRequest) -> HttpResponse:
    """Tinjauan mingguan; a POST says that her office has looked at it."""
    access.require_review(request.user.hat)
    week = _week(request.POST.get("week") or request.GET.get("week"))
    here = f"{reverse('review_week')}?week={week.name}"
    if request.method == "POST":
        if not week.has_ended:
            raise Http404
        actions.review_week(week.name, by=request.user)
        messages.success(request, _("Tinjauan dicatat."))
        return redirect(here)
    return render(request, "cases/review_week.html", _in_words(request.user, week))


def _week(name: str | None) -> Week:
    """The one that is asked for, else this one; 404 for none."""
    try:
        return Week.named(name) if name else Week.of(clock.today())
    except ValueError as error:
        raise Http404 from error


def _in_words(user: User, week: Week) -> dict[str, Any]:
    found = weekly.lines(user, week)
    named = weekly.named(user, {pk for line in found for pk in line.cases})
    mark = weekly.reviewed(user, week)
    zone = zones.zone_of(user.assignment.post)
    return {
        "week": week.name,
        "days": f"{words.day(week.first)} – {words.day(week.last)}",
        "rows": [_line(line, named, user, week) for line in found],
        "before_url": f"?week={week.before.name}",
        "after_url": "" if not week.has_ended else f"?week={week.after.name}",
        "can_mark": week.has_ended and mark is None,
        "marked": mark
        and _("Ditinjau oleh %(who)s, %(when)s")
        % {"who": mark.by.full_name, "when": zones.at_in_words(mark.at, zone)},
    }


def _line(line: Line, named: dict[int, Named], user: User, week: Week) -> dict:
    """One person's week. Cases that the reader may not see are counted, not named."""
    known = [named[pk] for pk in line.cases if pk in named]
    known.sort(key=lambda each: each.number)
    return {
        "who": line.user.full_name,
        "offices": [f"{post.title}, {post.agency.name}" for post in line.posts],
        "trail_url": _trail(line, week) if may(user.hat, Act.READ_AUDIT) else "",
        "opened": len(line.cases),
        "named": known[:MOST_NUMBERS],
        "is_cut": len(known) > MOST_NUMBERS,
        "others": len(line.cases) - len(known),
        "identities": [
            {
                "day": formats.date_format(day, "D, d/m"),
                "n": n,
                "is_many": n > IDENTITIES_A_DAY,
            }
            for day, n in sorted(line.identities.items())
        ],
        "opened_fields": trail_words.fields_counted(line.fields),
        "reasons": trail_words.reasons_counted(line.reasons),
        "in_danger": line.in_danger,
        "exports": line.exports,
    }


def _trail(line: Line, week: Week) -> str:
    """Her week in the audit trail."""
    asked = {
        "who": line.user.username,
        "first": week.first.isoformat(),
        "last": week.last.isoformat(),
    }
    return f"{reverse('audit')}?{urlencode(asked)}"
