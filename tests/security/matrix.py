"""docs/security/access-matrix.yaml, read: what a lawyer says that each may see and do.

The code under test never reads that file; nothing here asks the code what it thinks.
"""

from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from typing import Any

import yaml

from agencies.sections import Section
from tests.ground import CHECKOUT

FILE = CHECKOUT / "docs" / "security" / "access-matrix.yaml"


class Level(IntEnum):
    """What one holds of a section."""

    NONE = 0
    READ = 1
    WRITE = 2


Row = Mapping[Section, Level]
LETTERS = {"-": Level.NONE, "r": Level.READ, "w": Level.WRITE}


@cache
def document() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text())


@cache
def sections() -> tuple[Section, ...]:
    """The sections in the order of the file's columns."""
    return tuple(Section[name.upper()] for name in document()["sections"])


@cache
def roles() -> dict[str, frozenset[str]]:
    """The acts of a role, by their names."""
    return {role: frozenset(acts.split()) for role, acts in document()["roles"].items()}


@cache
def trades() -> dict[str, frozenset[str]]:
    """The types of agency of a trade."""
    found = document()["trades"].items()
    return {trade: frozenset(types.split()) for trade, types in found}


@cache
def table(*place: str) -> dict[str, Row]:
    """The rows of one table, by relation: `table("leading", "service")`."""
    part = document()
    for name in place:
        part = part[name]
    found = {}
    for relations, letters in part.items():
        levels = [LETTERS[letter] for letter in letters.split()]
        row = dict(zip(sections(), levels, strict=True))
        for relation in relations.split(", "):
            assert relation not in found, f"{place} says {relation} twice"
            found[relation] = row
    return found


def shut() -> Row:
    """Nothing of any section."""
    return dict.fromkeys(sections(), Level.NONE)
