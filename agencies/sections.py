"""What a case consists of, and which office may hold which part of it.

A *section* is a part of a case that is seen or hidden as a whole. What an office may
hold of it follows from its trade: it leads the case, or it was asked in. Within an
office the open sections are for everybody who works on cases; the closed ones only for
those who were assigned to the case and for their supervisor (UU 21/2007 arts. 24, 33
and 44; UU 27/2022). Absent means no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntFlag, auto


class Section(IntFlag):
    """Parts of a case, as bits: its scope rows keep which of them a key opens."""

    SUMMARY = auto()  # number, dates, places, modus, stage, how many victims
    LAW = auto()  # police reports, stages with their dates
    SUSPECT = auto()
    VICTIM_IDENTITY = auto()  # exact age, whereabouts; who she or a witness is
    SHELTER = auto()  # where she is housed
    CARE = auto()  # services and therapy
    NARRATIVE = auto()  # the sentence: free text names people
    REPORTER = auto()


NOTHING = Section(0)
EVERYTHING = Section(~0)
OPEN = Section.SUMMARY | Section.LAW | Section.SUSPECT
# What another office may be asked in for.
SHARED = EVERYTHING & ~(Section.NARRATIVE | Section.REPORTER)
# What a case in danger opens to somebody without any tie to it.
IN_DANGER = OPEN | Section.VICTIM_IDENTITY | Section.CARE


class Ground(IntFlag):
    """Why a case stands under a scope key."""

    LEAD = 1
    PARTICIPATION = 2
    PLACE = 4  # a region's key: the summary of a task force, no section
    COMMAND = 8  # above an office that leads or takes part
    PERSONAL = 16  # a key of her own: named reader, or break-glass


class Trade(Enum):
    ENFORCEMENT = "enforcement"
    PROSECUTION = "prosecution"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Mandate:
    """What an office may come to hold of a case. Who writes also reads."""

    writes: Section
    reads_only: Section = NOTHING

    @property
    def reads(self) -> Section:
        return self.writes | self.reads_only


NONE = Mandate(NOTHING)
LEADING: Mapping[Trade, Mandate] = {
    # Police see no notes of care; where a victim lives they read and do not decide.
    Trade.ENFORCEMENT: Mandate(
        EVERYTHING & ~(Section.CARE | Section.SHELTER), Section.SHELTER
    ),
    Trade.PROSECUTION: Mandate(EVERYTHING & ~(Section.CARE | Section.SHELTER)),
    Trade.SERVICE: Mandate(EVERYTHING),
}
ASKED_IN: Mapping[Trade, Mandate] = {
    Trade.ENFORCEMENT: Mandate(
        Section.LAW | Section.SUSPECT, Section.SUMMARY | Section.VICTIM_IDENTITY
    ),
    Trade.PROSECUTION: Mandate(
        Section.LAW, Section.SUMMARY | Section.SUSPECT | Section.VICTIM_IDENTITY
    ),
    # Social workers see no notes of the investigation.
    Trade.SERVICE: Mandate(
        Section.VICTIM_IDENTITY | Section.SHELTER | Section.CARE, Section.SUMMARY
    ),
}
# By the type of an agency (code list `agency_type`). Bodies that coordinate, and types
# that are not named, hold no case.
TRADE_OF: Mapping[str, Trade] = {
    **dict.fromkeys(
        (
            "police",
            "propam",
            "immigration",
            "customs",
            "port_authority",
            "satpol_pp",
            "tni",
        ),
        Trade.ENFORCEMENT,
    ),
    **dict.fromkeys(("prosecutor", "court", "bapas"), Trade.PROSECUTION),
    **dict.fromkeys(
        (
            "bp3mi",
            "community_ppt",
            "dp3a",
            "health",
            "health_quarantine",
            "iom",
            "kemenpppa",
            "legal_aid",
            "lpsk",
            "manpower_office",
            "ministry_social",
            "mofa",
            "ngo",
            "social_office",
            "uptd_ppa",
        ),
        Trade.SERVICE,
    ),
}


def mandate(agency_type: str, ground: Ground) -> Mandate:
    """What an office of that type may hold as the one that leads, or was asked in."""
    trade = TRADE_OF.get(agency_type)
    if trade is None:
        return NONE
    return ASKED_IN[trade] if ground == Ground.PARTICIPATION else LEADING[trade]
