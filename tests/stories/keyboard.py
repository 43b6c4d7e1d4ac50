"""What hands do that never leave the keyboard."""

import pytest
from django.utils import translation
from playwright.sync_api import Page

from agencies.lookup import codes

MOST_TABS = 60
OFFERED = ".ta [role=option]"


def tab_to_id(page: Page, wanted: str) -> None:
    """Press Tab until the control with this id has the focus."""
    for _press in range(MOST_TABS):
        if page.evaluate("document.activeElement.id || ''") == wanted:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no way to {wanted} by keyboard")


def log_by_keyboard(page: Page, sentence: str, language: str = "id") -> None:
    """Fill in the open form with a girl in Balikpapan Kota, and save it."""
    page.locator("main").focus()
    for part, text in enumerate(("7", "3", "2025")):
        tab_to_id(page, f"id_happened_{part}")
        page.keyboard.type(text)
    tab_to_id(page, "id_place")
    page.keyboard.type("balikpapan")
    page.locator(OFFERED).first.wait_for()
    while "Balikpapan Kota" not in page.locator("[aria-selected=true]").inner_text():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    with translation.override(language):
        modus = codes.label("modus_operandi", "pimping_online")
        known_via = codes.label("complaint_channel", "hotline_110")
    tab_to_id(page, "id_modus")
    page.keyboard.type(modus)
    tab_to_id(page, "id_known_via")
    page.keyboard.type(known_via)
    tab_to_id(page, "id_victims_female_child")
    page.keyboard.press("ArrowUp")
    tab_to_id(page, "id_narrative")
    page.keyboard.type(sentence)
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name || ''") != "save":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
