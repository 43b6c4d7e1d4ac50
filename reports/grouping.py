"""Counts facts by the keys of cuts."""

from collections import Counter
from collections.abc import Iterable
from itertools import product

from django.db.models import Count, QuerySet

from reports.cuts import Cut
from reports.questions import Question

Key = tuple[str, ...]


def grouped(question: Question, units: QuerySet) -> Counter[Key]:
    """Units by the keys of each cut; one unit may stand under several."""
    counted: Counter[Key] = Counter()
    for *values, n in rows(units, question.cuts):
        keys = [
            cut.keys(value, question.frame)
            for cut, value in zip(question.cuts, values, strict=True)
        ]
        for key in product(*keys):
            counted[key] += n
    return counted


def rows(units: QuerySet, cuts: list[Cut]) -> Iterable[tuple]:
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
