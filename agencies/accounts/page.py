"""The sign-in page, shown by its own view and in the place of a page that needs it; and
the pages of a second factor, which are shown before a session and within one.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from agencies import demo
from agencies.accounts import qr, second_factor, sessions
from agencies.accounts.forms import CodeForm, SetUpForm, SignInForm
from agencies.models import User


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


def ask_for_code(request: HttpRequest, form: CodeForm, *, status=200) -> HttpResponse:
    return render(request, "agencies/sign_in_code.html", {"form": form}, status=status)


def ask_to_set_up(
    request: HttpRequest, form: SetUpForm, user: User, secret: str, *, status=200
) -> HttpResponse:
    """The key as a picture and as text, and the form that shows she has it now."""
    key = second_factor.address(user, secret)
    context = {
        "form": form,
        "secret": secret,
        "qr": qr.svg(key, label=_("Kode QR untuk aplikasi autentikator")),
        "key": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }
    name = "set_up" if request.user.is_authenticated else "sign_in_set_up"
    return render(request, f"agencies/{name}.html", context, status=status)


def tell_codes(request: HttpRequest, codes: list[str], onward: str) -> HttpResponse:
    """Her recovery codes, this once; `onward` is where she was going."""
    context = {"codes": codes, "onward": onward}
    return render(request, "agencies/recovery_codes.html", context)


def _demo_accounts() -> list[dict]:
    """Never outside demo mode: an account that all the world knows is an open door."""
    if not settings.DEMO_MODE:
        return []
    return [{"username": name, "label": label} for name, label in demo.ACCOUNTS]
