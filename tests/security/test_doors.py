"""The matrix over HTTP: what pages and API show, and what they let people do (S1)."""

import os
import uuid
from collections import Counter
from copy import deepcopy

import pytest
from django.test import Client
from django.urls import reverse

from agencies.sections import Section
from cases.models import Case
from tests.api.clients import Program
from tests.people import browser_of
from tests.security import acting, matrix, sharing
from tests.security.acting import Address, Rows
from tests.security.cast import Who, World, populate
from tests.security.matrix import Level, Row
from tests.security.situations import (
    REPORTER,
    SENTENCE,
    WITNESS,
    Situation,
    a_case_of,
    askable,
    brought_about,
    undone,
)
from tests.security.verdicts import Verdicts

pytestmark = pytest.mark.django_db

FULL = os.environ.get("MATRIX") == "full"
# In a sample everybody tries one address in so many, each another.
STEP = 1 if FULL else 12
WITH_SERVICE = Situation("enforcement", "service", "accepted", askable("service"))
RESTRICTED = Situation(
    "enforcement", "service", "accepted", askable("service"), restricted=True
)
EMERGENCY = Situation("enforcement", emergency=True)
SITUATIONS = [
    WITH_SERVICE,
    RESTRICTED,
    EMERGENCY,
    Situation("prosecution", "enforcement", "accepted", askable("enforcement")),
    Situation("service", "prosecution", "accepted", askable("prosecution")),
]
LOOKED_AT = SITUATIONS if FULL else SITUATIONS[:2]
ACTED_ON = SITUATIONS if FULL else SITUATIONS[:1]
# What only stands on the page of a case where the section opens.
CANARIES = {
    Section.LAW: ('id="lp"', 'id="kemajuan"', "LP/B/214/XI/2025"),
    Section.SUSPECT: ('id="tersangka"', "L, 47 th"),
    Section.VICTIM_IDENTITY: ("P, 13 th",),
}
DONE = (200, 201, 302)


def program_of(who: Who, world: World) -> Program:
    """Her session, under the hat that she wears; begun before any suspension."""
    browser: Client = browser_of(who.username)
    program = Program()
    program.cookies = browser.cookies
    if who.relation == "away":
        hat = world.users[who].assignment
        program.post(reverse("switch_hat"), {"assignment": hat.pk})
    return program


def programs_of(world: World) -> dict[Who, Program]:
    return {who: program_of(who, world) for who in world.users}


@pytest.mark.timeout(3600)  # a full run looks at everything
@pytest.mark.parametrize("situation", LOOKED_AT, ids=str)
def test_page_and_api_show_what_the_matrix_says(situation, record_property):
    world, verdicts = populate(), Verdicts()
    programs = programs_of(world)
    case = a_case_of(world, situation.lead)
    with brought_about(world, case, situation) as now:
        for n, who in enumerate(situation.looked_at_by()):
            sees, row = situation.expected(who)
            look_at_page(verdicts, programs[who], now, sees, row, situation, who)
            look_at_api(verdicts, programs[who], now, sees, row, situation, who)
            if FULL or n % 4 == 0:
                look_at_lists(verdicts, programs[who], now, sees, row, situation, who)
    verdicts.hold(record_property, f"http shown {situation}")


def shown(status: int) -> int:
    """How much an answer gives: 0 nothing, 1 something."""
    return int(status == 200)


def look_at_page(verdicts, program, case: Case, sees: str, row: Row, *cell) -> None:
    answer = program.get(reverse("case", args=[case.public_id]))
    html = answer.content.decode()
    verdicts.weigh(shown(answer.status_code), sees != "nothing", *cell, "page")
    number = case.register_no in html
    verdicts.weigh(number, sees == "case", *cell, "number on the page")
    for section, words in CANARIES.items():
        for word in words:
            verdicts.weigh(word in html, row[section] > 0, *cell, "page", word)
    opener = reverse("case_narrative", args=[case.public_id]) + "#uraian"
    reads = row[Section.NARRATIVE] > 0
    verdicts.weigh(opener in html, reads, *cell, "button of the sentence")
    with undone():
        told = program.post(reverse("case_narrative", args=[case.public_id]))
        found = SENTENCE in told.content.decode()
        verdicts.weigh(found, reads, *cell, "sentence")
    look_at_identities(verdicts, program, case, html, row, *cell)
    story = program.get(reverse("case_timeline", args=[case.public_id]))
    verdicts.weigh(shown(story.status_code), sees == "case", *cell, "timeline")


