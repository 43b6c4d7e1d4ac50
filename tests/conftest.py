"""Fixtures of the whole suite. The database part is in `tests.ground`."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from agencies import eyes
from agencies.lookup import codes, directory
from tests import ground, programs, register
from tests.keys import own_store, ring  # noqa: F401 - fixtures
from tests.people import browser_of
from tppo_tracker.processes import Together

workers: list[Together] = []  # of Celery, at most one at a time


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> None:
    """This worker's database: code under test runs in it as the serving role."""
    ground.create_workers_database()
    register.remember()


@pytest.fixture(scope="session", autouse=True)
def _everything_in_sight() -> Iterator[None]:
    """A test looks at the whole register, past the second wall, to see what became of
    it. The code under test opens its own eyes: requests and tasks begin without any."""
    with eyes.looking_at_everything():
        yield


@pytest.fixture
def one_wall(monkeypatch) -> None:
    """Without the second wall: what the code asks for must hold by itself."""
    monkeypatch.setattr(eyes, "keys", lambda: eyes.EVERYTHING)


@pytest.fixture
def signed_in(db) -> Callable[[str], Client]:
    """A browser of one of the cast, signed in without the sign-in page's own events."""
    return browser_of


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch) -> None:
    """What is kept for a minute is not read anew in the middle of a test that counts
    statements."""
    now = time.monotonic()
    still = SimpleNamespace(monotonic=lambda: now)
    monkeypatch.setattr(codes, "time", still)
    monkeypatch.setattr(directory, "time", still)


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    """Lockouts, sessions, throttles and language of one test are not the next one's."""
    yield
    cache.clear()
    translation.deactivate()


@pytest.fixture(scope="session")
def committing(django_db_setup, django_db_blocker) -> Callable:
    """Opens a time of real commits, seen by other processes; at its end everything is
    undone, once the worker is done with it: what it still writes would meet the rows of
    what comes next."""

    @contextmanager
    def open_it() -> Iterator[None]:
        with django_db_blocker.unblock():
            try:
                yield
            finally:
                connections.close_all()
                for worker in workers:
                    programs.let_it_finish(worker)
                register.restore()
                with redis.Redis.from_url(settings.REDIS_URL) as client:
                    client.flushdb()

    return open_it


@pytest.fixture
def committed(request, committing) -> Iterator[None]:
    """Real commits in this test."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("`committed` and the django_db mark exclude each other.")
    with committing():
        yield


@pytest.fixture(scope="session")
def _web(django_db_setup) -> Iterator[str]:
    address, together = programs.start_web()
    yield address
    together.end()


@pytest.fixture(scope="session")
def _worker(django_db_setup) -> Iterator[None]:
    together = programs.start_worker()
    workers.append(together)
    yield
    workers.remove(together)
    together.end()


@pytest.fixture
def live_server_url(committed, _web) -> str:
    """Address of a real gunicorn on this worker's database, without a last slash."""
    return _web


@pytest.fixture
def celery_worker_process(committed, _worker) -> None:
    """A real Celery worker carries out what the test sends."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, one for the whole session; tests take contexts of it."""
    with sync_playwright() as playwright:
        chromium = programs.launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, live_server_url) -> Iterator[Page]:
    """A fresh window (1366 × 768); its addresses begin at the live server."""
    context = browser.new_context(
        base_url=live_server_url, viewport={"width": 1366, "height": 768}
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
