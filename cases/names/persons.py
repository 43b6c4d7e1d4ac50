"""Persons as rows: under which distinct name, which scope keys, with what evidence."""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from cases.names.columns import NOWHERE, Columns, row_of
from cases.names.feed import Entry
from cases.names.groups import Groups, Grown
from cases.names.scopes import Scopes


class View(NamedTuple):
    """The slots that somebody may see, and their names; None stands for everyone."""

    slots: np.ndarray | None
    names: np.ndarray | None


class Found(NamedTuple):
    """Rows that bear one of several names; `places` tells which one of them, each."""

    rows: np.ndarray
    places: np.ndarray

    def without(self, person: int) -> "Found":
        others = self.rows["person"] != person
        return Found(self.rows[others], self.places[others])

    def best(self, scores: np.ndarray, most: int) -> np.ndarray:
        """Places of the rows with the highest scores, the earlier person first."""
        return np.lexsort((self.rows["person"], -np.round(scores, 4)))[:most]


class Persons:
    """A person's row is never changed: it goes nowhere, and a new one comes."""

    def __init__(self, columns: Columns) -> None:
        rows = columns.rows
        self._rows = Grown(rows.copy())
        # Walked for a whole scope at a time, hence apart from the rows: far faster.
        self._names = Grown(rows["name"].copy())
        self._held = Grown(rows["scope"].copy())
        self._known = rows["person"].copy()  # sorted
        self._here_now = len(rows)
        self._moved: dict[int, int] = {}
        self._bearers = Groups(rows["name"], np.arange(len(rows)))
        self._scopes = Scopes(columns.scopes, rows["scope"])

    def __len__(self) -> int:
        """How many can be found."""
        return self._here_now

    def through(self, keys: Collection[int]) -> View:
        """What opens to whoever holds these keys."""
        slots = self._scopes.slots(keys)
        if slots is None:
            return View(None, None)
        slots = self._here(slots)
        return View(slots, self._names.values[slots])

    def row(self, person: int) -> np.void | None:
        """The row of a person who can be found."""
        slot = self._slot(person)
        return None if slot is None else self._rows.values[slot]

    def put(self, entry: Entry, name: int) -> None:
        """A person who has no row, under a distinct name."""
        scope = self._scopes.number_or_new(entry.keys)
        slot = self._rows.append(row_of(entry, name, scope))
        self._names.append(name)
        self._held.append(scope)
        self._moved[entry.person] = slot
        self._bearers.add(name, slot)
        self._scopes.add(scope, slot)
        self._here_now += 1

    def remove(self, person: int) -> None:
        """Let nobody find her, if anybody could."""
        slot = self._slot(person)
        if slot is not None:
            self._held.values[slot] = NOWHERE
            self._here_now -= 1

    def bearing(self, names: np.ndarray, view: View) -> Found:
        """Everyone under one of these names whom the view opens."""
        if view.slots is None or view.names is None:
            return self._bearing(names)
        last = max(names.max(initial=-1), view.names.max(initial=-1))
        place_of = np.full(int(last) + 1, -1, np.int16)
        place_of[names] = np.arange(len(names))
        places = place_of[view.names]
        sought = np.flatnonzero(places >= 0)
        return Found(self._rows.values[view.slots[sought]], places[sought])

    def _bearing(self, names: np.ndarray) -> Found:
        slots = [self._here(self._bearers.of(int(name))) for name in names]
        places = np.repeat(np.arange(len(slots)), [len(some) for some in slots])
        all_slots = np.concatenate([np.empty(0, np.int32), *slots])
        return Found(self._rows.values[all_slots], places)

    def _here(self, slots: np.ndarray) -> np.ndarray:
        return slots[self._held.values[slots] != NOWHERE]

    def bearers(self, name: int) -> int:
        """How many have this name, in anybody's sight or not."""
        return len(self._here(self._bearers.of(name)))

    def here(self) -> np.ndarray:
        """The rows of all who can be found, by person."""
        rows = self._rows.values[self._held.values != NOWHERE]
        return rows[np.argsort(rows["person"], kind="stable")]

    def scopes(self) -> list[tuple[int, ...]]:
        return list(self._scopes.sets)

    def _slot(self, person: int) -> int | None:
        slot = self._moved.get(person)
        if slot is None:
            slot = int(np.searchsorted(self._known, person))
            if slot == len(self._known) or self._known[slot] != person:
                return None
        return None if self._held.values[slot] == NOWHERE else slot
