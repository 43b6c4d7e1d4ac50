"""Getting in: by name and password, within a budget that an attacker cannot spend."""

import statistics
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.db import connection, transaction
from django.test import Client

from agencies import clock
from agencies.accounts import actions, devices, refusals
from agencies.accounts.attempts import (
    PER_ACCOUNT,
    PER_ACCOUNT_AND_SOURCE,
    PER_SOURCE,
    LockedOut,
    Visitor,
    spend_attempt,
)
from agencies.demo import PASSWORD
from agencies.models import Assignment, AuditEvent, SignInAttempt, User
from tests.parallel import SECONDS, together, until_somebody_waits
from tests.people import person

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)  # 11.00 WIB


def sign_in(client, username="sari", password=PASSWORD, ip="10.0.0.1", **fields):
    data = {"username": username, "password": password} | fields
    return client.post("/sign-in/", data, REMOTE_ADDR=ip)


def is_in(response) -> bool:
    return response.status_code == 302


@pytest.mark.django_db
def test_right_password_opens_a_session_and_leaves_one_event(client):
    response = sign_in(client)

    assert is_in(response)
    assert response.url == "/"
    assert client.session["_auth_user_id"] == str(person("sari").pk)
    event = AuditEvent.objects.get()
    assert (event.verb, event.by, event.reason) == (
        "signed_in",
        person("sari"),
        "new_device",
    )


@pytest.mark.django_db
def test_name_may_be_typed_with_blanks_and_capitals(client):
    assert is_in(sign_in(client, username=" SA RI "))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "password", "ground"),
    [
        ("nobody", PASSWORD, "no_such_account"),
        ("sari", "wrong", "password"),
        ("agus", PASSWORD, "suspended"),
        ("sari\x00", PASSWORD, None),
    ],
)
def test_every_refusal_says_the_same_and_is_recorded(
    client, username, password, ground
):
    response = sign_in(client, username=username, password=password)

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    if ground:
        assert str(refusals.SIGN_IN) in response.content.decode()
        event = AuditEvent.objects.get(verb="sign_in_refused")
        assert (event.reason, event.by) == (ground, None)


@pytest.mark.django_db
def test_somebody_without_a_current_post_is_refused_in_the_same_words(client):
    Assignment.objects.filter(user__username="sari").update(ends_on="2025-01-01")

    response = sign_in(client)

    assert str(refusals.SIGN_IN) in response.content.decode()
    assert AuditEvent.objects.get().reason == "no_post"


@pytest.mark.django_db
def test_refusals_are_the_same_page_to_the_byte(client):
    def page(username, password):
        html = sign_in(client, username=username, password=password).content.decode()
        return html.replace(username, "NAME").split("csrfmiddlewaretoken")[0]

    assert page("nobody", PASSWORD) == page("sari", "wrong") == page("agus", PASSWORD)


@pytest.mark.django_db
def test_an_unknown_name_takes_as_long_as_a_wrong_password(settings, monkeypatch):
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 4)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    actions._nobodys_password.cache_clear()
    User.objects.filter(username="sari").update(password=make_password("something"))

    def seconds(username, n):
        visitor = Visitor(network=f"10.1.0.{n}")
        before = time.perf_counter()
        with pytest.raises(actions.Refused):
            actions.sign_in(username=username, password="guess", visitor=visitor)
        return time.perf_counter() - before

    known, unknown = [], []
    for n in range(PER_ACCOUNT - 1):
        known.append(seconds("sari", n))
        unknown.append(seconds("nobody", n))
    actions._nobodys_password.cache_clear()

    # Without the hash an unknown name would answer some twenty times faster.
    assert statistics.median(unknown) > 0.5 * statistics.median(known)


@pytest.mark.django_db
def test_five_wrong_guesses_from_one_place_lock_that_place_and_say_until_when(client):
    with clock.set_to(NOON):
        for _ in range(PER_ACCOUNT_AND_SOURCE):
            sign_in(client, password="wrong")
        response = sign_in(client)

    assert response.status_code == 429
    assert "15 menit lagi, pukul 11.15 WIB" in response.content.decode()
    with clock.set_to(NOON + timedelta(minutes=15, seconds=1)):
        assert is_in(sign_in(client))


@pytest.mark.django_db
def test_waiting_visitors_do_not_prolong_the_lock():
    with clock.set_to(NOON):
        for _ in range(PER_ACCOUNT_AND_SOURCE):
            sign_in(Client(), password="wrong")
    with clock.set_to(NOON + timedelta(minutes=14)):
        for _ in range(20):
            assert sign_in(Client(), password="wrong").status_code == 429
    with clock.set_to(NOON + timedelta(minutes=15, seconds=1)):
        assert is_in(sign_in(Client()))


@pytest.mark.django_db
def test_ten_guesses_from_everywhere_are_all_that_is_looked_at():
    answers = [
        sign_in(Client(), password="wrong", ip=f"10.2.0.{n}").status_code
        for n in range(40)
    ]

    assert answers.count(200) == PER_ACCOUNT
    assert AuditEvent.objects.filter(verb="sign_in_refused").count() == PER_ACCOUNT
    assert sign_in(Client(), ip="10.3.0.1").status_code == 429


@pytest.mark.django_db
def test_a_name_that_nobody_has_locks_like_any_other():
    answers = [
        sign_in(Client(), username="nobody", ip=f"10.2.0.{n}").status_code
        for n in range(12)
    ]

    assert answers == [200] * PER_ACCOUNT + [429] * 2


