"""Small registers made by random acts, and questions drawn by lot about them."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from agencies import clock
from agencies.access import ACTS_OF, Act
from agencies.demo import CAST
from agencies.models import Region
from cases import actions, stages
from cases.choices import Stage
from cases.models import Case, PoliceReport
from tests.cases.random_acts import Acts
from tests.people import browser_of, person
from tests.reports import doors
from tests.reports.recount import CUTS, Answer, Question, recount

FIRST_CASES, ACTS = 12, 60
PEOPLE = ("sari", "budi", "dewi", "citra", "wati", "dina", "joko", "nur")
PLACES = (
    *("64.71.03", "64.71.05", "64.71", "64.72.01", "64.01", "64", "65.03.02", "65"),
    *("51.71", "51", "91", "91.71", "ID"),
)
ASKED = (
    *("ID", "ID", "ID", "ID", "ID", "64", "64", "64", "64.71", "64.71"),
    *("64.71.03", "64.72", "65", "51", "91"),
)
OFFICES = {
    member.username: member.agency
    for member in CAST
    if not member.suspended and Act.SEE_CASES in ACTS_OF[member.role]
}
WIDEST = (date(2020, 1, 1), date(2026, 12, 31))
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
DOORS = ("everything", "everything", "everything", "command", "api", "api")
ASKERS = (*OFFICES, "dewi", "dewi", "nur", "wati")  # more often those who see most
UNFOLDED = 20  # acts after numbers kept ready were folded
SETTLED_IN = 300  # seconds
PERIODS_AND_REGIONS = ("region", "year", "month")  # asked for by other words
# By the text these could be asked; the product does not offer them.
NOT_OFFERED = {("child_victims", "age_group")}
PAIRS = 20
OFFERED = {
    figure: [cut for cut in cuts if (figure, cut) not in NOT_OFFERED]
    for figure, cuts in CUTS.items()
}


class WiderActs(Acts):
    """The acts of more offices, at more places, over three years, with long ways."""

    def __init__(self, seed: int):
        super().__init__(seed)
        self.people = [person(name) for name in PEOPLE]
        self.regions = list(Region.objects.filter(code__in=PLACES))
        self.kinds |= {self.add_report: 5, self.go_on: 5}

    def some_acts(self, acts: int = ACTS) -> None:
        for _case in range(0 if Case.objects.exists() else FIRST_CASES):
            self.log_case()
        for _act in range(acts):
            self.one()

    def add_report(self) -> PoliceReport | None:
        if not (case := self.case()):
            return None
        report = self.about(PoliceReport)
        return actions.add_police_report(case, report, by=self.of(case))

    def go_on(self) -> Case | None:
        """A case goes several stages on, as far as P-21 and beyond."""
        if not (case := self.case()):
            return None
        for _stage in range(self.lot.randint(1, 12)):
            if not (allowed := stages.may_follow(Stage(case.stage))):
                break
            # Most ways end early if drawn evenly; the first stages lead on.
            stage = self.lot.choice([*allowed[:2], *allowed])
            on = case.stage_entries.standing().in_order().last().on
            actions.record_stage(
                case, by=self.of(case), stage=stage, on=on, seen=case.version
            )
            case.refresh_from_db()
        return case

    def years_back(self) -> timedelta:
        return timedelta(days=self.lot.choice((0, 0, 0, 45, 300, 365, 700)))

    def about_case(self) -> dict[str, Any]:
        about, back = super().about_case(), self.years_back()
        dates = {name: about[name] - back for name in ("happened_on", "reported_on")}
        return {**about, **dates}

    def about(self, model: type) -> dict[str, Any]:
        about = super().about(model)
        if model is PoliceReport:
            about["dated_on"] -= self.years_back()
        return about


class Lot:
    """Draws questions: every figure by every cut, and pairs of cuts."""

    def __init__(self, seed: int | str):
        self.lot = random.Random(f"questions {seed}")
        days = {
            *Case.objects.values_list("reported_on", flat=True),
            *PoliceReport.objects.values_list("dated_on", flat=True),
        }
        self.days = sorted(days) or [YEAR[0]]

    def questions(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for figure, cuts in OFFERED.items():
            yield figure, ()
            yield from ((figure, (cut,)) for cut in cuts)
        for _pair in range(PAIRS):
            figure = self.lot.choice(list(OFFERED))
            yield figure, tuple(self.lot.sample(OFFERED[figure], 2))

    def period(self) -> tuple[date, date]:
        """Half of them begin and end on days that something happened."""
        if self.lot.random() < 0.5:
            return self.lot.choice((WIDEST, WIDEST, YEAR))
        first, last = sorted(self.lot.choices(self.days, k=2))
        return first, last

    def narrowed(self, figure: str) -> dict[str, str]:
        """By up to two cuts, mostly to a key that some unit has."""
        found = {}
        cuts = [cut for cut in OFFERED[figure] if cut not in PERIODS_AND_REGIONS]
        for cut in self.lot.sample(cuts, self.lot.choice((0, 0, 0, 0, 1, 1, 2))):
            cells = recount(Question(figure, *WIDEST, by=(cut,))).cells
            keys = sorted(key for [key] in cells)
            if keys:
                found[cut] = self.lot.choice(keys)
        return found

    def drawn(self) -> Iterator[Question]:
        for figure, by in self.questions():
            since, until = self.period()
            region = self.lot.choice(ASKED)
            yield Question(figure, since, until, region, by, self.narrowed(figure))


@dataclass
class Tally:
    registers: int = 0
    questions: int = 0
    cells: int = 0
    nonzero: int = 0
    differences: list[str] = field(default_factory=list)

    def compare(
        self, question: Question, told: dict[str, Any], counted: Answer | None = None
    ) -> None:
        counted = counted or recount(question)
        compared, found = doors.differences(question, told, counted)
        self.questions += 1
        self.cells += compared
        self.nonzero += counted.total > 0
        self.differences += found


def compare_one(seed: int, tally: Tally) -> None:
    """One register, made and forgotten: both doors against the recount."""
    with transaction.atomic():
        acts = WiderActs(seed)
        acts.some_acts()
        _ask(Lot(seed), tally)
        transaction.set_rollback(True)
    tally.registers += 1


def _ask(lot: Lot, tally: Tally) -> None:
    cache.clear()  # sessions and throttles of the register before
    clients = {name: browser_of(name) for name in OFFICES}
    for question in lot.drawn():
        door = lot.lot.choice(DOORS)
        if door == "everything":
            tally.compare(question, doors.by_command(question))
            continue
        asker = lot.lot.choice(ASKERS)
        live = replace(question, office=OFFICES[asker])
        told = (
            doors.by_api(live, clients[asker])
            if door == "api"
            else doors.by_command(live, asker=asker)
        )
        tally.compare(live, told)


def compare_history(seed: int, tally: Tally, *, moments: int = 3) -> None:
    """One register whose acts commit, asked as it grows and again as it was then.

    Numbers kept ready are folded in the midst of the acts: some acts are in them, the
    later ones are not.
    """
    acts, remembered = WiderActs(seed), []
    for moment in range(moments):
        acts.some_acts()
        call_command("fold_marginals", stdout=StringIO())
        acts.some_acts(UNFOLDED)
        answers = [(q, recount(q)) for q in Lot(seed + moment).drawn()]
        for question, counted in answers:
            tally.compare(question, doors.by_command(question), counted)
        remembered.append((clock.now(), answers))
    settle()
    for known_at, answers in remembered:
        for question, counted in answers:
            told = doors.by_command(question, known_at=known_at)
            tally.compare(question, told, counted)
    tally.registers += 1


def settle() -> None:
    """Wait until every transaction of the server that is open now has ended.

    Till then the product leaves out of an answer by `known_at` what was committed
    since the oldest of them began; other workers of the suite hold theirs for seconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        [last] = cursor.fetchone()
        deadline, oldest = time.monotonic() + SETTLED_IN, 0
        while oldest < last and time.monotonic() < deadline:
            cursor.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
            )
            [oldest] = cursor.fetchone()
            time.sleep(0.05)
    assert oldest >= last, "a transaction stays open"
