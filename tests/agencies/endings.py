"""Everything that ends a session, and whether it did (S11).

Each way is tried on a browser that is signed in: it opens a page before, and none at
its next click; neither does a thief with a copy of its cookie.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.test import Client

from agencies import clock
from agencies.accounts import actions as accounts
from agencies.accounts import approvals, second_factor, staff
from agencies.accounts.attempts import Visitor
from agencies.choices import Role, SuspendReason
from agencies.demo import PASSWORD
from agencies.models import Agency, Assignment, Post, Session, User
from cases import actions
from tests.agencies.factors import code, is_in
from tests.cases.moving import move_person
from tests.people import browser_of, person

WHO = "budi"
NEW = "kopi pahit tanpa gula"
IDLE = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
ABSOLUTE = timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS)

Way = Callable[[Client], object]


def idle(_client: Client) -> timedelta:
    return IDLE


def absolute(client: Client) -> timedelta:
    """It is used all the time."""
    start, passed = clock.now(), IDLE / 2
    while passed < ABSOLUTE:
        with clock.set_to(start + passed):
            assert is_in(client)
        passed += IDLE / 2
    return ABSOLUTE


def signed_out(client: Client) -> None:
    client.post("/sign-out/")


def password(_client: Client) -> None:
    sent = {"current": PASSWORD, "new": NEW, "again": NEW}
    browser_of(WHO).post("/account/password/", sent)


def password_set_by_the_server(_client: Client) -> None:
    user = User.objects.get(username=WHO)
    user.set_password(NEW)
    user.save(update_fields=["password"])


def moved(_client: Client) -> None:
    agency = Agency.objects.get(code="POLRESTA-DPS-PPA")
    to = Post(agency=agency, role=Role.OFFICER, title="Penyidik")
    letter = {"letter_number": "ST/9/2025", "by": person("tono")}
    move_person(person(WHO), to=to, **letter)


def post_ended(_client: Client) -> None:
    actions.end_post(person(WHO).assignment, by=person("tono"))


def post_passed(_client: Client) -> None:
    Assignment.objects.filter(user=person(WHO)).update(ends_on="2025-10-02")


def role_changed(_client: Client) -> None:
    post = Post.objects.filter(pk=person(WHO).assignment.post_id)
    post.update(role=Role.AUDITOR)


def suspended(_client: Client) -> None:
    staff.suspend(person(WHO), reason=SuspendReason.MISUSE, by=person("rini"))


def suspended_and_back(client: Client) -> None:
    suspended(client)
    staff.unsuspend(User.objects.get(username=WHO), by=person("tono"))


def revoked(client: Client) -> None:
    row = Session.objects.get(digest=client.session.digest)
    browser_of(WHO).post(f"/account/sessions/{row.public_id}/end/")


def revoked_with_all_others(_client: Client) -> None:
    browser_of(WHO).post("/account/sessions/end-others/")


def ended_by_an_administrator(_client: Client) -> None:
    where = f"/people/{person(WHO).public_id}/sessions/end/"
    browser_of("tono").post(where)


def second_factor_set_up(_client: Client) -> None:
    secret = second_factor.new_secret()
    visitor = Visitor(network="10.0.0.1")
    known = {"by": person(WHO), "visitor": visitor, "here": "another"}
    accounts.set_up_second_factor(secret=secret, code=code(secret), **known)


def second_factor_reset(_client: Client) -> None:
    second_factor.set_up(person(WHO), second_factor.new_secret(), step=0)
    asked = approvals.ask_for_reset(person(WHO), by=person("tono"))
    approvals.approve_reset(asked, by=person("yuli"))


def key_changed(client: Client) -> None:
    """Another hat: the session goes on under another key, the old one opens nothing."""
    hat = person(WHO).assignments_today[1]
    copy = Client()
    _give(copy, _cookie(client))
    copy.post("/account/hat/", {"assignment": hat.pk})


def signed_in_anew(client: Client) -> None:
    """The key of before a sign-in, planted or one's own, opens nothing after it."""
    copy = Client()
    _give(copy, _cookie(client))
    copy.post("/sign-in/", {"username": WHO, "password": PASSWORD})


WAYS: dict[str, Way] = {
    way.__name__: way
    for way in (
        *(idle, absolute, signed_out, password, password_set_by_the_server),
        *(moved, post_ended, post_passed, role_changed, suspended),
        *(suspended_and_back, revoked, revoked_with_all_others),
        *(ended_by_an_administrator, second_factor_set_up, second_factor_reset),
        *(key_changed, signed_in_anew),
    )
}


def _cookie(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _give(client: Client, cookie: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie


@contextmanager
def _after(way: Way, client: Client) -> Iterator[None]:
    later = way(client)
    passed = later if isinstance(later, timedelta) else timedelta(0)
    with clock.set_to(clock.now() + passed):
        yield


def tried(way: Way) -> tuple[bool, bool]:
    """Was she in before, and is anybody after? Everything is undone."""
    with transaction.atomic(), clock.set_to(clock.now()):
        try:
            client, thief = browser_of(WHO), Client()
            _give(thief, _cookie(client))
            stolen = _cookie(client)
            before = is_in(client) and is_in(thief)
            with _after(way, client):
                _give(client, stolen)
                return before, is_in(client) or is_in(thief)
        finally:
            transaction.set_rollback(True)


def planted() -> bool:
    """Does a session id that somebody planted open anything once she has signed in?"""
    with transaction.atomic():
        try:
            planter = Client()
            store = planter.session
            store["n"] = 1
            store.save()
            client = Client()
            _give(client, store.session_key)
            client.post("/sign-in/", {"username": WHO, "password": PASSWORD})
            assert is_in(client)
            _give(planter, store.session_key)
            return is_in(planter)
        finally:
            transaction.set_rollback(True)


def trials(times: int) -> Counter:
    found: Counter = Counter()
    for _time in range(times):
        for way in WAYS.values():
            before, after = tried(way)
            found["trials"] += 1
            found["never_open"] += not before
            found["still_open"] += after
        found["planted"] += 1
        found["planted_open"] += planted()
    return found
