"""Every door of the register that a visitor can knock at, with a world behind it.

A visit is one request. The routes come from the resolver, so that a new one is visited
without being named here; what is asked of lists and figures, and the wrong words that
call up error pages, are said here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode
from uuid import UUID

import orjson
from django.urls import URLPattern, reverse

from agencies.models import User
from agencies.sealing.aliases import alias_of
from cases.views.lists import KINDS
from reports.cuts import CUTS
from tests import counting
from tests.security.world import World

V1 = "/api/v1/"
# Acts of the visitor on herself: they would end her visit.
HER_OWN = {"sign_out", "switch_hat", "password", "set_language", "sign_in"}
HER_OWN |= {"account_sessions_end"}
PAIRS = {"duplicate", "duplicate_merge", "api_duplicate"}
LISTS = {"case_list": "cases/"} | {
    kind.url_name: f"{kind.noun.path}/" for kind in KINDS.values()
}
# A part of the pages and of the API: each calls for another page of errors.
BROKEN = (
    ("GET", "/cases/none/", None, {}),
    ("GET", f"{V1}cases/none/", None, {}),
    ("DELETE", f"{V1}cases/", b"", {}),
    ("PUT", "/cases/", None, {}),
    ("POST", f"{V1}cases/", b"{", {}),
    ("POST", f"{V1}cases/", b"[1]", {}),
    ("POST", f"{V1}cases/", b"<a/>", {"Content-Type": "text/xml"}),
    ("GET", f"{V1}cases/", None, {"Accept": "text/csv"}),
    ("GET", f"{V1}nothing/", None, {}),
    ("GET", f"{V1}cases/", None, {"Authorization": "Bearer none"}),
    ("GET", f"{V1}schema/?format=json", None, {}),
    ("GET", "/api/docs/", None, {}),
)


@dataclass(frozen=True)
class Visit:
    """`name` is the surface; `fault` says that no good answer is wanted."""

    name: str
    method: str
    path: str
    body: object = None
    headers: tuple[tuple[str, str], ...] = ()


@cache
def routes() -> tuple[URLPattern, ...]:
    return tuple(route for route in counting.routes() if route.name not in HER_OWN)


def reader_of(username: str) -> int:
    """Whom the addresses of persons are told to; 0: nobody has that name."""
    user = User.objects.filter(username=username).first()
    return user.pk if user else 0


def visits(world: World, username: str) -> list[Visit]:
    """All doors behind which this world's rows might stand, as she is told of them."""
    reader = reader_of(username)
    return [
        *of_routes(world, reader),
        *of_lists(world),
        *of_figures(world),
        *of_searches(world),
        *of_acts(world, reader),
        *of_errors(),
    ]


def of_routes(world: World, reader: int) -> Iterator[Visit]:
    """Each named address with a GET, the world's rows in it."""
    for route in routes():
        yield Visit(route.name, "GET", address(route, world, reader))
    for status in ("before", "after"):
        yield Visit("case_list", "GET", f"/cases/?{status}=garbage")
    for state in ("decided", "merged"):
        yield Visit("duplicate_list", "GET", f"/duplicates/?state={state}")
    if world.hit:
        here = reverse("match_answer", args=[world.hit.public_id])
        yield Visit("match_answer", "GET", f"{here}?answer=contact")
    yield Visit("case_new", "GET", f"/cases/new/?draft={world.draft}")
    yield Visit("edition_list", "GET", "/reports/?old=on&region=" + world.region[:5])


def address(route: URLPattern, world: World, reader: int) -> str:
    """The route's address; the world's own edition, job and saved view in it."""
    own = {
        "edition": world.edition.public_id,
        "edition_pdf": world.edition.public_id,
        "edition_publish": world.edition.public_id,
        "edition_reproduce": world.edition.public_id,
        "edition_job": world.job.public_id,
        "api_edition": world.edition.public_id,
        "case_draft": world.draft,
        "case_draft_discard": world.draft,
        "export": world.export.public_id,
        "export_file": world.export.public_id,
        "export_password": world.export.public_id,
        "api_export": world.export.public_id,
        "api_export_file": world.export.public_id,
        "api_export_password": world.export.public_id,
        "view_delete": world.view_id,
        "figures_view_delete": world.view_id,
    }
    if route.name in own:
        return reverse(route.name, args=[own[route.name]])
    if known := of_alike(route.name, world, reader):
        return reverse(route.name, args=known)
    return counting.address(route, world.case)


