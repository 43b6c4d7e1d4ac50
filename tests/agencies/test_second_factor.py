"""The second step: what opens with it, and what does not without it."""

import re
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from agencies import clock
from agencies.access import NEEDS_SECOND_FACTOR
from agencies.accounts import actions, refusals, second_factor, sessions
from agencies.accounts.attempts import (
    CODES_PER_DAY,
    DAY,
    PER_ACCOUNT,
    PER_ACCOUNT_AND_SOURCE,
    PER_DEVICE,
    WINDOW,
    Visitor,
)
from agencies.accounts.entering import STEP_HOLDS
from agencies.accounts.guarding import REPLACES_WITHIN
from agencies.choices import Role
from agencies.demo import PASSWORD
from agencies.models import AuditEvent, Post, SignInAttempt, User
from agencies.sealing import crypto
from tests.agencies.factors import (
    CODE_PAGE,
    SET_UP_PAGE,
    code,
    given,
    is_in,
    show_code,
    show_password,
)
from tests.agencies.pages import sign_in, with_test_pages
from tests.parallel import together
from tests.people import browser_of, browser_with, person

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
WRONG = "000000"


@pytest.mark.django_db
def test_a_password_alone_opens_nothing_of_who_has_a_second_factor(client):
    secret = given("dewi")

    assert sign_in(client, "dewi").url == CODE_PAGE
    assert "_auth_user_id" not in client.session
    assert not is_in(client)
    shown = AuditEvent.objects.get()
    assert (shown.verb, shown.by) == ("showed_password", None)
    assert shown.subject_id == person("dewi").pk

    assert show_code(client, code(secret)).url == "/"
    assert is_in(client)
    event = AuditEvent.objects.get(verb="signed_in")
    assert (event.verb, event.by) == ("signed_in", person("dewi"))
    assert event.changes == {"second_factor": [None, "totp"]}


@pytest.mark.django_db
def test_a_wrong_code_is_refused_and_recorded_under_the_account(client):
    given("dewi")
    sign_in(client, "dewi")

    page = show_code(client, WRONG).content.decode()

    assert str(refusals.CODE) in page
    assert not is_in(client)
    event = AuditEvent.objects.get(verb="sign_in_refused")
    assert (event.verb, event.reason, event.by) == (
        "sign_in_refused",
        "second_factor",
        None,
    )
    assert event.subject_id == person("dewi").pk


@pytest.mark.django_db
@pytest.mark.parametrize("seconds", [0, 1, 29, 31, 59, 75])
def test_a_code_that_was_used_opens_nothing_for_who_saw_it(seconds):
    secret = given("dewi")
    with clock.set_to(NOON):
        seen = code(secret)
        assert show_code(show_password("dewi"), seen).status_code == 302
    with clock.set_to(NOON + timedelta(seconds=seconds)):
        thief = show_password("dewi")
        assert show_code(thief, seen).status_code == 200
        assert not is_in(thief)


@pytest.mark.django_db
def test_an_older_code_is_worth_nothing_after_a_newer_one():
    secret = given("dewi")
    with clock.set_to(NOON - timedelta(seconds=30)):
        older = code(secret)
    with clock.set_to(NOON):
        assert show_code(show_password("dewi"), code(secret)).status_code == 302
        assert show_code(show_password("dewi"), older).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("off", "opens"), [(-60, False), (-30, True), (30, True)])
def test_a_phone_may_be_half_a_minute_off(off, opens):
    secret = given("dewi")
    with clock.set_to(NOON + timedelta(seconds=off)):
        shown = code(secret)
    with clock.set_to(NOON):
        client = show_password("dewi")
        show_code(client, shown)
        assert is_in(client) == opens


@pytest.mark.django_db
def test_a_recovery_code_opens_once():
    codes = second_factor.set_up(person("dewi"), second_factor.new_secret(), step=0)

    first, second = show_password("dewi"), show_password("dewi")
    assert show_code(first, codes[3]).status_code == 302
    assert show_code(second, codes[3].replace("-", " ")).status_code == 200
    assert (is_in(first), is_in(second)) == (True, False)
    assert second_factor.codes_left(person("dewi")) == 9


