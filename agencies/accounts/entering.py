"""Signing in: the password, a code or the setting up of a device, then the session.

Between the two she is nobody: the session notes whose password was right, under a key
of its own, for ten minutes.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from agencies.accounts import (
    actions,
    approvals,
    carry,
    devices,
    page,
    refusals,
    second_factor,
    sessions,
)
from agencies.accounts.attempts import LockedOut
from agencies.accounts.authentication import acting_user
from agencies.accounts.forms import CodeForm, SetUpForm, SignInForm
from agencies.choices import SessionEnd
from agencies.models import User

STEP_HOLDS = 10 * 60  # seconds
PAGE_OF = {second_factor.CODE: "sign_in_code", second_factor.SET_UP: "sign_in_set_up"}


@login_not_required
@sensitive_post_parameters("password", "carry")
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _try_to_sign_in(request, SignInForm(request.POST))
    if request.user.is_authenticated:
        return redirect(_safe_next(request, request.GET.get("next", "")))
    form = page.blank_form(target=request.GET.get("next", ""))
    return page.respond(request, form)


def _try_to_sign_in(request: HttpRequest, form: SignInForm) -> HttpResponse:
    if not form.is_valid():
        return page.respond(request, form)
    username = form.cleaned_data["username"]
    try:
        admitted = actions.sign_in(
            username=username,
            password=form.cleaned_data["password"],
            visitor=devices.visitor(request, username),
        )
    except (actions.Refused, LockedOut) as refusal:
        form.add_error(None, refusals.words(refusal, refusals.SIGN_IN))
        return page.respond(request, form, status=refusals.status(refusal))
    target = form.cleaned_data["next"]
    if admitted.step:
        return _wait(request, admitted, target, form.cleaned_data["carry"])
    user = admitted.user
    sessions.begin(request, user)
    carry.keep(request, form.cleaned_data["carry"])
    return _let_in(request, user, redirect(_safe_next(request, target)))


def _let_in(request: HttpRequest, user: User, response: HttpResponse) -> HttpResponse:
    devices.remember(request, response, user.username)
    return response


# -- Between the password and the session ---------------------------------------------


def _wait(
    request: HttpRequest, admitted: actions.Admitted, target: str, typed: str
) -> HttpResponse:
    """Her password was right: what must follow is asked on a page of its own."""
    user, step, paid = admitted
    if SESSION_KEY in request.session:
        request.session.end(SessionEnd.SIGNED_OUT)
    request.session["step"] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "kind": step,
        "paid": paid,
        "at": sessions.seconds(),
        "next": target,
        "secret": second_factor.new_secret() if step == second_factor.SET_UP else "",
    }
    carry.keep(request, typed)
    request.session.cycle_key()
    return redirect(PAGE_OF[step])


def _waiting(request: HttpRequest, kind: str) -> User | None:
    """Whose password was right here a moment ago, if that step is hers and nothing has
    ended her sign-ins since."""
    step = request.session.get("step") or {}
    if step.get("kind") != kind or sessions.seconds() - step["at"] > STEP_HOLDS:
        return None
    user = acting_user(user_id=step["user"])
    is_same = user is not None and user.get_session_auth_hash() == step["password"]
    return user if is_same else None


@login_not_required
@sensitive_post_parameters("code")
def show_code(request: HttpRequest) -> HttpResponse:
    user = _waiting(request, second_factor.CODE)
    if user is None:
        return redirect("sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        visitor = devices.visitor(request, user.username)
        code = form.cleaned_data["code"]
        try:
            paid = request.session["step"]["paid"]
            known = actions.enter_code(by=user, code=code, visitor=visitor, paid=paid)
        except (actions.Refused, LockedOut) as refusal:
            return _refused(request, form, refusal, refusals.CODE)
        target = _begin(request, user)
        if known == second_factor.KINDS.RECOVERY_CODES:
            _tell_left(request, user)
        return _let_in(request, user, redirect(target))
    return page.ask_for_code(request, form)


def _refused(
    request: HttpRequest, form: CodeForm, refusal: Exception, words
) -> HttpResponse:
    form.add_error("code", refusals.words(refusal, words))
    return page.ask_for_code(request, form, status=refusals.status(refusal))


@login_not_required
@sensitive_post_parameters("code", "told")
def set_up(request: HttpRequest) -> HttpResponse:
    """Her role needs a second factor, or hers was reset, and she has none: first it."""
    user = _waiting(request, second_factor.SET_UP)
    if user is None:
        return redirect("sign_in")
    asks = ["told"] if approvals.reset_of(user) else []
    form, secret = SetUpForm(request.POST or None, asks=asks), _secret(request)
    if request.method == "POST" and form.is_valid():
        refusal = _try_to_set_up(request, user, form, secret)
        if not isinstance(refusal, Exception):
            return _let_in(request, user, refusal)
        form.add_error("code", refusals.words(refusal, refusals.SET_UP))
        status = refusals.status(refusal)
        return page.ask_to_set_up(request, form, user, secret, status=status)
    return page.ask_to_set_up(request, form, user, secret)


def _secret(request: HttpRequest) -> str:
    return request.session["step"]["secret"]


def _try_to_set_up(
    request: HttpRequest, user: User, form: SetUpForm, secret: str
) -> HttpResponse | Exception:
    """The page with her recovery codes, signed in; or what stood against it."""
    try:
        codes = actions.set_up_second_factor(
            by=user,
            secret=secret,
            code=form.cleaned_data["code"],
            told=form.cleaned_data.get("told", ""),
            visitor=devices.visitor(request, user.username),
            paid=request.session["step"]["paid"],
        )
    except (actions.Refused, LockedOut) as refusal:
        return refusal
    return page.tell_codes(request, codes, _begin(request, user))


def _begin(request: HttpRequest, user: User) -> str:
    """Her session, in the language that she has chosen since her password was right;
    where it leads to. Whatever this browser spoke before may be another's choice."""
    step = request.session["step"]
    sessions.begin(request, user, by_code=True)
    if language := step.get("language"):
        actions.choose_language(by=user, language=language)
    translation.activate(user.language)
    return _safe_next(request, step["next"])


def choose_language(request: HttpRequest, language: str) -> None:
    """Between the two she is nobody yet: the account is told once she is in."""
    if step := request.session.get("step"):
        request.session["step"] = {**step, "language": language}


def _tell_left(request: HttpRequest, user: User) -> None:
    """One of ten was used up; and whose it was not learns that somebody used it."""
    left = second_factor.codes_left(user)
    told = ngettext(
        "Anda masuk dengan kode pemulihan. Tersisa %(left)d kode.",
        "Anda masuk dengan kode pemulihan. Tersisa %(left)d kode.",
        left,
    )
    words = told % {"left": left}
    url = reverse("account_second_factor")
    again = _("Buat kode baru")
    messages.warning(request, format_html('{} <a href="{}">{}</a>', words, url, again))


def _safe_next(request: HttpRequest, next_url: str) -> str:
    """`next` if it is a path on this site, else the first page. A bare word is none:
    `redirect` would take it for the name of a view."""
    safe = next_url.startswith("/") and url_has_allowed_host_and_scheme(
        next_url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return next_url if safe else settings.LOGIN_REDIRECT_URL
