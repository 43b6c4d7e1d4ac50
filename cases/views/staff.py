"""Accounts under command: suspend, move by letter, and what is left to the unit."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies import clock, drafts
from agencies.access import Act, OutOfScope, may, require
from agencies.accounts import staff
from agencies.lookup import zones
from agencies.models import Assignment, User
from cases import actions, handover
from cases.forms.staff import MoveForm, SuspendForm
from cases.trail import words as trail_words
from cases.views import flow

SHOWN = 50


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Hers, or those of the NRP/NIP or of the office's code that was asked for."""
    require(request.user.hat, Act.SUSPEND)
    # A NUL stands in no name, and PostgreSQL takes none.
    asked = "".join(request.GET.get("of", "").replace("\0", " ").split())
    found = staff.commanded_by(request.user)
    if asked:
        today = Assignment.objects.current(clock.today())
        there = today.filter(post__agency__code=asked.upper()).values("user_id")
        found = found.filter(Q(username=asked.lower()) | Q(pk__in=there))
    rows = found.order_by("username")[:SHOWN]
    return render(request, "cases/people.html", {"people": rows, "asked": asked})


@require_safe
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = _commanded(request, public_id)
    today = user.assignments.current(clock.today()).select_related("post__agency")
    context = {
        "person": user,
        "suspended": _suspension(request, user),
        "posts": today.order_by("pk"),
        "moves": may(request.user.hat, Act.MANAGE_ACCOUNTS),
    }
    return render(request, "cases/person.html", context)


def _suspension(request: HttpRequest, user: User) -> dict[str, str] | None:
    """When, by whom and why, in words; None of an active account."""
    event = staff.suspension_of(user)
    if event is None:
        return None
    zone = zones.zone_of(request.user.assignment.post)
    return {
        "when": zones.at_in_words(event.at, zone),
        "by": trail_words.who(event),
        "why": trail_words.reason(event),
        "letter": event.changes.get("letter_number", [None, ""])[1],
    }


def suspend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = _commanded(request, public_id)
    form = SuspendForm(flow.typed(request))
    if flow.is_sent(request, form) and _suspend(request, user, form):
        messages.success(request, _("Akun dibekukan."))
        return redirect("person", public_id=user.public_id)
    context = {
        "form": form,
        "title": _("Bekukan akun"),
        "hint": user.full_name,
        "save": _("Bekukan"),
        "back": reverse("person", args=[user.public_id]),
    }
    return render(request, "cases/plain_form.html", context)


def _suspend(request: HttpRequest, user: User, form: SuspendForm) -> User | None:
    given = {name: form.cleaned_data[name] for name in ("reason", "letter_number")}
    return form.try_to(lambda: staff.suspend(user, by=request.user, **given))


@require_POST
def unsuspend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = _commanded(request, public_id)
    return _told(request, user, staff.unsuspend, _("Akun diaktifkan lagi."))


def _told(request: HttpRequest, user: User, act, words: str) -> HttpResponse:
    try:
        act(user, by=request.user)
        messages.success(request, words)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("person", public_id=user.public_id)


def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mutasi, at once: her work in the office that she leaves stays there."""
    require(request.user.hat, Act.MANAGE_ACCOUNTS)
    user = _commanded(request, public_id)
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        to, letter = form.cleaned_data["to"], form.cleaned_data["letter_number"]
        moved = form.try_to(
            lambda: actions.move_person(
                user, to=to, letter_number=letter, by=request.user
            )
        )
        if moved:
            messages.success(request, _("Mutasi dicatat dan berlaku sekarang."))
            return redirect("person", public_id=user.public_id)
    context = {
        "form": form,
        "title": _("Mutasi"),
        "hint": user.full_name,
        "save": _("Catat mutasi"),
        "back": reverse("person", args=[user.public_id]),
    }
    return render(request, "cases/plain_form.html", context)


@require_POST
def end_post(request: HttpRequest, public_id: UUID, post: int) -> HttpResponse:
    user = _commanded(request, public_id)
    held = user.assignments.current(clock.today()).filter(pk=post).first()
    if held is None:
        raise OutOfScope
    return _told(
        request,
        user,
        lambda _user, by: actions.end_post(held, by=by),
        _("Jabatan diakhiri."),
    )


def _commanded(request: HttpRequest, public_id: UUID) -> User:
    require(request.user.hat, Act.SUSPEND)
    user = staff.commanded_by(request.user).filter(public_id=public_id).first()
    if user is None:
        raise OutOfScope
    return user


# -- What they left -------------------------------------------------------------------


@require_safe
def left_behind(request: HttpRequest) -> HttpResponse:
    require(request.user.hat, Act.ASSIGN)
    zone = zones.zone_of(request.user.assignment.post)
    left = [
        one | {"at": zones.at_in_words(one["at"], zone)}
        for one in handover.drafts_left(request.user)
    ]
    context = {"cases": handover.without_anybody(request.user), "drafts": left}
    return render(request, "cases/handover.html", context)


@require_POST
def take_draft(request: HttpRequest, draft: UUID) -> HttpResponse:
    drafts.take_draft(by=request.user, public_id=draft)
    messages.success(request, _("Draf ini kini milik Anda."))
    return redirect("handover")
