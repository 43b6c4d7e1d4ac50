"""Interleaved rounds: each contender in turn, order shuffled, medians compared."""

import random
import time
from collections.abc import Callable, Mapping
from statistics import median

Act = Callable[[], object]
Measure = Callable[[Act], float]


def seconds(act: Act) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def medians(
    contenders: Mapping[str, Act],
    *,
    rounds: int,
    times: int,
    measure: Measure = seconds,
) -> dict[str, list[float]]:
    """For each contender the median of each round, in seconds.

    A round calls every contender `times` times, in an order drawn by lot, after one
    warm call each that is not counted.
    """
    lot = random.Random(1)
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for act in contenders.values():
        measure(act)
    for _round in range(rounds):
        calls = list(contenders) * times
        lot.shuffle(calls)
        taken: dict[str, list[float]] = {name: [] for name in contenders}
        for name in calls:
            taken[name].append(measure(contenders[name]))
        for name, values in taken.items():
            found[name].append(median(values))
    return found


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median over rounds of ours to theirs, each pair from one round."""
    return median(a / b for a, b in zip(ours, theirs, strict=True))
