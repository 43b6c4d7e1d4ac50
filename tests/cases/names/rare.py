"""`python -m tests.cases.names.rare`: how rare words are, counted over invented people.

What it writes ships as `cases/names/rarities.json`: by rarity the words in normal form
that one in 4,000 bears, or more. Then weights are to be learnt anew (`learn`).
"""

import json
import math
from collections import Counter, defaultdict
from pathlib import Path

from cases.names import rarity
from cases.names.spelling import read
from tests.cases.names.invented import people

PEOPLE, LEAST = 200_000, 50


def counted(n: int = PEOPLE) -> Counter[str]:
    """By word: how many of so many people bear it."""
    bearers: Counter[str] = Counter()
    for person in people(n, "how rare words are"):
        bearers.update(set(read(person.name).words))
    return bearers


def table(bearers: Counter[str]) -> dict[str, str]:
    found = defaultdict(list)
    for word, n in sorted(bearers.items(), key=lambda each: (-each[1], each[0])):
        if n >= LEAST:
            found[f"{math.log(PEOPLE / n):.1f}"].append(word)
    return {rare: " ".join(words) for rare, words in found.items()}


def main() -> None:
    shipped = Path(rarity.__file__).with_name("rarities.json")
    shipped.write_text(json.dumps(table(counted()), indent=1) + "\n")


if __name__ == "__main__":
    main()
