"""A stream of acts on a small register, drawn by lot: most are taken, some refused."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError

from agencies import clock
from agencies.lookup import codes
from agencies.models import Region, User
from cases import actions, stages
from cases.choices import (
    AgeGroup,
    Determination,
    LegalStatus,
    LpModel,
    Sex,
    Stage,
    WithdrawReason,
)
from cases.models import Case, Place, PoliceReport, StageEntry, Suspect, Victim
from tests.cases.examples import DAY, fields
from tests.people import person

PEOPLE = ("sari", "budi", "citra", "wati", "nur")
REGIONS = ("64.71.03", "64.71", "64", "65.03.02", "51.71", "91")
LISTS = {
    "platforms": "digital_platform",
    "exploitation": "exploitation_type",
    "push_factors": "vulnerability_push",
    "pull_factors": "vulnerability_pull",
}
NOUNS = {
    Victim: "victim",
    Suspect: "suspect",
    PoliceReport: "police_report",
    Place: "place",
}


class Acts:
    """Draws an act, does it, and counts it as taken or refused."""

    def __init__(self, seed: int):
        self.lot = random.Random(seed)
        self.taken = self.refused = 0
        self.people = [person(name) for name in PEOPLE]
        self.regions = list(Region.objects.filter(code__in=REGIONS))
        self.kinds: dict[Callable[[], object], int] = {
            self.log_case: 3,
            self.edit_case: 4,
            self.add: 6,
            self.edit: 4,
            self.withdraw: 4,
            self.withdraw_report: 2,
            self.restore: 4,
            self.record_stage: 4,
            self.withdraw_stage: 2,
            self.restore_stage: 3,
            self.withdraw_case: 1,
            self.restore_case: 2,
        }

    def one(self) -> None:
        [act] = self.lot.choices(list(self.kinds), list(self.kinds.values()))
        try:
            done = act()
        except ValidationError:
            self.refused += 1
        else:
            self.taken += done is not None

    # -- what is drawn

    def some(self, code_list: str) -> list[str]:
        return self.lot.sample(sorted(codes.entries(code_list)), self.lot.randint(0, 3))

    def place(self) -> dict[str, Any]:
        if self.lot.random() < 0.2:
            return {"region": None, "country": self.lot.choice(("MY", "KH"))}
        return {"region": self.lot.choice(self.regions), "country": ""}

    def about_case(self) -> dict[str, Any]:
        day = DAY - timedelta(days=self.lot.randint(0, 60))
        return {
            **{name: self.some(code_list) for name, code_list in LISTS.items()},
            **self.place(),
            "modus": self.lot.choice(sorted(codes.entries("modus_operandi"))),
            "happened_on": day,
            "reported_on": day + timedelta(days=self.lot.randint(0, 30)),
        }

    def about(self, model: type) -> dict[str, Any]:
        who = {
            "sex": self.lot.choice(Sex.values),
            "age": self.lot.choice((None, 9, 17, 18, 40)),
            "age_group": self.lot.choice(AgeGroup.values),
        }
        day = DAY + timedelta(days=self.lot.randint(-30, 5))
        number = f"LP/B/{self.lot.randint(1, 9)}/XI/2025/SPKT/POLDA KALTIM"
        return {
            Victim: {**who, "determination": self.lot.choice(Determination.values)},
            Suspect: {
                **who,
                "legal_status": self.lot.choice(LegalStatus.values),
                "roles": self.some("suspect_role"),
            },
            PoliceReport: {"number": number, "model": LpModel.B, "dated_on": day},
            Place: self.place(),
        }[model]

    def case(self, *, withdrawn: bool = False) -> Case | None:
        found = Case.objects.filter(withdrawn_at__isnull=not withdrawn).order_by("pk")
        return self.lot.choice(found) if found else None

    def row(self, *, withdrawn: bool) -> Any:
        model = self.lot.choice(list(NOUNS))
        rows = model.objects.filter(
            withdrawn_at__isnull=not withdrawn, case__withdrawn_at=None
        ).order_by("pk")
        return self.lot.choice(rows) if rows else None

    def of(self, case: Case) -> User:
        """Somebody who may act on the case: one of the office that leads it."""
        of_office = [p for p in self.people if p.hat.agency_id == case.lead_agency_id]
        wrote = [p for p in of_office if p.pk == case.created_by_id]
        return (wrote or of_office)[0]

    # -- what is done

    def log_case(self) -> Case:
        return actions.log_case(
            by=self.lot.choice(self.people),
            fields={**fields(), **self.about_case()},
            victims=[self.about(Victim) for _n in range(self.lot.randint(0, 3))],
            suspects=[self.about(Suspect) for _n in range(self.lot.randint(0, 2))],
            police_reports=[
                self.about(PoliceReport) for _n in range(self.lot.randint(0, 1))
            ],
        )

    def edit_case(self) -> Case | None:
        if not (case := self.case()):
            return None
        about = self.about_case()
        chosen = set(self.lot.sample(sorted(about), 3)) | {"region", "country"}
        changes = {name: about[name] for name in sorted(chosen)}
        return actions.edit_case(case, changes, by=self.of(case), seen=case.version)

    def add(self) -> object:
        if not (case := self.case()):
            return None
        model = self.lot.choice(list(NOUNS))
        add = getattr(actions, f"add_{NOUNS[model]}")
        return add(case, self.about(model), by=self.of(case))

    def edit(self) -> object:
        if not (row := self.row(withdrawn=False)):
            return None
        edit = getattr(actions, f"edit_{NOUNS[type(row)]}")
        by = self.of(row.case)
        return edit(row, self.about(type(row)), by=by, seen=row.version)

    def withdraw(self) -> object:
        if not (row := self.row(withdrawn=False)):
            return None
        withdraw = getattr(actions, f"withdraw_{NOUNS[type(row)]}")
        reason = self.lot.choice(WithdrawReason.values)
        return withdraw(row, by=self.of(row.case), reason=reason, seen=row.version)

    def withdraw_report(self) -> object:
        """A report of a case that has gone on, so that stages must follow."""
        reports = PoliceReport.objects.standing().filter(case__withdrawn_at=None)
        reports = reports.exclude(case__stage=Stage.LP_ISSUED).order_by("pk")
        if not reports:
            return None
        report = self.lot.choice(reports)
        by = self.of(report.case)
        return actions.withdraw_police_report(
            report, by=by, reason="wrong_entry", seen=report.version
        )

    def restore(self) -> object:
        if not (row := self.row(withdrawn=True)):
            return None
        restore = getattr(actions, f"restore_{NOUNS[type(row)]}")
        return restore(row, by=self.of(row.case))

    def record_stage(self) -> object:
        if not (case := self.case()):
            return None
        allowed = stages.may_follow(Stage(case.stage))
        stage = self.lot.choice(allowed if self.lot.random() < 0.9 else Stage.values)
        on = min(DAY + timedelta(days=self.lot.randint(0, 300)), clock.today())
        return actions.record_stage(
            case, by=self.of(case), stage=stage, on=on, seen=case.version
        )

    def withdraw_stage(self) -> object:
        if not (case := self.case()):
            return None
        last = case.stage_entries.standing().in_order().last()
        return actions.withdraw_stage(
            last, by=self.of(case), reason="wrong_entry", seen=case.version
        )

    def restore_stage(self) -> object:
        gone = StageEntry.objects.exclude(withdrawn_at=None)
        gone = gone.filter(case__withdrawn_at=None).order_by("pk")
        if not gone:
            return None
        entry = self.lot.choice(gone)
        return actions.restore_stage(entry, by=self.of(entry.case))

    def withdraw_case(self) -> object:
        if not (case := self.case()):
            return None
        return actions.withdraw_case(
            case, by=self.of(case), reason="double", seen=case.version
        )

    def restore_case(self) -> object:
        if not (case := self.case(withdrawn=True)):
            return None
        return actions.restore_case(case, by=self.of(case))
