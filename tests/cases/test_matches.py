"""Masked match: one answer for whoever asks, and a hit for one person alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from agencies import clock
from agencies.access import OutOfScope
from agencies.accounts.attempts import OFFICE_TRIES, TRIES, TRIES_A_DAY, LockedOut
from agencies.models import Agency, AuditEvent, SignInAttempt
from agencies.sealing import keyring
from agencies.sections import Section
from cases import actions, matches, sight
from cases.choices import (
    ReferralState,
    RestrictReason,
    Whereabouts,
    WithdrawReason,
    Work,
)
from cases.models import (
    Case,
    Involvement,
    MatchHit,
    MatchRequest,
    Referral,
)
from cases.person_choices import IdentifierKind, MatchAnswer, Part
from tests.api.clients import program_of
from tests.cases.alike import OTHER, case_of, fresh, merged, victim_of
from tests.cases.asking import NIK, ask, asked, from_denpasar, known_to_wati
from tests.cases.examples import PIMP, WOMAN, a_case
from tests.cases.involved import taken
from tests.cases.somebody import FIELDS, recorded
from tests.cases.walled import eyes_of
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def citras() -> Case:
    return from_denpasar()


@pytest.fixture
def melati() -> Involvement:
    return known_to_wati()


def told(username: str) -> list[MatchHit]:
    """Whom the hit waits for, through her own eyes."""
    user = person(username)
    with eyes_of(username):
        return list(MatchHit.objects.to_decide_by(user))


# -- Who is told -----------------------------------------------------------------------


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
    actions.resolve_matches(by=None)
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


# -- Who is never told of --------------------------------------------------------------


def declines(part):
    actions.declare_declined(part, by=person("wati"), seen=1)


def is_housed(part):
    actions.add_shelter(part.victim, "Jl. Kenaritenang 9", by=person("wati"))


def lives_in_a_shelter(part):
    fields = {"whereabouts": Whereabouts.SHELTER.value}
    victim = fresh(part).victim
    actions.edit_victim(victim, fields, by=person("wati"), seen=victim.version)


def stands_beside_somebody_housed(part):
    other = actions.add_victim(part.case, WOMAN, by=person("wati"))
    actions.add_shelter(other, "Jl. Kenaritenang 9", by=person("wati"))


def is_restricted(part):
    actions.restrict_case(part.case, by=person("wati"), reason=RestrictReason.PROTECTED)


def stands_in_a_restricted_case_too(part):
    other = a_case(person("wati"))
    actions.link_person(part.person, other, Part.WITNESS, by=person("wati"))
    actions.restrict_case(other, by=person("wati"), reason=RestrictReason.THREAT)


def stands_in_a_restricted_case_out_of_sight(part):
    by = person("citra")
    shut = a_case(by, suspects=(PIMP | {"public_office": "police"},))
    named = {"part": Part.WITNESS, "created_by": by}
    Involvement.objects.create(case=shut, person=part.person, **named)


def stands_in_a_restricted_case_that_was_withdrawn(part):
    stands_in_a_restricted_case_too(part)
    shut = Case.objects.get(is_restricted=True)
    reason = WithdrawReason.TEST
    actions.withdraw_case(shut, by=person("wati"), reason=reason, seen=shut.version)


def is_in_the_protection_of_witnesses(part):
    """LPSK was asked in and came; what it holds of the case does not matter."""
    referral = being_asked_in(part.case, Section.CARE, purpose="witness_protection")
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.ACCEPTED)


def is_about_to_be_housed(part):
    """Who has accepted to house her has not typed the address yet."""
    referral = being_asked_in(part.case, Section.SHELTER, purpose="shelter")
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.ACCEPTED)


def being_asked_in(case: Case, sections: Section, purpose: str) -> Referral:
    return Referral.objects.create(
        case=case,
        to_agency=Agency.objects.get(code="DINSOS-BPP"),
        purpose=purpose,
        sections=sections,
        created_by=person("wati"),
    )


def part_is_withdrawn(part):
    wrong = WithdrawReason.WRONG_ENTRY
    actions.unlink_person(
        part, by=person("wati"), reason=wrong, seen=part.person.version
    )


def case_is_withdrawn(part):
    case = case_of(part)
    reason = WithdrawReason.TEST
    actions.withdraw_case(case, by=person("wati"), reason=reason, seen=case.version)


HIDDEN = [
    declines,
    is_housed,
    lives_in_a_shelter,
    stands_beside_somebody_housed,
    is_restricted,
    stands_in_a_restricted_case_too,
    stands_in_a_restricted_case_out_of_sight,
    stands_in_a_restricted_case_that_was_withdrawn,
    is_in_the_protection_of_witnesses,
    is_about_to_be_housed,
    part_is_withdrawn,
    case_is_withdrawn,
]


@pytest.mark.parametrize("becomes", HIDDEN, ids=lambda act: act.__name__)
def test_who_is_hidden_from_somebody_is_no_hit(citras, melati, becomes):
    becomes(melati)
    assert ask(citras) == []


@pytest.mark.parametrize("becomes", HIDDEN, ids=lambda act: act.__name__)
def test_who_is_hidden_since_is_told_of_no_more(citras, melati, becomes):
    (hit,) = ask(citras)
    becomes(melati)
    assert told("wati") == []
    with eyes_of("wati"), pytest.raises(OutOfScope):
        actions.answer_match(hit, MatchAnswer.CONTACT, by=person("wati"))


def test_who_was_merged_is_found_by_either_identity(citras, melati):
    other = victim_of("wati", OTHER)
    merged(melati, other, by="wati")
    assert {hit.involvement for hit in ask(citras, OTHER["nik"])} == {melati, other}


# -- The holder decides ----------------------------------------------------------------


def row_of(case: Case, who: str = "citra") -> dict:
    (one,) = matches.asked_for(case)
    return matches.asked_row(one, clock.WIB, sight.of(person(who), case))


def test_who_asked_is_told_when_the_holder_wants_it(citras, melati):
    (hit,) = ask(citras)
    with eyes_of("wati"):
        actions.answer_match(hit, MatchAnswer.CONTACT, by=person("wati"))
    assert row_of(citras)["told"] == "UPTD PPA Kota Balikpapan akan menghubungi Anda."
    assert told("wati") == []


def test_who_asked_is_never_told_of_silence(citras, melati):
    (hit,) = ask(citras)
    with eyes_of("wati"):
        actions.answer_match(hit, MatchAnswer.SILENT, by=person("wati"))
    assert row_of(citras)["told"] == str(matches.PASSED_ON)
    assert MatchRequest.objects.get().answered_by is None


@pytest.mark.parametrize("who", ["citra", "sari", "dewi", "dina", "rini"])
def test_nobody_else_decides(citras, melati, who):
    (hit,) = ask(citras)
    with pytest.raises(OutOfScope):
        actions.answer_match(hit, MatchAnswer.CONTACT, by=person(who))
    address = reverse("match_answer", args=[hit.public_id])
    answer = browser_of(who).post(address, {"answer": "contact"})
    assert answer.status_code == 404


def test_she_decides_on_her_page(citras, melati):
    (hit,) = ask(citras)
    client = browser_of("wati")
    page = client.get(reverse("match_list")).content.decode()
    asker = person("citra")
    for unsaid in (NIK, asker.full_name, hit.request.agency.name):
        assert unsaid not in page
    assert "hari ini" in page
    assert "menunggu keputusan Anda" in client.get(reverse("home")).content.decode()
    address = reverse("match_answer", args=[hit.public_id])
    assert client.post(address, {"answer": "perhaps"}).status_code == 404
    assert client.post(address, {"answer": "contact"}).status_code == 302
    page = client.get(reverse("match_list")).content.decode()
    assert f"{asker.full_name}, {hit.request.agency.name}" in page
    assert address not in page
    assert MatchRequest.objects.get().answered_by.code == "UPTD-PPA-BPP"


def test_she_decides_by_a_program_too(citras, melati):
    (hit,) = ask(citras)
    wati = program_of("wati")
    (row,) = wati.call("GET", "matches/").json()["results"]
    unsaid = {"answer": "", "asker": None, "agency": None}
    assert row == row | unsaid | {"id": str(hit.public_id), "on": f"{clock.today()}"}
    address = f"matches/{hit.public_id}/answer/"
    said = wati.call("POST", address, {"answer": "silent"})
    assert said.status_code == 200
    assert said.json() == row | {"answer": "silent"}
    assert wati.call("GET", "matches/").json()["results"] == []
    assert wati.call("POST", address, {"answer": "silent"}).status_code == 404


# -- Who asks, and how often -----------------------------------------------------------


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
