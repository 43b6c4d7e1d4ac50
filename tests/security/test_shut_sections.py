"""Two registers that differ only in parts of a case that are shut to whoever sees the
rest of it answer alike: no filter, search, order, count, cut or error tells them apart.

One case, seen by those who were asked in and by those beside who works on it. In the
second register its police reports, suspects and what is masked of its victims are
others. What every office that sees the case is told, stays: how far it is, by which day
it counts and whether there is a police report at all (docs/decisions/0022).
"""

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

import orjson
import pytest
from django.db.models import F

from agencies import clock
from agencies.choices import Role
from agencies.lookup import directory
from agencies.models import Agency
from agencies.sections import Section
from cases import actions, facts, lp_numbers
from cases.choices import Stage, Why
from cases.lists import filter_kinds
from cases.models import Case
from cases.person_choices import Part, ReporterKind
from cases.views.lists import KINDS
from reports.cuts import CUTS
from reports.figures import FIGURES
from tests import counting
from tests.cases.examples import DAY, GIRL, LP, LP_NUMBER, PIMP, WOMAN, a_case
from tests.cases.exported import SAID
from tests.people import person
from tests.security import surfaces, visitors
from tests.security.test_twins import NOW, SHOWN, Tally, answers, note
from tests.security.visitors import Visitor, hire, undone

S = Section
MOST_VALUES = 4  # that are asked of a parameter with choices
FULL = os.environ.get("SIZE") == "full"
LATER = {
    "number": "LP/A/77/XI/2025/SPKT/POLRESTA BALIKPAPAN/POLDA KALTIM",
    "model": "A",
    "dated_on": date(2025, 11, 20),
}
OTHERS = {
    LP_NUMBER: "LP/B/512/XI/2025/SPKT/POLRESTA BALIKPAPAN/POLDA KALTIM",
    LATER["number"]: "LP/A/613/XI/2025/SPKT/POLRESTA BALIKPAPAN/POLDA KALTIM",
}
NEW = LATER | {"number": "LP/B/714/XI/2025/SPKT/POLRESTA BALIKPAPAN/POLDA KALTIM"}
DAYS = (DAY, LP["dated_on"], date(2025, 11, 16), LATER["dated_on"])
# Who sees the case, and what of it is shut to her: wati and joko are asked in, the
# chief stands above wati's office; budi works beside sari, dewi above her.
SHUT: dict[str, Section] = {
    "wati": S.LAW | S.SUSPECT | S.VICTIM_IDENTITY,
    "joko": S.SUSPECT | S.VICTIM_IDENTITY,
    "kepala.dinas": S.LAW | S.SUSPECT | S.VICTIM_IDENTITY,
    "budi": S.VICTIM_IDENTITY,
    "dewi": S.VICTIM_IDENTITY,
}
# In a sample those who were asked in.
ASKED = (*SHUT, "program") if FULL else ("wati", "joko")
# First words of the names of routes that lead to a case or to a row of it.
OF_A_CASE = {"case", "victim", "suspect", "police", "place", "stage", "referral"}


def the_case() -> Case:
    """sari's, with two of everything; wati's and joko's offices are asked in."""
    case = a_case(
        person("sari"),
        victims=(GIRL | {"age": 15}, WOMAN | {"age": 30}),
        suspects=(PIMP | {"age": 41},),
        police_reports=(LP, LATER),
    )
    case.refresh_from_db()
    reached = {"stage": Stage.INVESTIGATION, "on": date(2025, 11, 18)}
    actions.record_stage(case, by=person("sari"), seen=case.version, **reached)
    chief = Role.SUPERVISOR
    hire("jaksa.kepala", "Kepala", "KEJARI-BPP", chief, title="Kepala Kejari uji")
    hire("kepala.dinas", "Kepala", "DP3AKB-BPP", chief, title="Kepala dinas uji")
    service = S.VICTIM_IDENTITY | S.SHELTER | S.CARE
    ask_in(case, "UPTD-PPA-BPP", "shelter", service, accepts="wati")
    ask_in(case, "KEJARI-BPP", "restitution_assist", S.LAW, accepts="jaksa.kepala")
    case.refresh_from_db()
    return case


def ask_in(case: Case, code: str, purpose: str, sections: Section, *, accepts: str):
    referral = actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code=code),
        purpose=purpose,
        sections=sections,
        by=person("sari"),
    )
    actions.accept_referral(referral, by=person(accepts))


# -- What is otherwise in the second register ------------------------------------------


