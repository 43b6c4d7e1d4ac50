"""The index over what a test has recorded, read in the test's own transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from cases.names.feed import Entry
from cases.names.keeper import Keeper
from cases.names.scoring import shipped_weights
from cases.names.server import Server
from cases.register_feed import RegisterFeed
from tests.cases.names.feeds import GeneratedFeed
from tests.cases.names.invented import people


def entries() -> dict[int, Entry]:
    """What the register tells of everybody now, by person."""
    _tick, found = RegisterFeed().all()
    return {entry.person: entry for entry in found}


FIRST, NOBODYS = 10**9, (10**9,)  # no person of the register, no key of anybody


def strangers(n: int) -> list[Entry]:
    """So many whom nobody sees: how rare a word is shows among many alone."""
    return [
        Entry(FIRST + i, one.name, NOBODYS, (one.year, one.year), one.sex)
        for i, one in enumerate(people(n, "strangers"))
    ]


@contextmanager
def served(among: int = 0) -> Iterator[None]:
    """A search inside is answered from the register as it is at the beginning, whose
    persons stand among so many strangers."""
    feed = GeneratedFeed([*entries().values(), *strangers(among)])
    with TemporaryDirectory() as folder:
        keeper = Keeper(feed, shipped_weights(), Path(folder) / "names.sealed")
        server = Server(keeper, Path(settings.NAMES_SOCKET))
        server.open()
        try:
            yield
        finally:
            server.close()
