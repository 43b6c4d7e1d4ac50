"""Every filter alone and with another, against a register that one can count."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.http import QueryDict

from agencies.models import Region
from cases import actions
from cases.choices import AgeGroup, Determination, LegalStatus, LpModel, Sex, Stage
from cases.lists import (
    CaseList,
    PoliceReportList,
    SuspectList,
    Total,
    VictimList,
    filters,
)
from tests.cases.examples import GIRL, LP, MAN, PIMP, WOMAN, a_case
from tests.cases.walking import asked, cases_found
from tests.people import person

pytestmark = pytest.mark.django_db
BOY = {"sex": Sex.MALE, "age_group": AgeGroup.CHILD}
WITNESS = {**PIMP, "roles": ["harbourer"], "legal_status": LegalStatus.REPORTED}


def lp(n: int, **more) -> dict:
    return {**LP, "number": f"LP/B/{n}/XI/2025/SPKT/POLRESTA BALIKPAPAN", **more}


@dataclass
class Register:
    """Four cases of sari and one of nur; `names` tells them apart by public id."""

    names: dict = field(default_factory=dict)

    def add(self, name: str, username: str, **content):
        case = a_case(person(username), **content)
        self.names[case.public_id] = name
        return case

    def found(self, query: str, username: str = "sari") -> set[str]:
        return {self.names[public_id] for public_id in cases_found(query, username)}


@pytest.fixture
def register() -> Register:
    made = Register()
    made.add(
        "hotel",
        "sari",
        victims=(GIRL, WOMAN),
        platforms=["michat"],
        happened_on=date(2025, 11, 11),
        reported_on=date(2025, 11, 11),
    )
    made.add(
        "port",
        "sari",
        victims=(MAN,),
        region="64.72",
        modus="non_procedural_pmi",
        platforms=["michat", "whatsapp"],
        police_reports=(lp(1, dated_on=date(2025, 11, 3)),),
        suspects=(PIMP,),
        happened_on=date(2025, 10, 20),
        reported_on=date(2025, 10, 31),
    )
    made.add(
        "house",
        "sari",
        victims=(BOY,),
        police_reports=(lp(2, model=LpModel.A, dated_on=date(2024, 12, 31)),),
        suspects=(WITNESS,),
        happened_on=date(2024, 12, 1),
        reported_on=date(2024, 12, 31),
    )
    abroad = made.add(
        "abroad",
        "sari",
        victims=(WOMAN,),
        region=None,
        country="MY",
        modus="fake_job_overseas",
        happened_on=date(2025, 1, 1),
        reported_on=date(2025, 1, 1),
    )
    sari = person("sari")
    actions.add_place(abroad, {"region": Region.objects.get(code="65.03")}, by=sari)
    actions.record_stage(
        abroad, stage=Stage.PRE_INVESTIGATION, on=date(2025, 1, 3), by=sari, seen=1
    )
    made.add("nunukan", "nur", victims=(MAN,), region="65.03.02")
    return made


ALL = {"hotel", "port", "house", "abroad"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("region=64", {"hotel", "port", "house"}),
        ("region=64.71", {"hotel", "house"}),
        ("region=64.71.03", {"hotel", "house"}),
        ("region=64.72", {"port"}),
        ("region=65", {"abroad"}),
        ("region=51", set()),
        ("period=2025", {"hotel", "port", "abroad"}),
        ("period=2024-12", {"house"}),
        ("period=2025-01", {"abroad"}),
        ("reported_from=31/10/2025", {"hotel", "port"}),
        ("reported_from=2025-11-01", {"hotel"}),
        ("reported_to=01/01/2025", {"house", "abroad"}),
        ("counted_from=2025-11-03", {"hotel", "port"}),
        ("counted_from=2025-11-04", {"hotel"}),
        ("counted_to=2024-12-31", {"house"}),
        ("progress=no_lp", {"hotel"}),
        ("progress=lidik", {"port", "house", "abroad"}),
        ("progress=p21", set()),
        ("stage=pre_investigation", {"abroad"}),
        ("stage=lp_issued", {"port", "house"}),
        ("modus=pimping_online", {"hotel", "house"}),
        ("modus=organ_trade", set()),
        ("platform=michat", {"hotel", "port"}),
        ("platform=whatsapp", {"port"}),
        ("agency=POLRESTA-BPP-PPA", ALL),
        ("agency=POLRESTA-BPP", ALL),
        ("agency=POLRESTA-DPS", set()),
        ("has_lp=true", {"port", "house"}),
        ("has_lp=false", {"hotel", "abroad"}),
        ("sex=female", {"hotel", "abroad"}),
        ("sex=male", {"port", "house"}),
        ("sex=not_recorded", set()),
        ("age_group=child", {"hotel", "house"}),
        ("age_group=adult", {"hotel", "port", "abroad"}),
        ("withdrawn=only", set()),
        ("withdrawn=with", ALL),
        # Two together.
        ("region=64.71&age_group=child", {"hotel", "house"}),
        ("region=64.71&period=2025", {"hotel"}),
        ("sex=female&age_group=child", {"hotel"}),
        ("sex=male&age_group=child", {"house"}),
        ("platform=michat&has_lp=false", {"hotel"}),
        ("progress=lidik&modus=fake_job_overseas", {"abroad"}),
        ("reported_from=2025-01-01&reported_to=2025-10-31", {"port", "abroad"}),
        ("agency=POLRESTA-BPP&region=65", {"abroad"}),
        # What is not understood is left out, the rest applies.
        ("region=99.99&age_group=child", {"hotel", "house"}),
        ("progress=lost", ALL),
        ("unknown=1", ALL),
        ("reported_from=03/13/2026&has_lp=true", {"port", "house"}),
    ],
)
def test_cases(register, query, expected):
    assert register.found(query) == expected
    narrowed = asked(filters.CaseFilters, query, "sari")
    assert CaseList(person("sari"), narrowed).total() == Total(len(expected))
    by_number = CaseList(person("sari"), narrowed, by_number=True).page().rows
    assert {register.names[row["id"]] for row in by_number} == expected


def test_a_victim_who_was_withdrawn_or_is_none_answers_no_filter(register):
    sari = person("sari")
    case = a_case(sari, victims=(GIRL, BOY))
    register.names[case.public_id] = "new"
    assert "new" in register.found("sex=female&age_group=child")
    girl, boy = case.victims.order_by("pk")
    actions.withdraw_victim(girl, by=sari, reason="double", seen=1)
    assert "new" not in register.found("sex=female&age_group=child")
    actions.edit_victim(
        boy, {"determination": Determination.NOT_VICTIM}, by=sari, seen=1
    )
    assert "new" not in register.found("age_group=child")


def test_withdrawn_cases_stand_apart(register):
    sari = person("sari")
    case = a_case(sari)
    register.names[case.public_id] = "double"
    actions.withdraw_case(case, by=sari, reason="double", seen=1)
    assert register.found("") == ALL
    assert register.found("withdrawn=only") == {"double"}
    assert register.found("withdrawn=with") == ALL | {"double"}
    assert register.found("withdrawn=only&region=64.72") == set()


def test_an_lp_that_was_withdrawn_is_none(register):
    sari = person("sari")
    case = a_case(sari, police_reports=(lp(9),))
    register.names[case.public_id] = "new"
    assert "new" in register.found("has_lp=true")
    report = case.police_reports.get()
    actions.withdraw_police_report(report, by=sari, reason="wrong_case", seen=1)
    assert "new" not in register.found("has_lp=true")
    assert "new" in register.found("has_lp=false")


def test_a_command_narrows_to_one_of_its_offices(register):
    assert register.found("agency=POLRESTA-BPP", "dewi") == ALL
    assert register.found("agency=POLRESTA-SMD", "dewi") == set()
    assert register.found("agency=POLDA-KALTIM", "dewi") == ALL


def test_a_filter_never_shows_what_is_out_of_scope(register):
    assert register.found("agency=POLRESTA-BPP", "citra") == set()
    assert register.found("region=64.71", "nur") == set()


@pytest.mark.parametrize(
    ("kind", "filter_set", "query", "expected"),
    [
        (VictimList, filters.VictimFilters, "", 5),
        (VictimList, filters.VictimFilters, "sex=female", 3),
        (VictimList, filters.VictimFilters, "age_group=child", 2),
        (VictimList, filters.VictimFilters, "sex=female&age_group=adult", 2),
        (VictimList, filters.VictimFilters, "determination=presumed", 5),
        (VictimList, filters.VictimFilters, "determination=confirmed", 0),
        (VictimList, filters.VictimFilters, "region=64.72", 1),
        (VictimList, filters.VictimFilters, "has_lp=true&sex=male", 2),
        (VictimList, filters.VictimFilters, "sex=hidden", 5),
        (SuspectList, filters.SuspectFilters, "", 2),
        (SuspectList, filters.SuspectFilters, "role=pimp", 1),
        (SuspectList, filters.SuspectFilters, "legal_status=suspect", 1),
        (SuspectList, filters.SuspectFilters, "legal_status=reported&sex=male", 1),
        (SuspectList, filters.SuspectFilters, "age_group=child", 0),
        (SuspectList, filters.SuspectFilters, "period=2024", 1),
        (PoliceReportList, filters.PoliceReportFilters, "", 2),
        (PoliceReportList, filters.PoliceReportFilters, "model=A", 1),
        (PoliceReportList, filters.PoliceReportFilters, "dated_from=03/11/2025", 1),
        (PoliceReportList, filters.PoliceReportFilters, "dated_to=2025-11-02", 1),
        (PoliceReportList, filters.PoliceReportFilters, "model=B&region=64.72", 1),
    ],
)
def test_rows_of_cases(register, kind, filter_set, query, expected):
    register_list = kind(person("sari"), asked(filter_set, query, "sari"))
    assert len(register_list.page().rows) == expected
    assert register_list.total() == Total(expected)


def test_rows_are_withdrawn_with_their_case_or_alone(register):
    sari = person("sari")
    whole = a_case(sari, victims=(GIRL, GIRL))
    actions.withdraw_case(whole, by=sari, reason="double", seen=1)
    part = a_case(sari, victims=(GIRL, BOY))
    boy = part.victims.get(sex=Sex.MALE)
    actions.withdraw_victim(boy, by=sari, reason="double", seen=1)

    def victims(query: str) -> list[bool]:
        narrowed = asked(filters.VictimFilters, query, "sari")
        rows = VictimList(sari, narrowed).page().rows
        return [row["is_withdrawn"] for row in rows]

    assert victims("") == [False] * 6
    assert victims("withdrawn=only") == [True] * 3
    assert sorted(victims("withdrawn=with")) == [False] * 6 + [True] * 3


def test_what_is_wrong_is_named_by_its_filter(register):
    wrong = filters.CaseFilters(
        QueryDict(
            "region=x&agency=y&period=2025-13&progress=z&reported_from=03/13/2026"
            "&counted_to=7/3/26&q=Siti"
        ),
        user=person("sari"),
    )
    assert set(wrong.errors) == {
        "region",
        "agency",
        "period",
        "progress",
        "reported_from",
        "counted_to",
        "q",
    }
    assert wrong.asked == {}


def test_an_address_without_filters_makes_no_form():
    assert filters.CaseFilters.read(QueryDict("sort=number"), user=person("sari")) is (
        None
    )


def test_selects_offer_her_area_and_what_lies_below_the_chosen_place():
    drawn = filters.CaseFilters(QueryDict("region=63"), user=person("sari"))
    (all_, _word), *groups = drawn.form.fields["region"].widget.choices
    assert all_ == ""
    names = [name for name, _options in groups]
    assert names == ["Kalimantan Selatan", "Wilayah kerja", "Provinsi"]
    codes = [code for _name, options in groups for code, _word in options]
    assert len(codes) == len(set(codes)), "no place is offered twice"
    assert {"63", "63.71", "64.71", "64.71.03", "64", "11"} <= set(codes)
    offices = drawn.form.fields["agency"].widget.choices
    assert offices == [("", "Semua")], "a unit has no offices below it"
    of_command = filters.CaseFilters(QueryDict(""), user=person("dewi"))
    (_all, (_group, below)) = of_command.form.fields["agency"].widget.choices
    assert "POLRESTA-BPP" in dict(below)
