"""One file per noun; import them from here."""

from cases.models.alarm import Alarm, IsRestricted
from cases.models.case import Case, Place
from cases.models.case_key import CaseKey
from cases.models.facts import CaseFact, PoliceReportFact, SuspectFact, VictimFact
from cases.models.identifier import Identifier
from cases.models.match import MatchHit, MatchRequest
from cases.models.merge import DuplicateDecision, PersonMerge
from cases.models.person import Involvement, Person
from cases.models.police_report import PoliceReport
from cases.models.referral import Referral
from cases.models.reporter import Reporter, ReporterOpening
from cases.models.scope import CaseScope
from cases.models.shelter import Shelter
from cases.models.stage_entry import StageEntry
from cases.models.suspect import Suspect
from cases.models.victim import Victim
from cases.models.worker import CaseWorker

__all__ = [
    "Alarm",
    "Case",
    "CaseFact",
    "CaseKey",
    "CaseScope",
    "CaseWorker",
    "DuplicateDecision",
    "Identifier",
    "Involvement",
    "IsRestricted",
    "MatchHit",
    "MatchRequest",
    "Person",
    "PersonMerge",
    "Place",
    "PoliceReport",
    "PoliceReportFact",
    "Referral",
    "Reporter",
    "ReporterOpening",
    "Shelter",
    "StageEntry",
    "Suspect",
    "SuspectFact",
    "Victim",
    "VictimFact",
]
