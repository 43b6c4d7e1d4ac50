"""Which browsers an account has signed in from, and where a request comes from.

The device cookie is signed, lives for half a year and names up to eight accounts (an
office shares its machines) by keyed digest, each with a random mark. It opens nothing:
it only gives the account's owner her own count of attempts.
"""

import ipaddress
import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from agencies import clock
from agencies.accounts.attempts import Visitor, account_digest

LIFE = timedelta(days=180)
ACCOUNTS_PER_DEVICE = 8
IPV6_HOME = 64
# What of an address stands beside a session: whose network, not whose desk.
IPV4_BEGINS, IPV6_BEGINS = 16, 32
# In this order: each names itself after those that follow.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def visitor(request: HttpRequest, username: str) -> Visitor:
    """Who is at the door of this account."""
    mark, since = _marks(request).get(_name(username), ("", 0))
    known = clock.now().timestamp() - since < LIFE.total_seconds()
    return Visitor(network=network(request), device=mark if known else "")


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Let this browser carry the account's mark from now on."""
    marks = _marks(request)
    mark = visitor(request, username).device or secrets.token_urlsafe(18)
    marks.pop(_name(username), None)
    marks[_name(username)] = (mark, int(clock.now().timestamp()))
    newest = dict(list(marks.items())[-ACCOUNTS_PER_DEVICE:])
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        _signer().sign_object(newest, compress=True),
        max_age=LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def network(request: HttpRequest) -> str:
    """The client's IPv4 address or IPv6 /64, behind the proxies that we run."""
    hops = [request.META.get("REMOTE_ADDR", "")]
    hops = request.headers.get("X-Forwarded-For", "").split(",") + hops
    trusted = settings.TRUSTED_PROXIES
    address = hops[-1 - trusted].strip() if trusted < len(hops) else hops[0].strip()
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if ip.version == 4:
        return str(ip)
    return str(ipaddress.ip_network((ip, IPV6_HOME), strict=False))


def in_words(request: HttpRequest) -> str:
    """What the browser says that it is: "Firefox, Android"; "" if we know none."""
    said = request.headers.get("User-Agent", "")
    return ", ".join(filter(None, (_known(said, BROWSERS), _known(said, SYSTEMS))))


def _known(said: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in said), "")


def neighbourhood(request: HttpRequest) -> str:
    """The beginning of the client's address ("36.68.0.0/16"), or ""."""
    here = network(request)
    if not here:
        return ""
    ip = ipaddress.ip_network(here)
    begins = IPV4_BEGINS if ip.version == 4 else IPV6_BEGINS
    return str(ip.supernet(new_prefix=begins))


def _name(username: str) -> str:
    return account_digest(username).hex()[:24]


def _signer() -> signing.Signer:
    return signing.Signer(salt="agencies.accounts.devices")


def _marks(request: HttpRequest) -> dict[str, tuple[str, int]]:
    """Account → (mark, second of its sign-in); empty if the cookie is not ours."""
    try:
        found = _signer().unsign_object(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
        )
    except signing.BadSignature:
        return {}
    return {name: (mark, since) for name, (mark, since) in found.items()}