def of_alike(name: str, world: World, reader: int) -> tuple[UUID, ...]:
    """The world's merge, its hit, or two of its people: what a route of them names."""
    if name in ("merge_part", "api_merge_parting") and world.merge:
        return (alias_of(world.merge.public_id, reader),)
    if name in ("match_answer", "api_match_answer") and world.hit:
        return (world.hit.public_id,)
    pair = [alias_of(each, reader) for each in world.pair]
    return tuple(pair) if name in PAIRS else ()


def of_lists(world: World) -> Iterator[Visit]:
    """Pages and API of each list: whole, narrowed, searched, counted, misspelt."""
    agency = world.worker.assignment.post.agency.code
    asked = (
        {},
        {"withdrawn": "with"},
        {"withdrawn": "only"},
        {"region": world.region},
        {"region": world.region[:2]},
        {"agency": agency},
        {"has_lp": "true"},
        {"reported_from": "2025-11-01", "reported_to": "2025-11-30"},
        {"period": "2025-11"},
        {"q": world.case.register_no},
        {"q": world.case.register_no.rsplit("/", 1)[0] + "/"},
        {"q": str(world.case.register_n)},
        {"q": world.lp_number},
        {"modus": "pimping_online", "progress": "lidik"},
    )
    for name, path in LISTS.items():
        for words in asked:
            query = urlencode(words)
            yield Visit(name, "GET", f"/{path}?{query}")
            yield Visit(f"api_{name}", "GET", f"{V1}{path}?{query}&count=true")
        yield Visit(name, "GET", f"/{path}?sort=number&reported_from=31/13/2025")
        yield Visit(f"api_{name}", "GET", f"{V1}{path}?region=none&after=x")


def of_figures(world: World) -> Iterator[Visit]:
    """Live figures of the world's region, by each cut; the dashboard there."""
    span = {"from": "2025-01-01", "to": "2025-12-31", "region": world.region[:2]}
    for cut in CUTS:
        for figure in ("cases", "police_reports"):
            query = urlencode({"figure": figure, "by": cut, **span})
            yield Visit("figures", "GET", f"/figures/?{query}")
            yield Visit("api_figures", "GET", f"{V1}figures/?{query}")
    query = urlencode({"region": world.region[:2], "period": "2025"})
    yield Visit("dashboard", "GET", f"/dashboard/?{query}")


def of_searches(world: World) -> Iterator[Visit]:
    """What completes as one types, with the world's own words; and who is looked for
    by name."""
    if world.name:
        asked = {"name": world.name}
        yield Visit("name_search", "POST", "/search/", asked)
        told = orjson.dumps(asked)
        yield Visit("api_name_search", "POST", f"{V1}name-searches/", told)
    for words in (world.case.register_no, world.worker.username, world.region):
        query = urlencode({"q": words})
        yield Visit("region_search", "GET", f"/regions/search?{query}")
        yield Visit("api_region_list", "GET", f"{V1}regions/?{query}")
        yield Visit("api_agency_list", "GET", f"{V1}agencies/?{query}")


def of_acts(world: World, reader: int) -> Iterator[Visit]:
    """Writes to the world's rows: by form, as a program, with stale and no versions."""
    for route in routes():
        path = address(route, world, reader)
        if route.name.startswith("api_"):
            yield from written_by_program(route.name, path)
        else:
            yield Visit(route.name, "POST", path, {"version": "1", "seen": "1"})
    number = {"number": world.lp_number, "model": "B", "dated_on": "2025-11-12"}
    told = orjson.dumps({"case": str(world.case.public_id), **number})
    yield Visit("api_police_report_list", "POST", f"{V1}police-reports/", told)


def written_by_program(name: str, path: str) -> Iterator[Visit]:
    """Without the version that must be named, with that of a new row, with another."""
    yield Visit(name, "POST", path, b'{"reason": "double"}')
    yield Visit(name, "POST", path, b'{"reason": "double"}', (("If-Match", '"1"'),))
    yield Visit(name, "PATCH", path, b'{"country": "MY"}', (("If-Match", '"9"'),))


def of_errors() -> Iterator[Visit]:
    for method, path, body, headers in BROKEN:
        yield Visit("errors", method, path, body, tuple(headers.items()))
