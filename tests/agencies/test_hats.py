"""Two posts, one hat at a time."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from agencies.accounts.views import _hats_of as hats_of_the_account_page
from agencies.models import Assignment, AuditEvent
from tests.people import browser_of, person
from tppo_tracker.urls import urlpatterns as real_urls


def hat(request):
    """Stands for any page: what she may do follows from these."""
    return HttpResponse(f"{request.user.hat.agency_id} {request.user.hat.role}")


urlpatterns = [*real_urls, path("worn/", hat)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def hats_of(username) -> dict[str, Assignment]:
    return {h.kind: h for h in person(username).assignments_today}


def worn(client: Client) -> str:
    return client.get("/worn/").content.decode()


def as_shown(assignment: Assignment) -> str:
    return f"{assignment.post.agency_id} {assignment.post.role}"


def test_she_begins_in_her_home_post_and_switches_to_her_second_hat():
    hats, client = hats_of("budi"), browser_of("budi")
    assert worn(client) == as_shown(hats["home"])

    response = client.post("/account/hat/", {"assignment": hats["bko"].pk})

    assert response.url == "/account/"
    assert worn(client) == as_shown(hats["bko"]) != as_shown(hats["home"])


def test_switching_is_recorded_under_the_old_hat_and_changes_the_session_id():
    hats, client = hats_of("budi"), browser_of("budi")
    before = client.session.session_key

    client.post("/account/hat/", {"assignment": hats["bko"].pk})

    event = AuditEvent.objects.get(verb="switched_hat")
    assert event.post == hats["home"].post
    assert event.subject_id == hats["bko"].pk
    assert event.changes == {"assignment": [hats["home"].pk, hats["bko"].pk]}
    assert client.session.session_key != before


def test_what_she_does_next_is_recorded_under_the_new_hat():
    hats, client = hats_of("budi"), browser_of("budi")
    client.post("/account/hat/", {"assignment": hats["bko"].pk})

    client.post("/sign-out/")

    assert AuditEvent.objects.get(verb="signed_out").post == hats["bko"].post


@pytest.mark.parametrize("whose", ["sari", "dewi"])
def test_nobody_puts_on_another_ones_hat(whose):
    client, before = browser_of("budi"), worn(browser_of("budi"))

    client.post("/account/hat/", {"assignment": person(whose).assignment.pk})

    assert worn(client) == before
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "dates",
    [
        {"starts_on": "2020-01-01", "ends_on": "2020-12-31"},
        {"starts_on": "2999-01-01", "ends_on": None},
    ],
    ids=["ended", "not yet begun"],
)
def test_a_hat_out_of_its_dates_cannot_be_put_on(dates):
    second, client = hats_of("budi")["bko"], browser_of("budi")
    Assignment.objects.filter(pk=second.pk).update(**dates)

    client.post("/account/hat/", {"assignment": second.pk})

    assert worn(client) == as_shown(hats_of("budi")["home"])


def test_a_second_hat_that_ends_while_worn_ends_the_session():
    second, client = hats_of("budi")["bko"], browser_of("budi")
    client.post("/account/hat/", {"assignment": second.pk})
    Assignment.objects.filter(pk=second.pk).update(ends_on="2025-10-02")

    assert client.get("/worn/").status_code == 302


def test_two_browsers_of_hers_wear_a_hat_each():
    here, there = browser_of("budi"), browser_of("budi")
    here.post("/account/hat/", {"assignment": hats_of("budi")["bko"].pk})

    assert worn(here) == as_shown(hats_of("budi")["bko"])
    assert worn(there) == as_shown(hats_of("budi")["home"])


def test_her_hats_are_shown_with_letter_and_dates():
    home, second = hats_of_the_account_page(person("budi"))

    assert (home["current"], home["letter"], home["until"]) == (True, "", None)
    assert (second["current"], second["letter"]) == (False, "Sprin/417/IX/2025")
    assert second["since"] < second["until"]
