"""A list taken out by keyboard: asked for, made by a real worker, unlocked, fetched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from agencies.models import Export
from tests.cases.examples import GIRL, WOMAN, a_case
from tests.cases.exported import opened, rows_of
from tests.people import browser_of, person
from tests.stories.keyboard import tab_to

SCREENS = {"desk": (1366, 768), "phone": (360, 740)}


@pytest.fixture(params=SCREENS)
def tab(request, browser: Browser, live_server_url: str) -> Iterator[Page]:
    width, height = SCREENS[request.param]
    context = browser.new_context(
        base_url=live_server_url, viewport={"width": width, "height": height}
    )
    context.set_default_timeout(15_000)
    name = settings.SESSION_COOKIE_NAME
    session = browser_of("sari").cookies[name].value
    context.add_cookies([{"name": name, "value": session, "url": live_server_url}])
    yield context.new_page()
    context.close()


@pytest.mark.usefixtures("celery_worker_process")
def test_sari_takes_her_victims_out_by_keyboard(tab):
    a_case(person("sari"), victims=(GIRL, WOMAN))
    tab.goto("/victims/?age_group=child")
    tab_to(tab, "a[href^='/exports/new/']")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/exports/new/**")
    fill_in(tab)
    expect(tab.get_by_role("heading", level=2)).to_have_text("Selesai", timeout=20_000)
    parcel, password = fetched(tab), told(tab)
    data, manifest = opened(parcel.read_bytes(), password)
    assert len(rows_of(data)) == manifest["rows"] == 1
    assert manifest["note"] == "Nota dinas 12/XI/2025"
    tab.reload()
    assert password not in tab.content()
    assert Export.objects.get().told_at is not None


def fill_in(tab: Page) -> None:
    tab_to(tab, "[name=purpose]")
    tab.keyboard.type("Laporan")
    tab_to(tab, "[name=note]")
    tab.keyboard.type("Nota dinas 12/XI/2025")
    tab.keyboard.press("Enter")


def fetched(tab: Page) -> Path:
    tab_to(tab, "a[href$='/file/']")
    with tab.expect_download() as download:
        tab.keyboard.press("Enter")
    return download.value.path()


def told(tab: Page) -> str:
    tab_to(tab, "form[action$='/password/'] button")
    tab.keyboard.press("Enter")
    return tab.locator(".secret").inner_text()
