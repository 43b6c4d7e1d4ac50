"""Whatever is sent, the answer is a problem that says why, never a fault."""

import pytest

from tests.api.clients import CASE, V1, Program, program_of, told

pytestmark = pytest.mark.django_db


def test_signed_out_programs_learn_nothing():
    for address in ("cases/", "victims/", "regions/", "schema/", "code-lists/"):
        response = Program().call("GET", address)
        assert told(response, 401)["title"] == "Belum masuk"
        assert response.headers["WWW-Authenticate"] == "Bearer"


def test_session_needs_its_csrf_token():
    sari = Program(enforce_csrf_checks=True)
    sari.cookies = program_of("sari").cookies
    assert told(sari.call("POST", "cases/", CASE), 403)["status"] == 403


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"modus": NaN}',
        b'{"modus": "\\ud800"}',
        b"[" * 5000,
        b'"text"',
        b"[]",
        b"null",
        b'{"\\u0000": 1}',
    ],
)
def test_odd_bodies_are_refused(raw):
    sari = program_of("sari")
    response = sari.generic("POST", f"{V1}cases/", raw, "application/json")
    assert told(response, 400)["status"] == 400
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_body_of_megabytes_is_refused():
    raw = b'"' + b"x" * 2_000_000 + b'"'
    response = program_of("sari").generic(
        "POST", f"{V1}cases/", raw, "application/json"
    )
    told(response, 413)


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data", "x"])
def test_other_content_types_are_refused(kind):
    response = program_of("sari").generic("POST", f"{V1}cases/", b"{}", kind)
    told(response, 415)


def test_other_answers_than_json_are_refused():
    response = program_of("sari").get(f"{V1}regions/", headers={"Accept": "text/html"})
    told(response, 406)


def test_other_methods_are_named():
    response = program_of("sari").call("DELETE", "regions/")
    told(response, 405)
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    "address",
    [
        "cases/1/",
        "cases/00000000-0000-7000-8000-000000000000/",
        "cases/%00/",
        "regions/99.99/",
        "regions/%00/",
        "code-lists/nothing/",
        "agencies/NOBODY/",
        "nothing/",
        "cases",
        "%ff%fe/",
    ],
)
def test_wrong_addresses_are_404_problems(address):
    told(program_of("sari").call("GET", address), 404)


def test_an_auditor_reads_no_case():
    made = told(program_of("sari").call("POST", "cases/", CASE), 201)
    for who in ("ani", "tono"):
        told(program_of(who).call("GET", f"cases/{made['id']}/"), 404)
        told(program_of(who).call("POST", "cases/", CASE), 403)


def test_words_follow_the_language_of_the_program():
    english = {"accept_language": "en"}
    assert (
        told(Program().call("GET", "cases/", **english), 401)["title"]
        != told(Program().call("GET", "cases/"), 401)["title"]
    )
