"""How many statements each view asks the database, on a small register."""

import json
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from agencies.models import Agency, Export, Region
from agencies.sections import Section
from cases import actions, looks, sight
from cases.choices import SightReason, Work
from cases.models import Case
from cases.person_choices import Part, ReporterKind, RevealReason
from reports import actions as report_actions
from reports import areas
from reports.models import Edition
from reports.periods import month_of
from tests.cases.examples import DAY, GIRL, LP, MAN, PIMP, WOMAN, a_case
from tests.cases.exported import an_export
from tests.people import browser_of, person

FILE = Path(__file__).parent / "query_counts.json"
WHO = "sari"
WHO_ELSE = {
    "audit": "ani",
    "api_audit": "ani",
    "review_list": "rini",
    "review_week": "rini",
    "handover": "rini",
    "case_worker_new": "rini",
    "case_opening_approve": "rini",
    "case_opening_take_back": "rini",
    "api_opening_list": "rini",
    "people": "tono",
    "person": "tono",
    "person_move": "tono",
    "person_suspend": "tono",
    "people_requests": "yuli",
}
NOUNS = {
    "victim": "victims",
    "suspect": "suspects",
    "police_report": "police_reports",
    "place": "places",
    "stage": "stage_entries",
    "referral": "referrals",
    "worker": "workers",
    "reader": "keys",
    "opening": "reporter_openings",
    "person": "involvements",
    "identity": "involvements",
    "reporter": "reporters",
    "shelter": "shelters",
}
# Their routes name the case by `id`, and the row beside it.
BESIDE_THE_CASE = (
    *("stage", "worker", "reader"),
    *("opening", "person", "identity", "reporter", "shelter"),
)
NEWEST = {
    "edition": Edition,
    "export": Export,
    "export_file": Export,
    "export_password": Export,
}
NOBODY = UUID(int=0)
NAMES = {
    "name": "modus_operandi",
    "code": "64",
    "view_id": "1",
    "post": "1",
    "purpose": "shelter",
    "one": NOBODY,
    "other": NOBODY,
    "merge_id": NOBODY,
    "hit_id": NOBODY,
    "part": "guardian",
}
# No merge and no hit stands in the register.
OF_NOBODY = {"api_merge_parting", "api_match_answer"}
QUERIES = {"region_search": "?q=balik", "export_new": "?list=cases"}
# Not asked: what asks no register, and health, which depends on the worker.
LEFT_OUT = {"api_nowhere", "api_docs", "api_schema", "healthz"}
ANSWERED_OTHERWISE = {302, 400, 403, 404, 405, 410, 503}


def register(cases: int = 3) -> Case:
    """Cases of sari's; the last one, returned, has some of everything."""
    sari = person(WHO)
    for _case in range(cases):
        other = a_case(sari, victims=(GIRL, WOMAN), suspects=(PIMP,))
    _looked_at(other, "budi")
    case = a_case(
        sari,
        victims=(GIRL, WOMAN, MAN),
        suspects=(PIMP, PIMP),
        police_reports=(LP,),
        narrative="Dua anak ditawarkan.",
    )
    report_actions.compile_edition(areas.area("64.71"), month_of(DAY), by=None)
    an_export(sari, form="csv")
    for one in Case.objects.order_by("-pk")[: min(cases, 4)]:
        known = {"number": one.register_no, "day": DAY, "by": person("citra")}
        actions.break_glass(reason=SightReason.MISSING, **known)
    region = Region.objects.get(code="65.03.02")
    actions.add_place(case, {"region": region}, by=sari)
    _with_people(case)
    _with_identities(case, witnesses=min(cases, 5))
    case.refresh_from_db()
    return case


def _looked_at(case: Case, username: str) -> None:
    """By somebody whose case it is not: her supervisor has an alarm to review."""
    user = person(username)
    looks.opened(sight.of(user, case), user)


