"""What every page shows around its content: who, for which office, when."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats
from django.utils.functional import SimpleLazyObject

from agencies import access, clock, directory

# A public weather page: what stays on the screen after the quick exit.
EXIT_URL = "https://www.bmkg.go.id/cuaca"
ZONE_WORDS = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Words of the frame. Signed out, name, post and office are "" and acts empty."""

    demo_mode: bool
    here: str
    today: str = ""
    name: str = ""
    post: str = ""
    office: str = ""
    acts: frozenset[str] = frozenset()
    exit_url: str = EXIT_URL


def frame(request) -> dict:
    """Template context: `frame`, made when the page first asks for it."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request) -> Frame:
    user = getattr(request, "user", None)
    match = request.resolver_match
    here = _section(match.url_name) if match else ""
    if user is None or not user.is_authenticated:
        return Frame(demo_mode=settings.DEMO_MODE, here=here)
    assignment = user.assignment
    post = assignment.post if assignment else None
    return Frame(
        demo_mode=settings.DEMO_MODE,
        here=here,
        today=moment_in_words(zone_of(post)),
        name=user.full_name,
        post=post.title if post else "",
        office=post.agency.name if post else "",
        acts=frozenset(access.ACTS_OF.get(user.hat.role, ())),
    )


def _section(url_name: str | None) -> str:
    """The entry of the menu that a page belongs to: `victim_list` to "victim"."""
    if url_name in ("home", "case_new"):
        return url_name
    for section in ("police_report", "victim", "suspect", "case", "account"):
        if (url_name or "").startswith(section):
            return section
    return ""


def zone_of(post) -> ZoneInfo:
    """Local time of a post: its region's, else its agency's, else that of Jakarta."""
    if post is None:
        return clock.WIB
    if post.region:
        return ZoneInfo(post.region.time_zone)
    time_zone = directory.time_zone_of(post.agency_id)
    return ZoneInfo(time_zone) if time_zone else clock.WIB


def moment_in_words(zone: ZoneInfo) -> str:
    """Now, as the bar says it: "Rabu, 12/11/2025 · 20.40 WITA"."""
    local = clock.now().astimezone(zone)
    return f"{formats.date_format(local, 'l, d/m/Y · H.i')} {ZONE_WORDS[zone.key]}"


def at_in_words(moment: datetime, zone: ZoneInfo) -> str:
    """ "14.05 WITA", with the date before it if that is not today."""
    local = moment.astimezone(zone)
    words = "H.i" if local.date() == clock.today(zone) else "d/m/Y H.i"
    return f"{formats.date_format(local, words)} {ZONE_WORDS[zone.key]}"
