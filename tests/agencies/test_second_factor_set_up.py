"""Setting up a second factor: who must, from where, and how its key lies."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from agencies import clock
from agencies.access import NEEDS_SECOND_FACTOR
from agencies.accounts import actions, refusals, second_factor, sessions
from agencies.accounts.attempts import Visitor
from agencies.accounts.guarding import REPLACES_WITHIN
from agencies.choices import Role
from agencies.demo import PASSWORD
from agencies.models import AuditEvent, Post, SignInAttempt
from agencies.sealing import crypto
from tests.agencies.factors import (
    SET_UP_PAGE,
    WRONG,
    code,
    given,
    is_in,
    secret_on,
    show_code,
    show_password,
)
from tests.agencies.pages import sign_in
from tests.people import browser_of, browser_with, person


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_every_role_is_decided():
    assert set(NEEDS_SECOND_FACTOR) == set(Role)
    for role in ("administrator", "supervisor", "auditor", "secretariat", "officer"):
        assert NEEDS_SECOND_FACTOR[Role(role)]


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