def other_law(case: Case) -> None:
    """Numbers, model, the later day, one report more, and the day of the stage."""
    for report in case.police_reports.all():
        report.number = OTHERS[report.number]
        case.police_reports.filter(pk=report.pk).update(
            number=report.number, normalised=lp_numbers.normalise(report.number)
        )
    later = case.police_reports.filter(dated_on=LATER["dated_on"])
    later.update(model="B", dated_on=F("dated_on") + timedelta(days=2))
    actions.add_police_report(case, NEW, by=person("sari"))
    last = case.stage_entries.in_order().last()
    case.stage_entries.filter(pk=last.pk).update(on=last.on + timedelta(days=1))


def other_suspects(case: Case) -> None:
    case.suspects.update(
        sex="female",
        age=16,
        age_group="child",
        roles=["recruiter"],
        legal_status="convicted",
        custody="wanted",
        public_office="none",
    )
    actions.add_suspect(case, PIMP | {"age": 52}, by=person("sari"))


def other_identities(case: Case) -> None:
    """Of the same age group, which every list names; and people who are known of it."""
    sari = person("sari")
    actions.add_person(case, Part.WITNESS, {"name": "Sekar Arum"}, by=sari)
    told = {"name": "Bagus Setia"}
    actions.add_reporter(case, ReporterKind.CONFIDENTIAL, told, by=sari)
    case.victims.update(
        age=F("age") + 1, recording="client_code", whereabouts="missing"
    )


CHANGES: dict[Section, Callable[[Case], None]] = {
    S.LAW: other_law,
    S.SUSPECT: other_suspects,
    S.VICTIM_IDENTITY: other_identities,
}


def change(case: Case, sections: Section) -> None:
    for section, otherwise in CHANGES.items():
        if section in sections:
            otherwise(case)
    facts.sync([case.pk], Why.CORRECTION)


# -- What is asked ---------------------------------------------------------------------


def questions(case: Case) -> list[surfaces.Visit]:
    return [
        *of_filters(case),
        *of_figures(),
        *of_the_case(case),
        *of_searches(),
        *of_writes(case),
        *of_lists(case),
    ]


def of_filters(case: Case) -> Iterator[surfaces.Visit]:
    """Every parameter of every list: the API with each value, the page with one."""
    for kind in KINDS.values():
        for name, one in kind.filters.base_filters.items():
            for nth, value in enumerate(values_of(name, one, case)):
                query = urlencode({name: value})
                path = f"{kind.noun.path}/?{query}"
                api = f"{surfaces.V1}{path}&count=true"
                yield surfaces.Visit(f"api_{kind.url_name}", "GET", api)
                if nth == 0:
                    yield surfaces.Visit(kind.url_name, "GET", f"/{path}")


def values_of(name: str, one, case: Case) -> list[str]:
    """What to ask of a parameter; those that could tell the registers apart first."""
    if isinstance(one, filter_kinds.SearchFilter):
        return searched(case)
    if isinstance(one, filter_kinds.DayFilter):
        return [day.isoformat() for day in DAYS]
    if isinstance(one, filter_kinds.PeriodFilter):
        return ["2025-11", "2025"]
    if isinstance(one, filter_kinds.RegionFilter | filter_kinds.PlaceFilter):
        return ["64.71", "64.71.03"]
    if isinstance(one, filter_kinds.AgencyFilter):
        return ["POLRESTA-BPP-PPA", "UPTD-PPA-BPP", "KEJARI-BPP"]
    choices = one.extra["choices"]
    values = [value for value, _label in (choices() if callable(choices) else choices)]
    telling = {"pimp", "recruiter", "pimping_online"}
    values.sort(key=lambda value: value not in telling)
    return values[:MOST_VALUES]


def searched(case: Case) -> list[str]:
    numbers = [*OTHERS, *OTHERS.values(), NEW["number"]]
    written = [lp_numbers.normalise(number).lower() for number in numbers]
    series = case.register_no.rsplit("/", 1)[0] + "/"
    return [*numbers, *written[:2], case.register_no, series, str(case.register_n)]


def of_lists(case: Case) -> Iterator[surfaces.Visit]:
    """Whole, ordered, asked to leave, and kept as a view."""
    for name, kind in KINDS.items():
        for query in ("", "sort=number", "withdrawn=with"):
            path = f"{kind.noun.path}/?{query}"
            yield surfaces.Visit(kind.url_name, "GET", f"/{path}")
            yield surfaces.Visit(f"api_{kind.url_name}", "GET", f"{surfaces.V1}{path}")
        for number in (LP_NUMBER, OTHERS[LP_NUMBER]):
            query = urlencode({"q": number})
            asked = f"/exports/new/?{urlencode({'list': name, 'query': query})}"
            yield surfaces.Visit("export_new", "GET", asked)
            kept = {"list": name, "query": query, "name": number[-40:]}
            yield surfaces.Visit("view_save", "POST", "/saved-views/", kept)
    said = SAID | {"list": "cases", "query": urlencode({"q": LP_NUMBER})}
    path = f"{surfaces.V1}exports/"
    yield surfaces.Visit("api_export_list", "POST", path, orjson.dumps(said))
    yield surfaces.Visit("home", "GET", "/")


