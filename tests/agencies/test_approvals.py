"""What needs two people: a post for somebody, a new beginning of a second factor."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from agencies import clock
from agencies.access import OutOfScope
from agencies.accounts import approvals, second_factor, staff
from agencies.accounts.approvals import CODE_HOLDS
from agencies.choices import RequestState, Role, SuspendReason
from agencies.models import AccountRequest, Agency, AuditEvent, Post, User
from agencies.models.account_request import OPEN_FOR
from cases import actions
from tests.agencies.factors import (
    SET_UP_PAGE,
    code,
    given,
    is_in,
    secret_on,
    show_code,
    show_password,
)
from tests.people import browser_of, person
from tests.security.visitors import hire

pytestmark = pytest.mark.django_db
LETTER = "ST/9/2025"


def asked_post(
    username="sari", agency="POLRESTA-BPP-PPA", role=Role.SUPERVISOR, by="tono"
) -> AccountRequest:
    to = Post(agency=Agency.objects.get(code=agency), role=role, title="Kanit")
    return actions.ask_move(
        person(username), to=to, letter_number=LETTER, by=person(by)
    )


def asked_reset(username="dewi", by="tono") -> AccountRequest:
    return approvals.ask_for_reset(person(username), by=person(by))


def test_a_post_begins_when_another_person_approves_it():
    asked = asked_post()
    assert person("sari").hat.role == Role.OFFICER

    actions.approve_move(asked, by=person("yuli"))

    assert person("sari").hat.role == Role.SUPERVISOR
    verbs = AuditEvent.objects.order_by("id").values_list("verb", "by__username")
    assert list(verbs)[:2] == [
        ("asked_account_change", "tono"),
        ("approved_account_change", "yuli"),
    ]
    assert ("moved_person", "yuli") in list(verbs)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (RequestState.APPROVED, person("yuli"))


def test_who_asked_does_not_approve():
    asked = asked_post()
    with pytest.raises(PermissionDenied):
        actions.approve_move(asked, by=person("tono"))
    assert person("sari").hat.role == Role.OFFICER


def test_she_whom_it_is_about_does_not_approve():
    asked = asked_post("rini", "POLDA-KALTIM")
    with pytest.raises(PermissionDenied):
        actions.approve_move(asked, by=person("rini"))
    asked = asked_post("yuli", "POLRI", Role.AUDITOR)
    with pytest.raises(PermissionDenied):
        actions.approve_move(asked, by=person("yuli"))


def test_nobody_asks_for_herself():
    with pytest.raises(OutOfScope):
        asked_post("tono")
    given("tono")
    with pytest.raises(OutOfScope):
        asked_reset("tono")


@pytest.mark.parametrize("who", ["sari", "wati", "seto", "ani", "eko"])
def test_whoever_neither_commands_nor_administers_decides_nothing(who):
    asked = asked_post("budi")
    with pytest.raises(PermissionDenied):
        actions.approve_move(asked, by=person(who))
    with pytest.raises(PermissionDenied):
        approvals.decline(asked, by=person(who))


@pytest.mark.parametrize(
    ("who", "agency", "role", "decides"),
    [
        ("rini", "POLRESTA-BPP-PPA", Role.OFFICER, True),
        ("dewi", "POLRESTA-BPP-PPA", Role.SUPERVISOR, True),
        ("rini", "POLDA-KALTIM", Role.OFFICER, False),
        ("dewi", "POLRESTA-DPS-PPA", Role.OFFICER, False),
        ("dewi", "POLDA-KALTIM", Role.AUDITOR, False),
        ("dewi", "POLDA-KALTIM", Role.ADMINISTRATOR, False),
        ("yuli", "POLDA-KALTIM", Role.ADMINISTRATOR, True),
    ],
)
def test_a_supervisor_decides_about_her_own_command(who, agency, role, decides):
    asked = asked_post("budi", agency, role)
    assert approvals.to_decide(person(who)).filter(pk=asked.pk).exists() == decides
    if decides:
        actions.approve_move(asked, by=person(who))
    else:
        with pytest.raises(OutOfScope):
            actions.approve_move(asked, by=person(who))


def test_a_new_request_takes_the_place_of_the_one_before():
    first, second = asked_post(), asked_post(role=Role.CASE_MANAGER)
    with pytest.raises(OutOfScope):
        actions.approve_move(first, by=person("yuli"))
    actions.approve_move(second, by=person("yuli"))
    assert person("sari").hat.role == Role.CASE_MANAGER


def test_a_week_later_nobody_approves_it():
    with clock.set_to(clock.now() - OPEN_FOR - timedelta(minutes=1)):
        asked = asked_post()
    with pytest.raises(OutOfScope):
        actions.approve_move(asked, by=person("yuli"))


def test_what_was_declined_stays_declined():
    asked = asked_post()
    approvals.decline(asked, by=person("yuli"))
    with pytest.raises(OutOfScope):
        actions.approve_move(asked, by=person("yuli"))
    assert person("sari").hat.role == Role.OFFICER


def test_what_somebody_asked_who_was_suspended_since_is_not_approved():
    asked = asked_post()
    staff.suspend(person("tono"), reason=SuspendReason.MISUSE, by=person("yuli"))
    with pytest.raises(ValidationError, match="dibekukan"):
        actions.approve_move(asked, by=person("yuli"))


def test_what_somebody_asked_who_is_no_administrator_any_more_is_not_approved():
    asked = asked_post()
    person("tono").assignments.update(ends_on="2025-10-02")
    with pytest.raises(ValidationError, match="tidak lagi administrator"):
        actions.approve_move(asked, by=person("yuli"))


def test_what_nobody_may_ask_any_more_is_declined_all_the_same():
    asked = asked_post()
    staff.suspend(person("tono"), reason=SuspendReason.MISUSE, by=person("yuli"))
    approvals.decline(asked, by=person("yuli"))
    assert not approvals.to_decide(person("yuli")).exists()


@pytest.mark.parametrize("forged", ["asked_by", "user"])
def test_the_table_refuses_an_approval_of_ones_own(forged):
    asked = asked_post()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountRequest.objects.filter(pk=asked.pk).update(
            state=RequestState.APPROVED, decided_by=getattr(asked, forged)
        )


def test_an_approved_post_ends_her_sessions_everywhere():
    here, there = browser_of("sari"), browser_of("sari")
    actions.approve_move(asked_post(), by=person("yuli"))
    assert not is_in(here)
    assert not is_in(there)


# -- A device that is lost -------------------------------------------------------------


def test_a_reset_takes_two_and_ends_her_sessions():
    given("dewi")
    session, asked = browser_of("dewi"), asked_reset()
    assert second_factor.has_one(person("dewi"))
    with pytest.raises(PermissionDenied):
        approvals.approve_reset(asked, by=person("tono"))

    approvals.approve_reset(asked, by=person("yuli"))

    assert not second_factor.has_one(person("dewi"))
    assert not is_in(session)
    assert AuditEvent.objects.filter(verb="reset_second_factor").count() == 1


def test_her_supervisor_is_a_second_person():
    given("sari")
    approvals.approve_reset(asked_reset("sari"), by=person("rini"))
    given("citra")
    with pytest.raises(OutOfScope):
        approvals.approve_reset(asked_reset("citra"), by=person("rini"))


@pytest.mark.parametrize(
    ("agency", "role"),
    [("POLDA-KALTIM", Role.OFFICER), ("POLRESTA-BPP-PPA", Role.AUDITOR)],
)
def test_whose_other_post_looks_over_her_supervisor_is_not_reset_by_her(agency, role):
    """Who is told the code may put on that hat too."""
    given("sari")
    asked = asked_reset("sari")
    office = Agency.objects.get(code=agency)
    post = Post.objects.create(agency=office, role=role, title="Plt.")
    held = person("sari").assignments.create(
        post=post, kind="plt", letter_number="SP/1", starts_on="2025-01-01"
    )
    assert not approvals.to_decide(person("rini")).exists()
    with pytest.raises(OutOfScope):
        approvals.approve_reset(asked, by=person("rini"))
    assert approvals.to_decide(person("yuli")).exists()
    held.ends_on = "2025-01-02"
    held.save()
    approvals.approve_reset(asked, by=person("rini"))


def test_of_an_administrator_in_her_office_a_supervisor_resets_nothing():
    home = person("sari").assignment
    Post.objects.filter(pk=home.post_id).update(role=Role.ADMINISTRATOR)
    given("sari")
    asked = asked_reset("sari")
    with pytest.raises(OutOfScope):
        approvals.approve_reset(asked, by=person("rini"))
    approvals.approve_reset(asked, by=person("yuli"))


def test_nothing_is_reset_where_nothing_is_set_up():
    with pytest.raises(ValidationError, match="belum memasang"):
        asked_reset("budi")


@pytest.fixture
def after_reset(settings):
    """Her device is lost, the reset approved; the code that was told."""
    settings.SECOND_FACTOR_REQUIRED = True
    given("dewi")
    return approvals.approve_reset(asked_reset(), by=person("yuli"))


def set_up(told: str):
    client = show_password("dewi")
    secret = secret_on(client.get(SET_UP_PAGE).content.decode())
    client.post(SET_UP_PAGE, {"code": code(secret), "told": told})
    return client, secret


def test_after_a_reset_a_password_and_a_phone_are_not_enough(after_reset):
    for told in ("", "000000000000"):
        client, _secret = set_up(told)
        assert not is_in(client)
    assert not second_factor.has_one(person("dewi"))


def test_with_the_code_that_she_was_told_she_sets_up_another(after_reset):
    with clock.set_to(clock.now() + timedelta(seconds=1)):
        client, secret = set_up(after_reset)
        assert is_in(client)
    with clock.set_to(clock.now() + timedelta(seconds=61)):
        assert show_code(show_password("dewi"), code(secret)).status_code == 302
    assert approvals.reset_of(person("dewi")) is None


def test_a_step_from_before_the_code_was_used_sets_nothing_up(after_reset):
    thief = show_password("dewi")
    planned = secret_on(thief.get(SET_UP_PAGE).content.decode())
    hers, secret = set_up(after_reset)
    assert is_in(hers)

    assert thief.post(SET_UP_PAGE, {"code": code(planned)}).url == "/sign-in/"
    with clock.set_to(clock.now() + timedelta(seconds=61)):
        assert second_factor.check(person("dewi"), code(planned)) == ""
        assert second_factor.check(person("dewi"), code(secret)) == "totp"


def test_a_code_that_was_lost_is_followed_by_another(after_reset):
    dewi = User.objects.get(username="dewi")
    with clock.set_to(clock.now() + 2 * CODE_HOLDS):
        client, _secret = set_up(after_reset)
        assert not is_in(client)
        page = browser_of("tono").get(f"/people/{dewi.public_id}/").content.decode()
        assert "Minta kode baru" in page

        again = approvals.approve_reset(asked_reset(), by=person("yuli"))

        client, _secret = set_up(after_reset)
        assert not is_in(client)
        client, _secret = set_up(again)
        assert is_in(client)
    assert approvals.reset_of(dewi) is None


def test_of_two_codes_the_first_opens_nothing_in_its_day(after_reset):
    [first] = AccountRequest.objects.all()
    approvals.approve_reset(asked_reset(), by=person("yuli"))
    first.refresh_from_db()
    assert first.state == RequestState.REPLACED
    client, _secret = set_up(after_reset)
    assert not is_in(client)


def test_the_code_holds_for_a_day_and_for_its_own_account(after_reset):
    [reset] = AccountRequest.objects.filter(user=person("dewi"))
    with clock.set_to(clock.now() + CODE_HOLDS):
        assert not approvals.use_code(reset, after_reset)
    given("budi")
    theirs = approvals.approve_reset(asked_reset("budi"), by=person("yuli"))
    assert not approvals.use_code(reset, theirs)
    assert approvals.use_code(reset, after_reset)
    assert not approvals.use_code(reset, after_reset)


def test_whoever_chose_a_second_factor_sets_it_up_again_after_a_reset(settings):
    """An analyst's role needs none: a thief with her password was kept out by it."""
    settings.SECOND_FACTOR_REQUIRED = True
    given("eko")
    told = approvals.approve_reset(asked_reset("eko"), by=person("yuli"))
    client = show_password("eko")
    assert not is_in(client)
    page = client.get(SET_UP_PAGE).content.decode()
    assert "Verifikasi dua langkah Anda diatur ulang" in page
    assert "Peran Anda membuka identitas" not in page
    client.post(SET_UP_PAGE, {"code": code(secret_on(page)), "told": told})
    assert is_in(client)


