"""P9: a monthly PDF from a stored edition; a whole month compiled and rendered.

Target: ≤ 1 s for one PDF; ≤ 5 min for all 553 editions, compiled by one process and
rendered by two. Every edition is kept and every PDF is made, at each size.
"""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.pool import Pool
from statistics import median

from django.db import connections

from agencies.choices import JobState
from agencies.models import Job
from agencies.models.region import NATION_CODE
from reports import areas, marginals, tasks
from reports.edition_report import monthly_report
from reports.models import Edition
from reports.monthly import typeset_monthly
from reports.periods import Period, read_month
from tests import scoreboard
from tests.bench import cluster, rounds

LAST_MONTH = "2025-10"
ONE, ALL = 1.0, 300.0  # seconds
CORES = 2
# A template's first document in a process is not counted, each region's first is.
WARM, TAKEN = (
    "11",
    ("ID", "64", "64.71", "31", "32", "33", "35", "51", "53", "65", "91"),
)


def compiled(month: Period) -> float:
    """Seconds that the job of a month takes, from the asking to its end."""
    start = time.perf_counter()
    job = tasks.ask_to_compile_month(month)
    tasks.compile_month(str(job.public_id))
    taken = time.perf_counter() - start
    if Job.objects.get(pk=job.pk).state != JobState.DONE:
        raise RuntimeError(f"{month.code} was not compiled")
    return taken


def not_yet_compiled() -> Period:
    """The register is kept for the next measurement, and with it its editions."""
    month = read_month(LAST_MONTH)
    while Edition.objects.of(NATION_CODE, month).exists():
        month = month.before
    return month


def rendered(edition_id: int) -> int:
    """Bytes of an edition's PDF."""
    edition = Edition.objects.select_related("region").get(pk=edition_id)
    return len(typeset_monthly(monthly_report(edition)))


def one_by_one(ids: list[int]) -> list[float]:
    """Seconds for each PDF but the first, in a process that is warm by then."""
    return [rounds.seconds(lambda id=id: rendered(id)) for id in ids][1:]


@contextmanager
def workers(count: int) -> Iterator[Pool]:
    """Forked from this process, which must never render: Typst's threads would be
    missing in a child. No child speaks on its parent's connections."""
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(count) as pool:
        yield pool


def render_all(ids: list[int]) -> tuple[float, int]:
    """Seconds for all PDFs, by as many processes as there are cores; how many."""
    with workers(CORES) as pool:
        start = time.perf_counter()
        made = pool.map(rendered, ids, chunksize=8)
        return time.perf_counter() - start, sum(size > 0 for size in made)


def at(server: cluster.Cluster, size: int) -> dict[str, float]:
    with cluster.used(server, cluster.register_of(server, size)):
        period = not_yet_compiled()
        marginals.fold()
        compiling = compiled(period)
        chosen = Edition.objects.filter(first=period.first, last=period.last)
        newest = chosen.order_by("region_id", "-n").distinct("region_id")
        ids = dict(newest.values_list("region__code", "pk"))
        with workers(1) as pool:
            one = pool.apply(one_by_one, [[ids[code] for code in (WARM, *TAKEN)]])
        rendering, made = render_all(list(ids.values()))
        missing = len(areas.compiled_every_month()) - made
    return {
        "one_pdf": median(one),
        "one_pdf_at_most": max(one),
        "compiled": compiling,
        "rendered": rendering,
        "whole": compiling + rendering,
        "pdfs": made,
        "missing": missing,
    }


def measure(size: str) -> scoreboard.Measured:
    counts: dict[str, object] = {"cores": CORES}
    holds = True
    with cluster.running() as server:
        for cases in cluster.SIZES[size]:
            found = at(server, cases)
            made, missing = found.pop("pdfs"), found.pop("missing")
            holds &= found["one_pdf_at_most"] <= ONE and found["whole"] <= ALL
            holds &= not missing
            counts |= {f"{name}_{cases}": f"{n:.2f}" for name, n in found.items()}
            counts[f"pdfs_{cases}"] = made
    return scoreboard.Measured(holds, counts)
