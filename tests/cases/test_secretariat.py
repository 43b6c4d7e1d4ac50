"""Summaries: month, regency, progress and age groups of a case, and nothing more."""

import itertools
import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cases import actions
from cases.lists import CaseList, Total, filters
from tests.cases.examples import GIRL, LP, MAN, PIMP, a_case
from tests.cases.test_list_pages import links_in, numbers_in, read
from tests.cases.walking import asked, pages
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db
SUMMARY = {"sight", "month", "regency", "country", "progress", "victims"}
TELLING = [
    "stage=intake",
    "modus=pimping_online",
    "platform=michat",
    "agency=POLRESTA-BPP",
    "has_lp=false",
    "sex=female",
    "reported_from=2025-11-11",
    "reported_to=2025-11-11",
    "counted_from=2025-11-11",
    "counted_to=2025-11-11",
    "withdrawn=with",
    "withdrawn=only",
    "region=64.71.03",
    "q=KAS/POLRESTA-BPP/2025/0001",
]


@pytest.fixture
def case():
    return a_case(
        person("sari"),
        victims=(GIRL, MAN),
        suspects=(PIMP,),
        police_reports=(LP,),
        platforms=["michat"],
    )


def own_case(*, on: date = date(2025, 11, 20)):
    """A case that the secretariat's own office leads."""
    seto = person("seto")
    sari = person("sari")
    case = a_case(sari, happened_on=on, reported_on=on)
    type(case).objects.filter(pk=case.pk).update(
        lead_agency=seto.assignment.post.agency
    )
    return case


@pytest.mark.parametrize("username", ["seto", "eko"])
def test_a_summary_tells_these_five_and_nothing_else(case, username):
    (row,) = CaseList(person(username)).page().rows
    assert set(row) == SUMMARY
    assert row == {
        "sight": "summary",
        "month": "2025-11",
        "regency": {"code": "64.71", "name": "Kota Balikpapan"},
        "country": "",
        "progress": "lidik",
        "victims": {"child": 1, "adult": 1, "not_recorded": 0},
    }


def test_a_case_abroad_tells_its_country_and_of_a_province_the_province():
    a_case(person("sari"), region=None, country="MY")
    a_case(person("sari"), region="64")
    regencies = [
        (row["country"], (row["regency"] or {}).get("code"))
        for row in CaseList(person("eko")).page().rows
    ]
    assert sorted(regencies) == [("", "64"), ("MY", None)]


@pytest.mark.parametrize("username", ["seto", "eko"])
def test_the_page_has_no_number_no_day_no_modus_and_no_way_in(
    case, signed_in, username
):
    html = read(signed_in(username))
    assert "November 2025" in html
    assert "Kota Balikpapan" in html
    assert "1 anak, 1 dewasa" in html
    assert numbers_in(html) == []
    rows = re.search(r"<tbody>(.*?)</tbody>", html, re.DOTALL).group(1)
    assert "<a " not in rows
    for secret in (
        case.register_no,
        str(case.public_id),
        "11/11/2025",
        "Prostitusi",
        "Balikpapan Selatan",
        "Balikpapan Utara",
        "POLRESTA",
        "Polresta",
        "MiChat",
        "hari",
    ):
        assert secret not in rows


@pytest.mark.parametrize("query", TELLING)
def test_an_analyst_may_not_ask_what_a_summary_does_not_tell(case, signed_in, query):
    with pytest.raises(PermissionDenied):
        CaseList(person("eko"), asked(filters.CaseFilters, query, "eko"))
    html = read(signed_in("eko"), query=query, status=403)
    assert "Kota Balikpapan" not in html


def test_an_analyst_may_not_order_by_number(case, signed_in):
    with pytest.raises(PermissionDenied):
        CaseList(person("eko"), by_number=True)
    read(signed_in("eko"), query="sort=number", status=403)
    assert "sort=number" not in "".join(links_in(read(signed_in("eko"))))


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("region=64", 1),
        ("region=64.71", 1),
        ("region=51", 0),
        ("period=2025-11", 1),
        ("period=2024", 0),
        ("progress=lidik", 1),
        ("progress=sidik", 0),
        ("age_group=child", 1),
        ("age_group=not_recorded", 0),
        ("region=64.71&period=2025&age_group=adult&progress=lidik", 1),
    ],
)
def test_what_a_summary_tells_may_be_asked(case, query, n):
    eko = person("eko")
    summaries = CaseList(eko, asked(filters.CaseFilters, query, "eko"))
    assert len(summaries.page().rows) == n
    assert summaries.total() == Total(n)


