"""Lists for programs: the rows, filters and scope of the pages' own lists."""

import pytest

from agencies import clock
from cases.models import Case, Victim
from tests.api.clients import CASE, V1, program_of, told

pytestmark = pytest.mark.django_db
NOUNS = ("cases", "victims", "suspects", "police-reports")
SUSPECT = {"sex": "male", "age_group": "adult", "roles": ["recruiter"]}
REPORT = {"number": "LP/B/1/X/2025/SPKT", "model": "B", "dated_on": "2025-10-04"}


@pytest.fixture
def sari():
    return program_of("sari")


@pytest.fixture
def three(sari):
    """Ids of three cases, reported on three days; the second has a report."""
    sent = [
        CASE | {"reported_on": f"2025-10-1{day}", "suspects": [SUSPECT]}
        for day in range(3)
    ]
    sent[1]["police_reports"] = [REPORT]
    return [told(sari.call("POST", "cases/", one), 201)["id"] for one in sent]


def ids(program, address):
    return [row["id"] for row in told(program.call("GET", address))["results"]]


def test_newest_first_and_by_number(sari, three):
    assert ids(sari, "cases/") == three[::-1]
    assert ids(sari, "cases/?sort=number") == three[::-1]


@pytest.mark.parametrize("noun", NOUNS[1:])
def test_rows_of_a_list_are_the_rows_themselves(sari, three, noun):
    rows = told(sari.call("GET", f"{noun}/"))["results"]
    assert rows
    for row in rows:
        assert row == told(sari.call("GET", f"{noun}/{row['id']}/"))


def test_a_line_of_the_list_says_what_the_case_says(sari, three):
    lines = told(sari.call("GET", "cases/"))["results"]
    for line in lines:
        case = told(sari.call("GET", f"cases/{line['id']}/"))
        same = line.keys() & case.keys()
        assert len(same) > 10
        assert {name: line[name] for name in same} == {
            name: case[name] for name in same
        }
        assert line["has_lp"] == bool(case["police_reports"])
        assert line["victim_counts"] == {"child": 1, "adult": 1, "not_recorded": 0}


@pytest.mark.parametrize("noun", NOUNS)
def test_three_statements_whatever_the_length(
    sari, three, noun, django_assert_num_queries
):
    sari.call("GET", f"{noun}/")  # code lists are kept from here on
    # That she looked; of which cases their identity opens to her; that it did, within a
    # savepoint here.
    masks = {"cases": 0, "victims": 5}.get(noun, 1)
    with django_assert_num_queries(2 + masks):  # the user with her hats, the page
        sari.call("GET", f"{noun}/")
    with django_assert_num_queries(3 + masks):
        sari.call("GET", f"{noun}/?count=true")


def test_every_row_once_forwards_and_backwards(sari):
    for _case in range(30):
        told(sari.call("POST", "cases/", CASE), 201)
    first = told(sari.call("GET", "cases/?count=true"))
    second = told(sari.get(first["next"]))
    assert first["count"] == second["count"] == {"n": 30, "or_more": False}
    assert (len(first["results"]), len(second["results"])) == (25, 5)
    assert first["previous"] is second["next"] is None
    assert told(sari.get(second["previous"]))["results"] == first["results"]
    seen = {row["id"] for row in first["results"] + second["results"]}
    assert len(seen) == 30


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("has_lp=true", [1]),
        ("progress=no_lp", [2, 0]),
        ("reported_from=2025-10-11", [2, 1]),
        ("region=64.71&reported_to=2025-10-10", [0]),
        ("region=64.72", []),
        ("period=2025-10", [2, 1, 0]),
        ("modus=other", []),
        ("q=LP/B/001/X/2025/SPKT", [1]),
    ],
)
def test_filters_are_those_of_the_page(sari, three, query, found):
    assert ids(sari, f"cases/?{query}") == [three[place] for place in found]


def test_withdrawn_rows_are_asked_for(sari, three):
    told(
        sari.call(
            "POST", f"cases/{three[0]}/withdrawal/", {"reason": "test"}, if_match='"1"'
        )
    )
    assert ids(sari, "cases/") == [three[2], three[1]]
    assert ids(sari, "cases/?withdrawn=only") == [three[0]]
    assert len(ids(sari, "victims/")) == Victim.objects.count() - 2


@pytest.mark.parametrize("noun", NOUNS)
def test_scope_is_that_of_the_page(three, noun):
    assert told(program_of("dewi").call("GET", f"{noun}/"))["results"]
    assert told(program_of("citra").call("GET", f"{noun}/"))["results"] == []
    told(program_of("ani").call("GET", f"{noun}/"), 403)


SUMMARY = {
    "sight": "summary",
    "month": "2025-10",
    "regency": "64.71",
    "country": None,
    "progress": "no_lp",
    "victim_counts": {"child": 1, "adult": 1, "not_recorded": 0},
}


def test_secretariat_gets_summaries_and_nothing_else(three):
    seto = program_of("seto")
    lines = told(seto.call("GET", "cases/"))["results"]
    assert [line.keys() for line in lines] == [SUMMARY.keys()] * 3
    assert SUMMARY in lines

    response = seto.call("GET", f"cases/{three[0]}/")
    assert told(response) == SUMMARY
    assert "ETag" not in response.headers
    for noun in NOUNS[1:]:
        assert told(seto.call("GET", f"{noun}/"))["results"] == []


def test_secretariat_may_not_probe():
    eko = program_of("eko")
    for query in ("modus=other", "stage=intake", "has_lp=false", "sort=number"):
        told(eko.call("GET", f"cases/?{query}"), 403)
    assert told(eko.call("GET", "cases/?progress=no_lp&region=64"))["results"] == []


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("cases/?regio=64", "regio"),
        ("cases/?region=", "region"),
        ("cases/?region=64.99", "region"),
        ("cases/?region=%00", "region"),
        ("cases/?reported_from=07/03/2025", "reported_from"),
        ("cases/?reported_from=2025-02-30", "reported_from"),
        ("cases/?q=Melati", "q"),
        ("cases/?q=6471010101900001", "q"),
        ("cases/?after=x", "after"),
        ("cases/?count=1", "count"),
        ("cases/?page=2", "page"),
        ("victims/?sort=number", "sort"),
        ("suspects/?role=x&sex=male", "role"),
    ],
)
def test_what_an_address_may_not_say_is_named(sari, address, field):
    assert list(told(sari.call("GET", address), 400)["errors"]) == [field]


def test_a_cursor_opens_its_own_list_only(sari):
    for _case in range(26):
        told(sari.call("POST", "cases/", CASE), 201)
    cursor = told(sari.call("GET", "cases/"))["next"].split("after=")[1]
    told(sari.call("GET", f"cases/?sort=number&after={cursor}"), 400)
    told(sari.call("GET", f"victims/?after={cursor}"), 400)
    told(sari.call("GET", f"cases/?after={cursor}&before={cursor}"), 400)
    assert told(sari.get(f"{V1}cases/?after={cursor}"))["next"] is None


def test_refusals_are_in_the_words_of_the_page(sari):
    refused = told(sari.call("GET", "cases/?q=Melati"), 400)
    assert refused["errors"]["q"][0].startswith("Pencarian menerima nomor register")
    assert b"Melati" not in sari.call("GET", "cases/?q=Melati").content
    assert clock.today()
    assert not Case.objects.exists()
