"""Scoreboard U1: axe finds nothing, on any page, in any language, light or width."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import get_resolver

from tests.look.pages import NOT_PAGES, PAGES, TWINS

WIDTHS = ((360, 740), (1366, 768), (1920, 1080))


def barriers(window) -> list[str]:
    """What axe finds, and whether the page scrolls sideways, in six circumstances."""
    found = []
    for width, height in WIDTHS:
        window.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            window.emulate_media(color_scheme=scheme)
            for violation in Axe().run(window).response["violations"]:
                where = [node["html"][:120] for node in violation["nodes"][:3]]
                found.append(f"{width} {scheme}: {violation['id']} {where}")
        over = window.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            found.append(f"{width}: {over} px wider than the screen")
    return found


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page_has_no_barrier(page, language, rows, window):
    tab = window(page.who, language).new_page()
    complaints = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on(
        "console",
        lambda said: complaints.append(said.text) if said.type == "error" else None,
    )

    answer = tab.goto(page.address(rows))

    assert answer.status == page.status
    assert tab.get_attribute("html", "lang") == language
    assert barriers(tab) == []
    assert complaints == []


def test_every_named_address_is_a_page_or_known_not_to_be_one():
    """The API answers programs; its names begin with `api_`."""
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    named = {name for name in names if not name.startswith("api_")}
    listed = {page.route for page in PAGES} | NOT_PAGES | TWINS
    assert named - listed == set()
    assert listed - named == set()