@pytest.mark.parametrize("username", ["seto", "eko"])
def test_filters_that_tell_more_are_not_offered(case, signed_in, username):
    html = read(signed_in(username))
    offered = set(re.findall(r'<(?:select|input)[^>]* name="(\w+)"', html))
    assert {"region", "period", "progress", "age_group"} <= offered
    assert not offered & (filters.CaseFilters.reveals - {"q"})
    drawn = filters.CaseFilters({"region": "64.71"}, user=person(username))
    (_all, *groups) = drawn.form.fields["region"].widget.choices
    codes = [code for _name, options in groups for code, _word in options]
    assert not [code for code in codes if code.count(".") > 1], "no districts"
    assert "memuat seluruh isi ringkasannya" in html
    assert 'role="search"' not in html


def test_with_two_keys_her_own_cases_are_whole_and_the_others_summaries(case):
    mine = own_case()
    rows = CaseList(person("seto")).page().rows
    assert [row["sight"] for row in rows] == ["case", "summary"]
    assert rows[0]["id"] == mine.public_id
    assert set(rows[1]) == SUMMARY


def test_her_first_page_leads_to_the_summaries_and_says_not_that_there_are_none(case):
    html = read(browser_of("seto"), "home")
    assert "Buka ringkasan wilayah" in html
    assert "Belum ada perkara" not in html


def test_with_two_keys_a_telling_filter_leaves_the_summaries_out(case, signed_in):
    mine = own_case()
    for query in ("modus=pimping_online", "has_lp=false", "q=KAS/POLRESTA-BPP/"):
        found = CaseList(person("seto"), asked(filters.CaseFilters, query, "seto"))
        assert [row["id"] for row in found.page().rows] == [mine.public_id]
        assert found.total() == Total(1)
    html = read(signed_in("seto"), query="has_lp=false")
    assert "ringkasan wilayah tidak ikut tampil" in html
    by_number = CaseList(person("seto"), by_number=True)
    assert [row["id"] for row in by_number.page().rows] == [mine.public_id]


def test_no_place_in_the_list_gives_a_day_away():
    """Between two whole cases of a month no summary stands, whatever its day."""
    own_case(on=date(2025, 11, 20))
    own_case(on=date(2025, 11, 2))
    for day in (25, 11, 1):
        on = date(2025, 11, day)
        a_case(person("sari"), happened_on=on, reported_on=on)
    sights = [row["sight"] for row in CaseList(person("seto")).page().rows]
    assert sights == ["case"] * 2 + ["summary"] * 3


def test_a_two_key_list_has_every_row_once_on_all_its_pages():
    sari = person("sari")
    for n in range(9):
        if n % 3:
            a_case(
                sari,
                happened_on=date(2025, 10, 1 + n % 4),
                reported_on=date(2025, 10, 1 + n % 4),
            )
        else:
            own_case(on=date(2025, 10, 1 + n % 4))
    for size in (1, 2, 4, 9):
        found = list(itertools.chain(*pages(CaseList(person("seto")), size=size)))
        assert [row["sight"] for row in found].count("case") == 3
        assert len(found) == 9


def test_a_secretariat_sees_no_case_of_another_province():
    a_case(person("citra"), region="51.71.01")
    assert CaseList(person("seto")).page().rows == []
    assert len(CaseList(person("eko")).page().rows) == 1


def test_a_withdrawn_case_is_no_summary(case):
    actions.withdraw_case(case, by=person("sari"), reason="double", seen=1)
    assert CaseList(person("seto")).page().rows == []


def test_cursors_of_summaries_hold_neither_day_nor_key(case):
    a_case(person("sari"))
    cursor = CaseList(person("eko")).page(size=1).next
    assert cursor
    assert str(case.pk) not in cursor
    assert "2025" not in cursor