def look_at_identities(verdicts, program, case, html: str, row: Row, *cell) -> None:
    """Masked on the page; opened by a press, to those whose section it is."""
    witness, reporter = (
        case.involvements.earliest("pk"),
        case.reporters.standing().get(),
    )
    for name in (WITNESS, REPORTER):
        verdicts.weigh(name in html, False, *cell, "a name on the page")
    knows = row[Section.VICTIM_IDENTITY] > 0
    shown_there = str(witness.public_id) in html
    verdicts.weigh(shown_there, knows, *cell, "witness on the page")
    told = str(reporter.public_id) in html
    verdicts.weigh(told, row[Section.REPORTER] > 0, *cell, "reporter on the page")
    press = {"reason": "contact", "fields_shown": ["name"]}
    args = [case.public_id, witness.public_id]
    with undone():
        opened = program.post(reverse("case_person_reveal", args=args), press)
        found = WITNESS in opened.content.decode()
        verdicts.weigh(found, knows, *cell, "witness opened")
        path = reverse("api_identity_reveal", args=args).removeprefix("/api/v1/")
        opened = program.call("POST", path, press)
        found = WITNESS in opened.content.decode()
        verdicts.weigh(found, knows, *cell, "api witness opened")
    args = [case.public_id, reporter.public_id]
    with undone():
        opened = program.post(reverse("case_reporter_reveal", args=args))
        found = REPORTER in opened.content.decode()
        verdicts.weigh(found, False, *cell, "reporter opened by one")


def look_at_api(verdicts, program, case: Case, sees: str, row: Row, *cell) -> None:
    answer = program.call("GET", f"cases/{case.public_id}/")
    verdicts.weigh(shown(answer.status_code), sees != "nothing", *cell, "api")
    told = answer.json() if answer.status_code == 200 else {}
    verdicts.weigh(told.get("sight") == "case", sees == "case", *cell, "api sight")
    opened = set(told.get("sections") or ())
    for section, level in row.items():
        found = section.name.lower() in opened
        verdicts.weigh(found, level > 0, *cell, "api", section.name)
    for member, section in (
        ("victims", Section.SUMMARY),
        ("places", Section.SUMMARY),
        ("suspects", Section.SUSPECT),
        ("police_reports", Section.LAW),
        ("stages", Section.LAW),
    ):
        found = told.get(member) is not None
        verdicts.weigh(found, row[section] > 0, *cell, "api", member)
    ages = [victim["age"] for victim in told.get("victims") or ()]
    identity = row[Section.VICTIM_IDENTITY] > 0
    verdicts.weigh(13 in ages, identity, *cell, "api age")


def look_at_lists(verdicts, program, case: Case, sees: str, row: Row, *cell) -> None:
    for name, section in (
        ("victim", Section.SUMMARY),
        ("suspect", Section.SUSPECT),
        ("police_report", Section.LAW),
    ):
        html = program.get(reverse(f"{name}_list")).content.decode()
        found = str(case.public_id) in html
        verdicts.weigh(found, row[section] > 0, *cell, f"{name} list")
        answer = program.get(reverse(f"api_{name}_list")).content.decode()
        found = str(case.public_id) in answer
        verdicts.weigh(found, row[section] > 0, *cell, f"api {name} list")
    answer = program.call("GET", "victims/").content.decode()
    identity = row[Section.VICTIM_IDENTITY] > 0
    verdicts.weigh('"age":13' in answer, identity, *cell, "age in the api's list")


@pytest.mark.timeout(3600)  # a full run looks at everything
@pytest.mark.parametrize("situation", ACTED_ON, ids=str)
def test_page_and_api_let_do_what_the_matrix_says(situation, record_property):
    world, verdicts = populate(), Verdicts()
    programs = programs_of(world)
    writer = world.users[Who("leading", situation.lead, "writer")]
    rows = acting.complete(a_case_of(world, situation.lead), by=writer)
    done: Counter = Counter()
    with brought_about(world, rows.case, situation) as now:
        rows = Rows(now, rows.standing, rows.withdrawn)
        about = sharing.shared(world, now, situation)
        for n, who in enumerate(situation.looked_at_by()):
            for address in acting.addresses()[n % STEP :: STEP]:
                weigh(verdicts, done, programs[who], rows, about, address, who)
    verdicts.hold(record_property, f"http done {situation}")
    if FULL:
        never = doable_in(situation) - set(done)
        assert not never, "Nobody has really done it: the test proves no right."


