"""A list taken out by keyboard: asked for, made by a real worker, unlocked, fetched."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from agencies.models import Export
from tests.cases.examples import GIRL, WOMAN, a_case
from tests.cases.exported import opened as unlocked
from tests.cases.exported import rows_of
from tests.people import person
from tests.stories.keyboard import tab_to
from tests.stories.windows import DESK, PHONE


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def tab(request, opened) -> Page:
    return opened("sari", request.param)


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
    data, manifest = unlocked(parcel.read_bytes(), password)
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
