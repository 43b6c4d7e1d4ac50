"""The sign-in page, shown by its own view and in the place of a page that needs it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies import demo
from agencies.accounts import sessions
from agencies.accounts.forms import SignInForm


def blank_form(*, target: str = "", carry: str = "") -> SignInForm:
    """`target` is where to go afterwards, `carry` a sealed form (`accounts.carry`)."""
    return SignInForm(initial={"next": target, "carry": carry})


def respond(request: HttpRequest, form: SignInForm, *, status=200) -> HttpResponse:
    context = {
        "form": form,
        "next": form["next"].value() or "",
        "carry": form["carry"].value() or "",
        "notice": sessions.notice(request),
        "demo_accounts": _demo_accounts(),
        "demo_password": demo.PASSWORD if settings.DEMO_MODE else "",
    }
    response = render(request, "agencies/sign_in.html", context, status=status)
    if status == 401:
        response["WWW-Authenticate"] = 'Cookie form-action="/sign-in/"'
    return response


def _demo_accounts() -> list[dict]:
    """Never outside demo mode: an account that all the world knows is an open door."""
    if not settings.DEMO_MODE:
        return []
    return [{"username": name, "label": label} for name, label in demo.ACCOUNTS]