def doable_in(situation: Situation) -> set[str]:
    """Addresses at which somebody must have done the act in that situation."""
    here = {RESTRICTED: sharing.IN_RESTRICTED, EMERGENCY: sharing.IN_EMERGENCY}
    if situation is not WITH_SERVICE:
        return here.get(situation, set())
    everything = {address.name for address in acting.addresses()}
    return everything - sharing.IN_RESTRICTED - sharing.IN_EMERGENCY


def weigh(verdicts, done, program, rows, about, address: Address, who) -> None:
    # What the answer did to her session is undone too.
    kept, key = deepcopy(program.cookies), str(uuid.uuid4())
    with undone():
        answer = asked(program, rows, about, address, who, key)
    program.cookies = kept
    if answer is None:
        return
    situation = about.situation
    expected = expected_of(address, situation, who)
    status = answer.status_code
    cell = (situation, who, address.name, f"answered {status}, not {expected}")
    if expected == 200:
        verdicts.weigh(int(status not in (401, 403, 404)), 1, *cell)
        if status in DONE and not is_sign_in(answer):
            done[address.name] += status in DONE[1:] or address.is_api
        return
    if expected == 302:
        out = is_sign_in(answer) or status in (401, 403)
        verdicts.weigh(int(not out), 0, *cell)
        return
    verdicts.weigh(int(status in DONE or status == 400), 0, *cell)
    verdicts.weigh(-int(status != expected), 0, *cell)


def test_a_referral_is_told_to_the_roles_that_ask_and_answer(record_property):
    world, verdicts = populate(), Verdicts()
    waiting = sharing.shared(world, a_case_of(world, "enforcement"), WITH_SERVICE)
    address = f"referrals/{waiting.waiting.public_id}/"
    for who in world.users:
        if who.relation == "suspended" or not sharing.is_asked(WITH_SERVICE, who):
            continue
        may = "refer" in matrix.roles()[who.role.value]
        status = program_of(who, world).call("GET", address).status_code
        verdicts.weigh(int(status == 200), int(may), who, status)
        verdicts.weigh(int(status == 403), int(not may), who, status)
    verdicts.hold(record_property, "referral told")


def asked(program, rows, about, address: Address, who, key: str = ""):
    if address.name in sharing.REQUESTS:
        return sharing.ask(program, about, address.name, who, key)
    return acting.ask(program, rows, address, key)


class Opener:
    """Opens the page that another would send."""

    def __init__(self, program: Program):
        self.program = program

    def get(self, path: str):
        return self.program.get(path)

    def post(self, path: str, _typed: dict):
        return self.get(path)


@pytest.mark.parametrize("situation", ACTED_ON, ids=str)
def test_no_form_opens_to_who_may_not_send_it(situation, record_property):
    world, verdicts = populate(), Verdicts()
    writer = world.users[Who("leading", situation.lead, "writer")]
    rows = acting.complete(a_case_of(world, situation.lead), by=writer)
    pages = [each for each in acting.addresses() if each.name.startswith("case_")]
    with brought_about(world, rows.case, situation) as now:
        rows = Rows(now, rows.standing, rows.withdrawn)
        about = sharing.shared(world, now, situation)
        for who in situation.looked_at_by():
            refused = [
                each for each in pages if expected_of(each, situation, who) == 403
            ]
            opener = Opener(program_of(who, world)) if refused else None
            for address in refused:
                with undone():
                    answer = asked(opener, rows, about, address, who)
                if answer is not None:
                    found = int(answer.status_code == 200)
                    verdicts.weigh(found, 0, situation, who, address.name)
    verdicts.hold(record_property, f"forms opened {situation}")


def is_sign_in(answer) -> bool:
    return answer.status_code == 302 and answer.url.startswith("/sign-in/")


def expected_of(address: Address, situation: Situation, who: Who) -> int:
    """200 where she may do it, else 403 or 404; 302 to the sign-in for a suspended."""
    if who.relation == "suspended":
        return 302
    if address.section is None:
        place = (address.place, address.act, address.is_api)
        return sharing.expected(*place, situation, who)
    sees, row = situation.expected(who)
    if sees != "case":
        return 404
    acts = matrix.roles()[who.role.value]
    if row[address.section] == Level.WRITE and address.act in acts:
        return 200
    hidden = address.row_in is not None and row[address.row_in] == Level.NONE
    return 404 if hidden else 403
