"""Who reported, and where a victim is housed: apart, sealed, opened by few."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from agencies import audit, clock, eyes
from agencies.access import OutOfScope
from agencies.models import AuditEvent
from agencies.sealing import keystore
from cases import actions
from cases.actions.opening import MOST_WAITING
from cases.choices import RestrictReason, WithdrawReason
from cases.conflicts import StaleVersion
from cases.models import Case, Reporter, ReporterOpening, Shelter
from cases.models.reporter import LAPSES
from cases.person_choices import RefusalReason, ReporterKind, RevealReason
from tests.api.clients import program_of, told
from tests.cases.examples import WOMAN, a_case, assign
from tests.cases.involved import taken
from tests.people import person

pytestmark = pytest.mark.django_db

WHY = RevealReason.INTERVIEW
TOLD = {"name": "Kenarijati Lapor", "phones": ["081276543210"]}
ADDRESS = "Rumah Kenarilindung\nJl. Kenaritenang 9"


@pytest.fixture
def case(sari) -> Case:
    return a_case(sari, victims=(WOMAN,))


@pytest.fixture
def reporter(case, sari) -> Reporter:
    return actions.add_reporter(case, ReporterKind.CONFIDENTIAL, TOLD, by=sari)


@pytest.fixture
def shelter() -> Shelter:
    """In a case of the UPTD: police house nobody."""
    wati = person("wati")
    case = a_case(wati, victims=(WOMAN,))
    return actions.add_shelter(case.victims.get(), ADDRESS, by=wati)


def ask(reporter: Reporter, who: str = "sari") -> ReporterOpening:
    return actions.ask_reveal_reporter(reporter, by=person(who), reason=WHY)


def no_gaps() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_gaps()")
        return cursor.fetchall() == []


# -- Reporters -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nik", "disability", "nib"])
def test_no_more_is_taken_of_a_reporter_than_reaches_her(case, sari, name):
    fields = TOLD | {name: "6471035704090001"}
    with pytest.raises(ValidationError) as refused:
        actions.add_reporter(case, ReporterKind.CONFIDENTIAL, fields, by=sari)
    assert refused.value.message_dict.keys() == {name}
    where = f"cases/{case.public_id}/reporters/"
    sent = {"kind": "confidential", "particulars": fields}
    told(program_of("sari").call("POST", where, sent), 400)
    assert not Reporter.objects.exists()


def test_a_reporter_is_sealed_under_a_key_of_her_own(reporter):
    key = keystore.key_of(reporter.public_id)
    assert b"Kenarijati" not in bytes(reporter.sealed)
    with pytest.raises(keystore.KeyGone):
        keystore.key_of(reporter.case.public_id)
    assert reporter.particulars().name == TOLD["name"]
    assert len(key) == 32
    assert no_gaps()


def test_an_event_says_that_somebody_reported_and_not_who(reporter):
    event = AuditEvent.objects.get(verb="added_reporter")
    assert event.changes["name"] == [None, audit.HIDDEN]
    assert "Kenarijati" not in str(event.changes)


def test_of_an_anonymous_one_nothing_is_kept(case, sari):
    with pytest.raises(ValidationError, match="anonim"):
        actions.add_reporter(case, ReporterKind.ANONYMOUS, TOLD, by=sari)
    found = actions.add_reporter(case, ReporterKind.ANONYMOUS, {}, by=sari)
    assert found.sealed is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Reporter.objects.update(sealed=b"x")


@pytest.mark.parametrize("who", ["budi", "dewi", "rini"])
def test_neither_colleagues_nor_chiefs_know_who_reported(case, reporter, who):
    assert not Reporter.objects.visible_to(person(who)).exists()
    for act in (ask, lambda r, w: actions.reveal_reporter(r, by=person(w))):
        with pytest.raises(PermissionDenied):
            act(reporter, who)
    with pytest.raises(PermissionDenied):
        actions.add_reporter(case, ReporterKind.CONFIDENTIAL, TOLD, by=person(who))


@pytest.mark.parametrize("who", ["citra", "wati", "seto", "ani"])
def test_outsiders_ask_for_nothing(reporter, who):
    with pytest.raises(OutOfScope):
        ask(reporter, who)


def test_it_takes_two_to_open_a_reporter(reporter, sari):
    with pytest.raises(PermissionDenied):
        actions.reveal_reporter(reporter, by=sari)
    asked = ask(reporter)
    with pytest.raises(PermissionDenied):
        actions.reveal_reporter(reporter, by=sari)
    with pytest.raises(PermissionDenied):
        actions.approve_reveal_reporter(asked, by=sari)
    actions.approve_reveal_reporter(asked, by=person("rini"))
    assert actions.reveal_reporter(reporter, by=sari).name == TOLD["name"]
    event = AuditEvent.objects.get(verb="revealed_reporter")
    assert (event.reason, sorted(event.changes)) == (WHY, ["name", "phones"])
    assert no_gaps()


def test_a_reporter_who_was_withdrawn_opens_to_nobody(reporter, sari):
    actions.approve_reveal_reporter(ask(reporter), by=person("rini"))
    reason = WithdrawReason.WRONG_CASE
    actions.withdraw_reporter(reporter, by=sari, reason=reason, seen=1)
    with pytest.raises(OutOfScope):
        actions.reveal_reporter(reporter, by=sari)
    with pytest.raises(OutOfScope):
        ask(reporter)


def test_of_a_reporter_who_was_withdrawn_no_request_is_answered(reporter, sari):
    """Approved, it would open her once she is restored."""
    asked, reason = ask(reporter), WithdrawReason.WRONG_CASE
    actions.withdraw_reporter(reporter, by=sari, reason=reason, seen=1)
    with pytest.raises(ValidationError, match="Pelapornya sudah ditarik"):
        actions.approve_reveal_reporter(asked, by=person("rini"))
    with pytest.raises(ValidationError, match="Pelapornya sudah ditarik"):
        refuse(asked, "rini")
    reporter.refresh_from_db()
    actions.restore_reporter(reporter, by=sari)
    actions.approve_reveal_reporter(asked, by=person("rini"))


def test_of_whom_nothing_is_recorded_nobody_asks_to_know(case, sari):
    anonymous = actions.add_reporter(case, ReporterKind.ANONYMOUS, {}, by=sari)
    with pytest.raises(ValidationError, match="tidak ada yang tercatat"):
        ask(anonymous)
    assert not ReporterOpening.objects.exists()


def test_who_asks_gives_a_reason_of_the_list(reporter, sari):
    with pytest.raises(ValidationError, match="alasan"):
        actions.ask_reveal_reporter(reporter, by=sari, reason="curious")


def test_who_approves_learns_nothing_herself(reporter):
    actions.approve_reveal_reporter(ask(reporter), by=person("rini"))
    with pytest.raises(PermissionDenied):
        actions.reveal_reporter(reporter, by=person("rini"))


def test_what_was_opened_for_one_is_shut_to_another(case, reporter):
    assign(case, "budi")
    actions.approve_reveal_reporter(ask(reporter), by=person("rini"))
    with pytest.raises(PermissionDenied):
        actions.reveal_reporter(reporter, by=person("budi"))


def test_it_shuts_after_a_quarter_of_an_hour(reporter, sari):
    actions.approve_reveal_reporter(ask(reporter), by=person("rini"))
    first = clock.now() + timedelta(hours=23)
    with clock.set_to(first):
        assert actions.reveal_reporter(reporter, by=sari)
    with clock.set_to(first + timedelta(minutes=14)):
        assert actions.reveal_reporter(reporter, by=sari)
    later = clock.set_to(first + timedelta(minutes=16))
    with later, pytest.raises(PermissionDenied):
        actions.reveal_reporter(reporter, by=sari)


@pytest.mark.parametrize("who", ["budi", "citra", "wati", "seto", "ani"])
def test_who_is_not_in_charge_of_the_office_approves_nothing(reporter, who):
    asked = ask(reporter)
    with pytest.raises((PermissionDenied, OutOfScope)):
        actions.approve_reveal_reporter(asked, by=person(who))


def test_what_waits_is_shown_to_who_is_in_charge_and_did_not_ask(case, reporter):
    asked = ask(reporter)
    queues = {
        who: list(ReporterOpening.objects.to_approve_by(person(who)))
        for who in ("rini", "sari", "budi", "dewi", "citra", "wati", "ani")
    }
    assert queues.pop("rini") == queues.pop("dewi") == [asked]
    assert not any(queues.values())
    actions.approve_reveal_reporter(asked, by=person("rini"))
    assert not ReporterOpening.objects.to_approve_by(person("rini")).exists()


def test_who_is_in_charge_above_allows_it_too(reporter, sari):
    """A small office has one such person, who may be the one that asks."""
    actions.approve_reveal_reporter(ask(reporter), by=person("dewi"))
    assert actions.reveal_reporter(reporter, by=sari).name == TOLD["name"]


def test_an_office_that_was_asked_in_allows_nothing(case, reporter):
    taken(case)
    asked = ask(reporter)
    wati = person("wati")
    assert Case.objects.open_to(wati).filter(pk=case.pk).exists()
    assert not ReporterOpening.objects.to_approve_by(wati).exists()
    with pytest.raises(PermissionDenied):
        actions.approve_reveal_reporter(asked, by=wati)


def test_of_a_restricted_case_another_reader_by_name_allows_it_alone(case, sari):
    reporter = actions.add_reporter(case, ReporterKind.CONFIDENTIAL, TOLD, by=sari)
    actions.restrict_case(case, by=sari, reason=RestrictReason.LEAK)
    asked = ask(reporter)
    for who in ("rini", "dewi"):
        assert not ReporterOpening.objects.to_approve_by(person(who)).exists()
        with pytest.raises((PermissionDenied, OutOfScope)):
            actions.approve_reveal_reporter(asked, by=person(who))
    actions.name_reader(case, user=person("rini"), by=person("sari"))
    assert list(ReporterOpening.objects.to_approve_by(person("rini"))) == [asked]
    actions.approve_reveal_reporter(asked, by=person("rini"))
    assert actions.reveal_reporter(reporter, by=person("sari")).name


def test_nobody_asks_twice_for_one_reporter_while_it_waits(reporter):
    asked = ask(reporter)
    with pytest.raises(ValidationError, match="sudah memintanya"):
        ask(reporter)
    actions.refuse_reveal_reporter(
        asked, by=person("rini"), reason=RefusalReason.ASK_AGAIN
    )
    again = ask(reporter)
    with clock.set_to(again.created_at + LAPSES):
        assert ask(reporter)


def test_nobody_keeps_what_others_ask_from_who_answers(case, reporter, sari):
    """Of many reporters that she has recorded herself a few may wait."""
    assign(case, "budi")
    many = [
        actions.add_reporter(case, ReporterKind.CONFIDENTIAL, TOLD, by=sari)
        for _each in range(MOST_WAITING + 1)
    ]
    for each in many[:-1]:
        ask(each)
    with pytest.raises(ValidationError, match="menunggu jawaban"):
        ask(many[-1])
    path = f"cases/{case.public_id}/reporters/{many[-1].public_id}/openings/"
    sent = {"reason": WHY.value}
    told(program_of("sari").call("POST", path, sent), 400)
    assert ask(reporter, "budi").created_by == person("budi")
    first = ReporterOpening.objects.to_approve_by(person("rini")).earliest("pk")
    actions.approve_reveal_reporter(first, by=person("rini"))
    assert ask(many[-1])


def test_an_answer_is_given_once(reporter):
    asked = ask(reporter)
    actions.approve_reveal_reporter(asked, by=person("rini"))
    with pytest.raises(ValidationError, match="sudah dijawab"):
        actions.approve_reveal_reporter(asked, by=person("rini"))


def refuse(asked: ReporterOpening, who: str) -> ReporterOpening:
    reason = RefusalReason.DANGER
    return actions.refuse_reveal_reporter(asked, by=person(who), reason=reason)


def test_who_may_allow_it_may_refuse_it_and_says_why(reporter, sari):
    refused = refuse(ask(reporter), "rini")
    assert (refused.refusal, refused.refused_by) == ("danger", person("rini"))
    event = AuditEvent.objects.get(verb="refused_reporter")
    assert (event.reason, event.case_id) == ("danger", reporter.case_id)
    with pytest.raises(PermissionDenied):
        actions.reveal_reporter(reporter, by=sari)
    assert not ReporterOpening.objects.to_approve_by(person("dewi")).exists()
    for answer in (refuse, lambda o, w: actions.approve_reveal_reporter(o, by=w)):
        with pytest.raises(ValidationError, match="sudah dijawab"):
            answer(refused, "dewi" if answer is refuse else person("dewi"))
    # Whoever was refused may ask again, and be allowed.
    with clock.set_to(clock.now() + timedelta(days=1, minutes=1)):
        actions.approve_reveal_reporter(ask(reporter), by=person("rini"))
        assert actions.reveal_reporter(reporter, by=sari)
    assert no_gaps()


@pytest.mark.parametrize("who", ["sari", "budi", "citra", "wati", "seto", "ani"])
def test_who_may_not_allow_it_refuses_nothing(reporter, who):
    asked = ask(reporter)
    with pytest.raises((PermissionDenied, OutOfScope)):
        refuse(asked, who)
    asked.refresh_from_db()
    assert asked.refused_at is None


def test_what_nobody_answers_lapses_after_seven_days(reporter):
    asked, rini = ask(reporter), person("rini")
    with clock.set_to(asked.created_at + timedelta(days=7, minutes=-1)):
        assert list(ReporterOpening.objects.to_approve_by(rini)) == [asked]
    with clock.set_to(asked.created_at + timedelta(days=7)):
        assert not ReporterOpening.objects.to_approve_by(rini).exists()
        with pytest.raises(ValidationError, match="lewat tujuh hari"):
            actions.approve_reveal_reporter(asked, by=rini)
        with pytest.raises(ValidationError, match="lewat tujuh hari"):
            refuse(asked, "rini")


def test_the_database_takes_no_answer_of_both_kinds(reporter, sari):
    asked, now = ask(reporter), clock.now()
    found = ReporterOpening.objects.filter(pk=asked.pk)
    refused = {"refused_at": now, "refusal": "danger"}
    with pytest.raises(IntegrityError), transaction.atomic():
        found.update(refused_by=sari, **refused)
    refuse(asked, "rini")
    approved = {"approved_by": person("rini"), "approved_at": now}
    with pytest.raises(IntegrityError), transaction.atomic():
        found.update(**approved, ends_at=now + timedelta(minutes=1))


def test_the_database_takes_no_approval_of_ones_own(reporter, sari):
    asked = ask(reporter)
    now = clock.now()
    more = {"approved_at": now, "ends_at": now + timedelta(minutes=1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReporterOpening.objects.filter(pk=asked.pk).update(approved_by=sari, **more)


# -- Shelters --------------------------------------------------------------------------


def test_an_address_is_sealed_and_read_for_a_reason(shelter):
    assert b"Kenari" not in bytes(shelter.sealed)
    wati = person("wati")
    assert actions.read_shelter(shelter, by=wati, reason=WHY) == ADDRESS
    event = AuditEvent.objects.get(verb="read_shelter")
    assert (event.by, event.reason, event.case_id) == (wati, WHY, shelter.case_id)
    with pytest.raises(ValidationError, match="alasan"):
        actions.read_shelter(shelter, by=wati, reason=None)
    assert no_gaps()


@pytest.mark.parametrize("who", ["sari", "citra", "dina", "seto", "ani"])
def test_outsiders_do_not_learn_that_there_is_one(shelter, who):
    with pytest.raises(OutOfScope):
        actions.read_shelter(shelter, by=person(who), reason=WHY)
    with eyes.looking(person(who).hat.scope_keys):
        assert not Shelter.objects.exists()


def test_police_house_nobody(case, sari):
    with pytest.raises(PermissionDenied):
        actions.add_shelter(case.victims.get(), ADDRESS, by=sari)


def test_a_victim_lives_in_one_place_and_moves(shelter):
    wati = person("wati")
    with pytest.raises(ValidationError, match="sudah dicatat"), transaction.atomic():
        actions.add_shelter(shelter.victim, "Lain", by=wati)
    moved = actions.rewrite_shelter(shelter, "Lain", by=wati, seen=1)
    assert (moved.unseal(), moved.version) == ("Lain", 2)
    with pytest.raises(StaleVersion):
        actions.rewrite_shelter(shelter, "Lain lagi", by=wati, seen=1)
    for wrong in ("", " \n ", "x" * 501):
        with pytest.raises(ValidationError):
            actions.rewrite_shelter(shelter, wrong, by=wati, seen=2)
    actions.withdraw_shelter(
        shelter, by=wati, reason=WithdrawReason.WRONG_ENTRY, seen=2
    )
    with pytest.raises(OutOfScope):
        actions.read_shelter(shelter, by=wati, reason=WHY)
    assert no_gaps()
