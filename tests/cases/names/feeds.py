"""A register in memory that tells the index its names, as the real one will."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.names.feed import Change, Entry, Removal


@dataclass
class GeneratedFeed:
    """Entries at tick 0, and one tick for each change that is written after."""

    entries: Iterable[Entry]
    origin: str = "a generated register"
    changes: list[Change] = field(default_factory=list)
    forgotten: int = 0  # changes up to this tick cannot be told any more

    def __post_init__(self) -> None:
        self.entries = {entry.person: entry for entry in self.entries}

    def write(self, *changes: Change) -> None:
        self.changes += changes

    def span(self) -> tuple[int, int]:
        return self.forgotten, len(self.changes)

    def all(self) -> tuple[int, list[Entry]]:
        now = dict(self.entries)
        for change in self.changes:
            if isinstance(change, Removal):
                now.pop(change.person, None)
            else:
                now[change.person] = change
        return len(self.changes), list(now.values())

    def since(self, tick: int) -> tuple[int, list[Change]]:
        return len(self.changes), self.changes[tick:]
