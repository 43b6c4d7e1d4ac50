"""Counts what is asked, over everything or over what somebody may see."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from agencies.access import Act, require
from agencies.models import User
from cases import facts
from reports import grouping, marginals
from reports.grouping import Key
from reports.questions import Question


@dataclass(frozen=True, slots=True)
class Answer:
    """`cells` has a number for every line of a complete table, zeros included, in the
    order of `question.by`; an open cut (agency) has the lines that occur."""

    question: Question
    cells: dict[Key, int]
    total: int

    def named(self) -> Iterator[tuple[dict[str, str], int]]:
        """Each cell as ({cut: key}, value)."""
        for key, value in self.cells.items():
            yield dict(zip(self.question.by, key, strict=True)), value


def count(question: Question, *, asker: User | None = None) -> Answer:
    """The answer over everything, or over the cases that `asker` sees as cases.

    PermissionDenied when her role sees no case at all.
    """
    if asker is not None:
        require(asker.hat, Act.SEE_CASES)
    counted = _counted(question, asker)
    if not question.by:
        return Answer(question, {}, counted[()])
    total = (
        sum(counted.values())
        if question.adds_up
        else _counted(replace(question, by=()), asker)[()]
    )
    lines = [
        cut.all_keys(question.frame) or sorted({key[place] for key in counted})
        for place, cut in enumerate(question.cuts)
    ]
    return Answer(question, {key: counted[key] for key in product(*lines)}, total)


def _counted(question: Question, asker: User | None) -> Counter[Key]:
    """Over everything the marginals are asked first; over some, facts alone know."""
    if asker is not None:
        return grouping.grouped(question, question.units().visible_to(asker))
    known_at = question.known_at
    cutoff = facts.cutoff_at(known_at) if known_at else None
    found = marginals.grouped(question, cutoff)
    if found is None:
        return grouping.grouped(question, question.units(cutoff))
    return found


def tally(
    question: Question, by: Iterable[tuple[str, ...]], cutoff: int | None
) -> dict[tuple[str, ...], Counter[Key]]:
    """Several tables of one question from one pass over its facts.

    Maps each of `by` (names of cuts; () for the total) to its non-zero cells.
    """
    tables = list(by)
    names = list(dict.fromkeys(name for table in tables for name in table))
    cuts = {name: question.figure.cuts[name] for name in names}
    counters: dict[tuple[str, ...], Counter[Key]] = {
        table: Counter() for table in tables
    }
    for *values, n in grouping.rows(question.units(cutoff), list(cuts.values())):
        keys = {
            name: cut.keys(value, question.frame)
            for (name, cut), value in zip(cuts.items(), values, strict=True)
        }
        for table in tables:
            for key in product(*(keys[name] for name in table)):
                counters[table][key] += n
    return counters
