"""What another office is asked for, which offices give it, what they need to see."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from agencies import clock
from agencies.lookup import codes
from agencies.models import Agency
from agencies.sections import SHARED, TRADE_OF, Ground, Section, Trade, mandate

S = Section
WHO = S.VICTIM_IDENTITY
CARED_FOR = WHO | S.CARE


@dataclass(frozen=True, slots=True)
class Purpose:
    """Types of the agencies that give a service, and the sections that it takes."""

    types: frozenset[str]
    sections: Section


def _by(sections: Section, *types: str) -> Purpose:
    return Purpose(frozenset(types), sections)


# By the code of the service (code list `service_type`). A proposal: who asks may change
# the sections, and may look among all offices that serve the place.
PURPOSES: Mapping[str, Purpose] = {
    "assessment": _by(CARED_FOR, "uptd_ppa", "social_office", "bp3mi", "dp3a"),
    "health_rehab": _by(CARED_FOR, "health", "health_quarantine"),
    "medico_legal": _by(CARED_FOR, "health"),
    "social_rehab": _by(
        CARED_FOR, "social_office", "uptd_ppa", "ministry_social", "ngo"
    ),
    "psychological": _by(CARED_FOR, "uptd_ppa", "health", "social_office", "ngo"),
    "shelter": _by(
        CARED_FOR | S.SHELTER,
        "uptd_ppa",
        "social_office",
        "ministry_social",
        "bp3mi",
        "community_ppt",
        "ngo",
    ),
    "legal_aid": _by(WHO, "legal_aid", "lpsk", "uptd_ppa", "ngo"),
    "witness_protection": _by(WHO | S.SHELTER, "lpsk"),
    "restitution_assist": _by(WHO, "lpsk", "legal_aid", "uptd_ppa"),
    "repatriation": _by(
        WHO | S.SHELTER, "social_office", "bp3mi", "ministry_social", "mofa", "iom"
    ),
    "reintegration": _by(CARED_FOR, "social_office", "uptd_ppa", "bp3mi", "iom"),
    "economic_empowerment": _by(WHO, "manpower_office", "social_office", "bp3mi"),
    "case_management": _by(CARED_FOR, "uptd_ppa", "social_office"),
    "accompaniment": _by(
        CARED_FOR, "uptd_ppa", "community_ppt", "legal_aid", "lpsk", "ngo"
    ),
}
SERVICES = frozenset(kind for kind, trade in TRADE_OF.items() if trade is Trade.SERVICE)


def of(code: str) -> Purpose:
    """Of a service that is not named here: any office that gives services."""
    return PURPOSES.get(code, Purpose(SERVICES, WHO))


def choices() -> list[tuple[str, str]]:
    """Services in use, as forms offer them: (code, label)."""
    return codes.choices("service_type")


def offices(region_code: str, code: str, *, besides: int) -> QuerySet[Agency]:
    """Offices that serve the place ("" abroad) and give the service; with code "", all
    that may hold any part of a case. Never the one that asks."""
    wanted = of(code).types if code else frozenset(TRADE_OF)
    types = [kind for kind in wanted if mandate(kind, Ground.PARTICIPATION).reads]
    found = Agency.objects.serving(region_code).valid_on(clock.today())
    return found.filter(type__in=types).exclude(pk=besides).order_by("name")


def shareable(types: set[str]) -> Section:
    """What offices of these types may be asked in for, besides the summary."""
    held = Section(0)
    for kind in types:
        held |= mandate(kind, Ground.PARTICIPATION).reads & SHARED
    return held & ~Section.SUMMARY