def of_figures() -> Iterator[surfaces.Visit]:
    """Each figure by each cut and narrowed by it, the days of the reports alone too."""
    span = {"region": "64.71", "from": "2025-11-01", "to": "2025-11-30"}
    for figure in FIGURES:
        asked = [{}, {"from": "2025-11-20", "to": "2025-11-20"}]
        for code in FIGURES[figure].cut_codes:
            asked.append({"by": code})
            keys = CUTS[code].all_keys(None) if CUTS[code].narrows else None
            asked += [{code: key} for key in (keys or [])[:MOST_VALUES]]
        for words in asked:
            query = urlencode({"figure": figure} | span | words)
            yield surfaces.Visit("api_figures", "GET", f"{surfaces.V1}figures/?{query}")
        query = urlencode({"figure": figure} | span)
        yield surfaces.Visit("figures", "GET", f"/figures/?{query}")
    yield surfaces.Visit("dashboard", "GET", "/dashboard/?region=64.71&period=2025")


def of_the_case(case: Case) -> Iterator[surfaces.Visit]:
    for name, path in addresses(case):
        yield surfaces.Visit(name, "GET", path)


def addresses(case: Case) -> Iterator[tuple[str, str]]:
    """Every address of the case and of its rows, by the name of its route."""
    for route in surfaces.routes():
        is_of_rows = route.name.removeprefix("api_").split("_")[0] in OF_A_CASE
        if is_of_rows and route.pattern.converters:
            yield route.name, counting.address(route, case)


def of_searches() -> Iterator[surfaces.Visit]:
    for number in OTHERS:
        for path in ("/regions/search", f"{surfaces.V1}agencies/"):
            query = urlencode({"q": number})
            yield surfaces.Visit("searches", "GET", f"{path}?{query}")


def of_writes(case: Case) -> Iterator[surfaces.Visit]:
    """A police report and a suspect for this case and for one of her own, with numbers
    that are taken here, in the one register or in the other."""
    for number in (LP_NUMBER, OTHERS[LP_NUMBER], NEW["number"]):
        report = {"number": number, "model": "B", "dated_on": "2025-11-12"}
        of_case = orjson.dumps({"case": str(case.public_id), **report})
        path = f"{surfaces.V1}police-reports/"
        yield surfaces.Visit("api_police_report_list", "POST", path, of_case)
        page = f"/cases/{case.public_id}/police-reports/add/"
        yield surfaces.Visit("case_police_report_add", "POST", page, report)
        own = {
            "happened_on": "2025-11-02",
            "reported_on": "2025-11-03",
            "region": "64.71",
            "known_via": "hotline_110",
            "modus": "pimping_online",
            "victims": [{"sex": "female", "age_group": "adult"}],
            "police_reports": [report],
        }
        yield surfaces.Visit(
            "api_case_list", "POST", f"{surfaces.V1}cases/", orjson.dumps(own)
        )
        query = urlencode({"q": number})
        yield surfaces.Visit("police_reports", "GET", f"/police-reports/?{query}")
    for name, path in addresses(case):
        if name.startswith("api_"):
            yield from surfaces.written_by_program(name, path)


# -- The comparison --------------------------------------------------------------------


def visitor_of(name: str) -> Visitor:
    return visitors.program_of("wati") if name == "program" else visitors.browsing(name)


def compare(name: str, case: Case, tally: Tally) -> None:
    visitor, shut = visitor_of(name), SHUT.get(name, SHUT["wati"])
    asked = questions(case)
    with undone():
        change(case, shut)
        second = answers(visitor, asked)
    note(visitor, asked, answers(visitor, asked), second, tally)


@pytest.mark.django_db
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("who", ASKED)
def test_what_is_shut_changes_no_answer(who):
    tally = Tally()
    with clock.set_to(NOW):
        case = the_case()
        directory.forget()
        compare(who, case, tally)
    assert not tally.differing, "\n".join(
        [f"{len(tally.differing)} of {tally.answers}", *tally.differing[:SHOWN]]
    )
    assert tally.answers > 300


@pytest.mark.django_db
def test_what_is_open_changes_answers():
    """The comparison can fail: sari sees reports and suspects of her own case."""
    tally = Tally()
    with clock.set_to(NOW):
        compare("sari", the_case(), tally)
    changed = {line.split("name='")[1].split("'")[0] for line in tally.differing}
    assert {"police_report_list", "api_suspect_list", "api_figures"} <= changed
