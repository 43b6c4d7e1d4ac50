"""What the index is told, what it tells, and whoever tells it.

A tick is a whole number that grows with every act on the register: what the index knows
"up to tick 812" holds every change of a tick below or equal 812.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

SEXES = ("", "female", "male")  # an entry says no other; "" is not known


class Entry(NamedTuple):
    """One person under one name, readable: it goes from the feed to the index only.

    `keys` are the scope keys above 0 under which her standing cases stand today: of
    offices, and of single people. To be found is not yet to be opened: whoever shows a
    hit asks the register for its row, behind the wall. `born` is the first and last
    year that she may be born in, (0, 0) when nothing is known. `region` is the code of
    her regency ("64.71"), of its province ("64") or "".
    """

    person: int
    name: str
    keys: tuple[int, ...] = ()
    born: tuple[int, int] = (0, 0)
    sex: str = ""
    region: str = ""


class Removal(NamedTuple):
    """This person is not to be found any more: she declined, or was shredded."""

    person: int


Change = Entry | Removal


class Hit(NamedTuple):
    """A person who may be meant, and why: (what counted, what it adds to the score)."""

    person: int
    score: float
    because: list[tuple[str, float]]
    alike: float = 0.0  # of a searched name: all that may be told of the likeness


class Feed(Protocol):
    """Reads the register for the index process.

    It is asked from several threads, in each of which eyes are shut: it opens them
    itself (`agencies.eyes`), for as long as entries are taken from it too.
    """

    @property
    def origin(self) -> str:
        """Names the database, so that no other one's snapshot is loaded."""

    def span(self) -> tuple[int, int]:
        """The earliest tick from which `since` can tell, and the newest committed."""

    def all(self) -> tuple[int, Iterable[Entry]]:
        """A tick, and every person as she stands at that tick."""

    def since(self, tick: int) -> tuple[int, Iterable[Change]]:
        """The newest tick, and what changed after `tick`: who changed is told whole."""
