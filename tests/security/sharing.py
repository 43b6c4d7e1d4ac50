"""How acts on the people and offices of a case are asked for, over page and API.

They hang on no section: who may do them follows from her office's part in the case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from agencies import clock
from agencies.models import Agency, User
from agencies.sections import Section
from cases import actions, readers
from cases.choices import DeclineReason, ReferralState, Verdict, WithdrawReason, Work
from cases.models import (
    Case,
    CaseKey,
    Involvement,
    Referral,
    Reporter,
    ReporterOpening,
    Shelter,
    Victim,
)
from cases.person_choices import Part, ReporterKind, RevealReason
from tests.cases.examples import WOMAN, a_case
from tests.security import matrix
from tests.security.cast import OFFICES, Who, World
from tests.security.matrix import Level
from tests.security.situations import Situation

DINSOS = "DINSOS-BPP"
LETTER = "Sprin/9/XI/2025"
READER = {
    "user": Who("outside", "enforcement", "colleague").username,
    "reason": "oversight",
}
NO_ROOM = DeclineReason.NO_CAPACITY.value


@dataclass(frozen=True)
class Shared:
    """What such acts are about; a row is None where the situation has none."""

    world: World
    case: Case
    situation: Situation
    waiting: Referral  # of another case: unanswered
    referral: Referral | None
    reader: CaseKey | None
    broken: CaseKey | None
    person: Involvement
    unlinked: Involvement
    declined: Involvement
    reporter: Reporter
    unreported: Reporter
    opening: ReporterOpening
    shelter: Shelter | None
    left: Shelter | None
    allowed: ReporterOpening | None

    def office_of(self, who: Who) -> int:
        """Her own office, whichever hat she wears; the one that leads for others."""
        agency = Agency.objects.filter(code=OFFICES.get((who.place, who.trade)))
        found = agency.values_list("pk", flat=True).first()
        return found or self.case.lead_agency_id

    def colleague(self, who: Who) -> User:
        place = "leading" if who.place == "force" else who.place
        trade = self.situation.lead if who.place == "force" else who.trade
        return self.world.home(Who(place, trade, "colleague"))

    def worker(self, who: Who):
        """Somebody assigned to it by her office, or else by the one that leads."""
        today = self.case.workers.today()
        # Who commands an office is of another: she knows of the lead's people alone.
        is_of_it = who.relation != "command"
        ours = today.filter(agency_id=self.office_of(who)) if is_of_it else today.none()
        return ours.first() or today.filter(agency=self.case.lead_agency).first()


def asked_trade(situation: Situation) -> str:
    """Whose office the unanswered referral asks."""
    return situation.asked or "service"


def shared(world: World, case: Case, situation: Situation) -> Shared:
    """Asks for one more case, so that there is something to answer."""
    by = world.home(Who("leading", situation.lead, "writer"))
    trade = asked_trade(situation)
    waiting = actions.ask_referral(
        a_case(by),
        to_agency=Agency.objects.get(code=OFFICES["asked", trade]),
        purpose="shelter",
        sections=Section.VICTIM_IDENTITY,
        by=by,
    )
    named = readers.named(case).filter(key__user__username__endswith=".reader")
    accepted = case.referrals.filter(state=ReferralState.ACCEPTED)
    shelter, left = _housed(world, case, situation)
    return Shared(
        world=world,
        case=case,
        situation=situation,
        waiting=waiting,
        referral=accepted.first(),
        reader=named.filter(key__agency=case.lead_agency).first(),
        broken=case.keys.broken().first(),
        person=case.involvements.get(part=Part.WITNESS),
        unlinked=case.involvements.get(part=Part.COMPANION),
        declined=case.involvements.get(part=Part.GUARDIAN),
        reporter=case.reporters.standing().get(),
        unreported=case.reporters.exclude(withdrawn_at=None).get(),
        opening=case.reporter_openings.get(),
        shelter=shelter,
        left=left,
        allowed=_allowed(world, case, situation),
    )


def _allowed(world: World, case: Case, situation: Situation) -> ReporterOpening | None:
    """Another reporter, whom her supervisor lets the writer open; none where the case
    is closed to him."""
    if situation.restricted:
        return None
    writer = world.home(Who("leading", situation.lead, "writer"))
    told = {"name": "Pelapor lain"}
    reporter = actions.add_reporter(case, ReporterKind.CONFIDENTIAL, told, by=writer)
    asked = actions.ask_reveal_reporter(
        reporter, by=writer, reason=RevealReason.CONTACT
    )
    second = world.home(Who("leading", situation.lead, "supervisor"))
    return actions.approve_reveal_reporter(asked, by=second)


def _housed(
    world: World, case: Case, situation: Situation
) -> tuple[Shelter | None, Shelter | None]:
    """Two more victims, whom an office of the services houses, and of whom one has
    left; police house nobody."""
    writer = world.home(Who("leading", situation.lead, "writer"))
    victim, other = (actions.add_victim(case, WOMAN, by=writer) for _each in range(2))
    by = writer
    if situation.lead != "service":
        accepted = case.referrals.filter(state=ReferralState.ACCEPTED).first()
        if accepted is None or Section.SHELTER not in accepted.opens:
            return None, None
        by = world.home(Who("asked", "service", "assigned_manager"))
    left = actions.add_shelter(other, "Jalan Uji 8", by=by)
    actions.withdraw_shelter(left, by=by, reason=WithdrawReason.TEST, seen=1)
    return actions.add_shelter(victim, "Jalan Uji 7", by=by), left


# -- What is sent ----------------------------------------------------------------------

# Rows that the address names beside the case, and what is sent; None: no such row.
Sent = tuple[list, dict[str, Any]] | None
Asked = Callable[[Shared, Who], Sent]


def _dated(name: str) -> dict[str, int]:
    day = clock.today()
    parts = (("day", day.day), ("month", day.month), ("year", day.year))
    return {f"{name}_{part}": value for part, value in parts}


def _order(user: User, name: object) -> dict[str, Any]:
    work = next(iter(Work.of(user.hat.agency_type)), Work.INVESTIGATOR).value
    return {"user": str(name), "work": work, "letter_number": LETTER}


def _of(row, **content: Any) -> Sent:
    return None if row is None else ([row.public_id], content)


def _met(row, **content: Any) -> Sent:
    """By the form of a part, which says whose it was."""
    whose = None if row is None else row.whose
    return _of(row, whose=whose, **content)


def _break(it: Shared, **day: Any) -> Sent:
    return [], {"number": it.case.register_no, "reason": "threat", **day}


ON_CASE: dict[str, Asked] = {
    "case_worker_new": lambda it, who: (
        [],
        _order(it.colleague(who), it.colleague(who).public_id) | _dated("starts_on"),
    ),
    "api_worker_list": lambda it, who: (
        [],
        _order(it.colleague(who), it.colleague(who).username)
        | {"starts_on": clock.today().isoformat()},
    ),
    "case_worker_end": lambda it, who: _of(it.worker(who)),
    "api_worker_ending": lambda it, who: _of(it.worker(who)),
    "case_reader_new": lambda _it, _who: ([], READER),
    "api_reader_list": lambda _it, _who: ([], READER),
    "case_reader_end": lambda it, _who: _of(it.reader),
    "api_reader_ending": lambda it, _who: _of(it.reader),
    "case_restriction_new": lambda _it, _who: ([], {"reason": "leak"}),
    "api_case_restriction": lambda _it, _who: ([], {"reason": "leak"}),
    "case_restriction_lift": lambda _it, _who: ([], {}),
    "api_case_restriction_lifting": lambda _it, _who: ([], {}),
    "case_referral_choose": lambda _it, _who: ([], {}),
    "case_referral_new": lambda _it, _who: (
        ["shelter"],
        {"to_agency": DINSOS, "sections": [int(Section.CARE)]},
    ),
    "api_case_referral_list": lambda _it, _who: (
        [],
        {"to_agency": DINSOS, "purpose": "social_rehab", "sections": ["care"]},
    ),
    "case_referral_end": lambda it, _who: _of(it.referral),
}
TAKEN_BACK = {"reason": "test"}
NEW_NAME = {"name": "Sekar Baru"}
ON_CASE |= {
    "case_person_new": lambda _it, _who: (["guardian"], NEW_NAME),
    "api_identity_list": lambda _it, _who: (
        [],
        {"part": "guardian", "particulars": NEW_NAME},
    ),
    "case_person_link": lambda it, _who: (
        ["companion"],
        {"register_no": it.case.register_no, "person": str(it.person.public_id)},
    ),
    "api_identity_links": lambda it, _who: (
        [],
        {"known": str(it.person.public_id), "part": "companion"},
    ),
    "case_person_edit": lambda it, _who: _met(it.person, **NEW_NAME, seen=1),
    "api_identity": lambda it, _who: _met(it.person, **NEW_NAME, seen=1),
    "case_person_withdraw": lambda it, _who: _met(it.person, **TAKEN_BACK, seen=1),
    "api_identity_withdrawal": lambda it, _who: _met(it.person, **TAKEN_BACK, seen=1),
    "case_person_restore": lambda it, _who: _of(it.unlinked),
    "api_identity_restoration": lambda it, _who: _of(it.unlinked),
    "case_person_decline": lambda it, _who: _met(it.person, seen=1),
    "api_identity_declination": lambda it, _who: _met(it.person, seen=1),
    "case_person_agree": lambda it, _who: _met(it.declined, seen=2),
    "api_identity_agreement": lambda it, _who: _met(it.declined, seen=2),
    "case_reporter_new": lambda _it, _who: ([], {"kind": "anonymous"}),
    "api_reporter_list": lambda _it, _who: ([], {"kind": "anonymous"}),
    "case_reporter_withdraw": lambda it, _who: _of(it.reporter, **TAKEN_BACK, seen=1),
    "api_reporter_withdrawal": lambda it, _who: _of(it.reporter, **TAKEN_BACK, seen=1),
    "case_reporter_restore": lambda it, _who: _of(it.unreported),
    "api_reporter_restoration": lambda it, _who: _of(it.unreported),
    "case_shelter_restore": lambda it, _who: _of(it.left),
    "api_shelter_restoration": lambda it, _who: _of(it.left),
    "case_opening_approve": lambda it, _who: _of(it.opening, answer="approved"),
    "case_opening_take_back": lambda it, _who: _of(it.allowed or it.opening),
    "api_opening_taking_back": lambda it, _who: _of(it.allowed or it.opening),
    "api_opening_approval": lambda it, _who: _of(it.opening),
    "api_opening_refusal": lambda it, _who: _of(it.opening, reason="danger"),
    "case_shelter_new": lambda _it, _who: ([], {"address": "Jalan Uji 9"}),
    "api_shelter_list": lambda it, _who: (
        [],
        {"victim": str(_unhoused(it).public_id), "address": "Jalan Uji 9"},
    ),
    "case_shelter_edit": lambda it, _who: _of(it.shelter, address="Baru", seen=1),
    "api_shelter": lambda it, _who: _of(it.shelter, address="Baru", seen=1),
    "case_shelter_withdraw": lambda it, _who: _of(it.shelter, **TAKEN_BACK, seen=1),
    "api_shelter_withdrawal": lambda it, _who: _of(it.shelter, **TAKEN_BACK, seen=1),
}
ELSEWHERE: dict[str, Asked] = {
    "api_referral_ending": lambda it, _who: _of(it.referral),
    "referral": lambda it, _who: _of(it.waiting, work="later"),
    "api_referral_acceptance": lambda it, _who: _of(it.waiting, letter_number=LETTER),
    "referral_decline": lambda it, _who: _of(it.waiting, reason=NO_ROOM),
    "api_referral_declination": lambda it, _who: _of(it.waiting, reason=NO_ROOM),
    "review": lambda it, _who: _of(it.broken, verdict=Verdict.JUSTIFIED.value),
    "break_glass": lambda it, _who: _break(it, **_day_of(it)),
    "api_emergency_access": lambda it, _who: _break(
        it, day=it.case.reported_on.isoformat()
    ),
}
REQUESTS = ON_CASE | ELSEWHERE
# A page that leads to the form and takes none itself.
READ = {"case_referral_choose"}
# Done in earnest only where there is a reader to end, or a key to look at.
IN_RESTRICTED = {
    *("case_reader_new", "api_reader_list", "case_reader_end", "api_reader_ending"),
    *("case_restriction_lift", "api_case_restriction_lifting"),
}
IN_EMERGENCY = {"review"}


PATCHED = {"api_identity", "api_shelter"}
# What a page sends as fields, and a program in If-Match.
SEEN = {"seen", "whose"}


def _unhoused(it: Shared) -> Victim:
    return it.case.victims.standing().order_by("pk").first()


def _query(it: Shared, name: str) -> str:
    if name == "case_shelter_new":
        return f"?row={_unhoused(it).public_id}"
    return "?all=1" if name == "case_referral_new" else ""


def _day_of(it: Shared) -> dict[str, int]:
    day = it.case.reported_on
    return {"day_day": day.day, "day_month": day.month, "day_year": day.year}


def ask(program, it: Shared, name: str, who: Who, key: str):
    """The answer to the act at that address; None where there is nothing to ask."""
    sent = REQUESTS[name](it, who)
    if sent is None:
        return None
    args, content = sent
    before = [it.case.public_id] if name in ON_CASE else []
    path = reverse(name, args=[*before, *args])
    if name in READ:
        return program.get(path)
    if not name.startswith("api_"):
        return program.post(path + _query(it, name), {**content, "key": key})
    path, more = path.removeprefix("/api/v1/"), {"idempotency_key": key}
    if "seen" in content:
        sent = {name: value for name, value in content.items() if name in SEEN}
        content = {name: value for name, value in content.items() if name not in SEEN}
        whose = f"{UUID(sent['whose']).hex}-" if "whose" in sent else ""
        more = {"if_match": f'"{whose}{sent["seen"]}"'}
    method = "PATCH" if name in PATCHED else "POST"
    return program.call(method, path, content or None, **more)


# -- What is expected ------------------------------------------------------------------


def expected(place: str, act: str, is_api: bool, it: Situation, who: Who) -> int:
    """200 where she may, else 403 or 404, of acts that stand in no section."""
    acts = matrix.roles()[who.role.value]
    may = act in acts
    if place == "danger":
        return 200 if may else 403
    if place == "reviewers":
        here = (who.place, who.trade) == ("leading", it.lead)
        looks = it.emergency and who.relation in matrix.document()["reviewers"]
        return 200 if here and looks else 404
    if place == "asked":
        return _answering(may, is_api, is_asked(it, who), acts)
    sees = it.expected(who)[0] == "case"
    if place == "either":
        return _ending(sees, is_api, it, who)
    if not sees:
        return 404
    if place == "second":
        near = ("leading", "outside") if it.restricted else ("leading",)
        return 200 if may and who.place in near else 403
    return 200 if may and it.has_part(who) else 403


def is_asked(it: Situation, who: Who) -> bool:
    """Does she act for the office to which the referral is addressed?"""
    at_home = who.relation not in ("away", "command")
    return at_home and (who.place, who.trade) == ("asked", asked_trade(it))


def _answering(may: bool, is_api: bool, is_asked: bool, acts: frozenset[str]) -> int:
    """Pages ask her role first, programs for the row."""
    if not is_api and "refer" not in acts:
        return 403
    if not is_asked:
        return 404
    return 200 if may else 403


def _ending(sees: bool, is_api: bool, it: Situation, who: Who) -> int:
    """By who asked, or by who answers for the asked office; a program finds it by
    either part alone, a page by the case."""
    acts = matrix.roles()[who.role.value]
    _sees, row = it.expected(who)
    if is_asked(it, who) and (is_api or sees):
        return 200 if "answer_referral" in acts else 403
    if sees and "refer" in acts and row[Section.NARRATIVE] == Level.WRITE:
        return 200
    return 403 if sees and not is_api else 404
