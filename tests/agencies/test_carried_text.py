"""What was typed into a session that ended comes back to whoever typed it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import resolve

from agencies import clock
from agencies.accounts import carry, sessions
from agencies.demo import PASSWORD
from agencies.models import Draft
from tests.agencies.pages import (
    drawn_for,
    sign_in,
    with_test_pages,
)
from tests.people import browser_of, person

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)


@pytest.mark.django_db
@with_test_pages
def test_text_typed_into_a_lost_session_is_there_after_sign_in(client):
    typed = {"sentence": "Lima orang di pelabuhan", "platform": ["wa", "fb"]}
    typed |= drawn_for("sari")
    response = client.post("/typed/?from=desk", typed)
    sealed = response.context["carry"]

    assert response.status_code == 401
    assert "pelabuhan" not in response.content.decode()
    landing = sign_in(client, carry=sealed, next=response.context["next"]).url
    assert landing == "/typed/?from=desk"
    assert "pelabuhan" not in str(dict(client.session))
    once, twice = client.get(landing).content, client.get(landing).content
    assert once == b"sentence=Lima+orang+di+pelabuhan&platform=wa&platform=fb"
    assert twice == b"nothing carried"


@pytest.mark.django_db
@with_test_pages
def test_a_wrong_password_on_the_way_loses_nothing(client):
    sealed = client.post("/typed/", {"sentence": "a"}).context["carry"]
    data = {"username": "sari", "password": "wrong", "carry": sealed}
    assert client.post("/sign-in/", data).context["carry"] == sealed


@pytest.mark.django_db
@with_test_pages
def test_text_goes_to_the_page_that_it_was_typed_on_only(client):
    typed = {"sentence": "a", **drawn_for("sari")}
    sealed = client.post("/typed/", typed).context["carry"]
    sign_in(client, carry=sealed)

    assert client.get("/other/").content == b"nothing carried"
    assert client.get("/typed/").content == b"sentence=a"


@pytest.mark.django_db
@with_test_pages
def test_text_of_anothers_draft_is_dropped():
    draft = Draft.objects.create(
        by=person("sari"), kind="case", sealed=b"", updated_at=clock.now()
    )
    for name, content in (("budi", b"nothing carried"), ("sari", b"sentence=a")):
        client = Client()
        typed = {"sentence": "a", "draft": draft.public_id}
        sealed = client.post("/typed/", typed).context["carry"]
        sign_in(client, name, carry=sealed)
        assert client.get("/typed/").content.startswith(content)


@pytest.mark.django_db
@with_test_pages
def test_text_typed_in_her_expired_session_is_not_shown_to_a_colleague():
    for name, content in (("budi", b"nothing carried"), ("sari", b"sentence=a")):
        client = Client()
        with clock.set_to(NOON):
            sign_in(client, "sari")
        with clock.set_to(NOON + timedelta(hours=1)):
            sealed = client.post("/typed/", {"sentence": "a"}).context["carry"]
            sign_in(client, name, carry=sealed)
            assert client.get("/typed/").content == content


@pytest.mark.django_db
@with_test_pages
def test_sealed_text_opens_for_two_hours_and_unchanged_only(client):
    typed = {"sentence": "a", **drawn_for("sari")}
    with clock.set_to(NOON):
        sealed = client.post("/typed/", typed).context["carry"]
    broken = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
    for text, later in (
        (sealed, timedelta(hours=2, seconds=1)),
        (broken, timedelta(0)),
        ("not even base64 é", timedelta(0)),
    ):
        with clock.set_to(NOON + later):
            client = Client()
            assert sign_in(client, carry=text).status_code == 302
            assert client.get("/typed/").content == b"nothing carried"


@pytest.mark.django_db
@with_test_pages
def test_a_post_without_a_form_returns_to_the_page_that_it_came_from(client):
    with clock.set_to(NOON):
        sign_in(client)
    with clock.set_to(NOON + timedelta(hours=1)):
        response = client.post(
            "/account/hat/", {}, headers={"Referer": "http://testserver/account/?a=1"}
        )
        page = client.get(response.url).content.decode()

    assert response.url == "/sign-in/?next=/account/%3Fa%3D1"
    assert str(sessions.ENDED["unsaved"]) in page
    elsewhere = Client().post("/who/", {}, headers={"Referer": "http://evil.example/x"})
    assert elsewhere.url == "/sign-in/?next=/"


@pytest.mark.django_db
@with_test_pages
@pytest.mark.parametrize("signed_in_beside", [True, False])
def test_a_form_that_grew_stale_beside_a_new_sign_in_comes_back_filled(
    signed_in_beside,
):
    old = browser_of("sari") if signed_in_beside else Client()
    client = Client(enforce_csrf_checks=True)
    client.cookies = old.cookies
    headers = {"Origin": "http://testserver"}
    typed = {"sentence": "a", "csrfmiddlewaretoken": "stale", **drawn_for("sari")}

    response = client.post("/typed/", typed, headers=headers)

    if signed_in_beside:
        assert response.url == "/typed/"
        assert client.get("/typed/").content == b"sentence=a"
    else:
        assert response.status_code == 401
        assert response.context["carry"]


@pytest.mark.django_db
@with_test_pages
@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_a_form_from_another_site_is_not_rescued(rf, origin):
    request = rf.post("/typed/", {"sentence": "a"}, headers={"Origin": origin})
    request.resolver_match = resolve("/typed/")

    assert carry.rescue(request) is None


@pytest.mark.django_db
@with_test_pages
def test_text_typed_before_the_password_changed_elsewhere_stays_hers():
    here, elsewhere = browser_of("sari"), browser_of("sari")
    new = "kopi pahit tanpa gula"
    data = {"current": PASSWORD, "new": new, "again": new}
    elsewhere.post("/account/password/", data)
    sealed = here.post("/typed/", {"sentence": "a"}).context["carry"]

    sign_in(here, "budi", carry=sealed)

    assert here.get("/typed/").content == b"nothing carried"
