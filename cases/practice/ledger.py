"""Writes in memory what the actions would have written to the register.

A demo register takes some ten thousand acts, and one transaction for each would take
minutes. So the acts are entered here, in the order of time: rows, their versions,
facts with a tick for each act, and one signed event. What may be shared with the
actions is (`validate`, `put`, `made_of`); the rest is proven equal to them, column by
column, in `tests/cases/test_seed_demo.py`.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import takewhile
from typing import Any, cast
from uuid import UUID

from agencies import audit, clock
from agencies.models import AuditEvent
from cases import limits
from cases.actions import rows
from cases.choices import Stage, Why
from cases.models import Case, Place, PoliceReport, StageEntry, Suspect, Victim
from cases.models.row import Row
from cases.practice.acts import Act, Officer
from cases.practice.remembered import Facts

NOUNS: dict[str, type[Row]] = {
    "case": Case,
    "place": Place,
    "victim": Victim,
    "suspect": Suspect,
    "police_report": PoliceReport,
    "stage": StageEntry,
}
WHY = {
    "added": Why.ENTRY,
    "edited": Why.CORRECTION,
    "withdrew": Why.WITHDRAWAL,
    "restored": Why.RESTORATION,
}


@dataclass
class Folder:
    """One case with everything on it; `named` finds a row by the acts' word for it."""

    by: Officer
    case: Case
    sentence: str = ""
    named: dict[str, Any] = field(default_factory=dict)

    def standing(self, model: type[Row]) -> list[Any]:
        found = [row for row in self.named.values() if type(row) is model]
        return [row for row in found if row.withdrawn_at is None]

    def stages(self) -> list[StageEntry]:
        entries = self.standing(StageEntry)
        return sorted(entries, key=lambda entry: (entry.on, entry.pk))


