"""Her sign-ins: she sees where they are and ends them; how they lie in the table."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies import clock
from agencies.accounts import devices, sessions, staff
from agencies.choices import SessionEnd
from agencies.demo import PASSWORD
from agencies.models import AuditEvent, Session
from tests.agencies.factors import (
    code,
    given,
    is_in,
    secret_on,
    show_code,
    show_password,
)
from tests.agencies.pages import is_sent_to_sign_in, sign_in, with_test_pages
from tests.people import browser_of, browser_with, person

PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/130.0 Mobile"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
pytestmark = pytest.mark.django_db


def signed_in_from(agent: str, ip: str) -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=ip)
    sign_in(client, "sari")
    return client


def test_the_page_lists_hers_by_device_and_network_and_nobody_elses():
    desk, phone = browser_of("sari"), signed_in_from(PHONE, "36.68.7.9")
    browser_of("budi")

    page = desk.get("/account/sessions/").content.decode()

    assert page.count("Sesi ini") == 1
    assert "Chrome, Android" in page
    assert "36.68.0.0/16" in page
    assert "36.68.7" not in page
    assert str(Session.objects.get(user=person("budi")).public_id) not in page
    assert "2 sesi berjalan" in desk.get("/account/").content.decode()
    assert is_in(phone)


def test_she_ends_one_from_another_device_and_it_says_why():
    desk, phone = browser_of("sari"), browser_of("sari")
    row = Session.objects.get(digest=phone.session.digest)

    desk.post(f"/account/sessions/{row.public_id}/end/")

    answer = phone.get("/account/")
    assert is_sent_to_sign_in(answer)
    said = phone.get(answer.url).content.decode()
    assert str(sessions.ENDED["revoked"]) in said
    assert is_in(desk)
    assert AuditEvent.objects.get().verb == "ended_sessions"
    shown = desk.get("/account/sessions/").content.decode()
    assert str(SessionEnd.REVOKED.label) in shown


def test_she_ends_all_the_others_at_once():
    desk, others = browser_of("sari"), [browser_of("sari") for _each in range(3)]
    stranger = browser_of("budi")

    desk.post("/account/sessions/end-others/")

    assert is_in(desk)
    assert not any(is_in(other) for other in others)
    assert is_in(stranger)
    assert AuditEvent.objects.get().changes == {"sessions": [None, 3]}


def test_she_ends_no_session_of_a_colleagues():
    budi = browser_of("budi")
    row = Session.objects.get(user=person("budi"))

    answer = browser_of("sari").post(f"/account/sessions/{row.public_id}/end/")

    assert answer.status_code == 404
    assert is_in(budi)


def test_an_administrator_ends_all_of_a_person_and_nobody_else_does():
    sari, account = [browser_of("sari") for _each in range(2)], person("sari")
    where = f"/people/{account.public_id}/sessions/end/"
    for who in ("rini", "dewi", "ani"):
        assert browser_of(who).post(where).status_code in (403, 404)
    assert is_in(sari[0])

    tono = browser_of("tono")
    assert (
        "2 sesi berjalan" in tono.get(f"/people/{account.public_id}/").content.decode()
    )
    tono.post(where)

    assert not any(is_in(browser) for browser in sari)
    event = AuditEvent.objects.get(verb="ended_sessions")
    assert (event.by, event.subject_id) == (person("tono"), account.pk)


@pytest.mark.parametrize("who", ["rini", "dewi", "ani"])
def test_the_act_too_is_an_administrators_alone(who):
    sari = browser_of("sari")
    with pytest.raises(PermissionDenied):
        staff.end_sessions(person("sari"), by=person(who))
    assert is_in(sari)


def test_one_that_begins_while_all_are_ended_is_over_too():
    at_the_door = person("sari")
    staff.end_sessions(person("sari"), by=person("tono"))
    with clock.set_to(clock.now() + timedelta(seconds=2)):
        late = browser_with(at_the_door)
        assert not is_in(late)
        assert is_in(browser_of("sari"))


def test_one_that_begins_by_the_old_phone_while_another_is_set_up_is_over_too():
    old, at_the_door = given("sari"), person("sari")
    here, page = browser_of("sari"), "/account/second-factor/"
    here.post(page, {"code": code(old), "replace": "1"})
    new = secret_on(here.get(page).content.decode())
    here.post(page, {"current": PASSWORD, "code": code(new)})

    assert not is_in(browser_with(at_the_door))
    assert is_in(here)


def test_wrong_codes_after_the_right_password_are_told_to_her():
    given("sari")
    desk = browser_of("sari")
    assert "kode ditolak" not in desk.get("/account/sessions/").content.decode()
    thief = show_password("sari")
    for _each in range(2):
        show_code(thief, "000000")

    told = desk.get("/account/sessions/").content.decode()
    assert "30 hari terakhir 2 kode ditolak" in told
    budi = browser_of("budi").get("/account/sessions/").content.decode()
    assert "kode ditolak" not in budi


def test_a_session_ended_elsewhere_is_not_written_back_by_a_request_under_way():
    client = browser_of("sari")
    store = client.session
    store["n"] = 1
    person("sari").sessions.all().end(SessionEnd.REVOKED)

    with pytest.raises(UpdateError):
        store.save()
    assert not is_in(client)
    assert Session.objects.get(user=person("sari")).ended_why == SessionEnd.REVOKED


# -- How it lies in the table ----------------------------------------------------------


def test_the_table_names_no_key_and_shows_nothing_that_a_session_holds():
    client = browser_of("sari")
    store = client.session
    store["note"] = "Melati dipindahkan"
    store.save()

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM agencies_session t")
        row = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(sealed, '') FROM agencies_session")
        sealed = bytes(cursor.fetchone()[0])
    assert client.cookies[settings.SESSION_COOKIE_NAME].value not in row
    assert "Melati" not in row
    assert b"Melati" not in sealed
    assert client.session["note"] == "Melati dipindahkan"


def test_what_was_sealed_for_one_session_opens_in_no_other():
    mine, other = browser_of("sari"), browser_of("budi")
    store = other.session
    store["carried"] = "x"
    store.save()
    sealed = Session.objects.get(digest=other.session.digest).sealed
    Session.objects.filter(digest=mine.session.digest).update(sealed=sealed)

    assert dict(mine.session.items()) == {}
    assert not is_in(mine)


def test_a_row_that_is_given_to_another_account_opens_nothing():
    client = browser_of("sari")
    Session.objects.filter(digest=client.session.digest).update(user=person("dewi"))

    assert not is_in(client)


@with_test_pages
def test_a_page_asks_redis_nothing(monkeypatch):
    client = browser_of("sari")

    def refuse(*args, **kwargs):
        raise AssertionError("A page asked Redis.")

    for name in ("get", "set", "add", "get_many"):
        monkeypatch.setattr(type(caches["default"]), name, refuse)
    assert client.get("/who/").content == b"sari"


@with_test_pages
def test_a_request_within_the_minute_writes_nothing():
    client = browser_of("sari")
    with clock.set_to(clock.now()):
        client.get("/who/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/who/")
    assert len(captured) == 1
    assert "UPDATE" not in captured[0]["sql"]


@with_test_pages
def test_a_visit_is_noted_once_a_minute():
    start = clock.now()
    with clock.set_to(start):
        client = browser_of("sari")
    for seconds in (10, 59, 61, 80):
        with clock.set_to(start + timedelta(seconds=seconds)):
            client.get("/who/")
    seen = Session.objects.get(user=person("sari")).seen_at
    assert int(seen.timestamp()) == int(start.timestamp()) + 61


def test_old_rows_are_forgotten_and_running_ones_are_not():
    now = clock.now()
    with clock.set_to(now - sessions.TOLD - sessions.VISITED):
        browser_of("budi")
    with clock.set_to(now - 2 * sessions.VISITED):
        visitor = Client().session
        visitor["ended"] = "idle"
        visitor.save()
        browser_of("citra")
    client = browser_of("sari")

    sessions.forget_old()

    assert {row.user for row in Session.objects.all()} == {
        person("citra"),
        person("sari"),
    }
    assert is_in(client)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome, Android"),
        (f"{WINDOWS} Gecko/20100101 Firefox/131.0", "Firefox, Windows"),
        (f"{WINDOWS} Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("curl/8.0", ""),
    ],
)
def test_a_device_is_told_in_words(rf, agent, words):
    assert devices.in_words(rf.get("/", headers={"User-Agent": agent})) == words


def test_the_password_of_whoever_moved_on_ends_by_name():
    client = browser_of("sari")
    other = browser_of("sari")
    new = "kopi pahit tanpa gula"
    other.post("/account/password/", {"current": PASSWORD, "new": new, "again": new})
    answer = client.get("/account/")
    assert str(sessions.ENDED["password"]) in client.get(answer.url).content.decode()
