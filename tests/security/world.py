"""A word of its own for every text, and who may read it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from agencies.models import Export, Job, User
from cases.models import Case, MatchHit, PersonMerge
from reports.models import Edition
from tests.cases.examples import PIMP

# The supervisor of the unit opens what her own people handle.
UNIT_CHIEFS = {"rini"}
# The case manager of the guests' office, who takes what it is asked.
MANAGERS = {"wati"}
# Who keeps accounts: they have the list of everybody's.
ADMINISTRATORS = {"tono", "yuli"}
LETTERS = "bcdfghjkmnpqrstvwxz"


def word() -> str:
    """A word that no page has: fit for a username, a number, a name."""
    return "kenari" + "".join(secrets.choice(LETTERS) for _ in range(10))


@dataclass(frozen=True)
class Canary:
    """`where` is the model's field; `opens` are the usernames that may read it."""

    where: str
    word: str
    opens: frozenset[str]


@dataclass
class World:
    """`office` and `region` by code. Of the cast, `sees` see the open sections of its
    case, `guests` what was asked of their office, and `serves` are those whose office
    serves the region, and who read editions or compile them."""

    office: str
    region: str
    sees: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    suspect: dict = field(default_factory=lambda: PIMP)
    canaries: list[Canary] = field(default_factory=list)
    worker: User = field(init=False)
    chief: User = field(init=False)
    case: Case = field(init=False)
    edition: Edition = field(init=False)
    job: Job = field(init=False)
    export: Export = field(init=False)
    merge: PersonMerge | None = None
    hit: MatchHit | None = None
    pair: tuple[UUID, ...] = ()
    name: str = ""
    passport: str = ""
    view_id: int = 0
    draft: str = ""
    lp_number: str = ""

    def plant(self, where: str, opens: Iterable[str] = (), text: str = "") -> str:
        """Note a canary; its text is made here, unless the register made it."""
        planted = text or word()
        readers = frozenset({*opens, self.worker.username, self.chief.username})
        self.canaries.append(Canary(where, planted.lower(), readers))
        return planted
