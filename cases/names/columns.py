"""Every name and person of the index as plain columns: how it is made and kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from cases.names.feed import SEXES, Entry
from cases.names.spelling import Name, read

AT_ONCE = 50_000
NOWHERE = -1  # the scope of a row that was removed

# One person. `name` and `scope` are numbers of a distinct name and of a set of keys.
ROW = np.dtype(
    [
        ("person", "i8"),
        ("name", "i4"),
        ("scope", "i4"),
        ("born_first", "i2"),
        ("born_last", "i2"),
        ("sex", "i1"),
        ("region", "i2"),
    ]
)
Aside = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def aside_of(name: Name) -> Aside:
    """What a name is besides its words."""
    return name.father, name.initials, name.also


def region_number(code: str) -> int:
    """A regency as four digits: "64.71.03" is 6471; a province alone 6400; none 0."""
    digits = code.replace(".", "")[:4]
    return int(digits.ljust(4, "0")) if digits else 0


def sex_number(sex: str) -> int:
    """0 is not known, and so is any word that no entry says."""
    return SEXES.index(sex) if sex in SEXES else 0


def row_of(entry: Entry, name: int, scope: int) -> tuple:
    """An entry as a row."""
    return (
        entry.person,
        name,
        scope,
        *entry.born,
        sex_number(entry.sex),
        region_number(entry.region),
    )


@dataclass
class Columns:
    """Distinct words; distinct names as word numbers; sets of scope keys; persons.

    `lengths[n]` words of `tokens` are name n. `asides` hold father's words, initials
    and alias's words of the names that have any. `rows` are of dtype ROW, by person.
    """

    words: list[str]
    lengths: np.ndarray
    tokens: np.ndarray
    asides: dict[int, Aside]
    scopes: list[tuple[int, ...]]
    rows: np.ndarray


@dataclass
class _Gathering:
    words: dict[str, int] = field(default_factory=dict)
    names: dict[Name, int] = field(default_factory=dict)
    scopes: dict[tuple[int, ...], int] = field(default_factory=dict)

    def row(self, entry: Entry) -> tuple:
        name = read(entry.name)
        scope = tuple(sorted(set(entry.keys)))
        return row_of(
            entry,
            self.names.setdefault(name, len(self.names)),
            self.scopes.setdefault(scope, len(self.scopes)),
        )

    def columns(self, rows: np.ndarray) -> Columns:
        tokens: list[int] = []
        for name in self.names:
            for word in name.words:
                tokens.append(self.words.setdefault(word, len(self.words)))
        lengths = np.array([len(name.words) for name in self.names], np.int32)
        return Columns(
            words=list(self.words),
            lengths=lengths,
            tokens=np.array(tokens, np.int32),
            asides={
                number: aside_of(name)
                for name, number in self.names.items()
                if any(aside_of(name))
            },
            scopes=list(self.scopes),
            rows=rows,
        )


def gather(entries: Iterable[Entry]) -> Columns:
    """Columns of all entries; of a person told twice, the later one counts."""
    gathering = _Gathering()
    parts, coming = [np.empty(0, ROW)], iter(entries)
    while some := [gathering.row(entry) for entry in islice(coming, AT_ONCE)]:
        parts.append(np.array(some, ROW))
    rows = np.concatenate(parts)[::-1]
    _, last = np.unique(rows["person"], return_index=True)
    return gathering.columns(rows[last])
