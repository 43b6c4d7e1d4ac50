"""The words of all names, and which of them are like a given one."""

from collections import defaultdict

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from cases.names.groups import Groups
from cases.names.likeness import alike
from cases.names.spelling import sound

# A word is looked at when it shares so many trigrams, or sounds the same …
SHARED_TRIGRAMS, MOST_LOOKED_AT = 0.28, 1500
# … passes one of two fast measures, and is at least so alike.
NEAR_START, NEAR_SHARE, ALIKE = 0.8, 0.55, 0.74
MOST_REMEMBERED = 20_000


def trigrams(word: str) -> set[str]:
    """Three letters each; two blanks before and one after, as pg_trgm has it."""
    padded = f"  {word} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


class Vocabulary:
    """Words by number. How many bear one it does not know: that would tell of people
    whom the asker does not see."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._numbers = {word: number for number, word in enumerate(words)}
        self._grams: dict[str, int] = {}
        self._sounds: defaultdict[str, list[int]] = defaultdict(list)
        self._remembered: dict[str, list[tuple[int, float]]] = {}
        pairs = [
            (gram, number)
            for number in range(len(words))
            for gram in self._heard(number)
        ]
        grams, members = np.array(pairs, np.int32).reshape(-1, 2).T
        self._with_gram = Groups(grams, members)

    def number_or_new(self, word: str) -> int:
        """The word's number; a word that was never heard gets the next one."""
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self.words)
            self.words.append(word)
            for gram in self._heard(number):
                self._with_gram.add(gram, number)
            self._remembered.clear()
        return number

    def similar(self, word: str) -> list[tuple[int, float]]:
        """Words like this one, itself included: (number, likeness)."""
        if len(self._remembered) > MOST_REMEMBERED:
            self._remembered.clear()
        if word not in self._remembered:
            self._remembered[word] = self._similar(word)
        return self._remembered[word]

    def _heard(self, number: int) -> list[int]:
        """Note the sound of a word; the numbers of its trigrams."""
        word = self.words[number]
        self._sounds[sound(word)].append(number)
        return [
            self._grams.setdefault(gram, len(self._grams)) for gram in trigrams(word)
        ]

    def _similar(self, word: str) -> list[tuple[int, float]]:
        near = self._sharing_trigrams(word) | set(self._sounds.get(sound(word), ()))
        numbers = sorted(near)
        words = [self.words[number] for number in numbers]
        if not words:
            return []
        [start] = process.cdist([word], words, scorer=JaroWinkler.similarity)
        [share] = process.cdist([word], words, scorer=OSA.normalized_similarity)
        likely = np.flatnonzero((start > NEAR_START) | (share > NEAR_SHARE)).tolist()
        found = [(numbers[place], alike(word, words[place])) for place in likely]
        return [(number, likeness) for number, likeness in found if likeness >= ALIKE]

    def _sharing_trigrams(self, word: str) -> set[int]:
        asked = trigrams(word)
        known = [self._grams[gram] for gram in asked if gram in self._grams]
        shared = np.bincount(self._with_gram.of_all(known), minlength=1)
        near = np.flatnonzero(shared >= max(1, int(len(asked) * SHARED_TRIGRAMS)))
        if len(near) > MOST_LOOKED_AT:
            near = near[np.argsort(-shared[near], kind="stable")[:MOST_LOOKED_AT]]
        return set(near.tolist())