# -- Of which kind it is ---------------------------------------------------------------


def test_what_was_asked_about_a_post_resets_nothing():
    """Of a post in her command rini decides, whoever is to get it; not of the second
    factor of somebody who has her home elsewhere."""
    given("citra")
    asked = asked_post("citra", "POLRESTA-BPP-PPA", Role.OFFICER)
    for who in ("rini", "yuli"):
        with pytest.raises(OutOfScope):
            approvals.approve_reset(asked, by=person(who))
    assert second_factor.has_one(person("citra"))
    actions.approve_move(asked, by=person("rini"))


def test_what_was_asked_about_a_second_factor_gives_no_post():
    given("sari")
    asked = asked_reset("sari")
    with pytest.raises(OutOfScope):
        actions.approve_move(asked, by=person("yuli"))
    assert person("sari").hat.role == Role.OFFICER
    approvals.decline(asked, by=person("yuli"))


# -- The pages -------------------------------------------------------------------------


def test_who_may_decide_finds_it_and_decides_on_the_page():
    account = User.objects.get(username="sari")
    asked = asked_post()
    tono, dewi = browser_of("tono"), browser_of("dewi")
    assert "1 permintaan akun" in dewi.get("/").content.decode()
    assert account.full_name in dewi.get("/people/requests/").content.decode()
    assert "/approve/" not in tono.get("/people/requests/").content.decode()
    assert browser_of("sari").get("/people/requests/").status_code == 403

    where = f"/people/requests/{asked.public_id}/"
    page = dewi.post(f"{where}approve/", follow=True).content.decode()

    assert "Jabatan baru Sari Wulandari berlaku sekarang" in page
    assert person("sari").hat.role == Role.SUPERVISOR
    assert dewi.post(f"{where}decline/").status_code == 404


def test_the_code_of_a_reset_is_told_once_to_who_approved():
    given("dewi")
    account = User.objects.get(username="dewi")
    tono, yuli = browser_of("tono"), browser_of("yuli")
    where = f"/people/{account.public_id}/second-factor/reset/"
    assert account.full_name in tono.get(where).content.decode()
    tono.post(where)
    [asked] = approvals.to_decide(person("yuli"))

    page = f"/people/requests/{asked.public_id}/approve/"
    told = yuli.post(page, follow=True).content.decode()

    assert "Kode pemasangan Dewi Kartikasari:" in told
    again = yuli.get("/people/requests/").content.decode()
    assert "Kode pemasangan Dewi" not in again


def test_a_third_administrator_of_another_office_may_approve():
    hire("ratna", "Ratna", "POLDA-BALI", Role.ADMINISTRATOR, title="Admin")
    asked = asked_post()
    actions.approve_move(asked, by=person("ratna"))
    assert person("sari").hat.role == Role.SUPERVISOR
