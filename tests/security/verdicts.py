"""What the matrix expects against what was found, cell by cell."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Verdicts:
    """Counts cells; a leak shows more than the matrix allows, a wrong denial less."""

    cells: int = 0
    leaks: Counter = field(default_factory=Counter)
    wrong_denials: Counter = field(default_factory=Counter)

    def weigh(self, found: int, expected: int, *cell: object) -> None:
        """Compare how much was found (0 is nothing) with how much there should be."""
        self.cells += 1
        if found == expected:
            return
        told = f"{' · '.join(map(str, cell))}: {found!r}, not {expected!r}"
        (self.leaks if found > expected else self.wrong_denials)[told] += 1

    def hold(self, record, name: str) -> None:
        """Write the counts into the test's record under `name` (S1 adds them up), and
        fail on any fault."""
        record(f"cells {name}", self.cells)
        record(f"leaks {name}", self.leaks.total())
        record(f"wrong_denials {name}", self.wrong_denials.total())
        assert self.cells, "Nothing was tried."
        assert not self.leaks, _some("Leaks", self.leaks)
        assert not self.wrong_denials, _some("Wrong denials", self.wrong_denials)


def _some(title: str, found: Counter) -> str:
    lines = "\n".join(f"  {told}" for told in sorted(found)[:40])
    return f"{title} ({found.total()}):\n{lines}"
