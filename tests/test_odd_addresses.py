"""No word in an address is a fault of ours: borders of dates, NUL, zones of no place.

Each parameter that a page reads, or that the schema of the API names, is tried alone.
"""

from urllib.parse import quote

import pytest
from drf_spectacular.generators import SchemaGenerator

from agencies.demo import PASSWORD
from cases.lists.filters import CaseFilters, RegisterFilters
from cases.trail.filter import AuditFilter
from cases.views.lists import KINDS
from reports.dashboard.form import DashboardForm
from reports.forms import EditionFilter
from reports.page.form import QuestionForm
from reports.questions import NARROWING
from tests.people import browser_of

ODD = (
    "a\0b",
    "abc",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59-12:00",
    "0001-W01",
    "9999-W52",
    "2025-11-12T14:05+23:59",
    "99999999999999999999",
)
PLACES = ("after", "before", "count", "sort", "q")
SHARED = RegisterFilters.base_filters.keys() - {"reported_to", "region"}
QUESTION = (*QuestionForm.base_fields, *NARROWING)
# Who asks, where, and the parameters that are read there.
PAGES = {
    "/cases/": ("sari", (*CaseFilters.base_filters, *PLACES)),
    **{
        f"/{kind.noun.path}/": ("sari", kind.filters.base_filters.keys() - SHARED)
        for kind in KINDS.values()
        if kind.filters is not CaseFilters
    },
    "/figures/?figure=cases": ("sari", QUESTION),
    "/dashboard/": ("dewi", tuple(DashboardForm.base_fields)),
    "/reports/": ("dewi", (*EditionFilter.base_fields, "page")),
    "/audit/": ("ani", (*AuditFilter.base_fields, "after")),
    "/people/": ("rini", ("of",)),
    "/reviews/week/": ("rini", ("week",)),
    "/exports/new/": ("sari", ("list", "query")),
    "/exports/new/?list=cases": ("sari", ("query",)),
    "/cases/new/": ("sari", ("draft",)),
    "/regions/search": ("sari", ("q",)),
    "/sign-in/": ("sari", ("next",)),
    "/": ("sari", ("q", "next")),
}
READERS = {"/api/v1/audit/": "ani"}


def faults(who: str, address: str, names) -> list[str]:
    """Addresses that were answered as faults of ours."""
    browser, found = browser_of(who, raise_request_exception=False), []
    for name in names:
        for odd in ODD:
            sign = "&" if "?" in address else "?"
            asked = f"{address}{sign}{name}={quote(odd)}"
            if browser.get(asked).status_code >= 500:
                found.append(asked)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_no_page_breaks_on_a_word_of_its_address(address):
    who, names = PAGES[address]
    assert faults(who, address, names) == []


@pytest.mark.django_db
def test_no_list_of_the_api_breaks_on_a_word_of_its_address():
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    found, tried = [], 0
    for path, operations in paths.items():
        asked = operations.get("get", {}).get("parameters", [])
        names = [each["name"] for each in asked if each["in"] == "query"]
        if "{" not in path and names:
            address = path + ("?figure=cases" if path.endswith("figures/") else "")
            found += faults(READERS.get(path, "sari"), address, names)
            tried += 1
    assert found == []
    assert tried > 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "address", "field"),
    [
        ("sari", "figures/?figure=cases&known_at=2025-11-12T14:05%2B23:59", "known_at"),
        ("ani", "audit/?last=9999-12-31", "last"),
    ],
)
def test_a_program_is_told_which_word_is_odd(who, address, field):
    refused = browser_of(who).get(f"/api/v1/{address}")
    assert refused.status_code == 400
    assert field in refused.json()["errors"]


@pytest.mark.django_db
def test_a_bare_word_is_no_place_to_go_after_sign_in(client):
    assert browser_of("sari").get("/sign-in/?next=case_list").url == "/"
    typed = {"username": "sari", "password": PASSWORD, "next": "abc"}
    assert client.post("/sign-in/", typed).url == "/"