def test_of_one_code_sent_twice_at_once_one_is_refused(committed):
    secret, known, is_checked = given("dewi"), [], threading.Event()
    with clock.set_to(NOON):
        shown = code(secret)

    def hers():
        with clock.set_to(NOON), transaction.atomic():
            known.append(second_factor.check(person("dewi"), shown))
            is_checked.set()
            time.sleep(0.5)  # she has not come through yet

    def the_thiefs():
        is_checked.wait(10)
        with clock.set_to(NOON):
            known.append(second_factor.check(person("dewi"), shown))

    together(hers, the_thiefs)
    assert known == ["totp", ""]


@pytest.mark.django_db
def test_ten_codes_from_everywhere_are_all_that_is_looked_at():
    given("dewi")
    thief, answers = show_password("dewi"), []
    for n in range(30):
        answers.append(show_code(thief, WRONG, ip=f"10.2.0.{n}").status_code)

    assert answers.count(200) == PER_ACCOUNT
    assert answers.count(429) == 30 - PER_ACCOUNT
    refused = AuditEvent.objects.filter(reason="second_factor")
    assert refused.count() == PER_ACCOUNT


@pytest.mark.django_db
def test_five_codes_from_one_place_are_all_that_is_looked_at_there():
    given("dewi")
    thief = show_password("dewi")
    answers = [show_code(thief, WRONG).status_code for _each in range(8)]
    assert answers.count(200) == PER_ACCOUNT_AND_SOURCE


@pytest.mark.django_db
def test_thirty_wrong_codes_a_day_are_all_that_is_looked_at():
    secret, looked_at = given("dewi"), []
    for quarter in range(4):
        with clock.set_to(NOON + quarter * (WINDOW + timedelta(seconds=1))):
            thief = show_password("dewi")
            sent = [show_code(thief, WRONG, ip=f"10.2.0.{n}") for n in range(12)]
            looked_at.append([each.status_code for each in sent].count(200))
    assert looked_at == [PER_ACCOUNT, PER_ACCOUNT, CODES_PER_DAY - 2 * PER_ACCOUNT, 0]
    with clock.set_to(NOON + DAY + timedelta(hours=1)):
        assert show_code(show_password("dewi"), code(secret)).status_code == 302


@pytest.mark.django_db
def test_a_stolen_device_with_the_password_on_it_has_thirty_codes_a_day():
    secret, looked_at = given("dewi"), []
    with clock.set_to(NOON):
        stolen = show_password("dewi")
        assert show_code(stolen, code(secret)).status_code == 302
        stolen.post("/sign-out/")
    for quarter in range(1, 6):
        with clock.set_to(NOON + quarter * (WINDOW + timedelta(seconds=1))):
            show_password("dewi", client=stolen)
            sent = [show_code(stolen, WRONG).status_code for _each in range(12)]
            looked_at.append(sent.count(200))
    assert looked_at == [PER_DEVICE, PER_DEVICE, CODES_PER_DAY - 2 * PER_DEVICE, 0, 0]
    # Of another device of hers the count is another.
    with clock.set_to(NOON + timedelta(hours=3)):
        assert show_code(show_password("dewi"), code(secret)).status_code == 302


@pytest.mark.django_db
def test_a_password_without_a_code_is_paid_for_until_the_code_is_shown():
    secret = given("dewi")
    hers = show_password("dewi")
    assert SignInAttempt.objects.count() == 1
    show_code(hers, code(secret))
    assert not SignInAttempt.objects.exists()

    sent = [
        sign_in(Client(REMOTE_ADDR=f"10.2.0.{n}"), "dewi").status_code
        for n in range(PER_ACCOUNT + 5)
    ]
    assert sent.count(302) == PER_ACCOUNT
    assert sent.count(429) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["١٢٣٤٥٦", "１２３４５６", "²³", "—"])
def test_digits_that_no_app_shows_are_a_wrong_code(client, typed):
    given("dewi")
    sign_in(client, "dewi")
    assert str(refusals.CODE) in show_code(client, typed).content.decode()
    assert AuditEvent.objects.filter(reason="second_factor").count() == 1


