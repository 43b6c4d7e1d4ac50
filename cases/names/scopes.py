"""Sets of scope keys, and who stands under them: the filter inside the index."""

from collections import defaultdict
from collections.abc import Collection

import numpy as np

from agencies.eyes import EVERYTHING, opening
from cases.names.groups import Groups


class Scopes:
    """Sets of keys by number. Persons of an office share few sets, hence the detour."""

    def __init__(self, sets: list[tuple[int, ...]], scopes: np.ndarray) -> None:
        """`scopes[slot]` is the number of the set of the person in that slot."""
        self.sets: list[tuple[int, ...]] = []
        self._numbers: dict[tuple[int, ...], int] = {}
        self._holding: defaultdict[int, list[int]] = defaultdict(list)
        for keys in sets:
            self.number_or_new(keys)
        self._slots = Groups(scopes, np.arange(len(scopes)))

    def number_or_new(self, keys: Collection[int]) -> int:
        wanted = tuple(sorted(set(keys)))
        number = self._numbers.get(wanted)
        if number is None:
            number = self._numbers[wanted] = len(self.sets)
            self.sets.append(wanted)
            for key in wanted:
                self._holding[key].append(number)
        return number

    def add(self, scope: int, slot: int) -> None:
        """Someone comes to stand under this set of keys."""
        self._slots.add(scope, slot)

    def slots(self, keys: Collection[int]) -> np.ndarray | None:
        """Slots of all who stand under one of these keys, and of some who did.

        None means everyone; no key means nobody. A region's key, which opens a summary,
        finds no person.
        """
        if set(EVERYTHING) <= set(keys):
            return None
        seen = {n for key in opening(keys) for n in self._holding.get(key, ())}
        return self._slots.of_all(sorted(seen))
