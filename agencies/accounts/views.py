"""Pages about oneself: sign out, account, password, hat, language. Signing in has its
own (`entering`), and so have sessions and the second factor (`guarding`).
"""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from agencies.accounts import (
    actions,
    devices,
    entering,
    refusals,
    second_factor,
    sessions,
)
from agencies.accounts.attempts import LockedOut
from agencies.accounts.forms import HatForm, PasswordForm
from agencies.choices import Language
from agencies.lookup import region_search
from agencies.models import User


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
        request,
        "agencies/account.html",
        {
            "assignments": _hats_of(request.user),
            "sessions": sessions.running(request.user).count(),
            "second_factor": second_factor.has_one(request.user),
        },
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
                request,
                _(
                    "Kata sandi Anda telah diganti. Sesi lain telah diakhiri, dan token"
                    " yang Anda buat sendiri dicabut."
                ),
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
            here=request.session.digest,
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
    if language in Language.values:
        if request.user.is_authenticated:
            actions.choose_language(by=request.user, language=language)
        else:
            entering.choose_language(request, language)
    return i18n.set_language(request)


@require_safe
def search_regions(request: HttpRequest) -> JsonResponse:
    """For the type-ahead: a list of {id, label, context, zone}, her own area first."""
    assignment = request.user.assignment
    near = assignment.post.agency if assignment else None
    found = region_search.find(request.GET.get("q", ""), near=near)
    return JsonResponse([region_search.as_option(r) for r in found], safe=False)
