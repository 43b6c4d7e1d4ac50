"""Buka darurat, and the queue in which supervisors look at it afterwards."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from agencies.access import Act, OutOfScope, require
from agencies.accounts import refusals
from agencies.accounts.attempts import LockedOut
from agencies.lookup import zones
from agencies.models import AuditEvent
from cases import actions, danger, timeline
from cases.choices import SightReason, Verdict
from cases.forms.danger import DangerForm
from cases.models import Case, CaseKey

SHOWN = 50


@sensitive_post_parameters("number")
def break_glass(request: HttpRequest) -> HttpResponse:
    """The number stays out of the address: it is typed into a POST and not kept."""
    require(request.user.hat, Act.BREAK_GLASS)
    form, status = DangerForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            case = form.try_to(lambda: _open(request, form))
        except LockedOut as refusal:
            form.add_error(None, refusals.words(refusal, ""))
            case, status = None, refusals.status(refusal)
        if case is not None:
            messages.warning(request, _("Perkara ini dibuka darurat."))
            return redirect("case", public_id=case.public_id)
    context = {
        "form": form,
        "title": form.title,
        "hint": _(
            "Untuk keselamatan seseorang sekarang juga. Atasan instansi yang memimpin"
            " perkara langsung diberi tahu dan meninjau pembukaan ini."
        ),
        "save": _("Buka perkara"),
        "back": reverse("home"),
    }
    return render(request, "cases/plain_form.html", context, status=status)


def _open(request: HttpRequest, form: DangerForm) -> Case:
    data = form.cleaned_data
    return actions.break_glass(
        number=data["number"],
        day=data["day"],
        reason=SightReason(data["reason"]),
        by=request.user,
    )


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Perlu ditinjau: what was opened in danger, by whom, and what she did with it."""
    require(request.user.hat, Act.REVIEW)
    zone = zones.zone_of(request.user.assignment.post)
    found = CaseKey.objects.to_review_by(request.user).select_related(
        "case", "key__agency", "created_by"
    )
    keys = list(found.order_by("-created_at")[:SHOWN])
    done = danger.opened_with(keys)
    waiting = [_shown(key, done[key.pk], zone) for key in keys]
    return render(request, "cases/reviews.html", {"waiting": waiting})


def _shown(key: CaseKey, events: list[AuditEvent], zone: ZoneInfo) -> dict:
    posts = {event.post.title for event in events if event.post}
    return {
        "id": key.public_id,
        "case": key.case,
        "who": key.created_by.full_name,
        "post": ", ".join(sorted(posts)),
        "office": key.key.agency.name,
        "when": zones.at_in_words(key.created_at, zone),
        "reason": SightReason(key.reason).label,
        "done": [
            {
                "when": zones.at_in_words(event.at, zone),
                "words": timeline.VERBS.get(event.verb, event.verb),
            }
            for event in events
        ],
    }


@require_POST
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    verdict = request.POST.get("verdict", "")
    key = CaseKey.objects.to_review_by(request.user).filter(public_id=public_id).first()
    if key is None or verdict not in Verdict.values:
        raise OutOfScope
    actions.review_key(key, verdict=Verdict(verdict), by=request.user)
    messages.success(request, _("Tinjauan dicatat."))
    return redirect("review_list")
