"""The distinct names of the register as rows of words: what a search walks through."""

from array import array
from collections.abc import Iterable

import numpy as np

from cases.names.columns import Aside, Columns, aside_of
from cases.names.groups import Groups, Grown
from cases.names.rarity import is_common, rarity
from cases.names.spelling import Name
from cases.names.vocabulary import Vocabulary

# A name's words may have been written as one, or one as two: so much do those count.
JOINED, SPLIT = 0.9, 0.8
SPLIT_FROM_LETTERS = 9

NONE: Aside = ((), (), ())


class DistinctNames:
    """Names by number, found by words that are like theirs."""

    def __init__(self, columns: Columns, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words = Groups.of_lengths(columns.lengths, columns.tokens)
        names = np.repeat(np.arange(len(columns.lengths)), columns.lengths)
        self._with_word = Groups(columns.tokens, names)
        rarities = np.array([rarity(word) for word in vocabulary.words])
        hefts = np.bincount(
            names,
            rarities[columns.tokens] if len(names) else None,
            len(columns.lengths),
        )
        self._hefts = Grown(hefts.astype(np.float32))
        self._asides = dict(columns.asides)
        self._numbers = {
            key + _aside_key(self._asides.get(number)): number
            for number, key in enumerate(_keys(columns))
        }

    def __len__(self) -> int:
        return len(self._hefts)

    def name(self, number: int) -> Name:
        words = self._vocabulary.words
        own = tuple(words[word] for word in self._words.of(number).tolist())
        return Name(own, *self._asides.get(number, NONE))

    def words(self, number: int) -> list[int]:
        """Numbers of a name's words."""
        return self._words.of(number).tolist()

    def some(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, dict]:
        """Lengths, words and asides of these names alone, numbered anew from 0."""
        words = [self._words.of(number) for number in numbers.tolist()]
        lengths = np.array([len(each) for each in words], np.int32)
        asides = {
            place: self._asides[number]
            for place, number in enumerate(numbers.tolist())
            if number in self._asides
        }
        return lengths, np.concatenate([np.empty(0, np.int32), *words]), asides

    def number_or_new(self, name: Name) -> int:
        """The number of a distinct name; one that was never heard gets the next."""
        words = [self._vocabulary.number_or_new(word) for word in name.words]
        key = array("i", words).tobytes() + _aside_key(aside_of(name))
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self._new(name, words)
        return number

    def _new(self, name: Name, words: list[int]) -> int:
        number = self._hefts.append(sum(map(rarity, name.words)))
        for word in words:
            self._words.add(number, word)
            self._with_word.add(word, number)
        if any(aside_of(name)):
            self._asides[number] = aside_of(name)
        return number

    def likeliest(self, asked: Name, most: int, among: np.ndarray | None) -> np.ndarray:
        """Numbers of at most so many names that share most with the one asked for.

        `among`: only these. They are chosen first, so that names which nobody may see
        never take the place of those that she may.
        """
        if among is not None and len(among) <= most:
            return np.unique(among)
        points = self._points(asked)
        if among is not None:
            is_among = np.zeros(len(points), bool)
            is_among[among] = True
            points[~is_among] = 0
        found = np.flatnonzero(points)
        heft = sum(map(rarity, asked.words))
        score = points[found] / (heft + self._hefts.values[found] + 1e-6)
        if len(found) > most:
            found = found[np.argpartition(-score, most - 1)[:most]]
        return found

    def _points(self, asked: Name) -> np.ndarray:
        """For every name the likeness of its words, each by its rarity; float32."""
        vocabulary = self._vocabulary
        points = np.zeros(len(self), np.float32)
        for word, share in self._looked_for(asked):
            rare = rarity(word)
            for number, how in vocabulary.similar(word):
                middle = (rare + rarity(vocabulary.words[number])) / 2
                points[self._with_word.of(number)] += share * how * how * middle
        return points

    def _looked_for(self, asked: Name) -> Iterable[tuple[str, float]]:
        for word in asked.words:
            yield word, 1.0
        for one, next_one in zip(asked.words, asked.words[1:], strict=False):
            yield one + next_one, JOINED
        for word in asked.words:
            yield from ((part, SPLIT) for part in _split(word))


def _split(word: str) -> Iterable[str]:
    """Both parts of a long word, if the first may be a name. Whether the register
    knows the word is not asked: the answer would tell of whoever bears it."""
    if len(word) < SPLIT_FROM_LETTERS or is_common(word):
        return
    for place in range(3, len(word) - 2):
        if is_common(word[:place]):
            yield from (word[:place], word[place:])


def _keys(columns: Columns) -> Iterable[bytes]:
    """Each name's words in few bytes, to look its number up."""
    data, start = columns.tokens.astype(np.int32).tobytes(), 0
    for end in (np.cumsum(columns.lengths) * 4).tolist():
        yield data[start:end]
        start = end


def _aside_key(aside: Aside | None) -> bytes:
    return b"" if aside in (None, NONE) else repr(aside).encode()
