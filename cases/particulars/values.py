"""What identifies somebody, as one plain value that is sealed as a whole.

Everything may be unknown at all times. Names are one field: many people have one name,
and "binti" is no family name. None of these values prints itself.
"""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from cases.person_choices import IdentifierKind

VERSION = 1
NEW_YEAR, NEW_YEARS_EVE = (1, 1), (12, 31)


@dataclass(frozen=True, slots=True, repr=False)
class Birth:
    """The first and the last day on which somebody may have been born."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def on(cls, day: datetime.date) -> "Birth":
        return cls(day, day)

    @classmethod
    def about(cls, first: int, last: int | None = None) -> "Birth":
        """In a year that was estimated, or between two."""
        begin = datetime.date(first, *NEW_YEAR)
        return cls(begin, datetime.date(last or first, *NEW_YEARS_EVE))

    @property
    def is_exact(self) -> bool:
        return self.first == self.last

    @property
    def year(self) -> int | None:
        """None where it may be one of several."""
        return self.first.year if self.first.year == self.last.year else None


@dataclass(frozen=True, slots=True, repr=False)
class Residence:
    """`region` is a Kemendagri code at any level, `country` an ISO code when abroad."""

    region: str = ""
    country: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class SafeContact:
    """How she may be reached without danger: a channel, to what or whom, at which
    hours; and the channels that are never to be used ("jangan telepon/WA")."""

    channel: str = ""
    to: str = ""
    hours: str = ""
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """A MiChat account, wallet, vehicle, bank or social account, by its kind."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True, repr=False)
class Particulars:
    """All that is known of who somebody is; an empty value means: not recorded."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    nik: str = ""
    passport: str = ""
    phones: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()
    birth: Birth | None = None
    nationality: str = ""
    residence: Residence = Residence()
    origin: str = ""
    languages: tuple[str, ...] = ()
    disability: str = ""
    safe_contact: SafeContact = SafeContact()
    registered_name: str = ""
    nib: str = ""

    def __repr__(self) -> str:
        """What stands in a traceback: no value."""
        return f"Particulars({', '.join(self.known())})"

    def only(self, names: Iterable[str]) -> "Particulars":
        """With these fields alone."""
        return Particulars(**{name: getattr(self, name) for name in set(names)})

    def known(self) -> tuple[str, ...]:
        """Names of the fields that say something, in their order."""
        return tuple(n for n in NAMES if getattr(self, n) != getattr(NOTHING, n))

    def differing(self, other: "Particulars") -> tuple[str, ...]:
        return tuple(n for n in NAMES if getattr(self, n) != getattr(other, n))

    def identifiers(self) -> list[tuple[str, str]]:
        """(kind, value) of what finds her again; not the name."""
        found: list[tuple[str, str]] = [
            (IdentifierKind.NIK.value, self.nik),
            (IdentifierKind.PASSPORT.value, self.passport),
        ]
        found += [(IdentifierKind.PHONE.value, number) for number in self.phones]
        found += [(account.kind, account.value) for account in self.accounts]
        return [(kind, value) for kind, value in found if value]

    def to_json(self) -> str:
        said = {n: _plain(n, getattr(self, n)) for n in self.known()}
        return json.dumps({"v": VERSION, **said}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Particulars":
        """ "" is nobody known. ValueError for a version that is not known here."""
        if not text:
            return NOTHING
        said = json.loads(text)
        if said.pop("v", None) != VERSION:
            raise ValueError("Particulars of a version that is not known here.")
        return cls(**{name: _read(name, value) for name, value in said.items()})


NOTHING = Particulars()
NAMES = tuple(field.name for field in fields(Particulars))


def _plain(name: str, value: Any) -> Any:
    if name == "birth":
        return [value.first.isoformat(), value.last.isoformat()]
    if name == "accounts":
        return [[account.kind, account.value] for account in value]
    if name in _PARTS:
        return {f.name: getattr(value, f.name) for f in fields(value)}
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:
    if name == "birth":
        return Birth(*(datetime.date.fromisoformat(day) for day in value))
    if name == "accounts":
        return tuple(Account(kind, text) for kind, text in value)
    if name in _PARTS:
        return _PARTS[name](**{n: _tupled(part) for n, part in value.items()})
    return _tupled(value)


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_PARTS: Mapping[str, type] = {"residence": Residence, "safe_contact": SafeContact}
