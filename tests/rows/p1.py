"""P1: the list of cases, first, deep and last page, large register against small.

Target: ≤ 1.3 times by API and page, ≤ 3 statements.
"""

from contextlib import ExitStack
from dataclasses import dataclass

from cases.lists import PAGE_SIZE, CaseList
from cases.models import CaseScope
from tests import scoreboard
from tests.bench import cluster, queries, rounds, web
from tests.people import browser_of, person

TARGET, MOST_QUERIES = 1.3, 3
WHO = "dewi"
ROUNDS, TIMES = 25, 6
DOORS = {"api": "/api/v1/cases/", "page": "/cases/"}


@dataclass(frozen=True)
class Register:
    """One size: its web server, addresses of its pages, statements of each."""

    site: web.Site
    addresses: dict[str, str]
    asked: int


def cursors() -> dict[str, str]:
    """Queries of the first page, of one in the middle and of the last full one."""
    user = person(WHO)
    rows = CaseScope.objects.under(user.hat.agency_keys).standing()
    rows = rows.order_by("-reported_on", "-case_id").values_list(
        "reported_on", "case_id"
    )
    n = rows.count()
    found = {"first": ""}
    for name, before in (("deep", n // 2), ("last", n - PAGE_SIZE)):
        day, case_id = rows[before - 1]
        cursor = CaseList(user)._seal({"k0": day, "k1": case_id})
        found[name] = f"?after={cursor}"
    return found


def opened(stack: ExitStack, server: cluster.Cluster, size: int) -> Register:
    with cluster.used(server, cluster.register_of(server, size)) as environment:
        addresses = {
            f"{door}_{page}": path + query
            for page, query in cursors().items()
            for door, path in DOORS.items()
        }
        client = browser_of(WHO)
        asked = max(queries.counted(client, path) for path in addresses.values())
        site = stack.enter_context(web.serving(environment)).signed_in_as(WHO)
    return Register(site, addresses, asked)


def compared(small: Register, large: Register) -> dict[str, float]:
    """Each page of the large register to the first of the small one, by its door."""
    contenders = {
        f"small_{door}": lambda path=path: small.site.get(path)
        for door, path in DOORS.items()
    } | {
        name: lambda path=path: large.site.get(path)
        for name, path in large.addresses.items()
    }
    found = rounds.medians(contenders, rounds=ROUNDS, times=TIMES)
    return {
        name: rounds.ratio(found[name], found[f"small_{name.split('_')[0]}"])
        for name in large.addresses
    }


def measure(size: str) -> scoreboard.Measured:
    sizes = cluster.SIZES[size]
    with cluster.running() as server, ExitStack() as stack:
        counts: dict[str, object] = {"small": sizes[0]}
        holds = True
        for cases in sizes[1:]:
            cluster.register_of(server, cases)  # first: no connection waits for it
            small = opened(stack, server, sizes[0])
            large = opened(stack, server, cases)
            ratios = compared(small, large)
            holds &= max(ratios.values()) <= TARGET and large.asked <= MOST_QUERIES
            counts |= {f"{name}_{cases}": f"{r:.2f}" for name, r in ratios.items()}
            counts["queries"] = large.asked
    return scoreboard.Measured(holds, counts)
