"""Mengapa saya (tidak) dapat melihat ini? Answered from the rule itself."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agencies.access import OutOfScope
from cases import doors, looks, sight, why


@require_safe
def of_case(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Of one case; for a summary, that it is one. Outside her scope: not found."""
    user = request.user
    try:
        case = doors.open_case(user, public_id)
    except OutOfScope:
        case = doors.seen_case(user, public_id)
        return _show(request, case=case, is_summary=True)
    seen = sight.of(user, case)
    looks.opened(seen, user)
    return _show(request, case=case, answers=why.of_case(seen, case, user))


@require_safe
def of_hat(request: HttpRequest) -> HttpResponse:
    """Of the post that she acts for, without a case."""
    return _show(request, answers=why.of_hat(request.user.hat))


def _show(request: HttpRequest, **more) -> HttpResponse:
    context = {"case": None, "answers": [], "is_summary": False}
    return render(request, "cases/why.html", context | more)
