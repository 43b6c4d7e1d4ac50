"""Cases for programs: logged, read, changed, withdrawn, by the rules of the pages."""

import pytest

from agencies.models import AuditEvent
from cases.models import Case
from tests.api.clients import CASE, program_of, told
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari():
    return program_of("sari")


def logged(program, **more):
    return told(program.call("POST", "cases/", CASE | more), 201)


def test_officer_logs_a_case_and_reads_it_back(sari):
    response = sari.call("POST", "cases/", CASE)
    made = told(response, 201)

    assert made["register_no"].startswith("KAS/POLRESTA-BPP/2025/")
    assert made["lead_agency"] == person("sari").assignment.post.agency.code
    assert (made["stage"], made["progress"], made["version"]) == ("intake", "no_lp", 1)
    assert [victim["age"] for victim in made["victims"]] == [15, None]
    assert response.headers["ETag"] == '"1"'
    assert response.headers["Location"] == f"/api/v1/cases/{made['id']}/"
    assert response.headers["Cache-Control"] == "no-store"
    assert told(sari.call("GET", f"cases/{made['id']}/")) == made


def test_the_sentence_is_kept_sealed_and_never_told(sari):
    response = sari.call("POST", "cases/", CASE)
    made = told(response, 201)

    assert b'"narrative":' not in response.content
    assert b"kafe" not in response.content
    assert Case.objects.get(public_id=made["id"]).narrative


def test_a_case_is_read_by_one_query_with_all_that_hangs_on_it_and_her_ties(
    sari, django_assert_num_queries
):
    report = {"number": "LP/B/12/X/2025/SPKT", "model": "B", "dated_on": "2025-10-05"}
    suspect = {"sex": "male", "age_group": "adult", "roles": ["recruiter"]}
    made = logged(sari, police_reports=[report], suspects=[suspect])
    place = {"case": made["id"], "country": "MY"}
    told(sari.call("POST", "places/", place), 201)

    # The user with her hats; the case with her ties, and that she looked just now.
    with django_assert_num_queries(2):
        case = told(sari.call("GET", f"cases/{made['id']}/"))

    assert case["counted_on"] == "2025-10-05"
    assert case["police_reports"][0]["number"] == report["number"]
    assert case["suspects"][0]["roles"] == ["recruiter"]
    assert case["places"][0]["country"] == "MY"
    assert [entry["stage"] for entry in case["stages"]] == ["intake", "lp_issued"]


def test_commander_reads_it_and_may_not_change_it(sari):
    made = logged(sari)
    dewi = program_of("dewi")

    seen = told(dewi.call("GET", f"cases/{made['id']}/"))
    assert seen.pop("sections") == ["summary", "law", "suspect"]
    assert {row["whereabouts"] for row in seen.pop("victims")} == {None}
    assert seen.items() <= made.items()
    change = {"modus": "other"}
    response = dewi.call("PATCH", f"cases/{made['id']}/", change, if_match='"1"')
    assert told(response, 403)["title"] == "Tidak berhak"


@pytest.mark.parametrize(
    ("method", "tail", "content"),
    [
        ("GET", "", None),
        ("PATCH", "", {"modus": "other"}),
        ("PUT", "", CASE),
        ("POST", "withdrawal/", {"reason": "double"}),
        ("POST", "restoration/", None),
        ("POST", "stages/", {"stage": "lidik_stopped", "on": "2025-10-04"}),
    ],
)
def test_officer_of_another_province_gets_404_and_leaves_a_trace(
    sari, one_wall, method, tail, content
):
    made = logged(sari)
    address = f"cases/{made['id']}/{tail}"
    response = program_of("citra").call(method, address, content, if_match='"1"')

    assert told(response, 404)["status"] == 404
    event = AuditEvent.objects.get(verb="denied")
    assert event.by == person("citra")
    assert event.reason.startswith("404 api_")


def test_patch_changes_what_it_names_and_put_the_whole(sari):
    made = logged(sari, platforms=["michat"], acts=["recruitment"])
    address = f"cases/{made['id']}/"

    changed = told(sari.call("PATCH", address, {"modus": "other"}, if_match='"1"'))
    assert (changed["modus"], changed["platforms"]) == ("other", ["michat"])
    assert changed["version"] == 2

    whole = {
        name: value
        for name, value in CASE.items()
        if name not in ("narrative", "victims")
    }
    response = sari.call("PUT", address, whole, if_match='"2"')
    changed = told(response)
    assert (changed["modus"], changed["platforms"]) == (CASE["modus"], [])
    assert response.headers["ETag"] == '"3"'


def test_edit_must_name_its_version(sari):
    address = f"cases/{logged(sari)['id']}/"

    assert told(sari.call("PATCH", address, {"modus": "other"}), 428)["status"] == 428
    for odd in ("1", 'W/"1"', "*", '"0"', '"1", "2"', '"99999999999999999999"'):
        response = sari.call("PATCH", address, {"modus": "other"}, if_match=odd)
        assert "If-Match" in told(response, 400)["errors"]


def test_stale_edit_is_told_who_changed_what(sari):
    made = logged(sari)
    address = f"cases/{made['id']}/"
    change = {"region": "64.72", "modus": "other"}
    told(program_of("budi").call("PATCH", address, change, if_match='"1"'))

    response = sari.call("PATCH", address, {"modus": "debt_bondage"}, if_match='"1"')

    conflicts = {c["field"]: c for c in told(response, 412)["conflicts"]}
    assert (conflicts["region"]["before"], conflicts["region"]["now"]) == (
        "64.71",
        "64.72",
    )
    assert conflicts["modus"]["by"] == person("budi").full_name
    assert told(sari.call("GET", address))["modus"] == "other"


