"""S19: kill -9 of web and PostgreSQL while cases are logged by page and API, of worker,
Redis and PostgreSQL while editions are compiled.

Target: ≥ 200 kills, 0 acknowledged cases lost, 0 made twice; every job ends once.
"""

import threading
from contextlib import ExitStack, closing

from django.db import connections
from django.urls import NoReverseMatch, reverse

from agencies.models import AuditEvent, IdempotencyKey
from agencies.sealing import crypto, keystore
from cases import facts
from cases.models import Case, CaseScope
from cases.narrative import context_of
from tests import compile_kills, ground, kills, scoreboard
from tests.bench import cluster
from tests.cases.examples import GIRL, LP, a_case
from tests.people import person

KILLS = {"ci": 9, "full": 210}
AT_LEAST = {"ci": 9, "full": 200}
COMPILE_KILLS = {"ci": 4, "full": 40}
AT_ONCE = 4  # kills while the same jobs are open
DATABASE = "kills"


def fresh(server: cluster.Cluster) -> str:
    """A register with the reference data and the cast, and nothing else."""
    with closing(cluster.superuser(server, "postgres")) as plug:
        cursor = plug.cursor()
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(
            f"CREATE DATABASE {DATABASE} TEMPLATE template0 OWNER {cluster.OWNER}"
        )
    ground.manage("prepare", "-v0", **cluster.urls(server, DATABASE))
    return DATABASE


def doors(port: int, stop: threading.Event) -> list[kills.Writer]:
    writers: list[kills.Writer] = [
        kills.Program(port, name, stop) for name in ("sari", "budi", "wati")
    ]
    try:
        reverse("case", args=["00000000-0000-0000-0000-000000000000"])
    except NoReverseMatch:
        return writers
    return [*writers, *(kills.Browser(port, name, stop) for name in ("sari", "citra"))]


def under_fire(server: cluster.Cluster, times: int) -> tuple[kills.Fire, list]:
    web = kills.Web(kills.log_folder() / "web.log")
    stop = threading.Event()
    with ExitStack() as stack:
        stack.callback(web.kill)
        web.start()
        writers = doors(web.port, stop)
        for writer in writers:
            writer.start()
        fire = kills.Fire(web, kills.Database(server), writers)
        try:
            fire.run(times)
        finally:
            stop.set()
        for writer in writers:
            writer.join(kills.PATIENCE)
    return fire, writers


def judged(writers: list[kills.Writer]) -> dict[str, int]:
    """What the register holds, against what the writers sent and were told."""
    connections.close_all()
    sent = {key for writer in writers for key in writer.sent}
    told = {key: case for writer in writers for key, case in writer.told.items()}
    made = dict(IdempotencyKey.objects.values_list("key", "subject_id"))
    cases = {case.pk: case for case in Case.objects.all()}
    lost = sum(
        not is_kept(cases.get(made.get(key, 0)), case) for key, case in told.items()
    )
    return {
        "sent": len(sent),
        "acknowledged": len(told),
        "lost": lost,
        "duplicates": len(cases) - len(set(made.values()) & cases.keys()),
        "half_made": sum(not is_whole(case) for case in cases.values()),
        "gaps": gaps(cases.values()),
        "fact_differences": sum(facts.differences(unit) for unit in facts.UNITS),
    }


def is_kept(case: Case | None, told: dict[str, str]) -> bool:
    """Is the case there as it was acknowledged?"""
    if case is None or str(case.public_id) != told["id"]:
        return False
    return told.get("register_no", case.register_no) == case.register_no


def is_whole(case: Case) -> bool:
    """Number, victims, scope, event and a sentence that opens."""
    key = keystore.key_of(case.public_id)
    text = crypto.open_sealed(key, case.narrative, context_of(case.public_id))
    return all(
        (
            case.register_no,
            text,
            case.victims.count() >= 2,
            CaseScope.objects.filter(case=case).count() == len(case.scope_keys),
            AuditEvent.objects.filter(case_id=case.pk, verb="logged_case").count() == 1,
        )
    )


def gaps(cases) -> int:
    """Numbers that a series skipped."""
    series: dict[tuple, list[int]] = {}
    for case in cases:
        series.setdefault((case.register_agency_id, case.register_year), []).append(
            case.register_n
        )
    return sum(max(ns) - len(set(ns)) for ns in series.values())


def compile_under_fire(server: cluster.Cluster, times: int) -> dict[str, int]:
    """What became of jobs whose worker, queue and database were killed."""
    a_case(person("sari"), victims=(GIRL,), police_reports=(LP,))
    folder, database = kills.log_folder(), kills.Database(server)
    with ExitStack() as stack:
        queue = stack.enter_context(compile_kills.queue(folder, server.sockets))
        worker = compile_kills.Worker(folder / "worker.log", queue.server.url())
        stack.callback(worker.kill)
        worker.start()
        fire = compile_kills.Fire(
            worker,
            {
                "worker": worker.kill_and_start,
                "redis": queue.kill_and_start,
                "postgres": database.kill_all,
                "backend": lambda: database.kill_one(fire.lot),
            },
        )
        fire.run(times, at_once=AT_ONCE)
    told = {f"{name}_kills": n for name, n in fire.kills.items()}
    return told | compile_kills.judged(fire)


def measure(size: str) -> scoreboard.Measured:
    with cluster.running("prove") as server:
        with cluster.used(server, fresh(server)):
            fire, writers = under_fire(server, KILLS[size])
            counts = judged(writers)
        with cluster.used(server, fresh(server)):
            compiled = compile_under_fire(server, COMPILE_KILLS[size])
    killed = sum(fire.kills.values())
    faults = ("lost", "duplicates", "half_made", "gaps", "fact_differences")
    holds = (
        killed >= AT_LEAST[size]
        and not any(counts[name] for name in faults)
        and counts["sent"] == counts["acknowledged"]
        and not any(compiled[name] for name in compile_kills.FAULTS)
        and compiled["starts"] > compiled["jobs"]
    )
    doors_used = ",".join(sorted({type(writer).__name__ for writer in writers}))
    retries = sum(writer.retries for writer in writers)
    by_kind = {f"{name}_kills": n for name, n in fire.kills.items()}
    told = {"kills": killed, **by_kind, **counts, "retries": retries}
    told |= {f"compile_{name}": n for name, n in compiled.items()}
    return scoreboard.Measured(holds, {**told, "doors": doors_used})