@pytest.mark.django_db
def test_the_owner_gets_in_from_her_own_device_while_others_guess_codes():
    secret = given("dewi")
    hers = show_password("dewi")
    with clock.set_to(clock.now() - timedelta(minutes=5)):
        earlier = code(secret)
    assert show_code(hers, earlier).status_code == 200  # a slip of her own
    assert show_code(hers, code(secret)).status_code == 302
    hers.post("/sign-out/")
    thief = show_password("dewi", ip="10.2.0.1")
    for n in range(PER_ACCOUNT + 5):
        show_code(thief, WRONG, ip=f"10.2.0.{n}")

    with clock.set_to(clock.now() + timedelta(seconds=60)):
        stranger = show_password("dewi", ip="10.3.0.1")
        assert show_code(stranger, code(secret), ip="10.3.0.1").status_code == 429
        show_password("dewi", client=hers)
        assert show_code(hers, code(secret)).status_code == 302


@pytest.mark.django_db
def test_between_password_and_code_there_are_ten_minutes_and_one_password(client):
    secret = given("dewi")
    with clock.set_to(NOON):
        sign_in(client, "dewi")
    with clock.set_to(NOON + timedelta(seconds=STEP_HOLDS + 1)):
        assert show_code(client, code(secret)).url == "/sign-in/"
    sign_in(client, "dewi")
    dewi = User.objects.get(username="dewi")
    dewi.set_password("kopi pahit tanpa gula")
    dewi.save(update_fields=["password"])
    assert show_code(client, code(secret)).url == "/sign-in/"
    assert not is_in(client)


@pytest.mark.django_db
def test_the_session_id_changes_with_each_step(client):
    secret = given("dewi")
    client.get("/sign-in/")
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key

    sign_in(client, "dewi")
    between = client.session.session_key
    show_code(client, code(secret))

    assert len({planted.session_key, between, client.session.session_key}) == 3
    assert not client.session.exists(planted.session_key)
    assert not client.session.exists(between)


@pytest.mark.django_db
@with_test_pages
def test_she_comes_where_she_was_going_and_finds_what_she_typed(client):
    secret = given("sari")
    lost = client.post("/typed/", {"text": "pelabuhan"})
    carried = re.search(r'name="carry" value="([^"]+)"', lost.content.decode())
    sign_in(client, "sari", next="/typed/", carry=carried[1])

    assert show_code(client, code(secret)).url == "/typed/"
    assert client.session.get("carried")


# -- Who needs one ---------------------------------------------------------------------


def test_every_role_is_decided():
    assert set(NEEDS_SECOND_FACTOR) == set(Role)
    for role in ("administrator", "supervisor", "auditor", "secretariat", "officer"):
        assert NEEDS_SECOND_FACTOR[Role(role)]


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["tono", "dewi", "ani", "seto", "sari", "wati"])
def test_whose_role_needs_one_sets_it_up_before_anything_else(client, required, who):
    assert sign_in(client, who).url == SET_UP_PAGE
    assert not is_in(client)
    assert show_code(client, WRONG).url == "/sign-in/"


@pytest.mark.django_db
def test_whose_role_does_not_need_one_signs_in_with_a_password(client, required):
    assert sign_in(client, "eko").url == "/"


@pytest.mark.django_db
def test_in_demo_mode_nobody_needs_one_and_the_sign_in_page_says_so(client, settings):
    settings.DEMO_MODE = True
    page = client.get("/sign-in/").content.decode()
    assert "verifikasi dua langkah tidak diwajibkan" in page
    assert sign_in(client, "dewi").url == "/"


