"""Agencies, regions and code lists: read by everyone signed in, written by nobody."""

import itertools

import pytest

from agencies.models import Agency, Code, Region
from tests.api.clients import V1, program_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def ani():
    return program_of("ani")


def walked(program, address):
    """Every row of a list, forwards; asserts that the way back is the same."""
    pages, at = [], address
    while at:
        page = told(program.get(at))
        pages.append(page)
        at = page["next"]
    for before, page in itertools.pairwise(pages):
        assert told(program.get(page["previous"]))["results"] == before["results"]
    assert pages[0]["previous"] is None
    return [row for page in pages for row in page["results"]]


def test_every_province_with_its_regencies(ani):
    codes = [row["code"] for row in walked(ani, f"{V1}regions/?kind=province")]
    assert codes == sorted(codes)
    assert len(codes) == Region.objects.provinces().count() == 38

    inside = walked(ani, f"{V1}regions/?inside=64")
    assert len(inside) == Region.objects.filter(code__startswith="64").count()
    assert all(row["code"].startswith("64") for row in inside)


def test_one_region(ani):
    assert told(ani.call("GET", "regions/64.71/")) == {
        "code": "64.71",
        "name": "Kota Balikpapan",
        "kind": "city",
        "parent": "64",
        "capital": Region.objects.get(code="64.71").capital,
        "time_zone": "Asia/Makassar",
        "population": Region.objects.get(code="64.71").population,
    }


def test_every_agency_once(ani, django_assert_num_queries):
    codes = [row["code"] for row in walked(ani, f"{V1}agencies/")]
    assert sorted(codes) == sorted(Agency.objects.values_list("code", flat=True))
    assert len(set(codes)) == len(codes)
    with django_assert_num_queries(2):
        ani.call("GET", "agencies/")


def test_agencies_that_serve_a_place(ani):
    rows = walked(ani, f"{V1}agencies/?serves=64.71&level=regency")
    assert {"POLRESTA-BPP"} <= {row["code"] for row in rows}
    assert all(set(row["serves"]) & {"64", "64.71"} for row in rows)
    one = told(ani.call("GET", "agencies/POLRESTA-BPP/"))
    assert one in rows


def test_code_lists_with_both_labels(ani):
    lists = told(ani.call("GET", "code-lists/"))
    assert sum(len(found["entries"]) for found in lists) == Code.objects.count()
    platforms = told(ani.call("GET", "code-lists/digital_platform/"))
    assert platforms in lists
    assert {"code", "label_id", "label_en", "retired_on"} == set(
        platforms["entries"][0]
    )


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("regions/?kind=planet", "kind"),
        ("regions/?inside=x", "inside"),
        ("regions/?inside=64.99", "inside"),
        ("regions/?after=%00", "after"),
        ("regions/?page=2", "page"),
        ("agencies/?serves=", "serves"),
        ("code-lists/?q=1", "q"),
    ],
)
def test_queries_that_nobody_reads_are_refused(ani, address, field):
    assert list(told(ani.call("GET", address), 400)["errors"]) == [field]


@pytest.mark.parametrize("address", ["regions/", "agencies/", "code-lists/"])
def test_nobody_writes_them_here(address):
    told(program_of("tono").call("POST", address, {}), 405)
