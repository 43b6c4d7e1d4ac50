"""Questions to other offices, as who asks and who is asked are told of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import clock
from agencies.access import Act
from agencies.lookup import zones
from agencies.models import Agency, User
from cases import words
from cases.models import Case, MatchHit, MatchRequest
from cases.person_choices import IdentifierKind, MatchAnswer, Part
from cases.sight import Sight

# All that the register ever says to who asks.
PASSED_ON = gettext_lazy("Permintaan diteruskan bila ada kecocokan.")
SHOWN = 50


def asked_for(case: Case) -> list[MatchRequest]:
    """What was asked for this case, the latest first."""
    return list(
        case.match_requests.select_related(
            "case", "by", "agency", "answered_by"
        ).order_by("-pk")[:SHOWN]
    )


def asked_by(user: User, before: UUID | None = None) -> tuple[list, UUID | None]:
    """What she asked for her office, of cases whose people still open to her, the
    latest first and below one of them; and where to go on, None at the end."""
    hers = MatchRequest.objects.visible_to(user).filter(by=user)
    hers = hers.filter(agency=user.hat.agency_id).order_by("-pk")
    if before is not None:
        last = MatchRequest.objects.filter(by=user, public_id=before)
        hers = hers.filter(pk__lt=last.values("pk")[:1])
    found = list(hers.select_related("case", "answered_by")[: SHOWN + 1])
    is_more, found = len(found) > SHOWN, found[:SHOWN]
    return found, found[-1].public_id if is_more else None


def own_rows(requests: Iterable[MatchRequest], user: User) -> list[dict[str, Any]]:
    """What kind was asked for which case, on which day, and what she is told: nothing
    of what was typed, which nobody keeps."""
    zone = zones.zone_of(user.assignment.post if user.assignment else None)
    return [
        {
            "kind": IdentifierKind(each.kind).label,
            "number": each.case.register_no,
            "url": reverse("case_match_new", args=[each.case.public_id]),
            "day": words.day(each.at.astimezone(zone).date()),
            "told": _told(each),
        }
        for each in requests
    ]


def _told(request: MatchRequest) -> str:
    """The same words with a hit and without, until a holder gets in touch."""
    if office := request.answered_by:
        return _("%(office)s akan menghubungi Anda.") % {"office": office.name}
    return str(PASSED_ON)


def asked_row(request: MatchRequest, zone: ZoneInfo, seen: Sight) -> dict[str, Any]:
    return {
        "kind": IdentifierKind(request.kind).label,
        "by": _who_asked(request, seen),
        "when": words.moment(request.at, zone),
        "told": _told(request),
    }


def _who_asked(request: MatchRequest, seen: Sight) -> str:
    """Her name within her own office; the office alone to who asks others in, and of
    the office that leads: who else works on the case tells where a victim may be."""
    agency = request.agency
    if agency.pk == seen.hat.agency_id:
        return request.by.full_name
    leads = agency.pk == request.case.lead_agency_id
    return agency.name if leads or seen.may(Act.REFER) else _("Petugas instansi lain")


def hits_of(user: User) -> list[MatchHit]:
    """Hits that are hers to decide, those that wait longest first; then those of which
    she chose to get in touch, the latest first."""
    mine = MatchHit.objects.select_related(
        "case", "involvement", "request__by", "request__agency"
    )
    waiting = mine.to_decide_by(user).order_by("pk")[:SHOWN]
    return [*waiting, *mine.contacted_by(user).order_by("-answered_at")[:SHOWN]]


class Asker(NamedTuple):
    name: str
    agency: Agency


def asker_of(hit: MatchHit) -> Asker | None:
    """Who asked, once she chose to get in touch. Before, nobody: a record may have been
    typed to learn who looks for somebody."""
    if hit.answer != MatchAnswer.CONTACT:
        return None
    return Asker(hit.request.by.full_name, hit.request.agency)


def day_of(hit: MatchHit, zone: ZoneInfo) -> date:
    """The day on which it was found: no nearer, as long as nobody is told of."""
    return hit.at.astimezone(zone).date()


def hit_rows(hits: Iterable[MatchHit], user: User) -> list[dict[str, Any]]:
    """By what, and whose part in which of her cases it meets; who asks once she wants
    to get in touch."""
    zone = zones.zone_of(user.assignment.post if user.assignment else None)
    return [
        {
            "id": hit.public_id,
            "kind": IdentifierKind(hit.request.kind).label,
            "asker": asker_of(hit),
            "when": _("hari ini") if day == clock.today(zone) else words.day(day),
            "part": Part(hit.involvement.part).label,
            "number": hit.case.register_no,
            "url": reverse("case", args=[hit.case.public_id]),
        }
        for hit in hits
        for day in [day_of(hit, zone)]
    ]
