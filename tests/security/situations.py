"""Cases as offices share them, made by the acts that people use, and who sees what."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from agencies import clock
from agencies.access import in_danger
from agencies.choices import Role
from agencies.models import Agency, User
from agencies.sections import NOTHING, Section
from cases import actions, danger
from cases.actions.keys import give_key
from cases.choices import (
    DeclineReason,
    RestrictReason,
    SightKind,
    SightReason,
    Stage,
    WithdrawReason,
    Work,
)
from cases.models import Case, CaseKey
from cases.person_choices import Part, ReporterKind, RevealReason
from tests.cases.examples import LP, PIMP, a_case
from tests.security import matrix
from tests.security.cast import (
    EVERYBODY,
    OFFICES,
    TRADES,
    WORKING,
    Who,
    World,
)
from tests.security.matrix import Level

# Officers of the office that leads, whatever they are in another situation.
PLAIN = dict.fromkeys(("reader", "reader_ended"), "colleague")
SENTENCE = "Melati ditawari pekerjaan di kafe, kata bibinya."
WITNESS, REPORTER = "Sekar Kenarisaksi", "Bagus Kenarilapor"
GIRL = {"sex": "female", "age_group": "child", "age": 13, "whereabouts": "shelter"}
MAN = PIMP | {"age": 47, "public_office": "none"}


@dataclass(frozen=True, slots=True)
class Situation:
    """A case that an office of `lead` leads, and what became of it since."""

    lead: str
    asked: str = ""
    state: str = ""  # of the referral: asked, accepted, declined, ended, expired
    granted: Section = NOTHING
    restricted: bool = False
    emergency: bool = False

    def __str__(self) -> str:
        words = (self.lead, self.asked, self.state, repr(self.granted))
        more = "restricted" * self.restricted + "emergency" * self.emergency
        return " ".join((*words, more))

    def looked_at_by(self) -> list[Who]:
        """Who has to do with it, and strangers of every kind."""
        return [
            who
            for who in EVERYBODY
            if who.place in ("outside", "force")
            or (who.place, who.trade) in (("leading", self.lead), ("asked", self.asked))
            or (who.place, who.relation) == ("leading", "supervisor")
        ]

    def expected(self, who: Who) -> tuple[str, matrix.Row]:
        """Nothing, the monthly summary or the case; and what of it, by the matrix."""
        row = self._row(who)
        if row[Section.SUMMARY] > Level.NONE:
            return "case", row
        monthly = who.relation in matrix.document()["monthly"]["people"]
        return ("monthly" if monthly and not self.restricted else "nothing"), row

    def has_part(self, who: Who) -> bool:
        """Does her own office lead the case, or was it asked in and accepted? And does
        she see the case at all?"""
        if self.expected(who)[0] != "case" or who.relation.startswith("command"):
            return False
        here = (who.place, who.trade)
        return here in (("leading", self.lead), ("asked", self.asked))

    def _row(self, who: Who) -> matrix.Row:
        relation, here = who.relation, (who.place, who.trade)
        found: dict[str, matrix.Row] = {}
        asked = here == ("asked", self.asked) and self.state == "accepted"
        if self.restricted and asked:
            return self._of_asked(who, "restricted", "asked")
        if self.restricted:
            side = "inside" if here == ("leading", self.lead) else "outside"
            if who.place in ("leading", "outside"):
                found = matrix.table("restricted", side, who.trade)
        elif here == ("leading", self.lead):
            found = matrix.table("leading", who.trade)
            relation = PLAIN.get(relation, relation)
        elif asked:
            return self._of_asked(who, "asked_in")
        elif who.place == "outside" and self.emergency:
            found = matrix.table("emergency", who.trade)
        return found.get(relation, matrix.shut())

    def _of_asked(self, who: Who, *table: str) -> matrix.Row:
        """Only what was asked for; the summary goes with it."""
        row = matrix.table(*table, who.trade).get(who.relation, matrix.shut())
        opened = self.granted | Section.SUMMARY
        return {
            section: level if section in opened else Level.NONE
            for section, level in row.items()
        }


def askable(trade: str) -> Section:
    """All that an office of the trade can be asked in for, as the matrix says."""
    opened = NOTHING
    for section, level in matrix.table("asked_in", trade)["assigned"].items():
        if level and section != Section.SUMMARY:
            opened |= section
    return opened


def situations(lead: str) -> Iterator[Situation]:
    """All of one leading trade: the commonest first."""
    for asked in TRADES:
        yield Situation(lead, asked, "accepted", askable(asked))
    yield Situation(lead, "service", "accepted", askable("service"), restricted=True)
    yield Situation(lead, restricted=True)
    yield Situation(lead, emergency=True)
    for asked in ("enforcement", "prosecution"):
        yield Situation(lead, asked, "accepted", askable(asked), restricted=True)
    for asked in TRADES:
        for state in matrix.document()["asked_in"]["shut_while"]:
            yield Situation(lead, asked, state, askable(asked))
        for section in askable(asked):
            yield Situation(lead, asked, "accepted", section)


# -- What they do ----------------------------------------------------------------------


class Undone(Exception):
    """Leaves a block whose writes are not wanted."""


@contextmanager
def undone() -> Iterator[None]:
    """Everything written inside is taken back."""
    try:
        with transaction.atomic():
            yield
            raise Undone
    except Undone:
        pass


def a_case_of(world: World, lead: str) -> Case:
    """Logged, with everything on it, and worked on by those whom the matrix names."""
    by = world.users[Who("leading", lead, "writer")]
    case = a_case(
        by, victims=(GIRL,), suspects=(MAN,), police_reports=(LP,), narrative=SENTENCE
    )
    actions.add_place(case, {"region": None, "country": "MY"}, by=by)
    _with_identities(case, by)
    stage = Stage.PRE_INVESTIGATION
    seen = Case.objects.get(pk=case.pk).version
    actions.record_stage(case, by=by, stage=stage, on=LP["dated_on"], seen=seen)
    let_work(world, case, "leading", lead)
    return Case.objects.get(pk=case.pk)


def _with_identities(case: Case, by: User) -> None:
    """A witness, somebody whose part was taken back, somebody who declines; and who
    reported it, whom its writer asks to know."""
    actions.add_person(case, Part.WITNESS, {"name": WITNESS}, by=by)
    gone = actions.add_person(case, Part.COMPANION, {}, by=by)
    reason = WithdrawReason.TEST
    actions.unlink_person(gone, by=by, reason=reason, seen=1)
    declined = actions.add_person(case, Part.GUARDIAN, {}, by=by)
    actions.declare_declined(declined, by=by, seen=1)
    told = {"name": REPORTER}
    reporter = actions.add_reporter(case, ReporterKind.CONFIDENTIAL, told, by=by)
    taken_back = actions.add_reporter(case, ReporterKind.ANONYMOUS, {}, by=by)
    actions.withdraw_reporter(taken_back, by=by, reason=reason, seen=1)
    actions.ask_reveal_reporter(reporter, by=by, reason=RevealReason.CONTACT)


def let_work(world: World, case: Case, place: str, trade: str) -> None:
    """Its supervisor assigns people of her office; one has ended, one starts later."""
    by = world.home(Who(place, trade, "supervisor"))
    usual = Work.of(by.hat.agency_type)[0]
    for relation in (*WORKING, "suspended", "not_yet"):
        who = Who(place, trade, relation)
        late = timedelta(days=7 if relation == "not_yet" else 0)
        worker = actions.assign_worker(
            case,
            user=world.home(who),
            work=Work.COMPANION if who.role == Role.COMPANION else usual,
            letter_number="Sprin/7/XI/2025",
            starts_on=clock.today() + late,
            by=by,
        )
        if relation == "former":
            actions.end_work(worker, by=by)


@contextmanager
def brought_about(world: World, case: Case, what: Situation) -> Iterator[Case]:
    """The case in that situation; everything is undone afterwards."""
    moment = clock.now()
    with undone():
        if what.state:
            _refer(world, case, what)
        if what.restricted:
            _restrict(world, case, what)
        if what.emergency:
            _break_glass(world, case)
        if what.state == "expired":
            moment += timedelta(days=1)
        suspended = [who for who in EVERYBODY if who.relation == "suspended"]
        names = [who.username for who in suspended]
        User.objects.filter(username__in=names).update(suspended_at=clock.now())
        with clock.set_to(_later(moment)):
            yield Case.objects.get(pk=case.pk)
    world.reload(*_holders())


def _later(moment: datetime) -> datetime:
    """A little after it: keys that were opened at it are in her hand."""
    return moment + timedelta(minutes=1)


def _refer(world: World, case: Case, what: Situation) -> None:
    by = world.users[Who("leading", what.lead, "writer")]
    referral = actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code=OFFICES["asked", what.asked]),
        purpose="shelter",
        sections=what.granted,
        ends_on=clock.today() if what.state == "expired" else None,
        by=by,
    )
    answering = world.home(Who("asked", what.asked, "supervisor"))
    if what.state == "declined":
        reason = DeclineReason.NO_CAPACITY
        actions.decline_referral(referral, reason=reason, by=answering)
    elif what.state != "asked":
        actions.accept_referral(referral, by=answering)
        let_work(world, case, "asked", what.asked)
    if what.state == "ended":
        actions.end_referral(referral, by=by)


def _holders() -> list[Who]:
    """Those who may hold a key of their own."""
    kinds = ("writer", "reader", "reader_ended", "emergency", *WORKING)
    return [who for who in EVERYBODY if who.relation in kinds]


def _restrict(world: World, case: Case, what: Situation) -> None:
    by = world.users[Who("leading", what.lead, "writer")]
    actions.restrict_case(case, by=by, reason=RestrictReason.LEAK)
    places = [("leading", what.lead), *(("outside", trade) for trade in TRADES)]
    for place, trade in places:
        for relation in ("reader", "reader_ended"):
            who = Who(place, trade, relation)
            key = actions.name_reader(case, user=world.home(who), by=by)
            if relation == "reader_ended":
                actions.end_key(key, by=by)
    world.reload(*_holders())


def _break_glass(world: World, case: Case) -> None:
    for trade in TRADES:
        who = world.users[Who("outside", trade, "emergency")]
        opens = CaseKey(
            case=case,
            kind=SightKind.BREAK_GLASS,
            reason=SightReason.THREAT,
            sections=int(in_danger(who.hat)),
            reviewers=danger.reviewers_of(case.lead_agency, by=who),
        )
        give_key(opens, who, by=who, ends_at=clock.now() + timedelta(hours=4))
    world.reload(*_holders())
