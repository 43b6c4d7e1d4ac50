"""Whoever asks other offices reads, waits for and finds the same, hit or not."""

import re
from statistics import median
from time import perf_counter

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import AuditEvent
from cases import actions, matches
from cases.models import Case, Involvement, MatchHit, MatchRequest
from tests.api.clients import Program, program_of
from tests.cases.asking import (
    NIK,
    NOBODY,
    ask,
    asked,
    from_denpasar,
    known_to_wati,
)
from tests.cases.walled import eyes_of
from tests.people import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def citras() -> Case:
    return from_denpasar()


@pytest.fixture
def melati() -> Involvement:
    return known_to_wati()


# -- What the asker learns -------------------------------------------------------------


def test_the_answer_is_the_same_whoever_is_known(citras, melati):
    pages = [page_of(citras, value) for value in (NIK, NOBODY)]
    assert pages[0] == pages[1]
    assert pages[0].count(str(matches.PASSED_ON)) >= 1
    answers = [answer_of(program_of("citra"), citras, value) for value in (NIK, NOBODY)]
    assert answers[0] == answers[1]


def without_what_differs(text: str) -> str:
    """Tokens and moments, which differ between any two pages."""
    text = re.sub(r'value="[^"]{20,}"', "", text)
    text = re.sub(r'nonce="[^"]+"|[0-9a-f]{32}|\d\d\.\d\d', "", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)


def page_of(case: Case, value: str) -> str:
    """The page after the question, once a worker has looked."""
    with transaction.atomic():
        client = browser_of("citra")
        address = reverse("case_match_new", args=[case.public_id])
        sent = {"kind": "nik", "value": value, "key": value}
        assert client.post(address, sent).url == address
        actions.resolve_matches(by=None)
        page = client.get(address).content.decode()
        transaction.set_rollback(True)
    return without_what_differs(page)


def answer_of(program: Program, case: Case, value: str) -> tuple[str, str, int]:
    address = f"cases/{case.public_id}/matches/"
    with transaction.atomic():
        sent = program.call("POST", address, {"kind": "nik", "value": value})
        actions.resolve_matches(by=None)
        listed = program.call("GET", address)
        transaction.set_rollback(True)
    assert (sent.status_code, listed.status_code) == (201, 200)
    texts = (sent.content.decode(), listed.content.decode())
    moment = r'"at":"[^"]+"'
    first, second = (re.sub(moment, "", without_what_differs(t)) for t in texts)
    return first, second, len(sent.content)


def statements_of(case: Case, value: str) -> list[str]:
    """What is asked of the database, without values and names of savepoints."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked_for:
        asked(case, value)
        transaction.set_rollback(True)
    values = re.compile(r"'[^']*'(::\w+)?|\"s\d+_x\d+\"|\b\d+\b")
    return [values.sub("?", each["sql"]) for each in asked_for]


def test_asking_costs_the_same_statements_whoever_is_known(citras, melati):
    statements_of(citras, NIK)  # what a process keeps is read first
    assert statements_of(citras, NIK) == statements_of(citras, NOBODY)
    texts = "".join(statements_of(citras, NIK))
    for unseen in ("cases_identifier", "cases_person", "cases_matchhit"):
        assert unseen not in texts


def test_asking_takes_as_long_whoever_is_known(citras, melati):
    """Interleaved; the middle of many against the spread of the same question."""
    times: dict[str, list[float]] = {NIK: [], NOBODY: []}
    for _round in range(40):
        for value, taken in times.items():
            with transaction.atomic():
                start = perf_counter()
                asked(citras, value)
                taken.append(perf_counter() - start)
                transaction.set_rollback(True)
    hit, miss = (sorted(times[value]) for value in (NIK, NOBODY))
    spread = max(each[30] - each[10] for each in (hit, miss))
    assert abs(median(hit) - median(miss)) <= spread


def test_the_asker_reads_no_hit_in_the_database_either(citras, melati):
    ask(citras)
    with eyes_of("citra"):
        assert MatchRequest.objects.count() == 1
        assert not MatchHit.objects.exists()
    for stranger in ("nur", "joko", "seto"):
        with eyes_of(stranger):
            assert not MatchRequest.objects.exists()


def test_what_was_asked_is_forgotten_once_it_was_looked_for(citras, melati):
    for value in (NIK, NOBODY):
        ask(citras, value)
    rows = MatchRequest.objects.all()
    assert {(row.digest, row.resolved_at is None) for row in rows} == {(None, False)}
    event = AuditEvent.objects.filter(verb="asked_match").first()
    assert set(event.changes) == {"kind", "fingerprint"}
    assert NIK not in str(event.changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(digest=b"x")
