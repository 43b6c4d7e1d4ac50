"""What hands do that never leave the keyboard."""

import pytest
from django.utils import translation
from playwright.sync_api import Page

from agencies.lookup import codes

MOST_TABS = 60
OFFERED = ".ta [role=option]"


# What stands out on whatever has the focus: a ring of its own or of what holds it, in
# sight, not over its words, and not under what sticks to the edges of the window.
SEEN = """() => {
  const at = document.activeElement;
  if (at === document.body) return true;  // past the last stop: the browser's own
  const rung = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  if (!rung(at) && !(at.closest(".step") && rung(at.closest(".step")))) return false;
  const { display, boxShadow } = getComputedStyle(at);
  if (display === "inline" && boxShadow.includes("inset") && !at.closest("svg"))
    return false;
  const { left, right, top, bottom, width, height } = at.getBoundingClientRect();
  if (!width || !height) return false;
  const within = (low, high, end) => (Math.max(low, 0) + Math.min(high, end)) / 2;
  const x = within(left, right, innerWidth), y = within(top, bottom, innerHeight);
  const over = document.elementFromPoint(x, y)?.closest(".bar, .tabs4, .save, .rail");
  return x >= 0 && y >= 0 && x < innerWidth && y < innerHeight
    && (!over || over.contains(at));
}"""


def tab_to(page: Page, wanted: str, presses: int = MOST_TABS) -> None:
    """Press Tab until an element that matches the selector has the focus.

    Wherever the focus stops on the way, it must be seen.
    """
    for _press in range(presses):
        page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(SEEN), f"the focus is not seen at {where}"
        if page.locator(f":focus:is({wanted})").count():
            return
    pytest.fail(f"Tab does not lead to {wanted}")


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
