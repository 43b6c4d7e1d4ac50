"""P9: a monthly PDF from a stored edition; a whole month compiled and rendered.

Target: ≤ 1 s for one PDF; ≤ 5 min for all 553 editions, compiled by one process and
rendered by two. Every edition is kept and every PDF is made, at each size.
"""

import multiprocessing
import time
from statistics import median

from django.db import connections

from agencies.choices import JobState
from agencies.models import Job
from reports import areas, tasks
from reports.edition_report import monthly_report
from reports.models import Edition
from reports.monthly import typeset_monthly
from reports.periods import read_month
from tests import scoreboard
from tests.bench import cluster, rounds

MONTH = "2025-10"
ONE, ALL = 1.0, 300.0  # seconds
CORES = 2
# A template's first document in a process is not counted, each region's first is.
WARM, TAKEN = (
    "11",
    ("ID", "64", "64.71", "31", "32", "33", "35", "51", "53", "65", "91"),
)


def compiled(month: str) -> float:
    """Seconds that the job of a month takes, from the asking to its end."""
    start = time.perf_counter()
    job = tasks.ask_to_compile_month(read_month(month))
    tasks.compile_month(str(job.public_id))
    taken = time.perf_counter() - start
    if Job.objects.get(pk=job.pk).state != JobState.DONE:
        raise RuntimeError(f"{month} was not compiled")
    return taken


def rendered(edition_id: int) -> int:
    """Bytes of an edition's PDF."""
    edition = Edition.objects.select_related("region").get(pk=edition_id)
    return len(typeset_monthly(monthly_report(edition)))


def alone() -> None:
    """A child of this process must not speak on its parent's connections."""
    connections.close_all()


def render_all(ids: list[int]) -> tuple[float, int]:
    """Seconds for all PDFs, by as many processes as there are cores; how many."""
    connections.close_all()
    start = time.perf_counter()
    with multiprocessing.get_context("fork").Pool(CORES, alone) as pool:
        made = pool.map(rendered, ids, chunksize=8)
    return time.perf_counter() - start, sum(size > 0 for size in made)


def at(server: cluster.Cluster, size: int) -> dict[str, float]:
    with cluster.used(server, cluster.register_of(server, size)):
        period = read_month(MONTH)
        compiling = compiled(MONTH)
        chosen = Edition.objects.filter(first=period.first, last=period.last)
        newest = chosen.order_by("region_id", "-n").distinct("region_id")
        ids = dict(newest.values_list("region__code", "pk"))
        rendered(ids[WARM])
        one = [rounds.seconds(lambda c=code: rendered(ids[c])) for code in TAKEN]
        rendering, made = render_all(list(ids.values()))
    return {
        "one_pdf": median(one),
        "one_pdf_at_most": max(one),
        "compiled": compiling,
        "rendered": rendering,
        "whole": compiling + rendering,
        "pdfs": made,
    }


def measure(size: str) -> scoreboard.Measured:
    counts: dict[str, object] = {"cores": CORES}
    holds = True
    with cluster.running() as server:
        for cases in cluster.SIZES[size]:
            found = at(server, cases)
            made = found.pop("pdfs")
            holds &= found["one_pdf_at_most"] <= ONE and found["whole"] <= ALL
            holds &= made == len(areas.compiled_every_month())
            counts |= {f"{name}_{cases}": f"{n:.2f}" for name, n in found.items()}
            counts[f"pdfs_{cases}"] = made
    return scoreboard.Measured(holds, counts)
