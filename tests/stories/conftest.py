"""Windows of a real browser for the stories."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.people import cookie_of
from tests.stories.windows import DESK, PHONE


@pytest.fixture
def opened(browser: Browser, live_server_url: str) -> Iterator[Callable[..., Page]]:
    """A page of one of the cast with a running session of hers, or, of "", of somebody
    who has none; a phone is touched. Each has a window of its own."""
    contexts = []

    def open_page(who: str, screen=DESK, *, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server_url,
            viewport=screen,
            has_touch=screen is PHONE,
            java_script_enabled=script,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        if who:
            context.add_cookies([cookie_of(who, live_server_url)])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
