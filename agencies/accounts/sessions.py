"""When a session begins and what ends it.

It ends after half an hour of silence, after ten hours in any case, when the account is
suspended, and when the post that she acted for ended or changed. Its times are kept on
the server and follow the one clock.
"""

import datetime

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies import clock, eyes
from agencies.models import Assignment, User

BACKEND = "agencies.accounts.authentication.CurrentPostBackend"
SECONDS_BETWEEN_NOTES = 60

ENDED = {
    "idle": _(
        "Sesi Anda berakhir karena lama tidak digunakan. Masuk kembali untuk"
        " melanjutkan."
    ),
    "absolute": _(
        "Sesi Anda telah mencapai batas waktunya. Masuk kembali untuk melanjutkan."
    ),
    "account": _("Sesi Anda telah berakhir. Masuk kembali untuk melanjutkan."),
    "suspended": _(
        "Akun Anda dibekukan, sehingga sesi Anda diakhiri. Tanyakan kepada atasan"
        " langsung Anda atau administrator."
    ),
    "unsaved": _(
        "Sesi Anda telah berakhir. Kiriman terakhir belum tersimpan; masuk kembali,"
        " lalu kirim ulang."
    ),
    "posting": _(
        "Penugasan Anda berubah, sehingga sesi Anda diakhiri. Masuk kembali untuk"
        " melanjutkan."
    ),
}


def begin(request: HttpRequest, user: User) -> None:
    """Sign `user` in under a fresh session id, for her home post."""
    auth.login(request, user, backend=BACKEND)
    eyes.turn(user.hat.scope_keys)
    request.session.pop("ended", None)
    request.session.pop("ended_for", None)
    request.session["began_at"] = request.session["seen_at"] = _seconds()
    request.session["hat"] = user.assignment.worn


def wear(request: HttpRequest, assignment: Assignment) -> None:
    """Act for this post from now on, under a fresh session id."""
    request.user.wear(assignment.pk)
    eyes.turn(request.user.hat.scope_keys)
    request.session["hat"] = assignment.worn
    request.session.cycle_key()


def end(request: HttpRequest) -> None:
    """Forget the session."""
    request.session.flush()
    request.user = AnonymousUser()
    eyes.turn(())


def began(request: HttpRequest) -> datetime.datetime | None:
    """When her session began; None for a program with a token, which has none."""
    since = request.session.get("began_at")
    at = datetime.datetime.fromtimestamp
    return None if since is None else at(since, datetime.UTC)


def notice(request: HttpRequest) -> str | Promise:
    """Why her session ended, in words; of a suspension once, for the next person at
    this machine need not read it."""
    why = request.session.get("ended", "")
    if why == "suspended":
        del request.session["ended"]
    return ENDED.get(why, "")


def check(request: HttpRequest) -> None:
    """End the session if its time or its ground is gone; otherwise note the visit."""
    whose = request.session.get(auth.SESSION_KEY)
    if whose is None:
        return
    why = _time_is_up(request.session) or _ground_is_gone(request, whose)
    if why:
        end(request)
        # Said on the sign-in page; typed text goes back to its writer only.
        request.session["ended"], request.session["ended_for"] = why, whose
        return
    if _seconds() - request.session["seen_at"] >= SECONDS_BETWEEN_NOTES:
        request.session["seen_at"] = _seconds()


def _time_is_up(session) -> str:
    now = _seconds()
    if now - session.get("began_at", 0) >= settings.SESSION_ABSOLUTE_SECONDS:
        return "absolute"
    if now - session.get("seen_at", 0) >= settings.SESSION_IDLE_SECONDS:
        return "idle"
    return ""


def _ground_is_gone(request: HttpRequest, whose: str) -> str:
    worn = request.session.get("hat") or [None]
    if not request.user.is_authenticated:
        return _why_nobody(whose)
    if _was_signed_out(request):
        return "account"
    request.user.wear(worn[0])
    if request.user.assignment.worn != worn:
        return "posting"
    return ""


def _why_nobody(whose: str) -> str:
    """Said to whoever had the session alone: signing in tells nobody of accounts."""
    suspended = User.objects.exclude(suspended_at=None).filter(pk=whose)
    return "suspended" if suspended.exists() else "account"


def _was_signed_out(request: HttpRequest) -> bool:
    """Suspended since it began, and active again."""
    at = request.user.signed_out_at
    return at is not None and request.session["began_at"] <= at.timestamp()


def _seconds() -> int:
    return int(clock.now().timestamp())
