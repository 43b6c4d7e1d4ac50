"""Through which screens the stories are told, and what a page in them says."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from cases.models import Case

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
screens = pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
scripts = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def address(case: Case, route: str = "case", *more: object) -> str:
    return reverse(route, args=[case.public_id, *more])


def told(page: Page) -> str:
    """What the page says has been done."""
    return page.locator("main [role=status]").inner_text()


def words(page: Page) -> str:
    return page.locator("main").inner_text()


def fits(page: Page) -> bool:
    """Nothing of it lies beside the window."""
    page_itself = page.locator("html")  # waits for it while another one is left
    return page_itself.evaluate("html => html.scrollWidth <= innerWidth")
