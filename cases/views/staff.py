"""Accounts under command: suspend, move by letter, and what is left to the unit."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies import clock, drafts
from agencies.access import Act, OutOfScope, may, require
from agencies.accounts import approvals, second_factor, sessions, staff
from agencies.lookup import zones
from agencies.models import AccountRequest, Assignment, Post, User
from cases import actions, handover
from cases.forms.row import ActForm
from cases.forms.staff import MoveForm, SuspendForm
from cases.trail import words as trail_words
from cases.views import flow, people_requests

SHOWN = 50


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Hers, or those of the name, the NRP/NIP or the office's code that was asked for,
    page by page."""
    require(request.user.hat, Act.SUSPEND)
    asked, after = _typed(request, "of"), _typed(request, "after")
    found = _asked_for(asked, staff.commanded_by(request.user))
    rows = list(found.filter(username__gt=after).order_by("username")[: SHOWN + 1])
    following = {"of": asked, "after": rows[SHOWN - 1].username} if rows[SHOWN:] else {}
    context = {
        "people": _with_posts(rows[:SHOWN]),
        "asked": asked,
        "total": found.count(),
        "first_url": f"?{urlencode({'of': asked})}" if after else "",
        "next_url": f"?{urlencode(following)}" if following else "",
    }
    return render(request, "cases/people.html", context)


def _typed(request: HttpRequest, name: str) -> str:
    # A NUL stands in no name, and PostgreSQL takes none.
    return " ".join(request.GET.get(name, "").replace("\0", " ").split())


def _asked_for(asked: str, found: QuerySet[User]) -> QuerySet[User]:
    if not asked:
        return found
    today = Assignment.objects.current(clock.today())
    number = asked.replace(" ", "")
    there = today.filter(post__agency__code=number.upper()).values("user_id")
    named = Q(username=number.lower()) | Q(full_name__icontains=asked)
    return found.filter(named | Q(pk__in=there))


def _with_posts(people: list[User]) -> list[tuple[User, list[Post]]]:
    held = Assignment.objects.current(clock.today()).filter(user__in=people)
    posts: dict[int, list[Post]] = {}
    for each in held.select_related("post__agency").order_by("pk"):
        posts.setdefault(each.user_id, []).append(each.post)
    return [(each, posts.get(each.pk, [])) for each in people]


@require_safe
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = _commanded(request, public_id)
    today = user.assignments.current(clock.today()).select_related("post__agency")
    moves = may(request.user.hat, Act.MANAGE_ACCOUNTS)
    context = {
        "person": user,
        "suspended": _suspension(request, user),
        "posts": today.order_by("pk"),
        "moves": moves,
        "sessions": sessions.running(user).count() if moves else 0,
        "second_factor": moves and second_factor.has_one(user),
        "reset": moves and approvals.reset_of(user) is not None,
        "asked": _asked(request, user) if moves else [],
    }
    return render(request, "cases/person.html", context)


def _asked(request: HttpRequest, user: User) -> list[dict[str, str]]:
    """What waits for another person's approval."""
    zone = zones.zone_of(request.user.assignment.post)
    waiting = user.requests.open().select_related("user", "agency", "asked_by")
    return [
        people_requests.in_words(asked, zone) for asked in waiting.order_by("asked_at")
    ]


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
        return _done(request, user, _("Akun dibekukan."))
    title, save = _("Bekukan akun"), _("Bekukan")
    return _show(request, user, form, title, save, hint=user.full_name)


def _suspend(request: HttpRequest, user: User, form: SuspendForm) -> User | None:
    given = {name: form.cleaned_data[name] for name in ("reason", "letter_number")}
    return form.try_to(lambda: staff.suspend(user, by=request.user, **given))


def unsuspend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    require(request.user.hat, Act.MANAGE_ACCOUNTS)
    user = _commanded(request, public_id)
    return _confirm(
        request,
        user,
        lambda: staff.unsuspend(user, by=request.user),
        title=_("Aktifkan lagi"),
        hint=_("%(name)s dapat masuk lagi.") % {"name": user.full_name},
        done=_("Akun diaktifkan lagi."),
    )


