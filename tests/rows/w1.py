"""W1: what the second wall costs: database time with it, against the same questions
asked by the owner, whom it does not stop. Target: list ≤ 1.3 times, case ≤ 2 times.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import cycle

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import QueryDict

from agencies.eyes import looking
from agencies.models import User
from cases.api.rows import case_row
from cases.lists import CaseList
from cases.lists.filters import CaseFilters
from cases.models import Case
from tests import scoreboard
from tests.bench import cluster, rounds
from tests.people import person
from tppo_tracker import environment

LIST, DETAIL = 1.3, 2.0
ROUNDS, TIMES, ASKED = 25, 10, 200
COMMAND, UNIT = "dewi", "sari"


class Clock:
    """Seconds that statements take, over both connections."""

    def __init__(self) -> None:
        self.spent = 0.0

    def __call__(self, execute, statement, params, many, context):
        start = time.perf_counter()
        try:
            return execute(statement, params, many, context)
        finally:
            self.spent += time.perf_counter() - start

    def of(self, act: Callable[[], object]) -> float:
        self.spent = 0.0
        act()
        return self.spent


@contextmanager
def two_roles(urls: dict[str, str], clock: Clock) -> Iterator[dict]:
    """By role, how to ask as it: each on a connection of its own, limits the same."""
    serving = connections["default"]
    owner = serving.copy()
    owner.settings_dict |= environment.database(
        urls["DATABASE_OWNER_URL"], environment.SERVING_LIMITS
    )

    def asking(as_role: BaseDatabaseWrapper, who: User, act: Callable) -> None:
        connections["default"] = as_role
        with looking(who.hat.scope_keys):
            act()

    try:
        with serving.execute_wrapper(clock), owner.execute_wrapper(clock):
            yield {"wall": partial(asking, serving), "bare": partial(asking, owner)}
    finally:
        connections["default"] = serving
        owner.close()


def questions() -> dict[str, tuple[User, Callable[[], object]]]:
    """By name, who asks and what."""
    dewi, sari = person(COMMAND), person(UNIT)
    narrowed = QueryDict("stage=investigation")
    found = Case.objects.open_to(dewi).order_by("-reported_on", "-pk")
    ids = cycle(list(found.values_list("public_id", flat=True)[:ASKED]))
    return {
        "list": (dewi, lambda: CaseList(dewi).page()),
        "list_of_unit": (sari, lambda: CaseList(sari).page()),
        "list_by_stage": (
            dewi,
            lambda: CaseList(dewi, CaseFilters(narrowed, user=dewi)).page(),
        ),
        "detail": (dewi, lambda: case_row(dewi, next(ids))),
    }


def at(server: cluster.Cluster, size: int) -> dict[str, float]:
    """The ratio of each question."""
    database, clock = cluster.register_of(server, size), Clock()
    with ExitStack() as stack:
        urls = stack.enter_context(cluster.used(server, database))
        asked = questions()
        roles = stack.enter_context(two_roles(urls, clock))
        contenders = {
            f"{name} {role}": partial(as_role, who, act)
            for name, (who, act) in asked.items()
            for role, as_role in roles.items()
        }
        found = rounds.medians(contenders, rounds=ROUNDS, times=TIMES, measure=clock.of)
    return {
        name: rounds.ratio(found[f"{name} wall"], found[f"{name} bare"])
        for name in asked
    }


def measure(size: str) -> scoreboard.Measured:
    counts: dict[str, object] = {}
    holds = True
    with cluster.running() as server:
        for cases in cluster.SIZES[size]:
            for name, ratio in at(server, cases).items():
                holds &= ratio <= (DETAIL if name == "detail" else LIST)
                counts[f"{name}_{cases}"] = f"{ratio:.2f}"
    return scoreboard.Measured(holds, counts)
