"""P4: what keeping numbers ready costs an act, a fold and a reader.

Targets: the queue adds ≤ 1 ms to an act; a fold after one changed case does not grow
with the register; what a dashboard or report reads takes ≤ 5 ms of the database.
"""

from contextlib import closing
from statistics import median

from agencies.models import Region
from cases import actions
from reports import marginals, questions
from tests import scoreboard
from tests.bench import cluster, rounds
from tests.people import person
from tests.rows.p6 import DAY, SUSPECT, VICTIM, DatabaseClock

MOST_QUEUE_MS, MOST_READ_MS, MOST_GROWTH = 1.0, 5.0, 2.0
TIMES = 30
QUEUED = "INSERT INTO facts_act (tick, cases) VALUES (%s, ARRAY[%s]::bigint[])"
YEAR = {"from": "2025-01-01", "to": "2025-12-31"}
DECADE = {"from": "2016-01-01", "to": "2025-12-31"}
# What dashboards and reports ask for: name, then the question.
READS = {
    "year_modus": {**YEAR, "figure": "cases", "by": "modus"},
    "year_provinces": {**YEAR, "figure": "victims", "by": "region"},
    "year_people": {**YEAR, "figure": "victims", "by": "sex,age_group"},
    "year_platforms": {**YEAR, "figure": "victims", "by": "platform", "region": "64"},
    "decade_months": {**DECADE, "figure": "cases", "by": "month"},
    "decade_regencies": {
        **DECADE,
        "figure": "suspects",
        "by": "region,year",
        "region": "64",
    },
}


def queue_ms(server: cluster.Cluster, database: str) -> float:
    """Milliseconds of the one row that an act adds, asked from outside."""
    with closing(cluster.superuser(server, database)) as plug, plug.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT facts_tick()")
        [tick] = cursor.fetchone()
        taken = [
            rounds.seconds(lambda n=n: cursor.execute(QUEUED, [tick, n]))
            for n in range(200)
        ]
        cursor.execute("ROLLBACK")
    return median(taken) * 1000


def fold_ms() -> float:
    """Milliseconds of a fold after one case was changed, the median of many."""
    sari = person("sari")
    case = actions.log_case(
        by=sari,
        fields={
            "happened_on": DAY,
            "reported_on": DAY,
            "region": Region.objects.get(code="64.71.03"),
            "modus": "pimping_online",
            "known_via": "hotline_110",
        },
        victims=[VICTIM, VICTIM],
        suspects=[SUSPECT],
    )
    marginals.fold()
    taken = []
    for n in range(TIMES):
        modus = ("fake_job_domestic", "pimping_online")[n % 2]
        actions.edit_case(case, {"modus": modus}, by=sari, seen=case.version)
        case.refresh_from_db()
        taken.append(rounds.seconds(marginals.fold))
    return median(taken) * 1000


def read_ms(clock: DatabaseClock) -> dict[str, float]:
    """Milliseconds that the database needs for each read, at present."""
    found = {}
    for name, texts in READS.items():
        question = questions.read(texts)
        asked = [
            clock.without_commit(lambda q=question: marginals.grouped(q))
            for _time in range(TIMES)
        ]
        if marginals.grouped(question) is None:
            raise RuntimeError(f"{name} is not answered from the marginals")
        found[name] = median(asked) * 1000
    return found


def at(server: cluster.Cluster, cases: int) -> dict[str, float]:
    database = cluster.register_of(server, cases)
    with closing(cluster.superuser(server, database)) as plug, plug.cursor() as cursor:
        cursor.execute("DELETE FROM marginals_state; DELETE FROM marginals")
        cursor.execute("VACUUM marginals")
    clock = DatabaseClock()
    with cluster.used(server, database), clock.running():
        found = {"anew_s": rounds.seconds(marginals.fold)}
        with closing(cluster.superuser(server, database)) as plug:
            plug.cursor().execute("VACUUM ANALYZE marginals")
        found |= {"queue": queue_ms(server, database), "fold": fold_ms()}
        return {**found, **read_ms(clock)}


def measure(size: str) -> scoreboard.Measured:
    counts: dict[str, object] = {}
    holds = True
    folds = []
    with cluster.running() as server:
        for cases in cluster.SIZES[size]:
            found = at(server, cases)
            folds.append(found["fold"])
            holds &= found["queue"] <= MOST_QUEUE_MS
            holds &= max(found[name] for name in READS) <= MOST_READ_MS
            counts |= {f"{name}_{cases}": f"{n:.2f}" for name, n in found.items()}
    holds &= max(folds) <= MOST_GROWTH * folds[0]
    counts["fold_growth"] = f"{max(folds) / folds[0]:.2f}"
    return scoreboard.Measured(holds, counts)
