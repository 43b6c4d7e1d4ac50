"""Counts what is asked, over everything or over what somebody may see."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from django.db.models import Count, QuerySet

from agencies.access import Act, require
from agencies.models import User
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
    groups = {f"by_{cut.code}": cut.group for cut in question.cuts}
    rows = (
        units.order_by()
        .annotate(**groups)
        .values_list(*groups)
        .annotate(counted=Count("pk"))
    )
    counted: Counter[Key] = Counter()
    for *values, n in rows:
        keys = [
            cut.keys(value, question.frame)
            for cut, value in zip(question.cuts, values, strict=True)
        ]
        for key in product(*keys):
            counted[key] += n
    return counted
