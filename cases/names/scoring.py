"""How well two names agree, for a search and for the question "the same person?"

Agreement on a rare word says more than on a common one: `rarity` gives a word's IDF
among people. Duplicates are judged in the manner of Fellegi and Sunter (1969): each
feature adds its weight to the log-odds, and the sum is told part by part. The weights
are data (`weights.json`), learnt by `learning` and to be learnt again from decisions.
"""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cases.names.likeness import SAME_SOUND, Alignment, align, alike, slips_when_joined
from cases.names.rules import WEAK
from cases.names.spelling import Name

Rarity = Callable[[str], float]
Features = dict[str, float]

NEAR = 0.86
SAME_FATHER = 0.9
INITIAL_POINTS, INITIAL_OF = 2.0, 3.0
LONELY_WORD_COUNTS = 0.5
LIKENESS_POWER = 2.2
JOINED_SCORE, JOINED_LOSS = 0.97, 0.04


class Weights(NamedTuple):
    """`search` adds to a name's score of 0 to 1; `duplicates` adds to log-odds.

    A pair whose probability is at least `propose_from` is worth a person's look.
    """

    search: dict[str, float]
    duplicates: dict[str, float]
    propose_from: float


# What the register knows of two records beside what the index holds; decisions may say
# better. Relatives share a telephone.
SHARED: Features = {"same_nik": 14.0, "same_passport": 14.0, "same_phone": 6.0}


def shipped_weights() -> Weights:
    """Learnt on invented people (`tests/cases/names/learn.py`)."""
    return Weights(**json.loads(Path(__file__).with_name("weights.json").read_text()))


def weights_of(file: Path | None) -> Weights:
    """Those in the operator's file (`manage.py learn_name_weights`); those that ship
    without one. ValueError says what is wrong with it."""
    if file is None:
        return shipped_weights()
    try:
        found = Weights(**json.loads(file.read_text()))
        numbers = [*found.search.values(), *found.duplicates.values()]
        sound = all(map(math.isfinite, [*numbers, found.propose_from]))
        sound &= "start" in found.duplicates  # what every pair begins with
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"NAMES_WEIGHTS: {file} holds no weights: {error}") from error
    if not sound or found.search.keys() != shipped_weights().search.keys():
        raise ValueError(f"NAMES_WEIGHTS: {file} holds other weights than are asked.")
    return found


def likeness(asked: Name, other: Name, rarity: Rarity) -> float:
    """How well a name answers the one that was asked for, 0 to 1."""
    return likeness_of(align(asked.words, other.words), asked, other, rarity)


def evenly(_word: str) -> float:
    """Every word is as rare as one that a person in 400 bears: what is told of a
    likeness."""
    return 6.0


def likeness_of(found: Alignment, asked: Name, other: Name, rarity: Rarity) -> float:
    """As `likeness`, of words that are aligned."""
    points = possible = 0.0
    for a, b, how in found.pairs:
        weight = (rarity(a) + rarity(b)) / 2
        points += weight * how**LIKENESS_POWER
        possible += weight
    left, right = _own(found.left, asked), _lacking(found, other)
    lonely = [*_without(left, other.initials), *_without(right, asked.initials)]
    met = len(left) + len(right) - len(lonely)
    points += INITIAL_POINTS * met
    possible += INITIAL_OF * met
    possible += LONELY_WORD_COUNTS * sum(rarity(word) for word in lonely)
    score = points / possible if possible else 0.0
    return max(score, _joined_score(asked, other) if lonely else 0.0)


def _own(words: list[str], name: Name) -> list[str]:
    """Words of the name itself: whoever knows no alias of hers lacks nothing."""
    return [word for word in words if word not in name.also]


def _lacking(found: Alignment, other: Name) -> list[str]:
    """What the question lacks of a name; nothing where it asks for the alias."""
    if any(word in other.also for _asked, word, _how in found.pairs):
        return []
    return _own(found.right, other)


def _joined_score(asked: Name, other: Name) -> float:
    slips = slips_when_joined(asked.words, other.words)
    return 0.0 if slips is None else JOINED_SCORE - JOINED_LOSS * slips


def _without(words: list[str], initials: tuple[str, ...]) -> list[str]:
    """The words that none of the initials stands for; each stands for one."""
    words = list(words)
    for initial in initials:
        for word in words:
            if word[0] == initial:
                words.remove(word)
                break
    return words


def name_features(a: Name, b: Name, rarity: Rarity) -> Features:
    """What two names say of "the same person?"; features of 0 are left out."""
    found = align(a.words, b.words)
    features: defaultdict[str, float] = defaultdict(float)
    for x, y, how in found.pairs:
        features[_kind(how)] += (rarity(x) + rarity(y)) / 2
    features["words_paired"] = len(found.pairs)
    if found.left and found.right:
        features["same_when_joined"] = slips_when_joined(a.words, b.words) is not None
    _add_lonely(features, found, a, b)
    _add_father(features, a, b)
    return {name: float(value) for name, value in features.items() if value}


def _kind(how: float) -> str:
    if how == 1:
        return "same_words"
    if how >= SAME_SOUND:
        return "same_sounds"
    return "near_words" if how >= NEAR else "far_words"


def _add_lonely(features: Features, found: Alignment, a: Name, b: Name) -> None:
    left, right = _without(found.left, b.initials), _without(found.right, a.initials)
    features["initials"] = len(found.left + found.right) - len(left + right)
    strong = [
        sum(word not in WEAK for word in words) for words in (found.left, found.right)
    ]
    features["words_differ"] = min(strong)
    features["words_lacking"] = max(strong) - min(strong)
    features["weak_words_lacking"] = any(word in WEAK for word in left + right)


def _add_father(features: Features, a: Name, b: Name) -> None:
    if a.father and b.father:
        best = max(alike(x, y) for x in a.father for y in b.father)
        features["same_father" if best > SAME_FATHER else "other_father"] = 1.0


def log_odds(features: Features, weights: dict[str, float]) -> float:
    """What two names say; `start` is what every pair begins with."""
    return weights["start"] + sum(part for _name, part in parts(features, weights))


def parts(features: Features, weights: dict[str, float]) -> list[tuple[str, float]]:
    """(feature, log-odds that it adds): what `log_odds` sums up, but for `start`."""
    return [
        (name, weights.get(name, SHARED.get(name, 0.0)) * n)
        for name, n in features.items()
    ]


def chances_of(pairs: Iterable[Features], weights: dict[str, float]) -> list[float]:
    """How likely each pair is one person."""
    return chance(np.array([log_odds(pair, weights) for pair in pairs])).tolist()


def chance(odds: np.ndarray) -> np.ndarray:
    """Log-odds as probabilities."""
    return 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
