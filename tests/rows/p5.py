"""P5: a case by the API against the bare detail view; target ≤ 1.5, ≤ 5 queries."""

import random
from itertools import cycle

from cases.models import Case
from tests import scoreboard
from tests.bench import cluster, queries, rounds, web
from tests.people import browser_of, person

TARGET, MOST_QUERIES = 1.5, 5
WHO = "dewi"
ROUNDS, TIMES, ASKED = 15, 20, 200


def some_ids() -> list[str]:
    """Cases of her command, drawn by lot."""
    ids = list(Case.objects.open_to(person(WHO)).values_list("public_id", flat=True))
    return [str(one) for one in random.Random(1).sample(ids, min(ASKED, len(ids)))]


def at(server, size: int) -> tuple[float, float, int]:
    """At one size: ratio of medians, our median in milliseconds, queries."""
    database = cluster.register_of(server, size)
    with cluster.used(server, database) as environment:
        ids = some_ids()
        client = browser_of(WHO)
        asked = max(queries.counted(client, f"/api/v1/cases/{i}/") for i in ids[:10])
        with web.serving(environment) as site, web.bare(environment) as bare:
            ours, ids_for = site.signed_in_as(WHO), {n: cycle(ids) for n in "ab"}
            found = rounds.medians(
                {
                    "ours": lambda: ours.get(f"/api/v1/cases/{next(ids_for['a'])}/"),
                    "bare": lambda: bare.get(f"/cases/{next(ids_for['b'])}"),
                },
                rounds=ROUNDS,
                times=TIMES,
            )
    middle = sorted(found["ours"])[ROUNDS // 2]
    return rounds.ratio(found["ours"], found["bare"]), middle * 1000, asked


def measure(size: str) -> scoreboard.Measured:
    counts: dict[str, object] = {}
    holds = True
    with cluster.running() as server:
        for cases in cluster.SIZES[size]:
            ratio, ms, asked = at(server, cases)
            holds = holds and ratio <= TARGET and asked <= MOST_QUERIES
            counts[f"ratio_{cases}"] = f"{ratio:.2f}"
            counts[f"ms_{cases}"] = f"{ms:.2f}"
            counts["queries"] = max(asked, counts.get("queries", 0))
    return scoreboard.Measured(holds, counts)
