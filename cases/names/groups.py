"""Arrays that are made at once and then added to one by one."""

from collections.abc import Iterable

import numpy as np


class Groups:
    """Group → its members, both whole numbers from 0, in the order they came.

    A group grows and never shrinks: who reads it looks whether a member still holds.
    """

    def __init__(self, groups: np.ndarray, members: np.ndarray) -> None:
        order = np.argsort(groups, kind="stable")
        self._members = members[order].astype(np.int32)
        last = int(groups.max()) + 1 if len(groups) else 0
        self._starts = np.searchsorted(groups[order], np.arange(last + 1))
        self._added: dict[int, list[int]] = {}

    @classmethod
    def of_lengths(cls, lengths: np.ndarray, members: np.ndarray) -> "Groups":
        """Group 0 is the first `lengths[0]` members, and so on."""
        return cls(np.repeat(np.arange(len(lengths)), lengths), members)

    def add(self, group: int, member: int) -> None:
        self._added.setdefault(group, []).append(member)

    def of(self, group: int) -> np.ndarray:
        """The members of one group, int32; none for a group that nobody made."""
        made = self._made(group)
        added = self._added.get(group)
        if added is None:
            return made
        return np.concatenate((made, np.array(added, np.int32)))

    def of_all(self, groups: Iterable[int]) -> np.ndarray:
        """The members of several groups, one group after the other."""
        found = [self.of(int(group)) for group in groups]
        return np.concatenate(found) if found else np.empty(0, np.int32)

    def _made(self, group: int) -> np.ndarray:
        if group >= len(self._starts) - 1:
            return self._members[:0]
        return self._members[self._starts[group] : self._starts[group + 1]]


class Grown:
    """One array that takes further values at its end."""

    def __init__(self, values: np.ndarray) -> None:
        self._held, self._n = values, len(values)

    def __len__(self) -> int:
        return self._n

    @property
    def values(self) -> np.ndarray:
        return self._held[: self._n]

    def append(self, value: object) -> int:
        """Put a value at the end; its place."""
        if self._n == len(self._held):
            room = np.zeros(max(1024, self._n // 8), self._held.dtype)
            self._held = np.concatenate((self._held, room))
        self._held[self._n] = value
        self._n += 1
        return self._n - 1
