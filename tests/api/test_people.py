"""The people and offices of a case for programs, by the rules of the pages."""

import pytest

from agencies import clock
from cases.models import Case
from tests.api.clients import CASE, program_of, told

pytestmark = pytest.mark.django_db

SECTIONS = ["victim_identity", "shelter", "care"]
ASKED = {"to_agency": "UPTD-PPA-BPP", "purpose": "shelter", "sections": SECTIONS}
ORDER = {
    "user": "budi",
    "work": "investigator",
    "letter_number": "Sprin/417/XI/2025",
    "starts_on": "2025-11-12",
}
OFFICER = {"sex": "male", "age_group": "adult", "public_office": "police"}


@pytest.fixture
def sari():
    return program_of("sari")


@pytest.fixture
def wati():
    return program_of("wati")


@pytest.fixture
def case(sari):
    return told(sari.call("POST", "cases/", CASE), 201)["id"]


@pytest.fixture
def closed(sari):
    return told(sari.call("POST", "cases/", CASE | {"suspects": [OFFICER]}), 201)["id"]


def asked(program, case, **more):
    return told(program.call("POST", f"cases/{case}/referrals/", ASKED | more), 201)


def sections_of(program, case) -> list[str]:
    return told(program.call("GET", f"cases/{case}/"))["sections"]


def test_somebody_is_assigned_and_her_work_ends(case):
    rini, budi = program_of("rini"), program_of("budi")
    address = f"cases/{case}/workers/"
    response = rini.call("POST", address, ORDER)
    made = told(response, 201)
    assert (made["name"], made["agency"]) == ("Budi Hartono", "POLRESTA-BPP-PPA")
    where = response.headers["Location"].removeprefix("/api/v1/")
    assert told(budi.call("GET", where)) == made
    assert told(budi.call("GET", address))["results"] == [made]
    assert "victim_identity" in sections_of(budi, case)

    ended = told(rini.call("POST", f"{where}ending/"))
    assert ended["ended_at"]
    assert "victim_identity" not in sections_of(budi, case)
    told(rini.call("POST", f"{where}ending/"), 400)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"user": "wati"}, "user"),
        ({"user": "nobody"}, "user"),
        ({"user": "agus"}, "user"),
        ({"letter_number": " "}, "letter_number"),
        ({"letter_number": "."}, "letter_number"),
        ({"letter_number": "ada suratnya"}, "letter_number"),
        ({"letter_number": "S/1"}, "letter_number"),
        ({"work": "cook"}, "work"),
        ({"work": "case_manager"}, "work"),  # police investigate
        ({"ends_on": "2025-11-01"}, "__all__"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_an_assignment_is_refused_at_its_field(case, change, field):
    rini = program_of("rini")
    refused = told(rini.call("POST", f"cases/{case}/workers/", ORDER | change), 400)
    assert set(refused["errors"]) == {field}


def test_people_of_other_offices_and_unknown_people_are_refused_alike(case):
    rini = program_of("rini")
    said = {
        name: told(
            rini.call("POST", f"cases/{case}/workers/", ORDER | {"user": name}), 400
        )["errors"]
        for name in ("wati", "nobody", "agus")
    }
    assert said["wati"] == said["nobody"] == said["agus"]


def test_a_key_assigns_once_and_asks_once(sari, case):
    rini, address = program_of("rini"), f"cases/{case}/workers/"
    first = told(rini.call("POST", address, ORDER, idempotency_key="a"), 201)
    assert told(rini.call("POST", address, ORDER, idempotency_key="a"), 201) == first

    address = f"cases/{case}/referrals/"
    first = told(sari.call("POST", address, ASKED, idempotency_key="b"), 201)
    # What the office is told changes with the case; what was asked does not.
    child = {"case": case, "sex": "male", "age_group": "child"}
    told(sari.call("POST", "victims/", child), 201)
    assert told(sari.call("POST", address, ASKED, idempotency_key="b"), 201) == first


def test_before_it_accepts_an_office_reads_what_it_was_told(sari, wati, case):
    made = asked(sari, case)
    assert (made["case"], made["state"]) == (case, "asked")

    (waiting,) = told(wati.call("GET", "referrals/"))["results"]
    assert waiting == made | {"case": None}
    assert waiting["told"] == {
        "month": "2025-10",
        "regency": "64.71",
        "country": None,
        "victim_counts": {"child": 1, "adult": 1, "not_recorded": 0},
    }
    told(wati.call("GET", f"cases/{case}/"), 404)
    told(wati.call("GET", f"cases/{case}/referrals/"), 404)


def test_accepted_it_opens_until_it_ends(sari, wati, case):
    address = f"referrals/{asked(sari, case)['id']}/"
    taken = {"work": "case_manager", "letter_number": "ST/7"}
    accepted = told(wati.call("POST", f"{address}acceptance/", taken))

    assert (accepted["case"], accepted["state"]) == (case, "accepted")
    assert sections_of(wati, case) == ["summary", *SECTIONS]
    row = told(wati.call("GET", f"cases/{case}/"))
    assert row["suspects"] is row["police_reports"] is row["stages"] is None
    told(wati.call("POST", f"{address}acceptance/", taken), 400)

    ended = told(sari.call("POST", f"{address}ending/"))
    assert ended["state"] == "ended"
    told(wati.call("GET", f"cases/{case}/"), 404)
    assert told(wati.call("GET", address))["case"] is None


def test_declined_it_says_why(sari, wati, case):
    address = f"referrals/{asked(sari, case)['id']}/"
    told(wati.call("POST", f"{address}declination/", {}), 400)
    reason = {"reason": "no_capacity"}
    told(wati.call("POST", f"{address}declination/", reason))
    assert told(sari.call("GET", address))["decline_reason"] == "no_capacity"
    told(wati.call("GET", f"cases/{case}/"), 404)
    asked(sari, case)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"to_agency": "NOWHERE"}, "to_agency"),
        ({"sections": ["law"]}, "sections"),
        ({"sections": []}, "sections"),
        ({"sections": ["care", "care"]}, "sections"),
        ({"sections": ["narrative"]}, "sections.0"),
        ({"purpose": "dance"}, "purpose"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"to_agency": "POLRESTA-BPP-PPA", "sections": ["law"]}, "to_agency"),
    ],
)
def test_a_referral_is_refused_at_its_field(sari, case, change, field):
    address = f"cases/{case}/referrals/"
    refused = told(sari.call("POST", address, ASKED | change), 400)
    assert set(refused["errors"]) == {field}


