"""P5: a case by the API against the bare detail view, when she opens it for the first
time within the hour (which is written down) and again; target ≤ 1.5, ≤ 5 queries.
"""

import random
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import cycle
from statistics import median

from django.db import connection

from cases.models import Case
from tests import scoreboard
from tests.bench import cluster, queries, rounds, web
from tests.people import browser_of, person

TARGET, MOST_QUERIES = 1.5, 5
WHO = "dewi"
ROUNDS, TIMES, ASKED = 15, 20, 200

# What bare has too: other rows may have logged cases since.
IN_BOTH = (
    "SELECT public_id FROM bare.cases WHERE public_id = ANY(%s::uuid[]) ORDER BY id"
)
# As the superuser: nobody else can take away what was written of a look. Hers of these
# days alone stand in an index: a trail of millions is not read for each.
FORGET = """
DELETE FROM agencies_auditevent
 WHERE by_id = (SELECT id FROM agencies_user WHERE username = %s)
   AND at > now() - interval '1 day' AND verb = 'opened_case'
"""
QUIETLY = "SET session_replication_role = replica; SET synchronous_commit = off"


def some_ids() -> list[str]:
    """Cases of her command, drawn by lot."""
    hers = Case.objects.open_to(person(WHO)).values_list("public_id", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(IN_BOTH, [[str(one) for one in hers]])
        ids = [str(one) for (one,) in cursor.fetchall()]
    return random.Random(1).sample(ids, min(ASKED, len(ids)))


@contextmanager
def looks_forgotten(server: cluster.Cluster, database: str) -> Iterator[rounds.Measure]:
    """Seconds of an act before which every look was forgotten."""
    with (
        closing(cluster.superuser(server, database)) as plug,
        plug.cursor() as cursor,
    ):
        cursor.execute(QUIETLY)

        def seconds(act: rounds.Act) -> float:
            cursor.execute(FORGET, [WHO])
            return rounds.seconds(act)

        yield seconds


def at(server: cluster.Cluster, size: int) -> dict[str, float]:
    """At one size: ratio of medians at first and again, our median of the first in
    milliseconds, queries."""
    database = cluster.register_of(server, size)
    with ExitStack() as stack:
        environment = stack.enter_context(cluster.used(server, database))
        ids = some_ids()
        client = browser_of(WHO)
        asked = max(queries.counted(client, f"/api/v1/cases/{i}/") for i in ids[:10])
        ours = stack.enter_context(web.serving(environment)).signed_in_as(WHO)
        bare = stack.enter_context(web.bare(environment))
        ids_for = {name: cycle(ids) for name in ("ours", "bare")}
        contenders = {
            "ours": lambda: ours.get(f"/api/v1/cases/{next(ids_for['ours'])}/"),
            "bare": lambda: bare.get(f"/cases/{next(ids_for['bare'])}"),
        }
        compare = partial(rounds.medians, contenders, rounds=ROUNDS, times=TIMES)
        again = compare()
        with looks_forgotten(server, database) as seconds:
            first = compare(measure=seconds)
    return {
        "ratio": rounds.ratio(first["ours"], first["bare"]),
        "again": rounds.ratio(again["ours"], again["bare"]),
        "ms": median(first["ours"]) * 1000,
        "queries": asked,
    }


def measure(size: str) -> scoreboard.Measured:
    counts: dict[str, object] = {}
    holds = True
    with cluster.running() as server:
        for cases in cluster.SIZES[size]:
            found = at(server, cases)
            most = found.pop("queries")
            holds &= max(found["ratio"], found["again"]) <= TARGET
            holds &= most <= MOST_QUERIES
            counts |= {f"{name}_{cases}": f"{n:.2f}" for name, n in found.items()}
            counts["queries"] = max(most, counts.get("queries", 0))
    return scoreboard.Measured(holds, counts)
