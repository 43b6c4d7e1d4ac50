"""Questions to other offices, as who asks and who is asked are told of them."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.lookup import zones
from agencies.models import User
from cases import words
from cases.choices import IdentifierKind, Part
from cases.models import Case, MatchHit, MatchRequest

# All that the register ever says to who asks.
PASSED_ON = gettext_lazy("Permintaan diteruskan bila ada kecocokan.")
SHOWN = 50


def asked_for(case: Case) -> list[MatchRequest]:
    """What was asked for this case, the latest first."""
    return list(
        case.match_requests.select_related("by", "answered_by").order_by("-pk")[:SHOWN]
    )


def asked_row(request: MatchRequest, zone: ZoneInfo) -> dict[str, Any]:
    """The same words with a hit and without, until a holder gets in touch."""
    office = request.answered_by
    return {
        "kind": IdentifierKind(request.kind).label,
        "by": request.by.full_name,
        "when": words.moment(request.at, zone),
        "told": _("%(office)s akan menghubungi Anda.") % {"office": office.name}
        if office
        else str(PASSED_ON),
    }


def to_decide(user: User) -> list[MatchHit]:
    """Hits that are hers to decide, those that wait longest first."""
    found = MatchHit.objects.to_decide_by(user).order_by("pk")[:SHOWN]
    asked = ("request__by", "request__agency")
    return list(found.select_related("case", "involvement", *asked))


def hit_rows(hits: Iterable[MatchHit], user: User) -> list[dict[str, Any]]:
    """Who asks, by what, and whose part in which of her cases it meets."""
    zone = zones.zone_of(user.assignment.post if user.assignment else None)
    return [
        {
            "id": hit.public_id,
            "kind": IdentifierKind(hit.request.kind).label,
            "asker": hit.request.by.full_name,
            "office": hit.request.agency.name,
            "when": words.moment(hit.at, zone),
            "part": Part(hit.involvement.part).label,
            "number": hit.case.register_no,
            "url": reverse("case", args=[hit.case.public_id]),
        }
        for hit in hits
    ]
