"""Story 2, the thread: from a keystroke to a figure, an edition and its PDF.

`sari` logs a case by keyboard; `dewi` compiles Balikpapan on her phone; a real worker
counts. What was compiled before does not move.
"""

import re
from zoneinfo import ZoneInfo

import pytest
from django.utils import formats
from playwright.sync_api import Page, expect

from agencies import clock
from agencies.models import User
from cases.models import Case
from reports import actions, areas
from reports.models import Edition
from reports.periods import Period, month_of
from tests.cases.examples import GIRL, a_case
from tests.cases.typed import SENTENCE
from tests.people import browser_of, person
from tests.reports.pdfs import text_of
from tests.stories.keyboard import log_by_keyboard
from tests.stories.windows import PHONE, fits, scripts

CASE = re.compile(r"/cases/[0-9a-f-]{36}/$")
EDITION = re.compile(r"/reports/[0-9a-f-]{36}/$")
PLACE = "64.71"
WITA = ZoneInfo("Asia/Makassar")  # of Balikpapan: what is typed there is of its day


@pytest.fixture(params=["id", "en"])
def language(request, committed) -> str:
    User.objects.filter(username__in=["sari", "dewi"]).update(language=request.param)
    return request.param


@pytest.fixture
def month() -> Period:
    return month_of(clock.today(WITA))


@pytest.fixture
def before(language, month) -> Edition:
    """Compiled when there was one case of this month."""
    today = clock.today(WITA)
    a_case(person("sari"), victims=(GIRL,), happened_on=today, reported_on=today)
    return actions.compile_edition(areas.area(PLACE), month, by=None)


def asked(month: Period) -> str:
    until = clock.today(WITA)
    return f"?figure=cases&region={PLACE}&from={month.first}&to={until}&by=month"


def live(month: Period) -> int:
    """Her figure by the API."""
    answer = browser_of("sari").get(f"/api/v1/figures/{asked(month)}")
    return answer.json()["total"]


def log_a_case(page: Page, month: Period, language: str) -> Case:
    """By keyboard; her live figure is one more, and the bar leads to the case."""
    figure = page.locator("#hasil .v b")
    page.goto(f"/figures/{asked(month)}")
    expect(figure).to_have_text("1")
    page.goto("/cases/new/")
    log_by_keyboard(page, SENTENCE, language)
    page.wait_for_url(CASE)
    case = Case.objects.latest("pk")
    page.goto(f"/figures/{asked(month)}")
    expect(figure).to_have_text("2")
    page.locator(".chart a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/cases/\?"))
    rows = page.locator("[data-rows] tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text=case.register_no)).to_have_count(1)
    return case


def ask_to_compile(page: Page, month: Period) -> None:
    page.goto("/reports/")
    assert fits(page)
    form = page.locator("form[action='/reports/compile/']")
    form.locator("[name=region]").select_option(PLACE)
    for name, day in (("first", month.first), ("last", month.last)):
        form.locator(f"[name={name}]").fill(formats.date_format(day, "d/m/Y"))
    form.locator("button").tap()
    page.wait_for_url(re.compile(r"/reports/(jobs/)?[0-9a-f-]{36}/$"))


def arrive(page: Page, *, script: bool) -> Edition:
    """From the page that tells how far it is to the edition: by itself, or by hand."""
    for _look in range(40):
        if script or EDITION.search(page.url):
            break
        page.wait_for_timeout(250)
        page.reload()
    page.wait_for_url(EDITION)
    assert fits(page)
    return Edition.objects.latest("pk")


@scripts
def test_a_case_is_in_the_edition_and_the_report_that_are_compiled_after_it(
    celery_worker_process, before, month, opened, language, script
):
    assert live(month) == 1
    log_a_case(opened("sari"), month, language)
    assert live(month) == 2

    phone = opened("dewi", PHONE, script=script)
    ask_to_compile(phone, month)
    edition = arrive(phone, script=script)
    assert (edition.n, edition.compiled_by) == (2, person("dewi"))
    expect(phone.locator("h1")).to_contain_text("Balikpapan")
    assert counted(edition) == 2
    answer = phone.request.get(f"{phone.url}laporan.pdf")
    text = text_of(answer.body())
    assert edition.number in text
    assert re.search(r"Perkara 2 ", text)

    cells = before.cells
    before.refresh_from_db()
    assert before.cells == cells
    assert counted(before) == 1
    assert actions.reproduce(before).is_same
    assert actions.reproduce(edition).is_same
    phone.goto(f"/reports/{before.public_id}/")
    to_the_next = phone.locator(f"main a[href='/reports/{edition.public_id}/']")
    expect(to_the_next).to_be_visible()


def counted(edition: Edition) -> int:
    [n] = [n for *key, n in edition.cells if key == ["cases", "period", "total", ""]]
    return n
