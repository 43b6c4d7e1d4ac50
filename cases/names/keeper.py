"""Keeps the index at hand: starts it, follows the register, saves it."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cases.names import snapshot
from cases.names.columns import gather
from cases.names.feed import Change, Feed, Removal
from cases.names.index import NameIndex
from cases.names.scoring import Weights

SAVED_AFTER = 5_000  # changes, or one removal


class Keeper:
    """The one index of a process. Threads take turns with it."""

    def __init__(self, feed: Feed, weights: Weights, file: Path) -> None:
        """Read the snapshot in `file`, or the whole register when it is refused."""
        self._feed, self._weights, self._file = feed, weights, file
        self._asking, self._changing = threading.Lock(), threading.Lock()
        self._unsaved = 0
        try:
            self._tick, held = snapshot.load(file, span=feed.span(), origin=feed.origin)
            self.started_from = "snapshot"
        except snapshot.Refused as refusal:
            self._tick, entries = feed.all()
            held = gather(entries)
            self.started_from = str(refusal)
        self._index = NameIndex(held, weights)
        self.follow()
        if self.started_from != "snapshot":
            self.save()  # in the place of what was refused

    @property
    def tick(self) -> int:
        """Up to this tick every change is in the index."""
        return self._tick

    @contextmanager
    def index(self) -> Iterator[NameIndex]:
        """The index, for whoever has it alone meanwhile."""
        with self._asking:
            yield self._index

    def follow(self) -> None:
        """Take over what the register changed since."""
        with self._changing:
            tick, changes = self._feed.since(self._tick)
            self._take(list(changes))
            self._tick = tick
            self._save_if_due()

    def save(self) -> None:
        """Write the snapshot, and drop from memory what nobody can find any more.

        Searches go on meanwhile; changes wait.
        """
        with self._changing:
            self._save()

    def _take(self, changes: Sequence[Change]) -> None:
        with self._asking:
            gone = [
                change
                for change in changes
                if isinstance(change, Removal) and self._index.holds(change.person)
            ]
            self._index.apply(changes)
        self._unsaved = SAVED_AFTER if gone else self._unsaved + len(changes)

    def _save_if_due(self) -> None:
        if self._unsaved >= SAVED_AFTER:
            self._save()

    def _save(self) -> None:
        with self._asking:
            held = self._index.columns()
        snapshot.save(self._file, held, tick=self._tick, origin=self._feed.origin)
        fresh = NameIndex(held, self._weights)
        with self._asking:
            self._index = fresh
        self._unsaved = 0
