"""Masked match: one answer for whoever asks, and a hit for one person alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from agencies import clock
from agencies.access import OutOfScope
from agencies.accounts.attempts import OFFICE_TRIES, TRIES, TRIES_A_DAY, LockedOut
from agencies.models import AuditEvent, SignInAttempt
from agencies.sealing import keyring
from agencies.sections import Section
from cases import actions
from cases.choices import (
    Work,
)
from cases.models import (
    Case,
    Involvement,
    MatchHit,
    MatchRequest,
)
from cases.person_choices import IdentifierKind, Part
from tests.api.clients import program_of
from tests.cases.alike import OTHER, case_of, victim_of
from tests.cases.asking import (
    NIK,
    ask,
    asked,
    from_denpasar,
    is_housed,
    known_to_wati,
    looked_for,
    told,
)
from tests.cases.examples import PIMP, WOMAN, a_case
from tests.cases.involved import taken
from tests.cases.somebody import FIELDS, recorded
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def citras() -> Case:
    return from_denpasar()


@pytest.fixture
def melati() -> Involvement:
    return known_to_wati()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("nik", "6471 0357 0409 0001"),
        ("passport", "x 7654321"),
        ("phone", "+62 812 7654 3210"),
        ("michat", "melkenari.bpp"),
        ("vehicle", "kt7654qx"),
    ],
)
def test_an_identifier_finds_her_however_it_is_written(citras, melati, kind, value):
    (hit,) = ask(citras, value, IdentifierKind(kind))
    assert (hit.involvement, hit.case) == (melati, melati.case)


def test_only_who_manages_her_case_learns_of_it(citras, melati):
    (hit,) = ask(citras)
    assert told("wati") == [hit]
    for other in ("citra", "sari", "dewi", "dina", "rini", "seto", "ani", "tono"):
        assert told(other) == []
    # Nor by the case's own trail, which colleagues read.
    assert not AuditEvent.objects.of_case(melati.case_id).filter(
        verb__in=("resolved_match", "answered_match")
    )


def test_an_assigned_manager_stands_before_who_wrote_it(citras):
    found = victim_of("sari", FIELDS)
    (hit,) = ask(citras)
    assert told("sari") == [hit]
    assert told("budi") == told("rini") == []
    actions.assign_worker(
        case_of(found),
        user=person("budi"),
        work=Work.INVESTIGATOR,
        letter_number="Sprin/1",
        starts_on=clock.today(),
        by=person("rini"),
    )
    assert told("budi") == [hit]
    assert told("sari") == []


def test_a_suspect_is_not_told_of_to_who_cares_for_a_victim(citras):
    case = a_case(person("sari"), victims=(WOMAN,), suspects=(PIMP,))
    taken(case)  # by wati, who manages the case
    fields = {"name": "Jono", "nik": NIK}
    recorded(case, part=Part.SUSPECT, fields=fields, suspect=case.suspects.get())
    (hit,) = ask(citras)
    assert told("wati") == []
    assert told("sari") == [hit]


def test_a_victim_of_a_case_that_is_managed_elsewhere_is_its_managers(citras):
    found = victim_of("sari", FIELDS)
    taken(case_of(found), Section.VICTIM_IDENTITY)
    (hit,) = ask(citras)
    assert told("wati") == [hit]
    assert told("sari") == []


def test_a_manager_to_whom_she_does_not_open_keeps_nobody_from_it(citras):
    """An office that was asked in for her care alone."""
    found = victim_of("sari", FIELDS)
    taken(case_of(found), Section.CARE)
    (hit,) = ask(citras)
    assert told("sari") == [hit]
    assert told("wati") == []


def test_whom_the_asking_office_sees_anyhow_is_no_hit(melati):
    own = a_case(person("wati"), victims=(WOMAN,))
    assert not ask_by(own, "wati")


def ask_by(case: Case, by: str) -> list[MatchHit]:
    made = asked(case, by=by)
    looked_for()
    return list(MatchHit.objects.filter(request=made))


def test_a_name_asks_nobody(citras, melati):
    with pytest.raises(ValidationError):
        asked(citras, FIELDS["name"], IdentifierKind.NAME)
    for kind in IdentifierKind.matched():
        if kind not in ("michat", "ewallet", "social"):  # any letters are a handle
            with pytest.raises(ValidationError):
                asked(citras, "Ayu", kind)
    assert not MatchRequest.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchRequest.objects.create(
            case=citras,
            kind="name",
            by=person("citra"),
            agency_id=person("citra").hat.agency_id,
        )


@pytest.mark.parametrize("who", ["sari", "wati", "seto", "ani", "tono"])
def test_nobody_asks_from_a_case_that_is_not_hers(citras, who):
    with pytest.raises((OutOfScope, PermissionDenied)):
        asked(citras, by=who)
    assert not MatchRequest.objects.exists()


def test_a_colleague_who_is_not_assigned_does_not_ask():
    case = a_case(person("sari"))
    with pytest.raises(PermissionDenied):
        asked(case, by="budi")


def test_nobody_tries_numbers_through(citras, melati):
    for n in range(TRIES["match"]):
        asked(citras, f"647103410190000{n}")
    with pytest.raises(LockedOut):
        asked(citras)
    refused = AuditEvent.objects.get(verb="denied")
    assert refused.reason == "429 case_match"
    address = reverse("case_match_new", args=[citras.public_id])
    answer = browser_of("citra").post(address, {"kind": "nik", "value": NIK})
    assert answer.status_code == 429
    program = program_of("citra")
    sent = {"kind": "nik", "value": NIK}
    answer = program.call("POST", f"cases/{citras.public_id}/matches/", sent)
    assert answer.status_code == 429
    assert MatchRequest.objects.count() == TRIES["match"]


def asked_by_sari(case: Case, times: int) -> None:
    """In the course of a day."""
    start = clock.now()
    for n in range(times):
        with clock.set_to(start + timedelta(hours=n // 5 * 1.1)):
            asked(case, f"64710341019{n:05}", by="sari")


def test_people_of_an_office_do_not_take_turns(monkeypatch):
    monkeypatch.setitem(OFFICE_TRIES, "match", TRIES_A_DAY["match"])
    case = a_case(person("sari"))
    asked_by_sari(case, OFFICE_TRIES["match"])
    with clock.set_to(clock.now() + timedelta(hours=8)), pytest.raises(LockedOut):
        asked(case, by="rini")


def test_nobody_uses_up_what_her_office_has():
    case = a_case(person("sari"))
    asked_by_sari(case, TRIES_A_DAY["match"])
    with clock.set_to(clock.now() + timedelta(hours=8)):
        with pytest.raises(LockedOut):
            asked(case, by="sari")
        asked(case, by="rini")


def test_what_may_not_be_asked_costs_nothing():
    mine = victim_of("wati", OTHER)
    is_housed(mine)
    for _n in range(TRIES["match"] + 1):
        with pytest.raises(ValidationError):
            asked(case_of(mine), by="wati")


def tries_of(at_what: str, whose: object) -> int:
    digest = keyring.digest(at_what, str(whose))
    return SignInAttempt.objects.filter(account=digest).count()


def test_what_her_office_has_used_up_costs_her_nothing(monkeypatch):
    monkeypatch.setitem(OFFICE_TRIES, "match", 1)
    case, rini = a_case(person("sari")), person("rini")
    asked(case, by="sari")
    for _n in range(TRIES["match"] + 1):
        with pytest.raises(LockedOut):
            asked(case, by="rini")
    assert tries_of("match", rini.pk) == tries_of("match in a day", rini.pk) == 0
    assert tries_of("match of an office", rini.hat.agency_id) == 1


def test_an_answer_that_was_lost_is_asked_for_again_for_nothing(citras):
    kind, by = IdentifierKind.NIK, person("citra")
    for n in range(TRIES["match"]):
        made = actions.ask_match(citras, kind, NIK, by=by, key=f"line {n}")
    with pytest.raises(LockedOut):
        asked(citras)
    again = {"by": by, "key": f"line {n}"}
    assert actions.ask_match(citras, kind, NIK, **again) == made
    assert tries_of("match", by.pk) == TRIES["match"]


def test_sent_twice_it_is_asked_once(citras):
    kind, by = IdentifierKind.NIK, person("citra")
    first = actions.ask_match(citras, kind, NIK, by=by, key="once")
    assert actions.ask_match(citras, kind, NIK, by=by, key="once") == first
    assert MatchRequest.objects.count() == 1
