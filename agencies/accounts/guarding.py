"""Pages with which she guards her own account: her sign-ins, her second factor."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from agencies import clock
from agencies.access import OutOfScope
from agencies.accounts import (
    actions,
    approvals,
    devices,
    page,
    refusals,
    second_factor,
    sessions,
)
from agencies.accounts.attempts import LockedOut
from agencies.accounts.forms import CodeForm, SetUpForm
from agencies.choices import SessionEnd
from agencies.lookup import zones
from agencies.models import AuditEvent, Session

ENDED_SHOWN = 10
REPLACES_WITHIN = 10 * 60  # seconds


@require_safe
def show_sessions(request: HttpRequest) -> HttpResponse:
    """Where she is signed in, and which sign-ins ended lately."""
    here, user = request.session.digest, request.user
    running = list(sessions.running(user))
    over = user.sessions.exclude(pk__in=[row.pk for row in running])
    lately = over.filter(seen_at__gt=clock.now() - sessions.TOLD)
    ended = lately.order_by("-seen_at")[:ENDED_SHOWN]
    zone = zones.zone_of(user.assignment.post)
    context = {
        "running": [_in_words(row, zone) | {"here": row.pk == here} for row in running],
        "ended": [_in_words(row, zone) for row in ended],
        "refused": _refused_codes(request, zone),
    }
    return render(request, "agencies/sessions.html", context)


def _refused_codes(request: HttpRequest, zone) -> dict | None:
    """How many wrong codes somebody typed lately who knows her password, and when."""
    found = AuditEvent.objects.filter(
        verb="sign_in_refused",
        reason="second_factor",
        subject_type=request.user._meta.label,
        subject_id=request.user.pk,
        at__gt=clock.now() - sessions.TOLD,
    ).aggregate(n=Count("pk"), last=Max("at"))
    if not found["n"]:
        return None
    return {"n": found["n"], "last": zones.at_in_words(found["last"], zone)}


def _in_words(row: Session, zone) -> dict:
    why = row.get_ended_why_display() or SessionEnd.ABSOLUTE.label
    return {
        "id": row.public_id,
        "device": row.device or _("Perangkat tidak dikenal"),
        "network": row.network,
        "began": zones.at_in_words(row.began_at, zone),
        "seen": zones.at_in_words(row.seen_at, zone),
        "why": why,
    }


@require_POST
def end_session(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = request.user.sessions.open().filter(public_id=public_id).first()
    if row is None or row.pk == request.session.digest:
        raise OutOfScope
    actions.end_session(row, by=request.user)
    messages.success(request, _("Sesi itu diakhiri."))
    return redirect("account_sessions")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    actions.end_other_sessions(by=request.user, here=request.session.digest)
    messages.success(request, _("Semua sesi Anda yang lain diakhiri."))
    return redirect("account_sessions")


# -- Her second factor ----------------------------------------------------------------


@sensitive_post_parameters("code", "current", "told", "key")
def show_second_factor(request: HttpRequest) -> HttpResponse:
    """Set one up; of one that is there, new recovery codes, or another phone in its
    place, for a code of it: whoever sits at an open session replaces nothing."""
    if second_factor.has_one(request.user) and not _replaces(request):
        return _show_code(request)
    told = ["told"] if approvals.reset_of(request.user) else []
    form = SetUpForm(request.POST or None, asks=["current", *told])
    secret = _secret(request)
    if request.method == "POST" and form.is_valid():
        codes = _try_to_set_up(request, form, secret)
        if codes:
            return page.tell_codes(request, codes, "")
    return page.ask_to_set_up(request, form, request.user, secret)


def _secret(request: HttpRequest) -> str:
    """The key of the page that she has before her; of each page another, for one that
    was left open has shown its key to whoever came by."""
    if request.method != "POST" or "secret" not in request.session:
        request.session["secret"] = second_factor.new_secret()
    return request.session["secret"]


def _try_to_set_up(request: HttpRequest, form: SetUpForm, secret: str) -> list[str]:
    """Her recovery codes; none if it was refused, which the form says."""
    user = request.user
    # Another tab shows another key by now: no code of this one fits, and none is paid.
    if request.POST.get("key", secret) != secret:
        form.add_error(None, _("Kunci di laman ini diganti. Pindai yang tampil kini."))
        return []
    known = {"by": user, "visitor": devices.visitor(request, user.username)}
    at = "current"
    try:
        actions.confirm_password(current=form.cleaned_data["current"], **known)
        at = "code"
        codes = actions.set_up_second_factor(
            secret=secret,
            code=form.cleaned_data["code"],
            told=form.cleaned_data.get("told", ""),
            here=request.session.digest,
            replaces=_replaces(request),
            **known,
        )
    except (actions.Refused, LockedOut) as refusal:
        said = refusals.PASSWORD if at == "current" else refusals.SET_UP
        form.add_error(at, refusals.words(refusal, said))
        return []
    for name in ("secret", "replaces"):
        request.session.pop(name, None)
    update_session_auth_hash(request, user)
    request.session["by_code"] = True
    return codes


def _replaces(request: HttpRequest) -> bool:
    """She has shown a code of the phone that she puts away, a moment ago."""
    at = request.session.get("replaces", 0)
    return sessions.seconds() - at < REPLACES_WITHIN


def _show_code(request: HttpRequest) -> HttpResponse:
    if "current" in request.POST:
        # The page of a new phone: its code is none of the phone that is asked for here.
        told = _("Sudah lewat sepuluh menit. Masukkan lagi kode dari ponsel lama.")
        messages.warning(request, told)
        return redirect("account_second_factor")
    form, user = CodeForm(request.POST or None), request.user
    if request.method == "POST" and form.is_valid():
        act = _replace if "replace" in request.POST else _renew
        try:
            return act(request, form.cleaned_data["code"])
        except (actions.Refused, LockedOut) as refusal:
            form.add_error("code", refusals.words(refusal, refusals.CODE))
    context = {"form": form, "left": second_factor.codes_left(user)}
    return render(request, "agencies/second_factor.html", context)


def _renew(request: HttpRequest, code: str) -> HttpResponse:
    visitor = devices.visitor(request, request.user.username)
    known = {"by": request.user, "visitor": visitor}
    codes = actions.renew_recovery_codes(code=code, **known)
    return page.tell_codes(request, codes, "")


def _replace(request: HttpRequest, code: str) -> HttpResponse:
    visitor = devices.visitor(request, request.user.username)
    actions.confirm_code(by=request.user, code=code, visitor=visitor)
    request.session["replaces"] = sessions.seconds()
    return redirect("account_second_factor")
