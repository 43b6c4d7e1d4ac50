"""Counts what is asked, over everything or over what somebody may see."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from agencies.access import Act, require
from agencies.models import User
from reports import grouping, marginals
from reports.cuts import Cut, Frame, SinceCut
from reports.grouping import Key
from reports.questions import Question, too_large

Tables = dict[tuple[str, ...], Counter[Key]]
Answers = dict[tuple[str, ...], "Answer"]


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

    PermissionDenied when her role sees no case at all; ValidationError of `by` when so
    many offices occur that nobody could read the table.
    """
    if asker is not None:
        require(asker.hat, Act.SEE_CASES)
    counted = _counted(question, asker)
    total = (
        sum(counted.values())
        if question.adds_up
        else _counted(replace(question, by=()), asker)[()]
    )
    return _answer(question, counted, total)


def _answer(question: Question, counted: Counter[Key], total: int) -> Answer:
    lines = [
        cut.all_keys(question.frame) or sorted({key[place] for key in counted})
        for place, cut in enumerate(question.cuts)
    ]
    if said := too_large(prod(map(len, lines))):
        raise ValidationError({"by": said})
    cells = {key: counted[key] for key in product(*lines)} if lines else {}
    return Answer(question, cells, total)


def _counted(question: Question, asker: User | None) -> Counter[Key]:
    """Over everything the marginals are asked first; over some, facts alone know."""
    if asker is not None:
        return grouping.grouped(
            question,
            question.units().visible_to(asker, past=question.cutoff is not None),
        )
    found = marginals.grouped(question, question.cutoff)
    if found is None:
        return grouping.grouped(question, question.units())
    return found


def tally(
    question: Question, by: Iterable[tuple[str, ...]], cutoff: int | None
) -> Tables:
    """Several tables of one question from one pass over its facts.

    Maps each of `by` (names of cuts; () for the total) to its non-zero cells.
    """
    return _tabled(question.frame, question.units(cutoff), by, question.figure.cuts)


def compared(
    question: Question, before: Question, by: Iterable[tuple[str, ...]], *, asker: User
) -> tuple[Answers, Answers]:
    """The answers to `question`, cut in several ways, and to the same one of an earlier
    period, from one pass over the cases that `asker` sees as cases.

    PermissionDenied when her role sees no case at all.
    """
    require(asker.hat, Act.SEE_CASES)
    whole = question.during(before.first, question.last)
    units = whole.units().visible_to(asker, past=question.cutoff is not None)
    units = units.exclude(counted_on__gt=before.last, counted_on__lt=question.first)
    since = SinceCut(question.first)
    cuts = {since.code: since, **question.figure.cuts}
    tables = [(since.code, *names) for names in ((), *by)]
    counted = _tabled(whole.frame, units, tables, cuts)
    now = _answers(question, since.NOW, counted)
    return now, _answers(before, since.BEFORE, counted)


def _answers(question: Question, key: str, counted: Tables) -> Answers:
    """Of tables that are all cut by a first key, the answers under that one; the first
    table is cut by nothing else."""
    total = next(iter(counted.values()))[key,]
    return {
        names[1:]: _answer(replace(question, by=names[1:]), _under(key, table), total)
        for names, table in counted.items()
    }


def _under(first: str, counted: Counter[Key]) -> Counter[Key]:
    """The cells whose first key is that one, without it."""
    return Counter({key[1:]: n for key, n in counted.items() if key[0] == first})


def _tabled(
    frame: Frame,
    units: QuerySet,
    by: Iterable[tuple[str, ...]],
    cuts: Mapping[str, Cut],
) -> Tables:
    tables = list(by)
    names = list(dict.fromkeys(name for table in tables for name in table))
    used = {name: cuts[name] for name in names}
    counters: Tables = {table: Counter() for table in tables}
    for *values, n in grouping.rows(units, list(used.values())):
        keys = {
            name: cut.keys(value, frame)
            for (name, cut), value in zip(used.items(), values, strict=True)
        }
        for table in tables:
            for key in product(*(keys[name] for name in table)):
                counters[table][key] += n
    return counters
