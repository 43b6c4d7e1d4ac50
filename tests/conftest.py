"""Fixtures of the whole suite. The database part is in `tests.ground`."""

from collections.abc import Callable, Iterator

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client

from tests import ground, register
from tests.people import browser_of


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> None:
    """This worker's database: code under test runs in it as the serving role."""
    ground.create_workers_database()
    register.remember()


@pytest.fixture
def signed_in(db) -> Callable[[str], Client]:
    """A browser of one of the cast, signed in without the sign-in page's own events."""
    return browser_of


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Lockouts, sessions and throttles of one test are not the next one's."""
    yield
    cache.clear()


@pytest.fixture
def committed(request, django_db_setup, django_db_blocker) -> Iterator[None]:
    """Real commits, seen by other processes; everything is undone afterwards."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("`committed` and the django_db mark exclude each other.")
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connections.close_all()
            register.restore()
            with redis.Redis.from_url(settings.REDIS_URL) as client:
                client.flushdb()
