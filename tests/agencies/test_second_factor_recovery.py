"""A second factor that is lost, worn out or put away: codes on paper, another phone."""

import re
from datetime import timedelta

import pytest

from agencies import clock
from agencies.accounts import refusals, second_factor
from agencies.demo import PASSWORD
from tests.agencies.factors import (
    WRONG,
    code,
    given,
    is_in,
    secret_on,
    show_code,
    show_password,
)
from tests.people import browser_of, person


@pytest.mark.django_db
def test_a_recovery_code_opens_once():
    codes = second_factor.set_up(person("dewi"), second_factor.new_secret(), step=0)

    first, second = show_password("dewi"), show_password("dewi")
    assert show_code(first, codes[3]).status_code == 302
    assert show_code(second, codes[3].replace("-", " ")).status_code == 200
    assert (is_in(first), is_in(second)) == (True, False)
    assert second_factor.codes_left(person("dewi")) == 9


@pytest.mark.django_db
def test_who_comes_in_by_a_recovery_code_is_told_how_many_are_left():
    codes = second_factor.set_up(person("dewi"), second_factor.new_secret(), step=0)
    client = show_password("dewi")
    show_code(client, codes[3])
    page = client.get("/account/").content.decode()
    assert "Anda masuk dengan kode pemulihan. Tersisa 9 kode." in page
    assert "kode pemulihan. Tersisa" not in client.get("/account/").content.decode()
    by_app, client = given("sari"), show_password("sari")
    show_code(client, code(by_app))
    assert "Anda masuk dengan" not in client.get("/account/").content.decode()


@pytest.mark.django_db
def test_an_empty_code_is_asked_for_in_our_own_words():
    given("dewi")
    page = show_code(show_password("dewi"), "").content.decode()
    assert "Tulis kodenya." in page


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
