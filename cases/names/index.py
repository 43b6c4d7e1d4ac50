"""What the process holds in memory: words, distinct names, persons, and their changes.

`finding` searches it and `duplicates` compares persons in it. Not safe for threads:
whoever shares it locks it (`keeper`).
"""

from collections.abc import Iterable

import numpy as np

from cases.names.columns import Columns, gather
from cases.names.distinct import DistinctNames
from cases.names.feed import Change, Entry
from cases.names.persons import Persons
from cases.names.scoring import Weights
from cases.names.spelling import read
from cases.names.vocabulary import Vocabulary

# So many distinct names are compared word by word; the rest fell short before.
COMPARED = 150


class NameIndex:
    """Made from columns; changed entry by entry."""

    def __init__(self, columns: Columns, weights: Weights) -> None:
        self.weights = weights
        self.vocabulary = Vocabulary(list(columns.words))
        self.names = DistinctNames(columns, self.vocabulary)
        self.persons = Persons(columns)

    @classmethod
    def of(cls, entries: Iterable[Entry], weights: Weights) -> "NameIndex":
        return cls(gather(entries), weights)

    def __len__(self) -> int:
        """How many persons can be found."""
        return len(self.persons)

    def holds(self, person: int) -> bool:
        """Can she be found?"""
        return self.persons.row(person) is not None

    def apply(self, changes: Iterable[Change]) -> None:
        """Take over what changed; the next search sees it."""
        for change in changes:
            self.persons.remove(change.person)
            if isinstance(change, Entry):
                name = self.names.number_or_new(read(change.name))
                self.persons.put(change, name)

    def columns(self) -> Columns:
        """All who can be found, with no word of those who cannot any more."""
        rows = self.persons.here()
        used, rows["name"] = np.unique(rows["name"], return_inverse=True)
        lengths, tokens, asides = self.names.some(used)
        heard, tokens = np.unique(tokens, return_inverse=True)
        words = [self.vocabulary.words[number] for number in heard]
        return Columns(words, lengths, tokens, asides, self.persons.scopes(), rows)
