"""The language of the screens: Indonesian unless she chose another."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from agencies.models import AuditEvent, User
from tests.agencies.factors import CODE_PAGE, code, given, show_code, show_password
from tests.agencies.pages import (
    sign_in,
    with_test_pages,
)
from tests.people import browser_of

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)


@pytest.mark.django_db
@with_test_pages
def test_language_is_indonesian_whatever_the_browser_prefers(client):
    response = client.get("/sign-in/", headers={"Accept-Language": "en-US"})

    assert response.headers["Content-Language"] == "id"


@pytest.mark.django_db
@with_test_pages
def test_language_is_chosen_signed_out_by_cookie_and_signed_in_with_the_account():
    visitor = Client()
    visitor.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert visitor.get("/sign-in/").headers["Content-Language"] == "en"

    sign_in(visitor, "budi")
    assert visitor.get("/who/").headers["Content-Language"] == "id"
    response = visitor.post("/language/", {"language": "en", "next": "/who/"})
    assert response.url == "/who/"
    assert visitor.get("/who/").headers["Content-Language"] == "en"
    assert browser_of("budi").get("/who/").headers["Content-Language"] == "en"
    verbs = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["signed_in", "chose_language"]


@pytest.mark.django_db
def test_language_chosen_on_the_page_of_the_code_is_hers_and_no_earlier_one():
    """The cookie of a shared machine is another's; her own choice comes after her
    password."""
    secret, client = given("dewi"), show_password("dewi")
    client.post("/language/", {"language": "en", "next": CODE_PAGE})
    assert client.get(CODE_PAGE).headers["Content-Language"] == "en"
    assert User.objects.get(username="dewi").language == "id"
    show_code(client, code(secret))
    assert client.get("/account/").headers["Content-Language"] == "en"
    assert User.objects.get(username="dewi").language == "en"

    visitor, other = Client(), given("sari")
    visitor.post("/language/", {"language": "en", "next": "/sign-in/"})
    show_code(show_password("sari", client=visitor), code(other))
    assert User.objects.get(username="sari").language == "id"


@pytest.mark.django_db
def test_a_language_that_we_do_not_speak_changes_nothing():
    client = browser_of("budi")
    client.post("/language/", {"language": "xx"})

    assert User.objects.get(username="budi").language == "id"
    assert not AuditEvent.objects.exists()
