"""A session: who has one, what it survives, what ends it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, resolve
from django.urls.resolvers import URLPattern

from agencies import clock
from agencies.accounts import sessions, staff
from agencies.choices import SuspendReason
from agencies.demo import PASSWORD
from agencies.models import Assignment, AuditEvent, User
from tests.agencies.pages import (
    is_sent_to_sign_in,
    sign_in,
    with_test_pages,
)
from tests.people import browser_of, person

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
# `api_nowhere` answers 404 to everybody: there is nothing to see.
OPEN = {"sign_in", "sign_out", "set_language", "healthz", "api_nowhere"}
# Without a password just shown they lead back to its page.
BETWEEN = {"sign_in_code", "sign_in_set_up"}
SAMPLES = {
    "uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
    "int": "1",
    "str": "x",
    "slug": "x",
}


def every_address(patterns=None, route=""):
    """(name, an address that leads there) of every pattern of the register."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        longer = route + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLPattern):
            address = "/" + filled(longer)
            assert resolve(address), "This walk must learn to fill the address."
            yield pattern.name, address
        else:
            yield from every_address(pattern.url_patterns, longer)


def filled(route):
    """A route with samples in the place of its variables."""
    route = re.sub(r"<drf_format_suffix:\w+>", ".json", route)
    route = re.sub(r"\(\?P<code>[^)]*\)", SAMPLES["str"], route)
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES[m[1] or "str"], route)
    route = route.replace(r"\.(?P<format>[a-z0-9]+)", ".json")
    route = re.sub(r"\(\?P<\w+>[^)]*\)", SAMPLES["uuid"], route)
    return re.sub(r"\$|\^|\\Z|\?", "", route).replace("\\", "")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_signed_out_every_address_but_the_open_ones_asks_to_sign_in(method):
    for name, address in every_address():
        response = getattr(Client(), method)(address)
        asked = is_sent_to_sign_in(response) or response.status_code == 401
        asked = asked or (name in BETWEEN and response.url == "/sign-in/")
        assert asked or name in OPEN, f"{name} at {address}: {response.status_code}"


@pytest.mark.django_db
def test_session_id_changes_at_sign_in_and_at_sign_out(client):
    client.get("/sign-in/")
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    sign_in(client)
    inside = client.session.session_key
    client.post("/sign-out/")

    assert planted.session_key != inside
    assert not client.session.exists(planted.session_key)
    assert not client.session.exists(inside)


@pytest.mark.django_db
@with_test_pages
def test_signing_in_as_another_forgets_the_first_ones_session(client):
    sign_in(client, "sari")
    client.get("/count/")
    sign_in(client, "budi")

    assert client.get("/who/").content == b"budi"
    assert client.get("/count/").content == b"1"


@pytest.mark.django_db
def test_cookie_of_the_session_is_hidden_from_scripts_and_other_sites(client):
    sign_in(client)

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


@pytest.mark.django_db
def test_sign_out_is_recorded_and_takes_posts_only(client):
    sign_in(client)

    refused = client.get("/sign-out/")
    assert (refused.status_code, refused["Allow"]) == (405, "POST")
    assert "bukan laman" in refused.content.decode()
    assert client.post("/sign-out/").url == "/sign-in/"
    assert client.post("/sign-out/").url == "/sign-in/"
    verbs = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["signed_in", "signed_out"]


@pytest.mark.django_db
@with_test_pages
def test_a_signed_in_request_asks_the_database_once_for_its_user(
    client, django_assert_num_queries
):
    sign_in(client)
    client.get("/who/")

    with django_assert_num_queries(1):
        client.get("/who/")


@pytest.mark.django_db
@with_test_pages
def test_half_an_hour_of_silence_ends_it_and_the_page_says_so(client):
    with clock.set_to(NOON):
        sign_in(client)
    with clock.set_to(NOON + timedelta(minutes=30)):
        response = client.get("/who/?page=2")
        page = client.get(response.url).content.decode()

    assert response.url == "/sign-in/?next=/who/%3Fpage%3D2"
    assert str(sessions.ENDED["idle"]) in page
    assert 'value="/who/?page=2"' in page