@pytest.mark.django_db
def test_spraying_one_password_over_many_names_is_stopped_at_its_source():
    answers = [
        sign_in(Client(), username=f"user{n}", password="spring").status_code
        for n in range(PER_SOURCE + 5)
    ]

    assert answers == [200] * PER_SOURCE + [429] * 5


@pytest.mark.django_db
def test_owner_gets_in_from_her_own_device_while_others_guess(client):
    sign_in(client)
    client.post("/sign-out/")
    for n in range(40):
        sign_in(Client(), password="wrong", ip=f"10.2.0.{n}")
        sign_in(Client(), password="wrong", ip="10.0.0.1")

    assert sign_in(Client()).status_code == 429
    assert is_in(sign_in(client))
    assert AuditEvent.objects.filter(reason="known_device").count() == 1


@pytest.mark.django_db
def test_a_device_cookie_counts_for_its_own_account_only(client):
    sign_in(client, username="budi")
    client.post("/sign-out/")
    for n in range(PER_ACCOUNT):
        sign_in(Client(), password="wrong", ip=f"10.2.0.{n}")

    assert sign_in(client).status_code == 429


@pytest.mark.django_db
def test_one_device_knows_two_colleagues(client):
    for name in ("sari", "budi", "sari"):
        assert is_in(sign_in(client, username=name))
        client.post("/sign-out/")
    for n in range(PER_ACCOUNT):
        sign_in(Client(), username="budi", password="wrong", ip=f"10.2.0.{n}")

    assert is_in(sign_in(client, username="budi"))


@pytest.mark.django_db
def test_a_forged_device_cookie_is_worth_nothing(client):
    sign_in(client)
    name = settings.DEVICE_COOKIE_NAME
    value = client.cookies[name].value
    forger = Client()
    forger.cookies[name] = value[:-2] + ("aa" if value[-2:] != "aa" else "bb")
    for n in range(PER_ACCOUNT):
        sign_in(Client(), password="wrong", ip=f"10.2.0.{n}")

    assert sign_in(forger).status_code == 429


@pytest.mark.django_db
def test_a_known_device_may_not_guess_for_ever(client):
    sign_in(client)
    client.post("/sign-out/")

    answers = [sign_in(client, password="wrong").status_code for _ in range(12)]

    assert answers == [200] * 10 + [429] * 2


@pytest.mark.django_db
def test_attempts_name_neither_account_nor_address(client):
    sign_in(client, password="wrong", ip="10.9.8.7")

    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM agencies_signinattempt t")
        row = cursor.fetchone()[0]
    assert "sari" not in row
    assert b"sari".hex() not in row
    assert b"10.9.8.7".hex() not in row


@pytest.mark.django_db
def test_a_good_sign_in_costs_nothing(client):
    for _ in range(PER_ACCOUNT + PER_ACCOUNT_AND_SOURCE):
        assert is_in(sign_in(Client()))

    assert not SignInAttempt.objects.exists()


def test_a_hundred_guesses_at_once_are_counted_like_a_hundred_in_a_row(committed):
    outcomes = []

    def guess(n):
        response = sign_in(Client(), password="wrong", ip=f"10.4.0.{n}")
        outcomes.append(response.status_code)
        connection.close()

    for batch in range(0, 40, 8):
        threads = [threading.Thread(target=guess, args=[batch + n]) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert outcomes.count(200) == PER_ACCOUNT
    assert outcomes.count(429) == 40 - PER_ACCOUNT


def test_a_guess_waits_for_the_one_under_way(committed):
    """Or both would be the last one that is looked at."""
    visitors = [Visitor(f"10.4.0.{n}") for n in range(PER_ACCOUNT + 1)]
    for visitor in visitors[:-2]:
        spend_attempt("sari", visitor)
    is_spent = threading.Event()

    def last() -> None:
        with transaction.atomic():
            spend_attempt("sari", visitors[-2])
            is_spent.set()
            until_somebody_waits()

    def one_more() -> None:
        assert is_spent.wait(SECONDS)
        with pytest.raises(LockedOut):
            spend_attempt("sari", visitors[-1])

    together(last, one_more)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("target", "landing"),
    [
        ("/cases/?page=2", "/cases/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_next_never_leads_away_from_the_register(client, target, landing):
    assert sign_in(client, next=target).url == landing


@pytest.mark.django_db
def test_demo_accounts_are_on_the_page_in_demo_mode_only(client, settings):
    settings.DEMO_MODE = False
    assert PASSWORD not in client.get("/sign-in/").content.decode()
    settings.DEMO_MODE = True
    assert PASSWORD in client.get("/sign-in/").content.decode()


@pytest.mark.django_db
def test_a_very_long_password_is_refused_before_it_is_hashed(client):
    response = sign_in(client, password="x" * 100_000)

    assert response.status_code == 200
    assert not SignInAttempt.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "proxies", "network"),
    [
        ("", 0, "10.0.0.1"),
        ("1.2.3.4", 0, "10.0.0.1"),
        ("6.6.6.6, 1.2.3.4", 1, "1.2.3.4"),
        ("2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::/64"),
        ("nonsense", 1, ""),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, header, proxies, network):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": header} if header else {}
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers=headers)

    assert devices.network(request) == network
