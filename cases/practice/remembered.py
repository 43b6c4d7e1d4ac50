"""Facts as `sync_facts` keeps them, in memory: live rows and closed ones, with ticks.

The columns and the comparison are those of `cases/migrations/0002_scope_and_facts.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agencies.lookup import codes
from cases import stages
from cases.choices import AgeGroup, Determination, LegalStatus, Sex, Stage, Why
from cases.models import Case, PoliceReport, Suspect, Victim

COMMON = (
    "counted_on",
    "region_id",
    "is_abroad",
    "agency_id",
    "modus",
    "stage",
    "progress",
    "has_lp",
    "platforms",
    "exploitation",
    "push_factors",
    "pull_factors",
)
PERSON = ("sex", "age_group")
COLUMNS = {
    "case": ("case_id", *COMMON),
    "police_report": ("unit", "case_id", *COMMON),
    "victim": ("unit", "case_id", *COMMON, *PERSON, "determination"),
    "suspect": ("unit", "case_id", *COMMON, *PERSON, "legal_status", "roles"),
}
MASKED = {
    "platforms": "digital_platform",
    "exploitation": "exploitation_type",
    "push_factors": "vulnerability_push",
    "pull_factors": "vulnerability_pull",
}
UNIT_OF: dict[type, str] = {
    PoliceReport: "police_report",
    Victim: "victim",
    Suspect: "suspect",
}
# A word's place in its list, by the word: asked a million times.
SEX, AGE, STATUS, FOUND = (
    {member.value: member.number for member in choices}
    for choices in (Sex, AgeGroup, LegalStatus, Determination)
)
STAGE = {
    stage.value: (stage.number, stages.PROGRESS_OF[stage].number) for stage in Stage
}
Key = tuple[str, int]  # unit and id


@dataclass(frozen=True, slots=True)
class Live:
    kf: int
    why: int
    values: tuple


class Facts:
    """`live` by unit and id; `closed` as (kf, kt, why, why_closed, values) by unit;
    `synced` as (tick, case), once for each time that facts followed the register."""

    def __init__(self) -> None:
        self.live: dict[int, dict[Key, Live]] = {}
        self.closed: dict[str, list[tuple]] = {unit: [] for unit in COLUMNS}
        self.synced: list[tuple[int, int]] = []

    def sync(self, case: Case, named: list[Any], why: Why, *, tick: int) -> None:
        """Close what differs from the rows of `case`, open what they say now."""
        self.synced.append((tick, case.pk))
        said = {} if case.withdrawn_at else source(case, named)
        live = self.live.setdefault(case.pk, {})
        for key, held in list(live.items()):
            if said.get(key) == held.values:
                continue
            if held.kf < tick:
                closed = (held.kf, tick, held.why, int(why), held.values)
                self.closed[key[0]].append(closed)
            del live[key]
        for key, values in said.items():
            if key not in live:
                live[key] = Live(tick, int(why), values)

    def opened(self, unit: str) -> Iterable[Live]:
        """Live rows of a unit, case after case."""
        for held in self.live.values():
            for (of_unit, _id), row in held.items():
                if of_unit == unit:
                    yield row


def source(case: Case, named: list[Any]) -> dict[Key, tuple]:
    """What the views `s_*` say of a standing case and its standing rows."""
    standing = [row for row in named if row.withdrawn_at is None]
    common = _common(case, any(type(row) is PoliceReport for row in standing))
    said = {("case", case.pk): (case.pk, *common)}
    for row in standing:
        if unit := UNIT_OF.get(type(row)):
            head = (row.pk, case.pk)
            counted_on = row.dated_on if unit == "police_report" else common[0]
            said[unit, row.pk] = (*head, counted_on, *common[1:], *_own(row))
    return said


def _common(case: Case, has_lp: bool) -> tuple:
    return (
        case.counted_on,
        case.region_id,
        case.country != "",
        case.lead_agency_id,
        codes.entries("modus_operandi")[case.modus].bit,
        *STAGE[case.stage],
        has_lp,
        *(_mask(code_list, getattr(case, name)) for name, code_list in MASKED.items()),
    )


def _own(row: Any) -> tuple:
    if isinstance(row, PoliceReport):
        return ()
    person = (SEX[row.sex], AGE[row.age_group])
    if isinstance(row, Victim):
        return (*person, FOUND[row.determination])
    return (*person, STATUS[row.legal_status], _mask("suspect_role", row.roles))


def _mask(code_list: str, held: Iterable[str]) -> int:
    entries = codes.entries(code_list)
    return sum(1 << entries[code].bit for code in set(held))
