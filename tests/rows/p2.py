"""P2: the scoped list by the API, signed in, against one hand-written query and orjson.

Target: ≤ 3 times the bare view; with 8 clients ≥ 0.3 of its requests a second.
"""

from statistics import median

from tests import scoreboard
from tests.bench import cluster, rounds, web
from tests.people import person

TARGET, LEAST_RATE = 3.0, 0.3
WHO = "sari"
ROUNDS, TIMES, RATE_ROUNDS = 15, 20, 5
LIST = "/api/v1/cases/"


def at(server: cluster.Cluster, size: int) -> dict[str, float]:
    """At one size: ratio of medians, our milliseconds, ratio of requests a second."""
    database = cluster.register_of(server, size)
    with cluster.used(server, database) as environment:
        agency = person(WHO).hat.agency_id
        raw = f"/cases/of/{agency}"
        with web.serving(environment) as site, web.bare(environment) as bare:
            ours = site.signed_in_as(WHO)
            found = rounds.medians(
                {"ours": lambda: ours.get(LIST), "bare": lambda: bare.get(raw)},
                rounds=ROUNDS,
                times=TIMES,
            )
            rates = [
                web.per_second(ours, LIST) / web.per_second(bare, raw)
                for _round in range(RATE_ROUNDS)
            ]
    return {
        "ratio": rounds.ratio(found["ours"], found["bare"]),
        "ms": median(found["ours"]) * 1000,
        "rate": median(rates),
    }


def measure(size: str) -> scoreboard.Measured:
    counts: dict[str, object] = {}
    holds = True
    with cluster.running() as server:
        for cases in cluster.SIZES[size]:
            found = at(server, cases)
            holds &= found["ratio"] <= TARGET and found["rate"] >= LEAST_RATE
            counts |= {f"{name}_{cases}": f"{n:.2f}" for name, n in found.items()}
    return scoreboard.Measured(holds, counts)