class Ledger:
    """Rows, versions, facts and events of all acts entered so far.

    `last_ids` is the last id that each model has in the database. Ticks count from 1.
    """

    def __init__(self, last_ids: Mapping[type[Row], int]) -> None:
        self.ids = Counter(last_ids)
        self.rows: dict[type[Row], list[Row]] = {model: [] for model in NOUNS.values()}
        self.versions: dict[type[Row], list[tuple]] = {m: [] for m in NOUNS.values()}
        self.events: list[AuditEvent] = []
        self.facts = Facts()
        self.acts_at: list[datetime] = []
        self.series: Counter[tuple[int, int]] = Counter()
        self.folders: list[Folder] = []

    def enter(self, folder: Folder | None, by: Officer, act: Act) -> Folder:
        """Carry out one act; the first of a case opens its folder."""
        self.acts_at.append(act.at)
        with clock.set_to(act.at):
            if folder is None:
                return self._log_case(by, act)
            if act.verb == "record_stage":
                self._record_stage(folder, **act.fields)
            else:
                self._do(folder, act)
        return folder

    # -- the acts

    def _log_case(self, by: Officer, act: Act) -> Folder:
        told = dict(act.fields)
        fields, reports = told.pop("fields"), told.get("police_reports", [])
        sentence = told.pop("narrative")
        days = [report["dated_on"] for report in reports]
        case = self._new(Case, by, **fields)
        case.lead_agency = by.agency
        case.register_agency = by.agency.numbering_agency
        case.counted_on = min(days, default=case.reported_on)
        case.stage = Stage.LP_ISSUED if reports else Stage.INTAKE
        case.register_year = case.reported_on.year
        rows.validate(case)
        self._save_new(case)
        folder = Folder(by, case, sentence)
        self.folders.append(folder)
        self._save_children(folder, told)
        self._sync(folder, Why.ENTRY)
        changes = {**rows.made_of(case), **counts(told)}
        changes["narrative"] = [None, audit.HIDDEN]
        self._record(folder, case, "logged_case", changes)
        self._number(case)
        return folder

    def _save_children(self, folder: Folder, told: Mapping[str, list]) -> None:
        case = folder.case
        stages: list[dict] = [{"stage": Stage.INTAKE, "on": case.reported_on}]
        if told.get("police_reports"):
            on = max(case.counted_on, case.reported_on)
            stages.append({"stage": Stage.LP_ISSUED, "on": on})
        for name, model, found in (
            ("victims", Victim, told.get("victims", [])),
            ("suspects", Suspect, told.get("suspects", [])),
            ("police_reports", PoliceReport, told.get("police_reports", [])),
            ("stages", StageEntry, stages),
        ):
            for n, fields in enumerate(found):
                self._add_row(folder, model, f"{name}.{n}", fields)

    def _do(self, folder: Folder, act: Act) -> None:
        """Add, edit, withdraw or restore; the stage follows the reports."""
        how, noun = act.verb.split("_", 1)
        row, verb, changes = getattr(self, f"_{how}")(folder, noun, act)
        reason = row.withdraw_reason if how == "withdraw" else ""
        done = f"{verb}_{noun}"
        self._after_write(folder, row, done, WHY[verb], changes, reason)
        if noun == "police_report" and how != "edit":
            follow = "withdrew_stage" if how == "withdraw" else "recorded_stage"
            self._follow_entries(folder, follow, reason)

    def _add(self, folder: Folder, noun: str, act: Act) -> tuple[Row, str, dict]:
        row = self._add_row(folder, NOUNS[noun], act.row, act.fields)
        return row, "added", rows.made_of(row)

    def _edit(self, folder: Folder, noun: str, act: Act) -> tuple[Row, str, dict]:
        row = folder.named[act.row] if act.row else folder.case
        changes = rows.put(row, act.fields)
        if not changes:
            raise ValueError(f"Nothing changes: {act}")
        self._save_changed(row)
        return row, "edited", changes

    def _withdraw(self, folder: Folder, noun: str, act: Act) -> tuple[Row, str, dict]:
        row = folder.named[act.row] if act.row else folder.case
        self._take_back(row, act.reason)
        return row, "withdrew", {}

    def _restore(self, folder: Folder, noun: str, act: Act) -> tuple[Row, str, dict]:
        row = folder.named[act.row] if act.row else folder.case
        row.withdrawn_at, row.withdraw_reason = None, ""
        self._save_changed(row)
        return row, "restored", {}

    def _record_stage(self, folder: Folder, stage: Stage, on: date) -> None:
        self._enter_stage(folder, stage, on)
        self._set_stage(folder, stage, "recorded_stage")

    # -- what the acts are made of

    def _follow_entries(self, folder: Folder, verb: str, reason: str) -> None:
        reports = folder.standing(PoliceReport)
        if not reports:
            for entry in folder.stages():
                if entry.stage == Stage.LP_ISSUED:
                    self._take_back(entry, reason)
        last = folder.stages()[-1]
        if reports and last.stage == Stage.INTAKE:
            first = min(report.dated_on for report in reports)
            last = self._enter_stage(folder, Stage.LP_ISSUED, max(first, last.on))
        if last.stage != folder.case.stage:
            self._set_stage(folder, Stage(last.stage), verb, reason)

    def _enter_stage(self, folder: Folder, stage: Stage, on: date) -> StageEntry:
        fields = {"stage": stage, "on": on}
        name = f"stages.{len(folder.named)}"
        return cast(StageEntry, self._add_row(folder, StageEntry, name, fields))

    def _set_stage(
        self, folder: Folder, stage: Stage, verb: str, reason: str = ""
    ) -> None:
        case = folder.case
        before, case.stage = case.stage, stage
        self._save_changed(case)
        changes = {"stage": [before, stage.value]}
        self._after_write(folder, case, verb, Why.PROGRESS, changes, reason)

    def _after_write(
        self,
        folder: Folder,
        row: Row,
        verb: str,
        why: Why,
        changes: Mapping[str, Any],
        reason: str = "",
    ) -> None:
        case = folder.case
        days = [report.dated_on for report in folder.standing(PoliceReport)]
        counted_on = min(days, default=case.reported_on)
        if counted_on != case.counted_on:
            case.counted_on = counted_on
            self._keep_version(case, "update")
        self._sync(folder, why)
        self._record(folder, row, verb, changes, reason)

    def _add_row(
        self, folder: Folder, model: type[Row], name: str, fields: Mapping[str, Any]
    ) -> Row:
        row = self._new(model, folder.by, case=folder.case, **fields)
        rows.validate(row)
        self._save_new(row)
        folder.named[name] = row
        return row

    def _new(self, made: type[Row], by: Officer, **fields: Any) -> Any:
        return made(
            public_id=uuid7_at(clock.now()),
            created_by_id=by.user_id,
            created_at=clock.now(),
            **fields,
        )

    def _save_new(self, row: Row) -> None:
        model = type(row)
        self.ids[model] += 1
        row.pk = self.ids[model]
        self.rows[model].append(row)
        self._keep_version(row, "insert")

    def _save_changed(self, row: Row) -> None:
        row.version += 1
        self._keep_version(row, "update")

    def _take_back(self, row: Row, reason: str) -> None:
        row.withdrawn_at, row.withdraw_reason = clock.now(), reason
        self._save_changed(row)

    def _keep_version(self, row: Row, label: str) -> None:
        kept = tuple(getattr(row, name) for name in version_columns(type(row)))
        self.versions[type(row)].append((clock.now(), label, row.pk, *kept))

    def _sync(self, folder: Folder, why: Why) -> None:
        named = [] if folder.case.withdrawn_at else list(folder.named.values())
        self.facts.sync(folder.case, named, why, tick=len(self.acts_at))

    def _record(
        self,
        folder: Folder,
        row: Row,
        verb: str,
        changes: Mapping[str, Any],
        reason: str = "",
    ) -> None:
        event = AuditEvent(
            id=uuid7_at(clock.now(), self._nth()),
            at=clock.now(),
            by_id=folder.by.user_id,
            post_id=folder.by.post_id,
            verb=verb,
            subject_type=row._meta.label,
            subject_id=row.pk,
            subject_version=row.version,
            case_id=folder.case.pk,
            changes=rows.without_identity(row, changes),
            reason=reason,
            request_id="",
        )
        audit.sign(event)
        self.events.append(event)

    def _nth(self) -> int:
        """How many events stand at this moment: what came later sorts later."""
        same = takewhile(lambda event: event.at == clock.now(), reversed(self.events))
        return sum(1 for _event in same)

    def _number(self, case: Case) -> None:
        agency, year = case.register_agency, case.register_year
        self.series[agency.pk, year] += 1
        case.register_n = self.series[agency.pk, year]
        case.register_no = f"KAS/{agency.code}/{year}/{case.register_n:04d}"


def counts(told: Mapping[str, list]) -> dict[str, list]:
    """How many rows came with a new case, as its event says it."""
    found = {name: len(told.get(name, [])) for name in limits.MOST_AT_ONCE}
    return {name: [0, n] for name, n in found.items() if n}


_columns: dict[type[Row], list[str]] = {}


def version_columns(model: type[Row]) -> list[str]:
    """The columns that a version row copies from its row."""
    if model not in _columns:
        event: Any = model._meta.get_field("versions").related_model
        fields = [f.attname for f in event._meta.concrete_fields]
        _columns[model] = [name for name in fields if not name.startswith("pgh_")]
    return _columns[model]


def uuid7_at(at: datetime, nth: int = 0) -> UUID:
    """A UUID (version 7) of the moment `at`, the `nth` of it; the rest is chance."""
    millisecond = int(at.timestamp() * 1000)
    tail = 0x2 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=millisecond << 80 | 0x7 << 76 | nth << 64 | tail)


def in_order(acts: Iterable[Any]) -> list[Any]:
    """Acts with their case, as they follow each other: by moment, then as listed."""
    return sorted(acts, key=lambda item: item[0].at)
