"""The second step at the door: what opens with a code, and what does not without."""

import re
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from agencies import clock
from agencies.accounts import refusals, second_factor
from agencies.accounts.attempts import (
    CODES_PER_DAY,
    DAY,
    PER_ACCOUNT,
    PER_ACCOUNT_AND_SOURCE,
    PER_DEVICE,
    WINDOW,
)
from agencies.accounts.entering import STEP_HOLDS
from agencies.models import AuditEvent, SignInAttempt, User
from tests.agencies.factors import (
    CODE_PAGE,
    WRONG,
    code,
    given,
    is_in,
    show_code,
    show_password,
)
from tests.agencies.pages import sign_in, with_test_pages
from tests.parallel import together
from tests.people import person

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)


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


@pytest.mark.django_db
def test_nothing_of_allauths_own_pages_is_open():
    for path in ("/accounts/login/", "/accounts/2fa/", "/accounts/", "/2fa/"):
        assert Client().get(path).status_code == 404
