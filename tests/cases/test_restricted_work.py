"""A restricted case must not cost a victim her shelter: who works on it goes on."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from agencies import clock
from agencies.access import OutOfScope
from agencies.choices import Role
from agencies.models import Agency, AuditEvent, PersonalKey, User
from agencies.sections import IN_DANGER, OPEN, Ground, Section
from cases import actions, readers, sight, tasks
from cases.actions.keys import give_key
from cases.choices import (
    ReferralState,
    RestrictReason,
    SightKind,
    SightReason,
    WithdrawReason,
    Work,
)
from cases.models import Case, CaseKey, Referral, Victim
from tests.cases.examples import LP, PIMP, a_case
from tests.parallel import together
from tests.people import browser_of, person
from tests.security.visitors import hire

S = Section
SHARED = S.VICTIM_IDENTITY | S.SHELTER | S.CARE
OFFICER = PIMP | {"public_office": "police"}
LEAK = RestrictReason.LEAK
db = pytest.mark.django_db


def seen(case: Case, username: str) -> Section:
    return Section(sum(sight.of(person(username), case).opened))


def asked(case: Case, **more) -> Referral:
    """The UPTD of `wati` and `eka`, asked in by sari."""
    wanted = {"purpose": "shelter", "sections": SHARED} | more
    uptd = Agency.objects.get(code="UPTD-PPA-BPP")
    return actions.ask_referral(case, to_agency=uptd, by=person("sari"), **wanted)


def taken(case: Case, **more) -> Referral:
    """Accepted by wati, who takes the case herself."""
    return actions.accept_referral(
        asked(case, **more),
        by=person("wati"),
        work=Work.CASE_MANAGER,
        letter_number="ST/7",
    )


def a_full_case() -> Case:
    return a_case(
        person("sari"), suspects=(PIMP,), police_reports=(LP,), narrative="Diajak."
    )


@db
def test_who_shelters_her_goes_on_when_the_case_is_closed():
    case = a_full_case()
    taken(case)
    before = seen(case, "wati")

    actions.add_suspect(case, OFFICER, by=person("sari"))

    assert seen(case, "wati") == before == S.SUMMARY | SHARED
    for username in ("dina", "rini", "dewi"):
        assert not seen(case, username)


@db
def test_she_writes_what_she_wrote_before_and_nothing_else():
    case = a_full_case()
    taken(case)
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    victim, wati = case.victims.get(), person("wati")

    edited = actions.edit_victim(victim, {"whereabouts": "shelter"}, by=wati, seen=1)

    assert edited.whereabouts == "shelter"
    for act in (
        lambda: actions.edit_case(case, {"modus": "pimping_offline"}, by=wati, seen=2),
        lambda: actions.add_suspect(case, PIMP, by=wati),
        lambda: actions.name_reader(case, user=person("dina"), by=wati),
    ):
        with pytest.raises(PermissionDenied):
            act()


@db
def test_who_works_for_the_office_that_leads_goes_on_writing():
    case = a_full_case()
    actions.restrict_case(case, by=person("rini"), reason=LEAK)
    case.refresh_from_db()
    actions.edit_victim(case.victims.get(), {"age": 14}, by=person("sari"), seen=1)
    actions.edit_case(
        case, {"modus": "pimping_offline"}, by=person("sari"), seen=case.version
    )
    assert AuditEvent.objects.filter(verb="edited_case").exists()


@db
def test_an_office_that_assigned_nobody_is_answered_for_by_who_is_in_charge():
    case = a_full_case()
    actions.accept_referral(asked(case, sections=S.SHELTER), by=person("wati"))
    assert seen(case, "wati") == S.SUMMARY

    actions.restrict_case(case, by=person("sari"), reason=LEAK)

    assert seen(case, "wati") == S.SUMMARY | S.SHELTER


@db
@pytest.mark.parametrize("who", ["sari", "wati", "calendar"])
def test_the_end_of_the_referral_ends_her_key(who):
    case = a_full_case()
    referral = taken(case, ends_on=clock.today())
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    later = clock.now() + timedelta(days=1)

    if who == "calendar":
        with clock.set_to(later):
            assert not Case.objects.visible_to(person("wati")).exists()
            tasks.end_passed()
    else:
        actions.end_referral(referral, by=person(who))

    assert not Case.objects.visible_to(person("wati")).exists()
    assert not Victim.objects.visible_to(person("wati")).exists()
    live = PersonalKey.objects.filter(ended_at=None)
    assert [key.user.username for key in live] == ["sari"]
    assert AuditEvent.objects.filter(verb="ended_key").count() == 1
    referral.refresh_from_db()
    assert referral.state == ReferralState.ENDED


@db
def test_one_in_charge_who_does_not_see_the_case_ends_the_keys_all_the_same():
    """Behind the wall: no row of the case is shown to her."""
    case = a_full_case()
    referral = taken(case)
    hire("kepala.uji", "Kepala", "UPTD-PPA-BPP", Role.SUPERVISOR, title="Kepala")
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    assert not Case.objects.visible_to(person("kepala.uji")).exists()

    address = reverse("api_referral_ending", args=[referral.public_id])
    assert browser_of("kepala.uji").post(address).status_code == 200

    assert PersonalKey.objects.get(user__username="wati").ended_at is not None
    assert case.workers.get().ended_at is not None


@db
def test_an_office_asked_in_opens_by_name_no_more_than_it_was_asked_for():
    case = a_full_case()
    actions.accept_referral(asked(case, sections=S.CARE), by=person("wati"))
    User.objects.filter(username="wati").update(suspended_at=clock.now())
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    User.objects.filter(username="wati").update(suspended_at=None)
    assert not seen(case, "wati")

    key = actions.name_reader(case, user=person("wati"), by=person("sari"))

    assert seen(case, "wati") == S.SUMMARY | S.CARE
    row = case.scopes.get(scope_key=key.key.scope_key)
    assert Ground(row.grounds) == Ground.PERSONAL | Ground.PARTICIPATION


@db
def test_the_last_reader_of_the_office_that_leads_stays():
    case = a_full_case()
    taken(case)
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    sari, wati = readers.named(case)
    rini = actions.name_reader(case, user=person("rini"), by=person("sari"))

    with pytest.raises(ValidationError, match="penugasannya"):
        actions.end_key(wati, by=person("sari"))
    actions.end_key(rini, by=person("sari"))
    with pytest.raises(ValidationError, match="tidak membaca perkara ini lagi"):
        actions.end_key(rini, by=person("sari"))
    with pytest.raises(ValidationError, match="terakhir"):
        actions.end_key(sari, by=person("sari"))

    assert seen(case, "wati")
    assert not seen(case, "rini")


@db
def test_a_reader_who_is_suspended_is_not_the_one_who_stays():
    case = a_full_case()
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    actions.name_reader(case, user=person("rini"), by=person("sari"))
    User.objects.filter(username="rini").update(suspended_at=clock.now())
    (key, _rini) = readers.named(case)
    with pytest.raises(ValidationError, match="terakhir"):
        actions.end_key(key, by=person("sari"))


@db
def test_nobody_gains_by_closing_what_she_opened_in_danger():
    """Neither the parts that danger opened, nor the right to write, nor a reader."""
    case = a_full_case()
    budi = person("budi")
    in_danger = {"kind": SightKind.BREAK_GLASS, "sections": int(IN_DANGER)}
    give_key(CaseKey(case=case, reason=SightReason.THREAT, **in_danger), budi, by=budi)
    assert S.VICTIM_IDENTITY in seen(case, "budi")
    with pytest.raises(PermissionDenied):
        actions.edit_victim(case.victims.get(), {"age": 14}, by=budi, seen=1)

    actions.add_suspect(case, OFFICER, by=budi)

    assert seen(case, "budi") == OPEN
    for act in (
        lambda: actions.name_reader(case, user=person("citra"), by=budi),
        lambda: actions.end_key(readers.named(case).first(), by=budi),
        lambda: actions.lift_restriction(case, by=budi),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert seen(case, "sari") & ~OPEN


@db
def test_who_does_not_work_on_a_case_asks_nobody_in():
    case = a_full_case()
    with pytest.raises(PermissionDenied):
        actions.ask_referral(
            case,
            to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
            purpose="shelter",
            sections=SHARED,
            by=person("budi"),
        )


@db
def test_a_referral_to_a_case_that_was_closed_is_not_taken():
    """Nor is it told why: the same words as for one that was withdrawn."""
    case = a_full_case()
    referral = asked(case)
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    refused = "tidak dapat diterima lagi"
    with pytest.raises(ValidationError, match=refused):
        actions.accept_referral(referral, by=person("wati"))

    withdrawn = a_full_case()
    other = asked(withdrawn)
    actions.withdraw_case(
        withdrawn, by=person("sari"), reason=WithdrawReason.DOUBLE, seen=1
    )
    with pytest.raises(ValidationError, match=refused):
        actions.accept_referral(other, by=person("wati"))
    assert set(Referral.objects.values_list("state", flat=True)) == {"asked"}


@db
def test_once_lifted_it_is_as_it_was():
    case = a_full_case()
    taken(case)
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    actions.lift_restriction(case, by=person("sari"))
    assert seen(case, "wati") == S.SUMMARY | SHARED
    assert seen(case, "dewi") == S.SUMMARY | S.LAW | S.SUSPECT
    assert not PersonalKey.objects.filter(ended_at=None).exists()


# -- Two at once -----------------------------------------------------------------------

RACES = 12


def test_an_answer_and_an_end_at_once_wait_for_each_other(committed):
    """Both lock the case before the referral: whoever comes second finds it done."""
    case = a_full_case()
    for _race in range(RACES):
        referral = asked(case)
        done = together(
            lambda it=referral: tried(actions.accept_referral, it, "wati"),
            lambda it=referral: tried(actions.end_referral, it, "sari"),
        )
        state = Referral.objects.get(pk=referral.pk).state
        assert (done, state) in [
            (["done", "done"], ReferralState.ENDED),
            (["refused", "done"], ReferralState.ENDED),
        ]


def tried(act, referral: Referral, username: str) -> str:
    try:
        act(Referral.objects.get(pk=referral.pk), by=person(username))
    except (ValidationError, OutOfScope):
        return "refused"
    return "done"


# -- When nobody is left ---------------------------------------------------------------


def rescued(case: Case, to: str = "rini") -> str:
    out = StringIO()
    call_command(
        "rescue_case", case.register_no, "--to", to, "--letter", "Sprin/9", stdout=out
    )
    return out.getvalue()


@db
def test_a_case_that_nobody_reads_any_more_is_opened_again_by_letter():
    case = a_full_case()
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    with pytest.raises(CommandError, match="masih punya pembaca"):
        rescued(case)
    User.objects.filter(username="sari").update(suspended_at=clock.now())

    assert rescued(case) == "named\n"

    assert seen(case, "rini") & S.NARRATIVE
    event = AuditEvent.objects.get(verb="rescued_case")
    assert event.by is None
    assert event.changes["letter_number"] == [None, "Sprin/9"]
    for register_no, who in ((case.register_no, "nobody"), ("KAS/X/2026/0001", "rini")):
        with pytest.raises(CommandError):
            call_command("rescue_case", register_no, "--to", who, "--letter", "Sp/1")