@pytest.mark.django_db
@with_test_pages
def test_use_keeps_it_alive_until_ten_hours_have_passed(client):
    with clock.set_to(NOON):
        sign_in(client)
    moment = NOON
    while (moment := moment + timedelta(minutes=25)) < NOON + timedelta(hours=10):
        with clock.set_to(moment):
            assert client.get("/who/").content == b"sari"
    with clock.set_to(NOON + timedelta(hours=10)):
        response = client.get("/who/")
        page = client.get(response.url).content.decode()

    assert is_sent_to_sign_in(response)
    assert str(sessions.ENDED["absolute"]) in page


@pytest.mark.django_db
@with_test_pages
def test_an_old_cookie_does_not_open_an_ended_session(client):
    with clock.set_to(NOON):
        sign_in(client)
        thief = Client()
        name = settings.SESSION_COOKIE_NAME
        thief.cookies[name] = client.cookies[name].value
        client.post("/sign-out/")
        assert is_sent_to_sign_in(thief.get("/who/"))


@pytest.mark.django_db
@with_test_pages
def test_suspension_acts_at_the_next_request():
    client = browser_of("sari")
    assert client.get("/who/").content == b"sari"
    User.objects.filter(username="sari").update(suspended_at=clock.now())

    assert is_sent_to_sign_in(client.get("/who/"))
    said = str(sessions.ENDED["suspended"])
    assert said in client.get("/sign-in/").content.decode()
    assert said not in client.get("/sign-in/").content.decode(), "the next person"
    User.objects.filter(username="sari").update(suspended_at=None)
    assert is_sent_to_sign_in(client.get("/who/"))


@pytest.mark.django_db
@with_test_pages
def test_a_session_from_before_suspension_stays_over_without_a_click_between():
    client = browser_of("sari")
    staff.suspend(person("sari"), reason=SuspendReason.MISUSE, by=person("tono"))
    staff.unsuspend(User.objects.get(username="sari"), by=person("tono"))

    assert is_sent_to_sign_in(client.get("/who/"))
    with clock.set_to(clock.now() + timedelta(seconds=1)):
        assert browser_of("sari").get("/who/").content == b"sari"


@pytest.mark.django_db
@with_test_pages
@pytest.mark.parametrize(
    "change",
    [
        lambda hat: Assignment.objects.filter(pk=hat.pk).update(ends_on="2025-01-01"),
        lambda hat: Assignment.objects.filter(pk=hat.pk).update(
            post=person("wati").assignment.post
        ),
        lambda hat: (
            type(hat.post).objects.filter(pk=hat.post_id).update(role="auditor")
        ),
    ],
    ids=["ended", "moved", "role"],
)
def test_a_changed_posting_ends_it_at_the_next_request(change):
    client = browser_of("budi")
    assert client.get("/who/").content == b"budi"
    change(person("budi").assignment)

    response = client.get("/who/")
    assert is_sent_to_sign_in(response)
    page = client.get(response.url).content.decode()
    assert str(sessions.ENDED["posting"]) in page


@pytest.mark.django_db
@with_test_pages
def test_a_changed_password_ends_her_other_sessions_and_keeps_this_one():
    here, elsewhere = browser_of("sari"), browser_of("sari")
    new = "kopi pahit tanpa gula"
    data = {"current": PASSWORD, "new": new, "again": new}
    before = here.session.session_key

    assert here.post("/account/password/", data).url == "/account/"

    assert here.get("/who/").content == b"sari"
    assert here.session.session_key != before
    assert is_sent_to_sign_in(elsewhere.get("/who/"))
    assert AuditEvent.objects.get().verb == "changed_password"
    sari = User.objects.get(username="sari")
    assert sari.check_password(new)
    assert sari.password_changed_at is not None
