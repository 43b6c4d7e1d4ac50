"""Pages about oneself: sign in and out, account, password, hat, language."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from agencies.accounts import actions, carry, devices, refusals, sessions
from agencies.accounts import page as sign_in_page
from agencies.accounts.attempts import LockedOut
from agencies.accounts.forms import HatForm, PasswordForm, SignInForm
from agencies.choices import Language
from agencies.lookup import region_search
from agencies.models import User


@login_not_required
@never_cache
@sensitive_post_parameters("password", "carry")
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _try_to_sign_in(request, SignInForm(request.POST))
    if request.user.is_authenticated:
        return redirect(_safe_next(request, request.GET.get("next", "")))
    form = sign_in_page.blank_form(target=request.GET.get("next", ""))
    return sign_in_page.respond(request, form)


def _try_to_sign_in(request: HttpRequest, form: SignInForm) -> HttpResponse:
    if not form.is_valid():
        return sign_in_page.respond(request, form)
    username = form.cleaned_data["username"]
    try:
        user = actions.sign_in(
            username=username,
            password=form.cleaned_data["password"],
            visitor=devices.visitor(request, username),
        )
    except (actions.Refused, LockedOut) as refusal:
        form.add_error(None, refusals.words(refusal, refusals.SIGN_IN))
        return sign_in_page.respond(request, form, status=refusals.status(refusal))
    return _let_in(request, user, form)


def _let_in(request: HttpRequest, user, form: SignInForm) -> HttpResponse:
    sessions.begin(request, user)
    carry.keep(request, form.cleaned_data["carry"])
    response = redirect(_safe_next(request, form.cleaned_data["next"]))
    devices.remember(request, response, user.username)
    return response


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leaving works without a session too: the quick exit never ends in a question."""
    if request.user.is_authenticated:
        actions.sign_out(by=request.user)
    sessions.end(request)
    return redirect("sign_in")


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    return render(
        request, "agencies/account.html", {"assignments": _hats_of(request.user)}
    )


def _hats_of(user: User) -> list[dict]:
    """Her posts of today in words, the one that she acts for marked."""
    return [
        {
            "pk": hat.pk,
            "post": hat.post.title,
            "agency": hat.post.agency.name,
            "kind": hat.get_kind_display(),
            "letter": hat.letter_number,
            "since": hat.starts_on,
            "until": hat.ends_on,
            "current": hat == user.assignment,
        }
        for hat in user.assignments_today
    ]


@require_POST
def switch_hat(request: HttpRequest) -> HttpResponse:
    form = HatForm(request.POST, user=request.user)
    if form.is_valid():
        to = form.cleaned_data["assignment"]
        actions.switch_hat(by=request.user, to=to)
        sessions.wear(request, to)
        messages.success(request, _("Anda kini bertindak sebagai %s.") % to.post)
    else:
        messages.error(request, _("Penugasan itu bukan penugasan Anda hari ini."))
    return redirect("account")


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        refusal = _try_to_change_password(request, form)
        if refusal is None:
            messages.success(
                request, _("Kata sandi Anda telah diganti. Sesi lain telah diakhiri.")
            )
            return redirect("account")
        form.add_error("current", refusals.words(refusal, refusals.PASSWORD))
    return render(request, "agencies/password.html", {"form": form})


def _try_to_change_password(request: HttpRequest, form: PasswordForm):
    """None if it was changed, else what stood against it."""
    user = request.user
    try:
        actions.change_password(
            by=user,
            current=form.cleaned_data["current"],
            new=form.cleaned_data["new"],
            visitor=devices.visitor(request, user.username),
        )
    except (actions.Refused, LockedOut) as refusal:
        return refusal
    update_session_auth_hash(request, user)
    return None


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Django's own view keeps the cookie; the account remembers it too."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in Language.values:
        actions.choose_language(by=request.user, language=language)
    return i18n.set_language(request)


@require_safe
def search_regions(request: HttpRequest) -> JsonResponse:
    """For the type-ahead: a list of {id, label, context, zone}, her own area first."""
    assignment = request.user.assignment
    near = assignment.post.agency if assignment else None
    found = region_search.find(request.GET.get("q", ""), near=near)
    return JsonResponse([region_search.as_option(r) for r in found], safe=False)


def _safe_next(request: HttpRequest, next_url: str) -> str:
    """`next` if it is a path on this site, else the first page. A bare word is none:
    `redirect` would take it for the name of a view."""
    safe = next_url.startswith("/") and url_has_allowed_host_and_scheme(
        next_url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return next_url if safe else settings.LOGIN_REDIRECT_URL
