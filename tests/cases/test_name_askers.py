"""Who may ask "Cari orang", how often, and what is left of a question on the trail."""

import json
import re

import pytest
from django.core.exceptions import PermissionDenied

from agencies import audit
from agencies.access import Hat, require_search
from agencies.accounts import attempts
from agencies.accounts.attempts import LockedOut
from agencies.choices import Role
from agencies.models import AuditEvent
from cases.choices import SEARCHED_NAMES
from cases.names.client import IndexDown
from tests.cases.involved import words_of
from tests.cases.names.served import served
from tests.cases.searching import (
    API,
    NAME,
    PAGE,
    a_victim,
    ask,
    by_program,
    on_page,
)
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["seto", "eko", "ani", "tono"])
def test_who_records_nobody_searches_nobody(who):
    assert browser_of(who).get(PAGE).status_code == 403
    assert browser_of(who).post(PAGE, {"name": NAME}).status_code == 403
    by_program(who, status=403)


def test_an_office_that_only_coordinates_asks_after_nobody():
    hat = Hat(role=Role.OFFICER, agency_id=1, agency_type="local_govt")
    with pytest.raises(PermissionDenied):
        require_search(hat)


def test_each_search_leaves_its_question_as_a_digest_of_the_askers_own():
    a_victim("sari")
    with served():
        for who, text in (("sari", NAME), ("sari", "Jumadi Sucipto"), ("budi", NAME)):
            ask(who, text, born=1990)
    events = AuditEvent.objects.filter(verb=SEARCHED_NAMES).order_by("id")
    digests = [event.changes["name"][1] for event in events]
    assert [len(digest) for digest in digests] == [64, 64, 64]
    assert digests[0] == digests[1] != digests[2]
    assert events[0].changes["born"] == [None, audit.HIDDEN]
    assert [event.changes["shown"][1] for event in events] == [1, 1, 0]
    assert "ucipto" not in str([event.changes for event in events])
    assert all(audit.is_genuine(event) for event in events)


def test_the_auditor_reads_that_names_were_searched_and_not_which():
    a_victim("sari")
    with served():
        ask("sari")
    page = words_of(browser_of("ani").get("/audit/?verb=searched_names"))
    assert "Nama dicari" in page
    assert "nama, yang tampil" in page
    assert not re.search(r"[0-9a-f]{32}", page)


def test_nobody_searches_on_and_on(monkeypatch):
    monkeypatch.setitem(attempts.TRIES, "name search", 2)
    a_victim("sari")
    with served():
        ask("sari")
        ask("sari")
        with pytest.raises(LockedOut):
            ask("sari")
        assert "Terlalu banyak percobaan." in on_page("sari", status=429)
        assert "Terlalu banyak percobaan." in by_program("sari", status=429)["detail"]
        assert ask("budi")
    refused = AuditEvent.objects.filter(verb="denied", reason="429 name_search")
    assert refused.count() == 3
    page = words_of(browser_of("ani").get("/audit/?refusals=true"))
    assert "Terlalu sering: Cari orang" in page


def test_a_search_that_cannot_be_answered_is_on_the_trail_too(settings, tmp_path):
    settings.NAMES_SOCKET = str(tmp_path / "none.sock")
    with pytest.raises(IndexDown):
        ask("sari")
    refused = AuditEvent.objects.get(verb="denied")
    assert (refused.by, refused.reason) == (person("sari"), "503 name_search")
    page = words_of(browser_of("ani").get("/audit/?refusals=true"))
    assert "Tidak tersedia: Cari orang" in page


def test_no_name_stands_in_an_address():
    answer = browser_of("sari").get(PAGE, {"name": NAME})
    assert NAME not in answer.content.decode()
    assert not AuditEvent.objects.filter(verb=SEARCHED_NAMES).exists()


@pytest.mark.parametrize("more", [{"name": " "}, {"born": "18"}, {"sex": "x"}])
def test_what_is_no_question_is_refused_at_its_field(more):
    browser, typed = browser_of("sari"), {"name": NAME} | more
    assert 'class="errors"' in browser.post(PAGE, typed).content.decode()
    sent = typed | ({"born": 18} if "born" in typed else {})
    body = json.dumps(sent)
    answer = browser.post(API, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"]
