"""Finds persons by a typed name, among those whom the asker's scope keys open."""

from collections.abc import Collection

import numpy as np

from cases.names import evidence, scoring
from cases.names.evidence import NOTHING, Evidence
from cases.names.feed import Hit
from cases.names.index import COMPARED, NameIndex
from cases.names.rarity import rarity
from cases.names.spelling import Name, read

# A name that is less alike is no hit, even where an office has few others.
LEAST_ALIKE = 0.2


def find(
    index: NameIndex,
    text: str,
    keys: Collection[int],
    *,
    known: Evidence = NOTHING,
    most: int = 25,
) -> list[Hit]:
    """Who may be meant by `text`, best first: a name scores 0 to 1.

    What is `known` of her moves hits up and down, and hides none.
    """
    view = index.persons.through(keys)
    names, likeness, alike = _alike(index, read(text), view.names)
    if view.slots is None:
        left = likeness >= _least_worth(index, names, likeness, most, known)
        names, likeness, alike = names[left], likeness[left], alike[left]
    found = index.persons.bearing(names, view)
    codes, weights = evidence.compare(known, found.rows), index.weights.search
    scores = likeness[found.places] + evidence.weigh(codes, weights)
    return [
        Hit(
            int(found.rows["person"][place]),
            round(float(scores[place]), 4),
            [
                ("name", round(float(likeness[found.places[place]]), 4)),
                *evidence.parts(codes[:, place], weights),
            ],
            round(float(alike[found.places[place]]), 4),
        )
        for place in found.best(scores, most)
    ]


def _alike(
    index: NameIndex, asked: Name, among: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numbers of names like the one asked for, how like they are by what is rare among
    people, and by themselves: by that it is chosen what is a hit."""
    names = index.names.likeliest(asked, COMPARED, among)
    both = np.zeros((2, len(names)))
    for place, number in enumerate(names.tolist()):
        other = index.names.name(number)
        found = scoring.align(asked.words, other.words)
        for row, weigh in enumerate((rarity, scoring.evenly)):
            both[row, place] = scoring.likeness_of(found, asked, other, weigh)
    is_hit = both[1] >= LEAST_ALIKE
    return names[is_hit], both[0, is_hit], both[1, is_hit]


def _least_worth(
    index: NameIndex,
    names: np.ndarray,
    likeness: np.ndarray,
    most: int,
    known: Evidence,
) -> float:
    """Names less alike than this no evidence lifts among the first `most`.

    Where everyone may be found, common names have too many bearers to look at each.
    """
    left = most
    for place in np.argsort(-likeness):
        left -= index.persons.bearers(int(names[place]))
        if left <= 0:
            return likeness[place] - evidence.spread(known, index.weights.search)
    return 0.0
