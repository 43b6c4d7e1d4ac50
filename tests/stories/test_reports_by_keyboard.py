"""Story: from the dashboard to a list, and from Laporan to a PDF, by keyboard alone.

`dewi` never touches the mouse, and sees at every stop where she is.
"""

import re
from datetime import timedelta

import pytest
from django.utils import formats
from playwright.sync_api import Page, expect

from agencies import clock
from agencies.choices import JobState
from agencies.models import Job
from reports import tasks
from reports.periods import month_of
from tests.cases.examples import GIRL, WOMAN, a_case
from tests.people import person
from tests.reports.pdfs import text_of
from tests.stories.keyboard import tab_to

PLACE = "64.71"
EDITION = re.compile(r"/reports/[0-9a-f-]{36}/$")
ROWS = "[data-rows] tbody tr"
FIGURE = ".fig:has(h2:text-is('Perkara')) .v b"


@pytest.fixture
def cases(live_server_url) -> int:
    """Cases of this month in Balikpapan; there was one a year ago."""
    sari, today = person("sari"), clock.today()
    for victims in ((GIRL, WOMAN), (WOMAN,)):
        a_case(sari, victims=victims, happened_on=today, reported_on=today)
    long_ago = today - timedelta(days=370)
    a_case(sari, victims=(GIRL,), happened_on=long_ago, reported_on=long_ago)
    return 2


@pytest.fixture
def page(opened) -> Page:
    page = opened("dewi")
    page.goto("/")
    return page


def go_to(page: Page, address: str) -> None:
    """By the menu beside the page."""
    tab_to(page, f".rail a[href='{address}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def opens(page: Page, wanted: str, rows: int) -> None:
    """Enter opens the list of what is counted there, and back leads here again."""
    here = page.url
    tab_to(page, wanted, presses=120)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"counted_from="))
    expect(page.locator(ROWS)).to_have_count(rows)
    page.go_back()  # headless Chromium has no Alt+Left
    page.wait_for_url(here)


def days(first, last) -> tuple[str, str]:
    return formats.date_format(first, "d/m/Y"), formats.date_format(last, "d/m/Y")


def test_a_bar_and_a_region_of_the_dashboard_open_their_lists(cases, page):
    go_to(page, "/dashboard/")
    tab_to(page, "#id_period")
    page.keyboard.type("12 bulan")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"period=12m"))
    expect(page.locator(FIGURE)).to_have_text(str(cases))
    opens(page, ".chart a", cases)
    opens(page, ".bars th a", cases)
    opens(page, ".map a[aria-label*='Balikpapan']", 3)


def test_days_of_her_own_are_typed_on_the_dashboard(cases, page):
    go_to(page, "/dashboard/")
    tab_to(page, ".choose summary")
    page.keyboard.press("Enter")
    today = clock.today()
    for name, day in zip(("from", "to"), days(today, today), strict=True):
        tab_to(page, f"[name={name}]")
        page.keyboard.type(day)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"from=.*to="))
    expect(page.locator(FIGURE)).to_have_text(str(cases))
    opens(page, f"{FIGURE} a", cases)


def test_an_edition_is_compiled_and_its_report_kept(celery_worker_process, cases, page):
    month = month_of(clock.today())
    go_to(page, "/reports/")
    tab_to(page, "form[action='/reports/compile/'] [name=region]")
    page.keyboard.type("Kota Balikpapan")
    for name, day in zip(("first", "last"), days(month.first, month.last), strict=True):
        tab_to(page, f"[name={name}]")
        page.keyboard.press("Control+a")
        page.keyboard.type(day)
    tab_to(page, "form[action='/reports/compile/'] button")
    page.keyboard.press("Enter")
    page.wait_for_url(EDITION)
    expect(page.locator("h1")).to_contain_text("Balikpapan")
    tab_to(page, "main .btn.pri")
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    kept = downloading.value.path().read_bytes()
    assert re.search(rf"Perkara {cases} ", text_of(kept))


def test_the_page_that_tells_how_far_it_is_leaves_the_focus_alone(cases, page):
    """It asks again by itself every two seconds; no worker knows of this job."""
    month = month_of(clock.today())
    given = {"region": PLACE, "first": f"{month.first}", "last": f"{month.last}"}
    job = Job.objects.create(
        kind=tasks.COMPILE, subject=PLACE, given=given, by=person("dewi")
    )
    page.clock.install()
    page.goto(f"/reports/jobs/{job.public_id}/")
    tab_to(page, "[data-poll] a")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    page.clock.run_for(2100)
    expect(page.locator("[data-poll] h2")).to_have_text(str(JobState.RUNNING.label))
    expect(page.locator("[data-poll] a")).to_be_focused()
