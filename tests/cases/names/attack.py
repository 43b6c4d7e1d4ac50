"""Somebody who stole the database says names from the one key that it holds.

For exact duplicates the register keeps HMAC(sounds of the name | year of birth |
regency) beside the sealed name: no other digest of a name. The thief has the dump, not
the key, and a public list of *other* people of the same regencies and years. He counts
how many rows share a key, counts how many people of his list share a name, a year and
a regency, and says of each row the name that has its rank there.

Measured in 2026-11 with 100,000 rows: 0.07 % of them are named. On keys of the name
alone, with the sex beside them, the same attack names 3 %.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable

from agencies.sealing import keyring
from cases.models.identifier import digests_of
from cases.names.spelling import read, sounds
from cases.particulars import Birth, Particulars, Residence
from cases.person_choices import IdentifierKind
from tests.cases.names import invented
from tests.cases.names.invented import Invented

ROWS = PUBLIC = 20_000
MOST_NAMED = 0.002
Known = Callable[[Invented], Hashable]


def year_and_regency(who: Invented) -> Hashable:
    return who.year, who.region


def sex_alone(who: Invented) -> Hashable:
    return who.sex


def by_name_alone(who: Invented) -> bytes:
    return keyring.digest("names", sounds(read(who.name)))


def kept(name: str, year: int | None, region: str) -> bytes | None:
    """The digest of the name as the register keeps it of somebody."""
    known = Particulars(
        name=name,
        birth=Birth.about(year) if year else None,
        residence=Residence(region=region),
    )
    return dict(digests_of(known)).get(IdentifierKind.NAME.value)


def as_kept(who: Invented) -> bytes | None:
    return kept(who.name, who.year, who.region)


def share_named(key: Callable[[Invented], bytes | None], known: Known) -> float:
    """The share of rows whose name the thief says rightly, up to its spelling."""
    stolen = invented.population(ROWS, "stolen")
    public = invented.population(PUBLIC, "public")
    guesses = {}
    names = _ranked(public, known, lambda who: sounds(read(who.name)))
    for visible, keys in _ranked(stolen, known, key).items():
        guesses |= {
            (visible, k): name
            for k, name in zip(keys, names.get(visible, []), strict=False)
        }
    right = sum(
        guesses.get((known(who), key(who))) == sounds(read(who.name)) for who in stolen
    )
    return right / ROWS


def share_named_by_the_dump() -> float:
    """Of rows as the register keeps them."""
    return share_named(as_kept, year_and_regency)


def _ranked(people: list[Invented], known: Known, key: Callable) -> dict:
    """{what is visible: keys, the most frequent first}."""
    groups: defaultdict[Hashable, Counter] = defaultdict(Counter)
    for who in people:
        groups[known(who)][key(who)] += 1
    return {
        visible: [k for k, _ in sorted(count.items(), key=lambda pair: -pair[1])]
        for visible, count in groups.items()
    }
