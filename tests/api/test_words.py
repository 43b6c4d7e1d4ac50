"""One rule, one place: page and API refuse the same thing in the same words."""

import re
import uuid
from html import unescape

import pytest
from django.test import Client

from agencies import clock
from cases.models import Case, PoliceReport
from tests.api.clients import CASE, program_of, told

pytestmark = pytest.mark.django_db
REPORT = {"number": "LP/B/1/X/2025/SPKT", "model": "B", "dated_on": "2025-10-04"}
FUTURE = "2099-01-31"


@pytest.fixture
def sari():
    return program_of("sari")


@pytest.fixture
def case(sari):
    return told(sari.call("POST", "cases/", CASE), 201)


def said_on_page(browser: Client, address: str, typed: dict) -> str:
    """The words of the page that answers to a form."""
    page = browser.post(address, typed)
    assert page.status_code == 200, page.status_code
    return unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))


def words_of(refusal) -> list[str]:
    return [words for said in refusal["errors"].values() for words in said]


def typed(sent: dict, *days: str) -> dict:
    """As a form takes it: each day in three inputs."""
    made = {name: value for name, value in sent.items() if name not in days}
    for name in days:
        parts = sent[name].split("-") if name in sent else ["", "", ""]
        for part, value in zip(("year", "month", "day"), parts, strict=True):
            made[f"{name}_{part}"] = value
    return made


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"number": "LP/B/2/X/2025/SPKT", "dated_on": FUTURE},
        {"number": " "},
        {"number": "x" * 121},
        {"model": "C"},
        {"number": None, "model": None, "dated_on": None},
    ],
    ids=["twice", "future", "blank", "long", "choice", "missing"],
)
def test_a_police_report(sari, case, change):
    told(sari.call("POST", "police-reports/", REPORT | {"case": case["id"]}), 201)
    sent = {name: value for name, value in (REPORT | change).items() if value}

    content = sent | {"case": case["id"]}
    refusal = told(sari.call("POST", "police-reports/", content), 400)
    address = f"/cases/{case['id']}/police-reports/new/"
    page = said_on_page(sari, address, typed(sent, "dated_on") | {"key": "k"})

    assert words_of(refusal)
    for words in words_of(refusal):
        assert words in page
    assert PoliceReport.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"stage": "pre_investigation", "on": "2025-10-01"},
        {"stage": "investigation", "on": "2025-10-04"},
        {"stage": "pre_investigation", "on": FUTURE},
        {},
    ],
)
def test_a_stage(sari, case, sent):
    address = f"cases/{case['id']}/stages/"
    refusal = told(sari.call("POST", address, sent, if_match='"1"'), 400)
    form = typed(sent, "on") | {"seen": "1"}
    page = said_on_page(sari, f"/cases/{case['id']}/stages/new/", form)
    for words in words_of(refusal):
        assert words in page
    assert Case.objects.get().version == 1


def test_the_required_answers_of_a_case(sari):
    refusal = told(sari.call("POST", "cases/", {}), 400)
    page = said_on_page(sari, "/cases/new/", {"draft": str(uuid.uuid4())})
    said = [refusal["errors"][n][0] for n in ("modus", "known_via", "narrative")]
    assert len(set(said)) == 3
    for words in said:
        assert words in page


def test_today_is_never_refused(sari, case):
    step = {"stage": "pre_investigation", "on": f"{clock.today()}"}
    told(sari.call("POST", f"cases/{case['id']}/stages/", step, if_match='"1"'))