def secret_on(page: str) -> str:
    [key] = re.findall(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    return key.replace(" ", "")


@pytest.mark.django_db
def test_setting_up_shows_the_key_as_picture_and_text_and_the_codes_once(
    client, required
):
    sign_in(client, "dewi", next="/account/")
    page = client.get(SET_UP_PAGE).content.decode()
    assert '<svg role="img"' in page
    assert "<script>" not in page
    assert "style=" not in page
    secret = secret_on(page)
    refused = client.post(SET_UP_PAGE, {"code": WRONG}).content.decode()
    assert secret_on(refused) == secret
    assert not is_in(client)

    page = client.post(SET_UP_PAGE, {"code": code(secret)}).content.decode()

    codes = re.findall(r"\b\d{4}-\d{4}\b", page)
    assert len(set(codes)) == 10
    assert 'href="/account/"' in page
    assert is_in(client)
    assert client.post(SET_UP_PAGE, {"code": code(secret)}).url == "/sign-in/"
    assert codes[0] not in client.get("/account/second-factor/").content.decode()
    verbs = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["set_up_second_factor", "signed_in"]
    assert show_code(show_password("dewi"), codes[0]).status_code == 302


@pytest.mark.django_db
def test_of_two_with_her_password_the_second_sets_nothing_up(required):
    thief, hers = show_password("dewi"), show_password("dewi")
    planned, secret = [
        secret_on(browser.get(SET_UP_PAGE).content.decode())
        for browser in (thief, hers)
    ]
    hers.post(SET_UP_PAGE, {"code": code(secret)})

    assert thief.post(SET_UP_PAGE, {"code": code(planned)}).url == "/sign-in/"
    assert (is_in(thief), is_in(hers)) == (False, True)
    with clock.set_to(clock.now() + timedelta(seconds=61)):
        assert second_factor.check(person("dewi"), code(planned)) == ""
        assert second_factor.check(person("dewi"), code(secret)) == "totp"


@pytest.mark.django_db
@pytest.mark.parametrize("here", ["", "hers"])
def test_where_a_device_is_set_up_no_other_is_without_a_code_of_it(here):
    secret, planned = given("dewi"), second_factor.new_secret()
    known = {"by": person("dewi"), "visitor": Visitor(network="10.0.0.1")}
    with pytest.raises(actions.Refused):
        actions.set_up_second_factor(
            secret=planned, code=code(planned), here=here, **known
        )
    assert second_factor.check(person("dewi"), code(secret)) == "totp"


@pytest.mark.django_db
def test_a_hat_that_begins_at_midnight_needs_what_it_needs(required):
    post = Post.objects.filter(role=Role.OFFICER).first()
    person("eko").assignments.create(
        post=post, kind="plt", letter_number="SP/1", starts_on="2025-11-13"
    )
    late = datetime(2025, 11, 12, 16, 50, tzinfo=UTC)  # 23.50 WIB
    with clock.set_to(late):
        guarded = browser_with(person("eko"), by_code=False)
        page = "/account/second-factor/"
        secret = secret_on(guarded.get(page).content.decode())
        guarded.post(page, {"current": PASSWORD, "code": code(secret)})
        bare = browser_with(person("eko"), by_code=False)
        assert is_in(guarded)
        assert is_in(bare)
    with clock.set_to(late + timedelta(minutes=15)):
        answer = bare.get("/account/")
        assert answer.status_code == 302
        said = bare.get(answer.url).content.decode()
        assert str(sessions.ENDED["second_factor"]) in said
        assert is_in(guarded)


@pytest.mark.django_db
def test_a_page_shows_a_key_of_its_own():
    client, page = browser_of("sari"), "/account/second-factor/"
    left_open = secret_on(client.get(page).content.decode())
    fresh = secret_on(client.get(page).content.decode())
    assert fresh != left_open
    sent = {"current": PASSWORD, "code": WRONG}
    assert secret_on(client.post(page, sent).content.decode()) == fresh
    client.post(page, {"current": PASSWORD, "code": code(left_open)})
    assert not second_factor.has_one(person("sari"))


@pytest.mark.django_db
def test_a_page_whose_key_was_replaced_in_another_tab_costs_nothing():
    client, page = browser_of("sari"), "/account/second-factor/"
    first = client.get(page).content.decode()
    [key] = re.findall(r'name="key" value="([A-Z2-7]+)"', first)
    assert key == secret_on(first)
    second = secret_on(client.get(page).content.decode())

    late = {"current": PASSWORD, "code": code(key), "key": key}
    answer = client.post(page, late).content.decode()

    assert "Kunci di laman ini diganti" in answer
    assert f'name="key" value="{second}"' in answer
    assert not SignInAttempt.objects.exists()
    client.post(page, {"current": PASSWORD, "code": code(second), "key": second})
    assert second_factor.has_one(person("sari"))


@pytest.mark.django_db
def test_a_page_of_a_new_phone_that_waited_too_long_costs_nothing():
    old, client, page = given("sari"), browser_of("sari"), "/account/second-factor/"
    client.post(page, {"code": code(old), "replace": "1"})
    new = secret_on(client.get(page).content.decode())
    with clock.set_to(clock.now() + timedelta(seconds=REPLACES_WITHIN + 1)):
        late = {"current": PASSWORD, "code": code(new), "key": new}
        answer = client.post(page, late, follow=True).content.decode()
        assert "Sudah lewat sepuluh menit." in answer
        assert str(refusals.CODE) not in answer
        assert not AuditEvent.objects.filter(reason="second_factor").exists()
        assert not SignInAttempt.objects.exists()
        assert second_factor.check(person("sari"), code(old)) == "totp"


@pytest.mark.django_db
def test_the_code_that_set_it_up_does_not_sign_in_too(client, required):
    sign_in(client, "dewi")
    with clock.set_to(clock.now()):
        shown = code(secret_on(client.get(SET_UP_PAGE).content.decode()))
        assert client.post(SET_UP_PAGE, {"code": shown}).status_code == 200
        assert show_code(show_password("dewi"), shown).status_code == 200


@pytest.mark.django_db
def test_from_an_open_session_it_takes_the_password_and_ends_her_other_sessions():
    here, elsewhere = browser_of("sari"), browser_of("sari")
    page = "/account/second-factor/"
    secret = secret_on(here.get(page).content.decode())
    given_up = here.post(page, {"current": "wrong", "code": code(secret)})
    assert str(refusals.PASSWORD) in given_up.content.decode()
    assert not second_factor.has_one(person("sari"))

    done = here.post(page, {"current": PASSWORD, "code": code(secret)})

    assert len(re.findall(r"\b\d{4}-\d{4}\b", done.content.decode())) == 10
    assert (is_in(here), is_in(elsewhere)) == (True, False)


@pytest.mark.django_db
def test_new_recovery_codes_take_a_code_and_end_the_old_ones():
    old = second_factor.set_up(person("sari"), second_factor.new_secret(), step=0)
    client, page = browser_of("sari"), "/account/second-factor/"
    refused = client.post(page, {"code": WRONG}).content.decode()
    assert str(refusals.CODE) in refused

    new = client.post(page, {"code": old[0]}).content.decode()

    assert set(re.findall(r"\b\d{4}-\d{4}\b", new)).isdisjoint(old)
    assert second_factor.check(person("sari"), old[1]) == ""


@pytest.mark.django_db
def test_another_phone_takes_a_code_of_the_one_before_and_the_password():
    old, client, page = given("sari"), browser_of("sari"), "/account/second-factor/"
    refused = client.post(page, {"code": WRONG, "replace": "1"}).content.decode()
    assert str(refusals.CODE) in refused
    assert client.post(page, {"code": code(old), "replace": "1"}).url == page
    new = secret_on(client.get(page).content.decode())

    client.post(page, {"current": PASSWORD, "code": code(new)})

    with clock.set_to(clock.now() + timedelta(seconds=60)):
        assert second_factor.check(person("sari"), code(old)) == ""
        assert second_factor.check(person("sari"), code(new)) == "totp"


# -- At rest ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_table_holds_no_key_that_can_be_read():
    secret = given("dewi")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM mfa_authenticator t")
        assert secret not in cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_key_put_into_another_accounts_row_opens_nothing():
    secret = given("citra")
    given("dewi")
    rows = Authenticator.objects.filter(type="totp")
    mine, hers = rows.get(user=person("citra")), rows.get(user=person("dewi"))
    rows.filter(pk=hers.pk).update(data=mine.data)

    with pytest.raises(crypto.CannotOpen):
        second_factor.check(person("dewi"), code(secret))


@pytest.mark.django_db
def test_nothing_of_allauths_own_pages_is_open():
    for path in ("/accounts/login/", "/accounts/2fa/", "/accounts/", "/2fa/"):
        assert Client().get(path).status_code == 404
