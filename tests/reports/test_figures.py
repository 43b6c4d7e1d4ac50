"""Figures: what they count, how they are cut, and that every door gives the same."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from agencies import clock
from cases import actions
from cases.choices import Determination, LegalStatus
from reports import counting, questions
from reports.cuts import CUTS
from reports.figures import ALL, find
from tests.cases.examples import GIRL, LP, MAN, PIMP, WOMAN, a_case
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db
NOVEMBER = {"from": "2025-11-01", "to": "2025-11-30"}
FINGERPRINTS = {
    ("police_reports", 1): "75293c13a9c3809f",
    ("cases", 1): "3c01b82adb0a7a3e",
    ("victims", 1): "02878e8c746be6e1",
    ("child_victims", 1): "5472278a3198c6bf",
    ("suspects", 1): "b4417750a3c459c1",
}


def ask(**texts: str) -> questions.Question:
    return questions.read({**NOVEMBER, **texts})


def cells(asker=None, **texts: str) -> dict:
    return counting.count(ask(**texts), asker=asker).cells


def total(asker=None, **texts: str) -> int:
    return counting.count(ask(**texts), asker=asker).total


@pytest.mark.parametrize("figure", ALL, ids=lambda figure: figure.code)
def test_a_definition_never_changes_under_its_version(figure):
    pinned = FINGERPRINTS[figure.code, figure.version]
    assert figure.fingerprint == pinned, "give what counts otherwise a new version"
    assert find(figure.code, figure.version) is figure


def test_victims_are_presumed_or_confirmed_and_stand():
    sari = person("sari")
    case = a_case(
        sari,
        victims=(
            GIRL,
            {**WOMAN, "determination": Determination.CONFIRMED},
            {**MAN, "determination": Determination.INDICATED},
            {**MAN, "determination": Determination.NOT_VICTIM},
        ),
    )
    assert total(figure="victims") == 2
    assert total(figure="child_victims") == 1
    girl = case.victims.get(age_group="child")
    actions.withdraw_victim(girl, by=sari, seen=case_version(case), reason="double")
    assert total(figure="victims") == 1
    assert total(figure="child_victims") == 0


def case_version(case):
    case.refresh_from_db()
    return case.version


def test_a_reported_person_is_no_suspect():
    reported = {**PIMP, "legal_status": LegalStatus.REPORTED}
    acquitted = {**PIMP, "legal_status": LegalStatus.ACQUITTED}
    a_case(person("sari"), suspects=(PIMP, reported, acquitted))
    assert total(figure="suspects") == 2


def test_a_police_report_counts_by_its_own_date_and_the_case_by_the_first():
    late = {**LP, "number": "LP/B/3/XII/2025/SPKT", "dated_on": date(2025, 12, 3)}
    a_case(person("sari"), police_reports=(LP, late))
    assert total(figure="police_reports") == 1
    assert total(figure="police_reports", to="2025-12-31") == 2
    assert total(figure="cases") == 1


def test_region_cut_has_the_next_level_and_lines_of_their_own():
    sari = person("sari")
    a_case(sari)
    a_case(sari, region="64.71")
    a_case(sari, region="64")
    a_case(sari, region=None, country="MY")
    nation = cells(figure="cases", by="region")
    assert nation[("64",)] == 3
    assert nation[("abroad",)] == 1
    assert nation[("not_recorded",)] == 0
    assert len(nation) == 38 + 2
    province = cells(figure="cases", by="region", region="64")
    assert province[("64.71",)] == 2
    assert province[("not_recorded",)] == 1
    city = cells(figure="cases", by="region", region="64.71")
    assert city[("64.71.03",)] == 1
    assert city[("not_recorded",)] == 1


def test_what_a_unit_has_several_of_does_not_add_up_and_says_so():
    sari = person("sari")
    a_case(sari, platforms=["michat", "whatsapp"])
    a_case(sari)
    answer = counting.count(ask(figure="cases", by="platform"))
    assert answer.cells[("michat",)] == answer.cells[("whatsapp",)] == 1
    assert answer.cells[("empty",)] == 1
    assert answer.total == 2
    assert not answer.question.adds_up


def test_a_table_is_complete_and_adds_up():
    a_case(person("sari"), victims=(GIRL, WOMAN, WOMAN))
    answer = counting.count(ask(figure="victims", by="sex,age_group"))
    assert len(answer.cells) == 9
    assert answer.cells[("female", "adult")] == 2
    assert sum(answer.cells.values()) == answer.total == 3


def test_months_of_the_period_stand_even_when_empty():
    a_case(person("sari"))
    texts = {"figure": "cases", "by": "month", "from": "2025-09-15", "to": "2025-12-02"}
    assert cells(**texts) == {
        ("2025-09",): 0,
        ("2025-10",): 0,
        ("2025-11",): 1,
        ("2025-12",): 0,
    }


def test_narrowing_and_cutting_agree():
    sari = person("sari")
    a_case(sari, victims=(GIRL, WOMAN), police_reports=(LP,))
    a_case(sari, victims=(GIRL,))
    by_lp = cells(figure="victims", by="has_lp")
    assert by_lp == {("true",): 2, ("false",): 1}
    assert total(figure="victims", has_lp="true", age_group="child") == 1


def test_a_live_figure_counts_what_the_asker_sees():
    a_case(person("sari"))
    assert total(person("budi"), figure="cases") == 1
    assert total(person("dewi"), figure="cases") == 1
    assert total(person("citra"), figure="cases") == 0
    assert total(person("seto"), figure="cases") == 0
    with pytest.raises(PermissionDenied):
        total(person("ani"), figure="cases")


def test_everything_wrong_is_told_at_once():
    texts = {
        "figure": "victms",
        "region": "99",
        "from": "31/31/2025",
        "by": "shoe_size",
        "sex": "f",
    }
    with pytest.raises(ValidationError) as refused:
        questions.read(texts)
    assert refused.value.message_dict.keys() == texts.keys()


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({"to": "9999-12-31"}, "to"),
        ({"from": "1999-12-31"}, "from"),
        ({"known_at": "0001-01-01T00:00+08:00"}, "known_at"),
        ({"known_at": "20251112"}, "known_at"),
        ({"known_at": "kemarin"}, "known_at"),
        ({"known_at": "2025-11-12T14:05:00+07:00:01.5"}, "known_at"),
    ],
)
def test_days_and_moments_that_no_register_knows_are_refused(texts, wrong):
    with pytest.raises(ValidationError) as refused:
        ask(figure="cases", **texts)
    assert set(refused.value.message_dict) == {wrong}


@pytest.mark.parametrize(
    "text", ["2025-11-12", "12/11/2025", "2025-11-12T23:59:59.999999"]
)
def test_a_day_is_known_at_its_end_where_the_asker_is(text):
    wita = ZoneInfo("Asia/Makassar")
    end = datetime(2025, 11, 12, 15, 59, 59, 999999, tzinfo=UTC)
    texts = {"figure": "cases", "known_at": text}
    assert questions.read(texts, zone=wita).known_at == end
    assert questions.read(texts).known_at == end + timedelta(hours=1)


def test_today_begins_where_the_asker_is():
    """Half past midnight in Balikpapan, an hour before in Jakarta."""
    wita = ZoneInfo("Asia/Makassar")
    with clock.set_to(datetime(2025, 12, 31, 16, 30, tzinfo=UTC)):
        asked = questions.read({"figure": "cases"}, zone=wita)
        assert (asked.first, asked.last) == (date(2026, 1, 1), date(2026, 1, 1))
        asked = questions.read({"figure": "cases"})
        assert (asked.first, asked.last) == (date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize("page", ["/figures/", "/dashboard/"])
def test_a_case_logged_after_midnight_counts_at_once(page):
    with clock.set_to(datetime(2026, 3, 1, 16, 30, tzinfo=UTC)):
        day = date(2026, 3, 2)
        a_case(person("sari"), happened_on=day, reported_on=day)
        told = unescape(browser_of("sari").get(page).content.decode())
    assert "01/01–02/03/2026" in told
    assert re.search(r">1</a></b>", told)


def test_of_what_is_to_come_nothing_is_known_but_what_is_known_now():
    with clock.set_to(datetime(2026, 3, 1, tzinfo=UTC)):
        assert ask(figure="cases", known_at="2999-01-01").known_at == clock.now()


@pytest.mark.parametrize("door", ["/figures/", "/api/v1/figures/"])
def test_programs_and_people_are_answered_as_of_the_end_of_their_day(signed_in, door):
    query = {"figure": "cases", "known_at": "2025-11-12"}
    told = unescape(signed_in("sari").get(door, query).content.decode())
    assert "2025-11-12T15:59:59" in told or "2025-11-12T23:59:59.999999+08:00" in told


def test_a_table_of_more_offices_than_anyone_reads_is_refused(signed_in):
    """Offices that occur come on top of what the other cuts multiply to."""
    for name in ("sari", "wati"):
        a_case(person(name), police_reports=())
    long = {"figure": "cases", "region": "64", "from": "2000-01-01"}
    cut = long | {"to": "2026-11-30", "by": "region,month,lead_agency"}
    with pytest.raises(ValidationError) as refused:
        counting.count(questions.read(cut))
    assert refused.value.message_dict.keys() == {"by"}
    one_office = signed_in("sari").get("/api/v1/figures/", cut)
    assert len(one_office.json()["cells"]) == 11 * 323


def test_a_cut_that_a_figure_does_not_have_is_refused():
    with pytest.raises(ValidationError) as refused:
        ask(figure="cases", by="sex", age_group="child")
    assert refused.value.message_dict.keys() == {"by", "age_group"}


def test_the_command_and_the_api_say_the_same(signed_in):
    a_case(person("sari"), victims=(GIRL, WOMAN))
    out = StringIO()
    call_command(
        "figures",
        "victims",
        **{"from": "2025-11-01", "to": "2025-11-30", "asker": "sari"},
        region="64",
        by="region,age_group",
        json=True,
        stdout=out,
    )
    printed = json.loads(out.getvalue())
    told = (
        signed_in("sari")
        .get(
            "/api/v1/figures/",
            {**NOVEMBER, "figure": "victims", "region": "64", "by": "region,age_group"},
        )
        .json()
    )
    assert told["total"] == printed["total"] == 2
    assert [(c["key"], c["value"]) for c in told["cells"]] == [
        (c["key"], c["value"]) for c in printed["cells"]
    ]
    assert told["scope"] == "Perkara satuan Anda"


def test_a_wrong_name_ends_the_command_with_a_sentence_and_2():
    with pytest.raises(CommandError, match="figure: Pilih salah satu angka") as ended:
        call_command("figures", "victms")
    assert ended.value.returncode == 2


def test_a_wrong_name_in_the_api_is_a_problem_that_names_it(signed_in):
    answer = signed_in("sari").get("/api/v1/figures/?figure=cases&regoin=64")
    assert answer.status_code == 400
    assert answer.json()["errors"].keys() == {"regoin"}


def test_the_list_behind_every_cell_is_as_long_as_the_cell(signed_in):
    sari = person("sari")
    a_case(sari, victims=(GIRL, WOMAN), suspects=(PIMP,), police_reports=(LP,))
    a_case(sari, region="64", platforms=["michat"], victims=(MAN,))
    a_case(sari, region=None, country="MY", exploitation=["prostitution"])
    browser, looked = signed_in("sari"), 0
    for figure in ALL:
        for cut in figure.cut_codes:
            texts = {**NOVEMBER, "figure": figure.code, "by": cut}
            told = browser.get("/api/v1/figures/", texts).json()
            for cell in told["cells"]:
                url = f"/api/v1{cell['list_url']}&count=true"
                listed = browser.get(url)
                assert listed.status_code == 200, (url, listed.content)
                assert listed.json()["count"]["n"] == cell["value"], url
                looked += 1
    assert looked > 400


@pytest.mark.parametrize("cut", [c for c in CUTS.values() if not c.adds_up])
def test_a_key_stands_for_one_thing_only(cut):
    """`none` is an entry of one list: somebody looked, and there was no platform."""
    keys = cut.all_keys()
    assert len(keys) == len(set(keys))


def test_who_used_no_platform_is_not_who_has_none_recorded():
    a_case(person("sari"), platforms=["none"])
    counted = cells(figure="cases", by="platform")
    assert (counted[("none",)], counted[("empty",)]) == (1, 0)
    assert total(figure="cases", platform="none") == 1
    assert total(figure="cases", platform="empty") == 0


def test_a_list_asks_for_one_key_so_a_second_of_the_same_cut_has_none(signed_in):
    a_case(person("sari"), platforms=["michat", "whatsapp"])
    texts = {**NOVEMBER, "figure": "cases", "by": "platform", "platform": "michat"}
    told = signed_in("sari").get("/api/v1/figures/", texts).json()
    found = {
        cell["key"]["platform"]: cell["list_url"] is not None
        for cell in told["cells"]
        if cell["value"]
    }
    assert found == {"michat": True, "whatsapp": False}
