"""Which parts of a case open to whom: to her office, to who is assigned, to who was
asked in. And how a case leaves the chain of command."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agencies import clock
from agencies.access import OutOfScope
from agencies.choices import Role
from agencies.models import Agency, Post, User
from agencies.sections import Section
from cases import actions, sight, tasks
from cases.choices import ReferralState, SightReason, Work
from cases.models import Case, CaseFact, PoliceReport, Suspect, Victim
from tests.cases.examples import LP, PIMP, a_case
from tests.people import person
from tppo_tracker.celery import app

pytestmark = pytest.mark.django_db

S = Section
OFFICER = PIMP | {"public_office": "police"}
CLOSED = S.VICTIM_IDENTITY | S.SHELTER | S.NARRATIVE | S.REPORTER


def seen(case: Case, username: str) -> Section:
    opened = S(0)
    for section in sight.of(person(username), case).opened:
        opened |= section
    return opened


def a_full_case(by: str = "sari") -> Case:
    return a_case(
        person(by), suspects=(PIMP,), police_reports=(LP,), narrative="Diajak kerja."
    )


def asked(case: Case, code: str = "UPTD-PPA-BPP", by: str = "sari", **more):
    wanted = {"purpose": "shelter", "sections": S.VICTIM_IDENTITY | S.SHELTER | S.CARE}
    return actions.ask_referral(
        case, to_agency=Agency.objects.get(code=code), by=person(by), **wanted | more
    )


def test_who_wrote_a_case_works_on_it_and_her_colleague_does_not():
    case = a_full_case()

    assert seen(case, "sari") == (S.SUMMARY | S.LAW | S.SUSPECT | CLOSED)
    assert seen(case, "budi") == (S.SUMMARY | S.LAW | S.SUSPECT)


def test_command_reads_what_is_open_and_nothing_closed():
    case = a_full_case()
    assert seen(case, "dewi") == (S.SUMMARY | S.LAW | S.SUSPECT)
    assert sight.of(person("seto"), case).opened == []


def test_police_never_open_care():
    assert not seen(a_full_case(), "sari") & S.CARE


def test_an_assignment_opens_what_is_closed_and_ends_with_it():
    case, rini = a_full_case(), person("rini")
    worker = actions.assign_worker(
        case,
        user=person("budi"),
        work=Work.INVESTIGATOR,
        letter_number="Sprin/1/I/2025",
        starts_on=clock.today(),
        by=rini,
    )
    assert seen(case, "budi") & S.VICTIM_IDENTITY

    actions.end_work(worker, by=rini)
    assert not seen(case, "budi") & S.VICTIM_IDENTITY


def test_her_unit_s_supervisor_opens_it_unassigned():
    assert seen(a_full_case(), "rini") & S.VICTIM_IDENTITY


def test_nobody_assigns_herself_but_who_is_in_charge():
    case = a_full_case()
    with pytest.raises(PermissionDenied):
        actions.assign_worker(
            case,
            user=person("budi"),
            work=Work.INVESTIGATOR,
            letter_number="Sprin/1/I/2025",
            starts_on=clock.today(),
            by=person("budi"),
        )


def test_an_office_asked_in_sees_nothing_until_it_accepts():
    case = a_full_case()
    asked(case)
    assert not Case.objects.visible_to(person("wati")).exists()


def test_who_accepts_sees_what_was_asked_for_and_nothing_else():
    case, other = a_full_case(), a_full_case()
    wati = person("wati")
    actions.accept_referral(asked(case), by=wati)
    actions.assign_worker(
        case,
        user=wati,
        work=Work.CASE_MANAGER,
        letter_number="ST/7/UPTD/2025",
        starts_on=clock.today(),
        by=wati,
    )

    assert seen(case, "wati") == (S.SUMMARY | S.VICTIM_IDENTITY | S.SHELTER | S.CARE)
    assert list(Case.objects.visible_to(wati)) == [case]
    assert not Suspect.objects.visible_to(wati).exists()
    assert not PoliceReport.objects.visible_to(wati).exists()
    assert Victim.objects.visible_to(wati).get().case == case
    assert not seen(other, "wati")


def test_her_sight_ends_with_the_referral():
    case, wati = a_full_case(), person("wati")
    referral = actions.accept_referral(asked(case), by=wati)

    actions.end_referral(referral, by=person("sari"))

    assert not Case.objects.visible_to(wati).exists()


def test_an_office_above_that_was_asked_in_holds_it_until_the_midnight_sweep():
    """Its one row says command and participation, and command has no end: decision 22.
    Everybody else is shut out by the date itself."""
    case, dewi, today = a_full_case(), person("dewi"), clock.today()
    referral = asked(case, "POLDA-KALTIM", sections=S.VICTIM_IDENTITY, ends_on=today)
    actions.accept_referral(referral, by=dewi)
    assert S.VICTIM_IDENTITY in seen(case, "dewi")

    with clock.set_to(clock.midnight(today + timedelta(days=1))):
        assert S.VICTIM_IDENTITY in seen(case, "dewi")
        tasks.end_passed()
        assert seen(case, "dewi") == S.SUMMARY | S.LAW | S.SUSPECT


def test_the_sweep_runs_at_midnight():
    schedule = app.conf.beat_schedule["end_passed"]["schedule"]
    assert (schedule.minute, len(schedule.hour)) == ({0}, 24)


def test_the_dinas_above_her_sees_the_summary_alone():
    case = a_full_case()
    actions.accept_referral(asked(case), by=person("wati"))
    above = case.scopes.get(scope_key=Agency.objects.get(code="UPTD-PPA-BPP").parent_id)
    assert above.granted == S.SUMMARY


def test_nobody_answers_for_another_office():
    referral = asked(a_full_case())
    with pytest.raises(OutOfScope):
        actions.accept_referral(referral, by=person("rini"))


def test_an_office_is_not_asked_in_for_what_it_may_not_hold():
    with pytest.raises(Exception, match="tidak dapat memegang"):
        asked(a_full_case(), sections=S.LAW)


def test_an_office_that_is_no_more_is_not_asked():
    case, last = a_full_case(), clock.today() - timedelta(days=1)
    Agency.objects.filter(code="UPTD-PPA-BPP").update(valid_to=last)
    with pytest.raises(ValidationError, match="sudah tidak ada"):
        asked(case)


@pytest.mark.parametrize("office", ["police", "military", "official"])
def test_a_case_against_an_official_leaves_the_chain_of_command(office):
    sari, case = person("sari"), a_full_case()

    actions.add_suspect(case, PIMP | {"public_office": office}, by=sari)

    assert list(Case.objects.visible_to(person("sari"))) == [case]
    for username in ("budi", "rini", "dewi", "seto", "eko"):
        assert not Case.objects.visible_to(person(username)).exists(), username


def test_a_case_logged_against_an_official_is_restricted_from_the_first():
    sari = person("sari")
    case = a_case(sari, suspects=(OFFICER,))

    case.refresh_from_db()
    assert case.is_restricted
    assert case.register_no
    assert list(Case.objects.visible_to(person("sari"))) == [case]
    assert not Case.objects.visible_to(person("dewi")).exists()


def test_a_named_reader_sees_a_restricted_case_until_she_is_taken_off():
    sari = person("sari")
    case = a_case(sari, suspects=(OFFICER,))
    key = actions.name_reader(
        case, user=person("budi"), by=sari, reason=SightReason.HANDLING
    )
    assert Case.objects.visible_to(person("budi")).exists()

    actions.end_key(key, by=sari)

    assert not Case.objects.visible_to(person("budi")).exists()


def test_the_last_reader_stays():
    sari = person("sari")
    case = a_case(sari, suspects=(OFFICER,))
    with pytest.raises(Exception, match="terakhir"):
        actions.end_key(case.keys.get(), by=sari)


def test_a_key_opens_under_the_post_that_it_was_given_for():
    sari = person("sari")
    case = a_case(sari, suspects=(OFFICER,))
    budi = person("budi")
    actions.name_reader(case, user=budi, by=sari)
    budi = person("budi")
    away = next(hat for hat in budi.assignments_today if hat.kind != "home")

    budi.wear(away.pk)

    assert not Case.objects.visible_to(budi).exists()


def test_a_referral_ends_by_itself_after_its_last_day():
    case, wati = a_full_case(), person("wati")
    referral = asked(case, ends_on=clock.today())
    actions.accept_referral(referral, by=wati)
    tasks.end_passed()
    assert Case.objects.visible_to(wati).exists()

    with clock.set_to(clock.now() + timedelta(days=1)):
        assert not Case.objects.visible_to(wati).exists()
        tasks.end_passed()

    referral.refresh_from_db()
    assert referral.state == ReferralState.ENDED
    case.refresh_from_db()
    assert wati.hat.agency_id not in case.scope_keys


def test_a_referral_that_ended_meanwhile_stops_no_other(monkeypatch, caplog):
    first, second = (asked(a_full_case(), ends_on=clock.today()) for _n in range(2))
    end_referral = actions.end_referral

    def late(referral, *, by):
        if referral == first:
            end_referral(first, by=person("sari"))
        return end_referral(referral, by=by)

    monkeypatch.setattr(actions, "end_referral", late)
    with clock.set_to(clock.now() + timedelta(days=1)):
        tasks.end_passed()
    second.refresh_from_db()
    assert second.state == ReferralState.ENDED
    assert [r.getMessage() for r in caplog.records] == [
        f"referral {first.pk} was not ended"
    ]


# -- Nobody gains by closing a case ----------------------------------------------------


def test_who_reports_an_official_opens_nothing_that_was_shut_to_her():
    """budi may record suspects on the case of his unit; he is not assigned to it."""
    case, before = a_full_case(), S.SUMMARY | S.LAW | S.SUSPECT

    actions.add_suspect(case, OFFICER, by=person("budi"))

    assert seen(case, "budi") == before


def test_who_works_on_a_case_keeps_it_when_somebody_else_closes_it():
    case = a_full_case()
    before = seen(case, "sari")

    actions.add_suspect(case, OFFICER, by=person("budi"))

    assert seen(case, "sari") == before
    assert not seen(case, "rini")


def test_a_false_report_of_an_official_is_undone_by_who_works_on_the_case():
    case = a_full_case()
    suspect = actions.add_suspect(case, OFFICER, by=person("budi"))
    sari = person("sari")
    actions.withdraw_suspect(suspect, by=sari, reason="wrong_entry", seen=1)

    actions.lift_restriction(case, by=sari)

    assert seen(case, "rini") & S.LAW
    assert seen(case, "dewi") == (S.SUMMARY | S.LAW | S.SUSPECT)


def test_without_anybody_at_work_the_unit_s_supervisors_are_its_readers():
    case = a_full_case()
    User.objects.filter(username="sari").update(suspended_at=clock.now())

    actions.add_suspect(case, OFFICER, by=person("budi"))

    assert seen(case, "rini") & S.VICTIM_IDENTITY


def test_an_office_asked_in_reports_an_official_too():
    case = a_full_case()
    referral = asked(case, "POLRES-PPU-PPA", sections=S.LAW | S.SUSPECT)
    budi = person("budi")
    away = next(hat for hat in budi.assignments_today if hat.kind != "home")
    Post.objects.filter(pk=away.post_id).update(role=Role.SUPERVISOR)
    budi = person("budi")
    budi.wear(away.pk)
    actions.accept_referral(referral, by=budi)

    actions.add_suspect(case, OFFICER, by=budi)

    case.refresh_from_db()
    assert case.is_restricted
    assert seen(case, "sari") & S.VICTIM_IDENTITY


def test_no_key_opens_what_a_trade_never_holds():
    case = a_case(person("sari"), suspects=(OFFICER,))
    assert not seen(case, "sari") & S.CARE


def test_the_past_of_a_case_is_not_for_an_office_asked_in():
    case, wati = a_full_case(), person("wati")
    actions.accept_referral(asked(case), by=wati)

    assert CaseFact.objects.known_at(None).visible_to(wati).exists()
    assert not CaseFact.objects.known_at(None).visible_to(wati, past=True).exists()
    assert (
        CaseFact.objects.known_at(None).visible_to(person("dewi"), past=True).exists()
    )


def test_a_reader_who_does_not_work_on_the_case_opens_it_to_nobody():
    case = a_full_case()
    budi = person("budi")
    actions.add_suspect(case, OFFICER, by=budi)

    with pytest.raises(PermissionDenied):
        actions.name_reader(case, user=person("rini"), by=budi)

    assert not seen(case, "budi") & CLOSED
