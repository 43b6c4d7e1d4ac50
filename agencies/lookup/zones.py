"""Indonesia's three zones: whose time it is where, and how a moment is said."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from agencies import clock
from agencies.lookup import directory

ZONE_WORDS = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}


def zone_of(post) -> ZoneInfo:
    """Local time of a post: its region's, else its agency's, else that of Jakarta."""
    if post is None:
        return clock.WIB
    if post.region:
        return ZoneInfo(post.region.time_zone)
    time_zone = directory.time_zone_of(post.agency_id)
    return ZoneInfo(time_zone) if time_zone else clock.WIB


def now_in_words(zone: ZoneInfo) -> str:
    """Now, as the bar says it: "Rabu, 12/11/2025 · 20.40 WITA"."""
    local = clock.now().astimezone(zone)
    day, time = formats.date_format(local, "l, d/m/Y"), formats.time_format(local)
    return f"{day} · {time} {ZONE_WORDS[zone.key]}"


def moment_in_words(moment: datetime, zone: ZoneInfo) -> str:
    """ "1 November 2025 pukul 03.00 WITA": for what is read later and elsewhere."""
    local = moment.astimezone(zone)
    return _("%(day)s pukul %(time)s %(zone)s") % {
        "day": formats.date_format(local, "j F Y"),
        "time": formats.time_format(local),
        "zone": ZONE_WORDS[zone.key],
    }


def at_in_words(moment: datetime, zone: ZoneInfo) -> str:
    """ "14.05 WITA", with the date before it if that is not today."""
    local = moment.astimezone(zone)
    is_today = local.date() == clock.today(zone)
    words = "TIME_FORMAT" if is_today else "SHORT_DATETIME_FORMAT"
    return f"{formats.date_format(local, words)} {ZONE_WORDS[zone.key]}"
