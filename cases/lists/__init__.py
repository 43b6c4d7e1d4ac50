"""Pages of the register by keyset, started from the scope of whoever looks."""

from cases.lists.cases import CaseList
from cases.lists.rows import PoliceReportList, SuspectList, VictimList
from cases.lists.walk import PAGE_SIZE, Page, RegisterList, Total

__all__ = [
    "PAGE_SIZE",
    "CaseList",
    "Page",
    "PoliceReportList",
    "RegisterList",
    "SuspectList",
    "Total",
    "VictimList",
]