@pytest.mark.parametrize(
    ("who", "status"), [("rini", 404), ("dewi", 404), ("citra", 404), ("seto", 404)]
)
def test_nobody_answers_for_another_office(sari, case, who, status):
    program, address = program_of(who), f"referrals/{asked(sari, case)['id']}/"
    told(program.call("POST", f"{address}acceptance/", {}), status)
    told(program.call("POST", f"{address}declination/", {"reason": "no_consent"}), 404)


def test_who_neither_asked_nor_was_asked_finds_no_referral(sari, case):
    made = asked(sari, case)
    outside = {"budi": 404, "dewi": 404, "citra": 404, "seto": 403, "ani": 403}
    for who, status in outside.items():
        program = program_of(who)
        told(program.call("GET", f"referrals/{made['id']}/"), status)
        told(program.call("POST", f"referrals/{made['id']}/ending/"), 404)
    assert told(program_of("rini").call("GET", f"referrals/{made['id']}/")) == made


def test_command_does_not_find_a_case_by_who_was_asked(sari, wati, case):
    address = f"referrals/{asked(sari, case)['id']}/acceptance/"
    told(wati.call("POST", address, {}))
    dewi = program_of("dewi")
    assert told(dewi.call("GET", "cases/?agency=POLRESTA-BPP"))["results"]
    for code in ("UPTD-PPA-BPP", "DP3AKB-BPP"):
        assert told(dewi.call("GET", f"cases/?agency={code}"))["results"] == []


def test_readers_of_a_restricted_case(sari, closed):
    address, budi = f"cases/{closed}/readers/", program_of("budi")
    (first,) = told(sari.call("GET", address))["results"]
    assert (first["name"], first["reason"]) == ("Sari Wulandari", "official_suspect")
    told(sari.call("POST", f"{address}{first['id']}/ending/"), 400)
    told(budi.call("GET", address), 404)

    named = {"user": "budi", "reason": "handling"}
    made = told(sari.call("POST", address, named), 201)
    assert told(budi.call("GET", f"cases/{closed}/"))["is_restricted"]
    told(sari.call("POST", address, named), 400)

    told(sari.call("POST", f"{address}{made['id']}/ending/"))
    told(budi.call("GET", f"cases/{closed}/"), 404)


def test_lifting_gives_it_back_to_command(sari, closed):
    dewi = program_of("dewi")
    told(dewi.call("GET", f"cases/{closed}/"), 404)
    told(sari.call("POST", f"cases/{closed}/restriction/lifting/"), 400)
    (suspect,) = told(sari.call("GET", f"cases/{closed}/"))["suspects"]
    told(
        sari.call(
            "PATCH",
            f"suspects/{suspect['id']}/",
            {"public_office": "none"},
            if_match=f'"{suspect["version"]}"',
        )
    )

    lifted = told(sari.call("POST", f"cases/{closed}/restriction/lifting/"))

    assert lifted == {"id": closed, "is_restricted": False}
    assert not told(dewi.call("GET", f"cases/{closed}/"))["is_restricted"]


def test_a_restricted_case_is_referred_to_nobody(sari, closed):
    told(sari.call("POST", f"cases/{closed}/referrals/", ASKED), 400)
    assert Case.objects.get(public_id=closed).referrals.count() == 0


def test_today_is_no_passed_day(sari, case):
    assert asked(sari, case, ends_on=f"{clock.today()}")["ends_on"]
