"""One case to look at, and windows in which the cast look at it."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext

from agencies.models import User
from tests.look.rows import standing
from tests.people import cookie_of


@pytest.fixture
def rows(live_server_url) -> Iterator[dict[str, str]]:
    """Public ids of what stands in the register, made for this test."""
    with standing() as ids:
        yield ids


@pytest.fixture
def window(
    browser: Browser, live_server_url: str
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a window for one of the cast ("" for nobody) in a language."""
    opened = []
    spoken = dict(User.objects.values_list("username", "language"))

    def open_window(who: str, language: str = "id", **options) -> BrowserContext:
        speak({who: language})
        context = browser.new_context(base_url=live_server_url, **options)
        context.set_default_timeout(10_000)
        chosen = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language}
        cookies = [chosen | {"url": live_server_url}]
        if who:
            cookies.append(cookie_of(who, live_server_url))
        context.add_cookies(cookies)
        opened.append(context)
        return context

    yield open_window
    for context in opened:
        context.close()
    speak(spoken)


def speak(languages: dict[str, str]) -> None:
    """Whoever is signed in is answered in the language of the account."""
    for username, language in languages.items():
        User.objects.filter(username=username).exclude(language=language).update(
            language=language
        )