def test_unchanged_row_is_not_sent_again(sari):
    address = f"cases/{logged(sari)['id']}/"
    response = sari.call("GET", address, if_none_match='"1"')
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == '"1"'
    told(sari.call("PATCH", address, {"modus": "other"}, if_match='"1"'))
    assert sari.call("GET", address, if_none_match='"1"').status_code == 200


def test_withdrawn_case_comes_back(sari):
    made = logged(sari)
    address = f"cases/{made['id']}/"

    gone = told(
        sari.call("POST", f"{address}withdrawal/", {"reason": "double"}, if_match='"1"')
    )
    assert gone["withdraw_reason"] == "double"
    edit = sari.call("PATCH", address, {"modus": "other"}, if_match='"2"')
    assert "Pulihkan" in told(edit, 409)["detail"]

    back = told(sari.call("POST", f"{address}restoration/"))
    assert back["withdrawn_at"] is None
    assert told(sari.call("POST", f"{address}restoration/"), 400)["errors"]


def test_stages_follow_the_declared_table(sari):
    made = logged(sari)
    address = f"cases/{made['id']}/stages/"

    step = {"stage": "pre_investigation", "on": "2025-10-04"}
    case = told(sari.call("POST", address, step, if_match='"1"'))
    assert (case["stage"], case["progress"]) == ("pre_investigation", "lidik")

    jump = {"stage": "verdict", "on": "2025-10-05"}
    refused = told(sari.call("POST", address, jump, if_match='"2"'), 400)
    assert refused["type"].endswith("#rule")
    assert "tidak dapat mengikuti" in refused["errors"]["stage"][0]

    entry = case["stages"][-1]["id"]
    undone = f"{address}{entry}/withdrawal/"
    case = told(sari.call("POST", undone, {"reason": "wrong_entry"}, if_match='"2"'))
    assert case["stage"] == "intake"


def test_a_key_makes_one_case(sari):
    first = told(sari.call("POST", "cases/", CASE, idempotency_key="k-1"), 201)
    again = told(sari.call("POST", "cases/", CASE, idempotency_key="k-1"), 201)
    assert again == first
    assert Case.objects.count() == 1

    other = CASE | {"modus": "other"}
    told(sari.call("POST", "cases/", other, idempotency_key="k-1"), 422)
    for odd in ("", "x" * 65, "dua kata"):
        response = sari.call("POST", "cases/", CASE, idempotency_key=odd)
        assert "Idempotency-Key" in told(response, 400)["errors"]


# Upper case doubles it past what the column holds.
LONG_REPORT = {"number": "ß" * 120, "model": "B", "dated_on": "2025-10-05"}


@pytest.mark.parametrize(
    ("change", "field", "kind"),
    [
        ({"happened_on": "03/10/2025"}, "happened_on", "shape"),
        ({"happened_on": "2025-02-30"}, "happened_on", "shape"),
        ({"happened_on": 20251002}, "happened_on", "shape"),
        ({"happened_time": "25:00"}, "happened_time", "shape"),
        ({"region": 64}, "region", "shape"),
        ({"region": "64.99"}, "region", "rule"),
        ({"country": "MY"}, "__all__", "rule"),
        ({"region": None, "country": "ZZ"}, "country", "shape"),
        ({"region": None, "country": "not_recorded"}, "country", "shape"),
        ({"region": None}, "__all__", "rule"),
        ({"modus": "x\x00"}, "modus", "shape"),
        ({"modus": 1}, "modus", "shape"),
        ({"modus": "telepathy"}, "modus", "shape"),
        ({"platforms": ["telepathy"]}, "platforms.0", "shape"),
        ({"platforms": ["michat", "michat"]}, "platforms", "shape"),
        ({"platforms": "michat"}, "platforms", "shape"),
        ({"reported_on": "2025-10-01"}, "__all__", "rule"),
        ({"reported_on": "9999-12-31"}, "reported_on", "rule"),
        ({"reported_on": "0001-01-01"}, "reported_on", "rule"),
        ({"happened_on": "0001-01-01"}, "happened_on", "rule"),
        ({"happened_precision": "month"}, "happened_on", "rule"),
        (
            {"police_reports": [LONG_REPORT]},
            "police_reports.0.number",
            "rule",
        ),
        (
            {"victims": CASE["victims"], "suspects": [{"sex": "male"}]},
            "suspects.0.age_group",
            "shape",
        ),
        ({"narrative": "  "}, "narrative", "shape"),
        ({"narrative": None}, "narrative", "shape"),
        ({"stage": "verdict"}, "stage", "shape"),
        ({"victims": []}, "victims", "shape"),
        ({"victims": [{"sex": "female"}]}, "victims.0.age_group", "shape"),
        ({"victims": [CASE["victims"][0], 1]}, "victims.1", "shape"),
        (
            {"victims": [CASE["victims"][0] | {"age": 2**63}]},
            "victims.0.age",
            "shape",
        ),
        (
            {"victims": [CASE["victims"][0] | {"age": "15"}]},
            "victims.0.age",
            "shape",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(sari, change, field, kind):
    refused = told(sari.call("POST", "cases/", CASE | change), 400)
    assert list(refused["errors"]) == [field]
    assert refused["type"] == f"/api/docs/#{kind}"
    assert refused["detail"] == refused["errors"][field][0]
    assert not Case.objects.exists()
