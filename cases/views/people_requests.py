"""Permintaan akun: what an administrator asked about others' accounts, for whoever may
decide it.
"""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies import clock
from agencies.access import Act, OutOfScope, require
from agencies.accounts import approvals, sessions
from agencies.choices import AssignmentKind, RequestKind
from agencies.lookup import zones
from agencies.models import AccountRequest, Assignment
from cases import actions

SHOWN = 50


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    require(request.user.hat, Act.APPROVE_ACCOUNTS)
    found = approvals.to_decide(request.user).select_related(
        "user", "agency", "asked_by"
    )
    zone = zones.zone_of(request.user.assignment.post)
    waiting = list(found.order_by("asked_at")[:SHOWN])
    posts, running = _held_by(waiting), _running_of(waiting)
    own = approvals.asked_by(request.user).select_related("user", "agency", "asked_by")
    context = {
        "waiting": [
            in_words(asked, zone)
            | {
                "before": posts.get(asked.user_id, ""),
                "sessions": running[asked.user_id],
            }
            for asked in waiting
        ],
        "own": [in_words(asked, zone) for asked in own.order_by("asked_at")[:SHOWN]],
    }
    return render(request, "cases/people_requests.html", context)


def _held_by(waiting: list[AccountRequest]) -> dict[int, str]:
    """The home post that each loses by a new one."""
    today = Assignment.objects.current(clock.today())
    homes = today.filter(
        kind=AssignmentKind.HOME, user__in=[asked.user_id for asked in waiting]
    )
    return {
        held.user_id: f"{held.post.title}, {held.post.agency}"
        f" ({held.post.get_role_display()})"
        for held in homes.select_related("post__agency")
    }


def _running_of(waiting: list[AccountRequest]) -> Counter[int]:
    """How many sessions of each end by it."""
    found = sessions.running(*(asked.user for asked in waiting))
    return Counter(found.values_list("user_id", flat=True))


def in_words(asked: AccountRequest, zone) -> dict[str, str]:
    """What is asked, of whom, by whom and since when."""
    is_post = asked.kind == RequestKind.POST
    return {
        "id": str(asked.public_id),
        "kind": asked.get_kind_display(),
        "who": f"{asked.user.full_name} ({asked.user.username})",
        "post": f"{asked.title}, {asked.agency}" if is_post else "",
        "role": asked.get_role_display() if is_post else "",
        "letter": asked.letter_number,
        "by": asked.asked_by.full_name,
        "at": zones.at_in_words(asked.asked_at, zone),
    }


@require_POST
def approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    asked = _waiting(request, public_id)
    if asked.kind == RequestKind.POST:
        return _decided(request, lambda: _give_post(request, asked))
    return _decided(request, lambda: _reset(request, asked))


def _give_post(request: HttpRequest, asked: AccountRequest) -> str:
    actions.approve_move(asked, by=request.user)
    return _("Disetujui. Jabatan baru %(name)s berlaku sekarang.") % {
        "name": asked.user.full_name
    }


def _reset(request: HttpRequest, asked: AccountRequest) -> str:
    code = approvals.approve_reset(asked, by=request.user)
    return _(
        "Disetujui. Kode pemasangan %(name)s: %(code)s. Catat sekarang dan sampaikan"
        " langsung kepadanya; berlaku 24 jam dan tidak ditampilkan lagi."
    ) % {"name": asked.user.full_name, "code": code}


@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who asked needs it no more, or asked for the wrong thing."""
    require(request.user.hat, Act.MANAGE_ACCOUNTS)
    mine = approvals.asked_by(request.user).filter(public_id=public_id)
    if (asked := mine.first()) is None:
        raise OutOfScope
    approvals.take_back(asked, by=request.user)
    messages.success(request, _("Permintaan ditarik."))
    return redirect("people_requests")


@require_POST
def decline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    asked = _waiting(request, public_id)

    def refuse() -> str:
        approvals.decline(asked, by=request.user)
        return _("Permintaan ditolak.")

    return _decided(request, refuse)


def _decided(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("people_requests")


def _waiting(request: HttpRequest, public_id: UUID) -> AccountRequest:
    """The request; whether it is hers to decide, the act asks on the locked row."""
    require(request.user.hat, Act.APPROVE_ACCOUNTS)
    found = AccountRequest.objects.select_related("user").filter(public_id=public_id)
    asked = found.first()
    if asked is None:
        raise OutOfScope
    return asked
