"""Pairs of records of which it is known whether they are one person.

`data/labelled_pairs.tsv`: 500 of each kind, invented by another generator than the one
that weights are learnt on (`learn`), and used neither for learning nor for tuning.
"""

import csv
from typing import NamedTuple

from cases.names.duplicates import features
from cases.names.feed import Entry
from cases.names.index import NameIndex
from cases.names.scoring import Weights, chance, log_odds
from tests.cases.names.invented import DATA


class Quality(NamedTuple):
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @classmethod
    def of(cls, said: list[bool], true: list[bool]) -> "Quality":
        hits = sum(a and b for a, b in zip(said, true, strict=True))
        return cls(hits / max(1, sum(said)), hits / max(1, sum(true)))


def pairs() -> list[tuple[bool, Entry, Entry]]:
    """(same person?, one record, the other): persons 2n and 2n + 1."""
    with (DATA / "labelled_pairs.tsv").open() as file:
        lines = list(csv.reader(file, delimiter="\t"))[1:]
    return [
        (same == "1", _entry(2 * n, sides[:4]), _entry(2 * n + 1, sides[4:]))
        for n, (same, *sides) in enumerate(lines)
    ]


def _entry(person: int, fields: list[str]) -> Entry:
    name, year, sex, region = fields
    born = (int(year or 0), int(year or 0))
    return Entry(person, name, (1,), born, sex, region)


def quality(weights: Weights) -> Quality:
    """Precision and recall at the threshold from which pairs are proposed."""
    known = pairs()
    index = NameIndex.of([entry for _, *both in known for entry in both], weights)
    odds = [
        log_odds(features(index, one.person, other.person), weights.duplicates)
        for _same, one, other in known
    ]
    said = [chance(total) >= weights.propose_from for total in odds]
    return Quality.of(said, [same for same, *_ in known])
