"""Counts what is asked, over everything or over what somebody may see."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from django.db.models import Count, QuerySet

from agencies.access import Act, require
from agencies.models import User
from reports.cuts import Cut
from reports.questions import Question

Key = tuple[str, ...]


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
    units = question.units()
    if asker is not None:
        require(asker.hat, Act.SEE_CASES)
        units = units.visible_to(asker)
    if not question.by:
        return Answer(question, {}, units.count())
    counted = _grouped(question, units)
    total = sum(counted.values()) if question.adds_up else units.count()
    lines = [
        cut.all_keys(question.frame) or sorted({key[place] for key in counted})
        for place, cut in enumerate(question.cuts)
    ]
    return Answer(question, {key: counted[key] for key in product(*lines)}, total)


def _grouped(question: Question, units: QuerySet) -> Counter[Key]:
    """Units by the keys of each cut; one unit may stand under several."""
    counted: Counter[Key] = Counter()
    for *values, n in _rows(units, question.cuts):
        keys = [
            cut.keys(value, question.frame)
            for cut, value in zip(question.cuts, values, strict=True)
        ]
        for key in product(*keys):
            counted[key] += n
    return counted


def _rows(units: QuerySet, cuts: list[Cut]) -> Iterable[tuple]:
    """(value of each cut's column, …, number of units)."""
    if not cuts:
        return [(units.count(),)]
    groups = {f"by_{cut.code}": cut.group for cut in cuts}
    return (
        units.order_by()
        .annotate(**groups)
        .values_list(*groups)
        .annotate(counted=Count("pk"))
    )


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
    for *values, n in _rows(question.units(cutoff), list(cuts.values())):
        keys = {
            name: cut.keys(value, question.frame)
            for (name, cut), value in zip(cuts.items(), values, strict=True)
        }
        for table in tables:
            for key in product(*(keys[name] for name in table)):
                counters[table][key] += n
    return counters
