"""Victims, suspects, police reports and places: one table of acts for all four."""

import pytest

from cases.models import Case, Victim
from tests.api.clients import CASE, program_of, told
from tests.cases.examples import assign

pytestmark = pytest.mark.django_db

# address: what a new row says, a change, a field that the change leaves at its default
ROWS = {
    "victims": (
        {"sex": "male", "age_group": "adult", "whereabouts": "shelter"},
        {"determination": "confirmed"},
        ("whereabouts", "not_recorded"),
    ),
    "suspects": (
        {"sex": "male", "age_group": "adult", "roles": ["recruiter"]},
        {"legal_status": "suspect"},
        ("roles", []),
    ),
    "police-reports": (
        {"number": " LP/B/12/X/2025/SPKT ", "model": "B", "dated_on": "2025-10-05"},
        {"model": "A"},
        None,
    ),
    "places": ({"region": "64.72"}, {"region": None, "country": "MY"}, None),
}
each = pytest.mark.parametrize("noun", ROWS)


@pytest.fixture
def sari():
    return program_of("sari")


@pytest.fixture
def case(sari):
    return told(sari.call("POST", "cases/", CASE), 201)


def added(program, noun, case, **more):
    content = {"case": case["id"]} | ROWS[noun][0] | more
    return told(program.call("POST", f"{noun}/", content), 201)


@each
def test_a_row_is_added_read_and_stands_on_its_case(sari, case, noun):
    row = added(sari, noun, case)

    assert row["case"] == case["id"]
    response = sari.call("GET", f"{noun}/{row['id']}/")
    assert told(response) == row
    assert response.headers["ETag"] == '"1"'
    on_case = told(sari.call("GET", f"cases/{case['id']}/"))[noun.replace("-", "_")]
    del row["case"]
    assert row in on_case


@each
def test_patch_changes_what_it_names_and_put_the_whole(sari, case, noun):
    row = added(sari, noun, case)
    address, change = f"{noun}/{row['id']}/", ROWS[noun][1]

    changed = told(sari.call("PATCH", address, change, if_match='"1"'))
    assert changed == row | change | {"version": 2}

    whole = dict(ROWS[noun][0])
    left = ROWS[noun][2]
    if left:
        whole.pop(left[0])
    replaced = told(sari.call("PUT", address, whole, if_match='"2"'))
    if left:
        assert replaced[left[0]] == left[1]


@each
def test_put_must_be_whole(sari, case, noun):
    row = added(sari, noun, case)
    response = sari.call("PUT", f"{noun}/{row['id']}/", {}, if_match='"1"')
    assert told(response, 400)["errors"]


@each
def test_stale_edit_loses_nothing(sari, case, noun):
    row = added(sari, noun, case)
    assign(Case.objects.get(public_id=case["id"]), "budi")
    address, change = f"{noun}/{row['id']}/", ROWS[noun][1]
    told(program_of("budi").call("PATCH", address, change, if_match='"1"'))

    response = sari.call("PATCH", address, change, if_match='"1"')
    told_of = {conflict["field"] for conflict in told(response, 412)["conflicts"]}
    assert set(change) <= told_of | {"region", "country"}
    assert told(sari.call("PATCH", address, change), 428)


@each
def test_withdrawn_row_comes_back(sari, case, noun):
    row = added(sari, noun, case)
    address = f"{noun}/{row['id']}/"
    reason = {"reason": "wrong_entry"}

    told(sari.call("POST", f"{address}withdrawal/", reason), 428)
    gone = sari.call("POST", f"{address}withdrawal/", reason, if_match='"1"')
    assert told(gone)["withdraw_reason"] == "wrong_entry"
    told(sari.call("PATCH", address, ROWS[noun][1], if_match='"2"'), 409)
    assert told(sari.call("POST", f"{address}restoration/"))["withdrawn_at"] is None


@each
def test_a_key_adds_one_row(sari, case, noun):
    content = {"case": case["id"]} | ROWS[noun][0]
    first = told(sari.call("POST", f"{noun}/", content, idempotency_key="a"), 201)
    again = told(sari.call("POST", f"{noun}/", content, idempotency_key="a"), 201)
    assert first == again
    change = content | ROWS[noun][1]
    told(sari.call("POST", f"{noun}/", change, idempotency_key="a"), 422)


@each
def test_outside_the_scope_there_is_nothing(sari, case, noun):
    row = added(sari, noun, case)
    content = {"case": case["id"]} | ROWS[noun][0]
    for who in ("citra", "seto", "eko", "ani"):
        program = program_of(who)
        address = f"{noun}/{row['id']}/"
        told(program.call("GET", address), 404)
        told(program.call("PATCH", address, ROWS[noun][1], if_match='"1"'), 404)
        told(program.call("POST", f"{address}withdrawal/", {"reason": "double"}), 404)
        told(program.call("POST", f"{address}restoration/"), 404)
        told(program.call("POST", f"{noun}/", content), 404)


@each
def test_commander_reads_and_may_not_write(sari, case, noun):
    row, dewi = added(sari, noun, case), program_of("dewi")
    address = f"{noun}/{row['id']}/"
    seen = told(dewi.call("GET", address))
    shut = dict.fromkeys(Victim.MASKED) if noun == "victims" else {}
    assert seen == row | shut
    told(dewi.call("PATCH", address, ROWS[noun][1], if_match='"1"'), 403)
    content = {"case": case["id"]} | ROWS[noun][0]
    told(dewi.call("POST", f"{noun}/", content), 403)


def test_first_report_moves_the_case_and_its_date(sari, case):
    added(sari, "police-reports", case)
    moved = told(sari.call("GET", f"cases/{case['id']}/"))
    assert (moved["stage"], moved["counted_on"]) == ("lp_issued", "2025-10-05")


def test_same_report_twice_is_refused_in_the_words_of_the_form(sari, case):
    added(sari, "police-reports", case)
    twin = {"case": case["id"]} | ROWS["police-reports"][0]
    twin["number"] = "lp/b/012/X/2025/SPKT"
    refused = told(sari.call("POST", "police-reports/", twin), 400)
    assert refused["errors"] == {
        "__all__": ["Nomor LP ini sudah ada pada perkara ini."]
    }


def test_age_decides_the_group(sari, case):
    row = added(sari, "victims", case, age=17, age_group="adult")
    assert row["age_group"] == "child"


def test_stage_of_another_case_is_not_found(sari, case):
    other = told(sari.call("POST", "cases/", CASE), 201)
    entry = other["stages"][0]["id"]
    address = f"cases/{case['id']}/stages/{entry}/withdrawal/"
    response = sari.call("POST", address, {"reason": "double"}, if_match='"1"')
    told(response, 404)
    assert Case.objects.count() == 2
