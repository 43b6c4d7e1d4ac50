"""The cast at their browsers. They are the demo's accounts (`agencies.demo`)."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from agencies import eyes
from agencies.access import Hat
from agencies.accounts import sessions
from agencies.accounts.authentication import acting_user
from agencies.models import User


def person(username: str) -> User:
    """One of the cast with her hats of today, as a request would load her."""
    user = acting_user(user__username=username)
    assert user is not None, f"{username} may not act today"
    return user


def sight(hat: Hat, case_keys: Iterable[int]) -> str:
    """What a hat sees of a case that stands under these keys."""
    keys = set(case_keys)
    if keys.intersection(hat.agency_keys):
        return "case"
    return "summary" if keys.intersection(hat.region_keys) else "nothing"


def browser_of(username: str, **options) -> Client:
    """A client with a running session of hers; no event is written for it."""
    return browser_with(person(username), **options)


def browser_with(user: User, *, by_code: bool = True, **options) -> Client:
    """The same for an account as it was read; `by_code`: she showed a second factor."""
    client = Client(**options)
    request = HttpRequest()
    request.session = client.session
    with eyes.looking(()):  # the test goes on looking as before
        sessions.begin(request, user, by_code=by_code)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def cookie_of(username: str, address: str) -> dict[str, str]:
    """What a real browser of hers shows at that address: such a session."""
    name = settings.SESSION_COOKIE_NAME
    session = browser_of(username).cookies[name].value
    return {"name": name, "value": session, "url": address}
