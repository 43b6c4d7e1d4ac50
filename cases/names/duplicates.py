"""Who may be the same person as another one, and what speaks for it."""

from collections.abc import Collection, Iterable

import numpy as np

from cases.names import evidence, scoring
from cases.names.evidence import Evidence
from cases.names.feed import Hit
from cases.names.index import COMPARED, NameIndex
from cases.names.rarity import rarity
from cases.names.scoring import Features


def candidates(
    index: NameIndex, person: int, keys: Collection[int], *, most: int = 25
) -> list[Hit]:
    """Others under these keys who may be this person, the likeliest first.

    A score is a probability; `because` adds up to its log-odds, with the weight
    `start` that every pair begins with. Only those worth a look are told
    (`Weights.propose_from`); none of a person whom nobody can find.
    """
    row = index.persons.row(person)
    if row is None:
        return []
    own, weights = index.names.name(int(row["name"])), index.weights.duplicates
    view = index.persons.through(keys)
    names = index.names.likeliest(own, COMPARED, view.names)
    found = index.persons.bearing(names, view).without(person)
    features = [
        scoring.name_features(own, index.names.name(number), rarity)
        for number in names.tolist()
    ]
    odds = np.array([scoring.log_odds(each, weights) for each in features])
    codes = evidence.compare(Evidence.of_row(row), found.rows)
    chances = scoring.chance(odds[found.places] + evidence.weigh(codes, weights))
    return [
        Hit(
            int(found.rows["person"][place]),
            round(float(chances[place]), 4),
            [
                *scoring.parts(features[found.places[place]], weights),
                *evidence.parts(codes[:, place], weights),
            ],
        )
        for place in found.best(chances, most)
        if chances[place] >= index.weights.propose_from
    ]


def features(
    index: NameIndex, one: int, other: int, shared: Iterable[str] = ()
) -> Features:
    """What speaks for and against two persons being one; KeyError if one is gone, and
    they have nothing in common that the register knows of (signs of `SHARED`).

    Kept with somebody's decision on the pair, it is what `learning` learns from.
    """
    row, another = index.persons.row(one), index.persons.row(other)
    common = dict.fromkeys(shared, 1.0)
    if row is None or another is None:
        if not common:
            raise KeyError(one, other)
        return common
    a, b = (index.names.name(int(each["name"])) for each in (row, another))
    codes = evidence.compare(Evidence.of_row(row), np.array([another]))
    named = scoring.name_features(a, b, rarity)
    return named | dict.fromkeys(evidence.signs(codes[:, 0]), 1.0) | common


def compared(
    index: NameIndex, one: int, other: int, shared: Iterable[str] = ()
) -> tuple[Features, Hit]:
    """The features of two persons, and the other one as a hit; KeyError."""
    found, weights = features(index, one, other, shared), index.weights.duplicates
    (score,) = scoring.chances_of([found], weights)
    return found, Hit(other, round(score, 4), scoring.parts(found, weights))
