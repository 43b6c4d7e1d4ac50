"""When a session begins and what ends it.

It ends after half an hour of silence, after ten hours in any case, when she or an
administrator ends it, with her password, her second factor, her post and her account.
Its times are kept on the server and follow the one clock (`accounts.store`).
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies import clock, eyes
from agencies.accounts import devices, second_factor
from agencies.choices import SessionEnd
from agencies.models import Assignment, Session, User

BACKEND = "agencies.accounts.authentication.CurrentPostBackend"
SECONDS_BETWEEN_NOTES = 60
# How long an ended session is told to whoever had it, and a visitor's row lies about.
TOLD, VISITED = timedelta(days=30), timedelta(days=1)

ENDED = {
    SessionEnd.IDLE: _(
        "Sesi Anda berakhir karena lama tidak digunakan. Masuk kembali untuk"
        " melanjutkan."
    ),
    SessionEnd.ABSOLUTE: _(
        "Sesi Anda telah mencapai batas waktunya. Masuk kembali untuk melanjutkan."
    ),
    "account": _("Sesi Anda telah berakhir. Masuk kembali untuk melanjutkan."),
    SessionEnd.SUSPENDED: _(
        "Akun Anda dibekukan, sehingga sesi Anda diakhiri. Tanyakan kepada atasan"
        " langsung Anda atau administrator."
    ),
    "unsaved": _(
        "Sesi Anda telah berakhir. Kiriman terakhir belum tersimpan; masuk kembali,"
        " lalu kirim ulang."
    ),
    SessionEnd.POSTING: _(
        "Penugasan Anda berubah, sehingga sesi Anda diakhiri. Masuk kembali untuk"
        " melanjutkan."
    ),
    SessionEnd.PASSWORD: _(
        "Kata sandi Anda diganti, sehingga sesi Anda di sini diakhiri. Bila bukan Anda"
        " yang menggantinya, hubungi administrator sekarang juga."
    ),
    SessionEnd.REVOKED: _("Sesi ini Anda akhiri dari perangkat lain."),
    SessionEnd.ADMINISTRATOR: _(
        "Administrator mengakhiri semua sesi Anda. Masuk kembali untuk melanjutkan."
    ),
    SessionEnd.SECOND_FACTOR: _(
        "Verifikasi dua langkah Anda berubah atau kini diperlukan, sehingga sesi Anda"
        " diakhiri. Masuk kembali untuk melanjutkan."
    ),
}


def user_of(request: HttpRequest) -> User | AnonymousUser:
    """Whose session it is, if she may act in it at all; its time is not asked here."""
    session = request.session
    account = session.account if session.get(auth.SESSION_KEY) else None
    if account is None or session.ended or _why_not(session, account):
        return AnonymousUser()
    return account


def _why_not(session, account: User) -> str:
    """Why the account may not act in this session at all; "" if it may."""
    if not account.is_active:
        return SessionEnd.SUSPENDED
    if not account.assignments_today:
        return SessionEnd.POSTING
    kept = session.get(auth.HASH_SESSION_KEY, "")
    if constant_time_compare(kept, account.get_session_auth_hash()):
        return ""
    at = account.signed_out_at
    was_ended = at is not None and session["began_at"] <= at.timestamp()
    return SessionEnd.ADMINISTRATOR if was_ended else SessionEnd.PASSWORD


def begin(request: HttpRequest, user: User, *, by_code: bool = False) -> None:
    """Sign `user` in under a fresh session id, for her home post; `by_code`: she has
    shown a second factor. Over at once if all of hers were ended since she was read."""
    if auth.SESSION_KEY in request.session:
        request.session.end(SessionEnd.SIGNED_OUT)
    auth.login(request, user, backend=BACKEND)
    eyes.turn(user.hat.scope_keys)
    for name in ("ended", "ended_for", "step"):
        request.session.pop(name, None)
    request.session["began_at"] = request.session["seen_at"] = seconds()
    request.session["hat"] = user.assignment.worn
    request.session["by_code"] = by_code
    request.session["device"] = devices.in_words(request)
    request.session["network"] = devices.neighbourhood(request)


def wear(request: HttpRequest, assignment: Assignment) -> None:
    """Act for this post from now on, under a fresh session id."""
    request.user.wear(assignment.pk)
    eyes.turn(request.user.hat.scope_keys)
    request.session["hat"] = assignment.worn
    request.session.cycle_key()


def end(request: HttpRequest, why: SessionEnd = SessionEnd.SIGNED_OUT) -> None:
    """Nobody is signed in here any more."""
    request.session.end(why)
    request.user = AnonymousUser()
    eyes.turn(())


def began(request: HttpRequest) -> datetime | None:
    """When her session began; None for a program with a token, which has none."""
    since = request.session.get("began_at")
    return None if since is None else datetime.fromtimestamp(since, UTC)


def notice(request: HttpRequest) -> str | Promise:
    """Why her session ended, in words; of a suspension once, for the next person at
    this machine need not read it."""
    why = request.session.get("ended", "")
    if why == SessionEnd.SUSPENDED:
        del request.session["ended"]
    return ENDED.get(why, "")


def check(request: HttpRequest) -> None:
    """End the session if its time or its ground is gone; otherwise note the visit."""
    whose = request.session.get(auth.SESSION_KEY)
    if whose is None:
        return
    why = request.session.ended or _time_is_up(request.session)
    if why := why or _ground_is_gone(request):
        end(request, SessionEnd(why))
        # Said on the sign-in page; typed text goes back to its writer only.
        said = str(why) if why in ENDED else "account"
        request.session["ended"], request.session["ended_for"] = said, whose
        return
    if seconds() - request.session["seen_at"] >= SECONDS_BETWEEN_NOTES:
        request.session["seen_at"] = seconds()


def _time_is_up(session) -> str:
    now = seconds()
    if now - session.get("began_at", 0) >= settings.SESSION_ABSOLUTE_SECONDS:
        return SessionEnd.ABSOLUTE
    if now - session.get("seen_at", 0) >= settings.SESSION_IDLE_SECONDS:
        return SessionEnd.IDLE
    return ""


def _ground_is_gone(request: HttpRequest) -> str:
    """What she was signed in for: her account, her password, the post that she wore."""
    if not request.user.is_authenticated:
        return _why_not(request.session, request.session.account)
    # A second hat that begins at midnight may need what she has not shown.
    by_code = request.session.get("by_code", False)
    if not by_code and second_factor.is_needed_by(request.user):
        return SessionEnd.SECOND_FACTOR
    worn = request.session.get("hat") or [None]
    request.user.wear(worn[0])
    return "" if request.user.assignment.worn == worn else SessionEnd.POSTING


def running(*users: User):
    """Sessions of theirs that would still open, the one last used first."""
    now = clock.now()
    begun = now - timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS)
    seen = now - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    rows = Session.objects.filter(user__in=users).open()
    rows = rows.filter(began_at__gt=begun, seen_at__gt=seen)
    return rows.order_by("-seen_at", "-began_at")


def end_everywhere(user: User, why: SessionEnd, *, besides: str = "") -> int:
    """End all of hers, those that begin at this moment too; how many. Part of the act
    that is the reason. The one with the digest `besides` stays if it is told the new
    `get_session_auth_hash`."""
    user.signed_out_at = clock.now()
    user.save(update_fields=["signed_out_at"])
    return user.sessions.exclude(digest=besides).end(why)


def forget_old() -> None:
    """Rows that tell nobody anything any more. Those whose time was up without a click
    are told as long."""
    now = clock.now()
    Session.objects.filter(user=None, seen_at__lt=now - VISITED).delete()
    Session.objects.filter(seen_at__lt=now - TOLD).delete()


def seconds() -> int:
    return int(clock.now().timestamp())