def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mutasi is asked for here, and begins when another person approves it: her work in
    the office that she leaves stays there."""
    require(request.user.hat, Act.MANAGE_ACCOUNTS)
    user = _commanded(request, public_id)
    form = MoveForm(flow.typed(request))
    if flow.is_sent(request, form) and _move(request, user, form):
        return _done(request, user, _("Mutasi diminta; orang lain menyetujuinya."))
    hint = _("%(name)s · berlaku begitu orang lain menyetujuinya")
    hint %= {"name": user.full_name}
    return _show(request, user, form, _("Mutasi"), _("Minta mutasi"), hint=hint)


def _move(request: HttpRequest, user: User, form: MoveForm) -> AccountRequest | None:
    given = {"to": form.cleaned_data["to"]}
    given["letter_number"] = form.cleaned_data["letter_number"]
    return form.try_to(lambda: actions.ask_move(user, by=request.user, **given))


def end_post(request: HttpRequest, public_id: UUID, post: int) -> HttpResponse:
    require(request.user.hat, Act.MANAGE_ACCOUNTS)
    user = _commanded(request, public_id)
    held = user.assignments.current(clock.today()).filter(pk=post).first()
    if held is None:
        raise OutOfScope
    hint = _("%(name)s tidak lagi bertindak sebagai %(post)s mulai hari ini.")
    return _confirm(
        request,
        user,
        lambda: actions.end_post(held, by=request.user),
        title=_("Akhiri jabatan"),
        hint=hint % {"name": user.full_name, "post": held.post},
        done=_("Jabatan diakhiri."),
    )


def reset_second_factor(request: HttpRequest, public_id: UUID) -> HttpResponse:
    require(request.user.hat, Act.MANAGE_ACCOUNTS)
    user = _commanded(request, public_id)
    hint = _(
        "Bila perangkat %(name)s hilang, orang lain menyetujui pemulihannya. Barulah"
        " verifikasi dua langkahnya dihapus, semua sesinya berakhir, dan token yang"
        " dibuatnya sendiri dicabut."
    )
    return _confirm(
        request,
        user,
        lambda: approvals.ask_for_reset(user, by=request.user),
        title=_("Minta pemulihan verifikasi dua langkah"),
        hint=hint % {"name": user.full_name},
        done=_("Pemulihan diminta; orang lain menyetujuinya."),
    )


def end_sessions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    require(request.user.hat, Act.MANAGE_ACCOUNTS)
    user = _commanded(request, public_id)
    hint = _(
        "%(name)s keluar dari semua perangkat, dan boleh masuk lagi. Token yang"
        " dibuatnya sendiri dicabut; token yang dibuat orang lain baginya tidak."
    )
    return _confirm(
        request,
        user,
        lambda: staff.end_sessions(user, by=request.user) + 1,
        title=_("Akhiri semua sesi"),
        hint=hint % {"name": user.full_name},
        done=_("Semua sesinya diakhiri."),
    )


def _confirm(
    request: HttpRequest,
    user: User,
    act: Callable[[], object],
    *,
    title: str,
    hint: str,
    done: str,
) -> HttpResponse:
    """A page that asks once more."""
    form = ActForm(flow.typed(request))
    if flow.is_sent(request, form) and form.try_to(act):
        return _done(request, user, done)
    return _show(request, user, form, title, title, hint=hint)


def _show(
    request: HttpRequest, user: User, form: ActForm, title: str, save: str, *, hint: str
) -> HttpResponse:
    back = reverse("person", args=[user.public_id])
    context = {"form": form, "title": title, "hint": hint, "save": save, "back": back}
    return render(request, "cases/plain_form.html", context)


def _done(request: HttpRequest, user: User, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("person", public_id=user.public_id)


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
    opened = f"{reverse('case_new')}?draft={draft}"
    said = _("Draf ini kini milik Anda."), opened, _("Lanjutkan mengisinya")
    messages.success(request, format_html('{} <a href="{}">{}</a>', *said))
    return redirect("handover")
