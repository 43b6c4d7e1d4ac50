"""How rare a word of names is, by a table that ships (`rarities.json`).

It is counted over invented people (`tests/cases/names/learn.py`), and no act changes
it: counted in the register it would tell whoever compares two records of her own how
many others bear a word, in whosever sight they are.
"""

import json
from pathlib import Path

# A word of no table: one that a person in 8,000 bears.
RAREST = 9.0


def _shipped() -> dict[str, float]:
    told = json.loads(Path(__file__).with_name("rarities.json").read_text())
    return {word: float(rare) for rare, words in told.items() for word in words.split()}


_RARITIES = _shipped()


def rarity(word: str) -> float:
    """The natural logarithm of how many people there are for each who bears it."""
    return _RARITIES.get(word, RAREST)


def is_common(word: str) -> bool:
    return word in _RARITIES
