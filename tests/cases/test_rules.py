"""Rules of the register that hold at whichever door one enters."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agencies import clock
from agencies.access import OutOfScope
from agencies.lookup import codes
from agencies.models import Agency, Code, Post
from cases import actions, limits
from cases.choices import Determination
from cases.models import Case, CaseScope, Victim
from tests.api.clients import CASE, program_of, told
from tests.cases.examples import DAY, GIRL, LP, PIMP, a_case, fields
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

# Half past midnight in Balikpapan; in Jakarta it is still the eleventh.
AFTER_MIDNIGHT = datetime(2025, 11, 11, 16, 30, tzinfo=UTC)
TWELFTH = date(2025, 11, 12)


@pytest.fixture
def retired(db):
    rows = Code.objects.filter(code__in=["pimping_online", "michat", "MY"])
    yield lambda: (rows.update(retired_on=date(2025, 1, 1)), codes.forget())
    codes.forget()


def refused(act, *args, **options) -> dict:
    with pytest.raises(ValidationError) as error:
        act(*args, **options)
    return error.value.message_dict


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"region": None, "country": "ID"}, "country"),
        ({"region": None, "country": "ZZ"}, "country"),
        ({"happened_precision": "month"}, "happened_on"),
        ({"happened_precision": "year"}, "happened_on"),
        (
            {"happened_on": date(2025, 2, 1), "happened_precision": "year"},
            "happened_on",
        ),
        (
            {
                "happened_on": date(2025, 11, 1),
                "happened_precision": "month",
                "happened_time": time(10),
            },
            "happened_time",
        ),
        ({"happened_on": date(1944, 12, 31)}, "happened_on"),
        ({"happened_on": date(1, 1, 1)}, "happened_on"),
        ({"reported_on": date(1, 1, 1), "happened_on": date(1, 1, 1)}, "reported_on"),
        ({"victims": (GIRL,) * (limits.MOST_VICTIMS + 1)}, "victims"),
        ({"suspects": (PIMP,) * (limits.MOST_SUSPECTS + 1)}, "suspects"),
        ({"police_reports": (LP,) * (limits.MOST_REPORTS + 1)}, "police_reports"),
        ({"narrative": "x" * (limits.LONGEST_SENTENCE + 1)}, "narrative"),
        ({"suspects": (PIMP, {**PIMP, "roles": ["x"]})}, "suspects.1.roles"),
        ({"police_reports": ({**LP, "number": "ß" * 120},)}, "police_reports.0.number"),
        (
            {"police_reports": ({**LP, "dated_on": date(1, 1, 1)},)},
            "police_reports.0.dated_on",
        ),
    ],
)
def test_what_no_door_takes(sari, wrong, field):
    assert field in refused(a_case, sari, **wrong)
    assert not Case.objects.exists()


def test_a_report_is_not_edited_past_what_its_column_holds(sari):
    report = actions.add_police_report(a_case(sari), LP, by=sari)
    long = {"number": "ß" * 120}
    found = refused(actions.edit_police_report, report, long, by=sari, seen=1)
    assert list(found) == ["number"]


def test_a_further_place_lies_in_a_country_of_the_list(sari):
    case = a_case(sari)
    place = {"region": None, "country": "ZZ"}
    assert list(refused(actions.add_place, case, place, by=sari)) == ["country"]


def test_the_sentence_is_not_rewritten_longer_than_it_may_be(sari):
    case = a_case(sari, narrative="x")
    long = "x" * (limits.LONGEST_SENTENCE + 1)
    with pytest.raises(ValidationError, match="sekarang 501"):
        actions.rewrite_narrative(case, long, by=sari, seen=1)


def test_the_main_modus_is_not_also_a_further_one(sari):
    case = a_case(sari, other_modus=["pimping_online", "other"])
    assert case.other_modus == ["other"]
    case = actions.edit_case(case, {"modus": "other"}, by=sari, seen=1)
    assert Case.objects.get().other_modus == []


def test_a_retired_code_is_for_rows_that_held_it(sari, retired):
    case = a_case(sari, platforms=["michat"])
    abroad = a_case(sari, region=None, country="MY", modus="other")
    retired()
    found = refused(a_case, sari, platforms=["michat"])
    assert sorted(found) == ["modus", "platforms"]
    assert "tidak dipakai" in found["modus"][0]
    kept = {"platforms": ["michat", "whatsapp"], "known_via": "walk_in"}
    case = actions.edit_case(case, kept, by=sari, seen=1)
    actions.edit_case(abroad, {"known_via": "walk_in"}, by=sari, seen=1)
    case = actions.edit_case(case, {"platforms": []}, by=sari, seen=2)
    again = {"platforms": ["michat"]}
    assert list(refused(actions.edit_case, case, again, by=sari, seen=3)) == [
        "platforms"
    ]


@pytest.fixture
def abroad(sari, retired):
    case = a_case(sari, region=None, country="MY", modus="other")
    retired()
    return case


def test_a_program_sends_a_retired_country_back_where_a_case_holds_it(abroad):
    program = program_of("sari")
    address = f"cases/{abroad.public_id}/"
    whole = {
        "happened_on": f"{DAY}",
        "reported_on": f"{DAY}",
        "country": "MY",
        "modus": "other",
        "known_via": "walk_in",
    }
    assert told(program.call("PUT", address, whole, if_match='"1"'))["country"] == "MY"
    new = {**CASE, "region": None, "country": "MY"}
    assert (
        "tidak dipakai"
        in told(program.call("POST", "cases/", new), 400)["errors"]["country"][0]
    )


def test_a_page_keeps_a_retired_country_where_a_case_holds_it(abroad):
    html = browser_of("sari").get(f"/cases/{abroad.public_id}/edit/").content.decode()
    assert '<option value="MY" selected>' in html
    html = browser_of("sari").get("/cases/new/", follow=True).content.decode()
    assert '<option value="MY"' not in html


def test_a_case_with_a_retired_code_is_withdrawn_and_restored(sari, retired):
    case = a_case(sari)
    retired()
    actions.withdraw_case(case, by=sari, reason="test", seen=1)
    assert not actions.restore_case(case, by=sari).is_withdrawn


def test_today_is_the_day_of_the_office(sari):
    told = {**fields(), "happened_on": TWELFTH, "reported_on": None}
    with clock.set_to(AFTER_MIDNIGHT):
        case = actions.log_case(by=sari, fields=told, victims=[GIRL])
        assert case.reported_on == TWELFTH
        assert case.age_days == 0
        listed = browser_of("sari").get("/cases/").content.decode()
    assert "0 hari" in listed
    assert "-1 hari" not in listed


def test_at_new_year_the_number_is_of_the_day_of_the_report(sari):
    with clock.set_to(datetime(2025, 12, 31, 16, 30, tzinfo=UTC)):
        told = {**fields(), "reported_on": None}
        case = actions.log_case(by=sari, fields=told, victims=[GIRL])
    assert case.register_no == "KAS/POLRESTA-BPP/2026/0001"


@pytest.mark.parametrize("role", ["administrator", "auditor", "analyst"])
def test_who_no_longer_works_on_cases_does_not_open_what_she_wrote(sari, role):
    case = a_case(sari, narrative="x")
    Post.objects.filter(pk=sari.assignment.post_id).update(role=role)
    with pytest.raises(PermissionDenied):
        actions.read_narrative(case, by=person("sari"))


def test_a_second_send_finds_nothing_that_has_left_her_scope(sari):
    case = a_case(sari, key="k1")
    victim = actions.add_victim(case, GIRL, by=sari, key="k2")
    Case.objects.filter(pk=case.pk).update(
        lead_agency=Agency.objects.get(code="POLRESTA-DPS-PPA")
    )
    assert not CaseScope.objects.under(sari.hat.scope_keys).exists()
    with pytest.raises(OutOfScope):
        a_case(sari, key="k1")
    with pytest.raises(OutOfScope):
        actions.add_victim(victim.case, GIRL, by=sari, key="k2")


def test_counted_victims_are_said_once(sari):
    case = a_case(
        sari, victims=[{**GIRL, "determination": d} for d in Determination.values]
    )
    counted = set(Victim.objects.counted().values_list("determination", flat=True))
    assert counted == set(Determination.counted())
    page = browser_of("sari").get("/cases/").content.decode()
    assert f"{len(counted)} anak" in page
    assert case.victims.count() == len(Determination.values)
