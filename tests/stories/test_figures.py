"""Story: asking how many, seeing who they are, and coming back.

By keyboard alone on a desk, and by thumb on a phone; `sari` writes nothing.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from agencies import clock
from tests.cases.examples import GIRL, WOMAN, a_case
from tests.people import person
from tests.stories.keyboard import tab_to
from tests.stories.windows import PHONE, fits, scripts


@pytest.fixture
def victims(live_server_url) -> int:
    """Victims of this month; a case of some months ago has another."""
    sari, today = person("sari"), clock.today()
    a_case(sari, victims=(GIRL, WOMAN, WOMAN), happened_on=today, reported_on=today)
    long_ago = today - timedelta(days=400)
    a_case(sari, victims=(GIRL,), happened_on=long_ago, reported_on=long_ago)
    return 3


def test_by_keyboard_alone_from_the_question_to_the_list_and_back(victims, opened):
    page = opened("sari")
    page.goto("/")
    tab_to(page, ".rail a[href='/figures/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Angka")
    tab_to(page, "#id_figure")
    page.keyboard.type("Korban")
    tab_to(page, "#id_place")
    page.keyboard.press("Control+a")
    page.keyboard.type("balikpapan")
    expect(page.locator("#id_place_list li").first).to_be_visible()
    page.keyboard.press("Enter")
    tab_to(page, "#id_by")
    page.keyboard.type("Bulan")
    tab_to(page, "button.pri")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"figure=victims.*#hasil"))
    expect(page.locator("#hasil h2")).to_contain_text("Korban, Kota Balikpapan, ")
    expect(page.locator("#hasil .v b")).to_have_text(str(victims))
    asked = page.url
    tab_to(page, ".chart a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/victims/\?.*counted_from="))
    expect(page.locator("[data-rows] tbody tr")).to_have_count(victims)
    page.go_back()  # headless Chromium has no Alt+Left
    page.wait_for_url(asked)
    expect(page.locator("#hasil .v b")).to_have_text(str(victims))


@scripts
def test_on_a_phone_the_answer_comes_into_sight_by_itself(victims, opened, script):
    page = opened("sari", PHONE, script=script)
    page.goto("/")
    page.locator(".tabs4 a[href='#menu']").tap()
    page.locator("#menu a[href='/figures/']").tap()
    page.get_by_label("Angka", exact=True).select_option("victims")
    page.get_by_label("Potong menurut").select_option("sex")
    page.get_by_role("button", name="Hitung").tap()
    page.wait_for_url(re.compile(r"figure=victims.*#hasil"))
    expect(page.locator("#hasil .v")).to_be_in_viewport()
    assert fits(page)
    page.locator(".bars tbody th a").first.tap()
    expect(page.locator("[data-rows] tbody tr")).to_have_count(victims)
    page.go_back()
    expect(page.locator("#hasil .v")).to_be_visible()


def test_a_citation_is_copied_with_its_address(victims, opened):
    page = opened("sari")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/figures/?figure=victims&region=64.71")
    page.get_by_role("button", name="Salin kutipan").click()
    expect(page.get_by_role("button", name="Tersalin")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Sumber: Unit PPA")
    assert "known_at=" in copied