def _with_people(case: Case) -> None:
    """Somebody assigned to it, and an office asked in."""
    actions.assign_worker(
        case,
        user=person("budi"),
        work=Work.INVESTIGATOR,
        letter_number="Sprin/1",
        starts_on=DAY,
        by=person("rini"),
    )
    actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
        purpose="shelter",
        sections=Section.VICTIM_IDENTITY,
        by=person(WHO),
    )


def _with_identities(case: Case, *, witnesses: int) -> None:
    """Somebody who is a victim of it, witnesses, and who reported it."""
    sari, victim = person(WHO), case.victims.first()
    known = {"name": "Sekar", "phones": ["081276543210"]}
    for _each in range(witnesses):
        actions.add_person(case, Part.WITNESS, known, by=sari)
    actions.add_person(case, Part.VICTIM, known, by=sari, victim=victim)
    reporter = actions.add_reporter(
        case, ReporterKind.CONFIDENTIAL, {"name": "Bagus"}, by=sari
    )
    actions.ask_reveal_reporter(reporter, by=sari, reason=RevealReason.CONTACT)


def routes() -> list[URLPattern]:
    """Every address of the project that has a name."""

    def below(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from below(pattern.url_patterns)
            elif pattern.name and pattern.name not in LEFT_OUT:
                yield pattern

    return list(below(get_resolver().url_patterns))


def address(route: URLPattern, case: Case) -> str:
    """The route with the case, or a row of it, in its address."""
    values = {
        name: value_of(name, route.name, case) for name in route.pattern.converters
    }
    values |= {name: NAMES[name] for name in NAMES if name in named_groups(route)}
    if route.name.startswith("person"):
        values["public_id"] = person("budi").public_id
    if route.name == "api_agency":
        values["code"] = case.lead_agency.code
    return reverse(route.name, kwargs=values) + QUERIES.get(route.name, "")


def named_groups(route: URLPattern) -> set[str]:
    regex = getattr(route.pattern, "regex", None)
    return set(regex.groupindex) if regex else set()


def value_of(name: str, route: str, case: Case) -> str | UUID:
    """What stands in the address for `name`; KeyError for a name not known here."""
    if name in NAMES or route in OF_NOBODY:
        return NAMES.get(name, NOBODY)
    if name == "draft":
        return case.public_id
    if (kind := NEWEST.get(route.removeprefix("api_"))) is not None:
        return kind.objects.latest("id").public_id
    if name == "public_id" or route.startswith("api_case"):
        return case.public_id
    for noun, rows in NOUNS.items():
        if noun in route and name in ("id", "row_id", "stage_id"):
            if name == "id" and noun in BESIDE_THE_CASE:
                return case.public_id
            # No case of the register has readers: its own id finds none.
            return (getattr(case, rows).last() or case).public_id
    raise KeyError(f"{route}: nothing known for {name}")


def counted(client: Client, path: str) -> tuple[int, int]:
    """Status and fewest statements of two requests after one that fills the caches.

    Two, because what a process keeps is read anew when a minute begins.
    """
    asked = []
    for _request in range(3):
        with CaptureQueriesContext(connection) as captured:
            status = client.get(path).status_code
        asked.append(len(captured))
    return status, min(asked[1:])


def counts(case: Case) -> dict[str, int]:
    """Statements of each GET by the name of its route, sign-in and user included."""
    clients = {who: browser_of(who) for who in (WHO, *WHO_ELSE.values())}
    found = {}
    for route in routes():
        client = clients[WHO_ELSE.get(route.name, WHO)]
        status, asked = counted(client, address(route, case))
        if status == 200:
            found[route.name] = asked
        elif status not in ANSWERED_OTHERWISE:
            raise AssertionError(f"{route.name} answers {status}")
    return dict(sorted(found.items()))


def committed() -> dict[str, int]:
    return json.loads(FILE.read_text())


def write(found: dict[str, int]) -> None:
    FILE.write_text(json.dumps(found, indent=2) + "\n")
