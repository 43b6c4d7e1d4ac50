"""Permintaan akun: what an administrator asked about others' accounts, for whoever may
decide it.
"""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import Act, OutOfScope, require
from agencies.accounts import approvals
from agencies.choices import RequestKind
from agencies.lookup import zones
from agencies.models import AccountRequest
from cases import actions

SHOWN = 50


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    require(request.user.hat, Act.APPROVE_ACCOUNTS)
    found = approvals.to_decide(request.user).select_related(
        "user", "agency", "asked_by"
    )
    zone = zones.zone_of(request.user.assignment.post)
    waiting = [in_words(asked, zone) for asked in found.order_by("asked_at")[:SHOWN]]
    return render(request, "cases/people_requests.html", {"waiting": waiting})


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
