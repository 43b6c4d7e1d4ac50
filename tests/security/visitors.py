"""Everyone who may come to a door: the cast, strangers to it, programs and nobody."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.test import Client

from agencies.accounts import actions
from agencies.choices import AssignmentKind, Language, Role
from agencies.demo import CAST
from agencies.models import Agency, Assignment, Post, User
from tests.cases.examples import DAY
from tests.people import browser_of, person

# A number of our own on each request: what is printed of it is the same every time.
REQUEST_ID = "0123456789abcdef"
COMPANION = "pendamping.uji"


@dataclass(frozen=True)
class Visitor:
    """Who asks, in words; `username` is "" for nobody."""

    name: str
    username: str
    client: Client
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: object = None, **headers: str):
        """One request, never raising; `body` a dict for a form, bytes for a program."""
        sent = {"X-Request-ID": REQUEST_ID, **self.headers, **headers}
        if isinstance(body, bytes):
            kind = sent.pop("Content-Type", "application/json")
            return self.client.generic(method, path, body, kind, headers=sent)
        asked = getattr(self.client, method.lower())
        return asked(path, body, headers=sent) if body else asked(path, headers=sent)


def browsing(username: str, name: str = "") -> Visitor:
    client = browser_of(username, raise_request_exception=False)
    return Visitor(name or username, username, client)


def nobody() -> Visitor:
    return Visitor("nobody", "", Client(raise_request_exception=False))


def in_second_hat(username: str) -> Visitor:
    """One of the cast who acts for a post that is not her home."""
    visitor = browsing(username, f"{username}, second hat")
    hat = person(username).assignments_today[1]
    answer = visitor.client.post("/account/hat/", {"assignment": hat.pk})
    assert answer.status_code in (302, 303), answer.content
    return visitor


def program_of(username: str) -> Visitor:
    """A program with a token of hers: no cookie."""
    user = person(username)
    token = actions.make_api_token(by=user, user=user, label="uji", days=1)
    client = Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {token}"}
    return Visitor(f"program of {username}", username, client, headers)


def hire(
    username: str, full_name: str, agency: str, role: Role, *, title: str, letter=""
) -> User:
    """An account with a post in an office from the first day of the examples on."""
    post, _new = Post.objects.get_or_create(
        agency=Agency.objects.get(code=agency), role=role, title=title
    )
    user = User.objects.create(
        username=username, full_name=full_name, language=Language.INDONESIAN
    )
    Assignment.objects.create(
        user=user,
        post=post,
        kind=AssignmentKind.HOME,
        letter_number=letter,
        starts_on=DAY.replace(year=DAY.year - 1),
    )
    return person(user.username)


def companion() -> Visitor:
    """The one role that nobody of the cast has."""
    hire(
        COMPANION,
        "Pendamping Uji",
        "UPTD-PPA-BPP",
        Role.COMPANION,
        title="Pendamping korban",
    )
    return browsing(COMPANION, "companion")


ALWAYS: dict[str, Callable[[], Visitor]] = {
    "nobody": nobody,
    "citra": lambda: browsing("citra"),
    "seto": lambda: browsing("seto"),
    "ani": lambda: browsing("ani"),
    "companion": companion,
    "program": lambda: program_of("citra"),
}
IN_FULL: dict[str, Callable[[], Visitor]] = {
    **{
        member.username: partial(browsing, member.username)
        for member in CAST
        if not member.suspended
    },
    "budi2": lambda: in_second_hat("budi"),
    "seto2": lambda: program_of("seto"),
}


def come(names: Iterable[str] | None = None) -> list[Visitor]:
    """Those visitors, or everybody; made for this test, in its transaction."""
    everybody = IN_FULL | ALWAYS
    return [everybody[name]() for name in (names or everybody)]


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back: the next one finds the rows untouched."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
