"""Angka beside another period: line by line, every number with its list, and cited."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.urls import reverse

from reports.drawing.charts import change_said
from tests.cases.examples import GIRL, WOMAN, a_case
from tests.people import person
from tests.reports.screens import Cell, Reader

pytestmark = pytest.mark.django_db
NOVEMBER = {"figure": "cases", "from": "2025-11-01", "to": "2025-11-30"}
PREVIOUS = {**NOVEMBER, "compare": "previous"}
LAST_YEAR = {"figure": "cases", "from": "2025-10-01", "to": "2025-11-30"} | {
    "compare": "last_year"
}


def day(month: int, year: int = 2025) -> dict[str, date]:
    return {"happened_on": date(year, month, 11), "reported_on": date(year, month, 11)}


def some_cases() -> None:
    """Of November two, of October two (one in Denpasar), one each before."""
    sari = person("sari")
    a_case(sari, victims=(GIRL,), **day(10))
    a_case(sari, victims=(WOMAN,), **day(11))
    a_case(sari, modus="selling_partner", **day(11))
    a_case(sari, region="51.71", **day(10))
    a_case(sari, **day(9))
    a_case(sari, **day(11, 2024))


def asked(browser, **texts) -> str:
    return unescape(browser.get(reverse("figures"), texts).content.decode())


def tables(page: str) -> list[list[list[Cell]]]:
    reader = Reader()
    reader.feed(page)
    return reader.screen.tables


def words(row: list[Cell]) -> list[str]:
    return [cell.words.strip() for cell in row]


def test_lines_of_a_cut_stand_beside_those_of_the_period_before(signed_in):
    some_cases()
    [table] = tables(asked(signed_in("sari"), **PREVIOUS, by="region"))
    told = [words(row) for row in table]
    assert told[0] == ["Wilayah", "", "perkara, Nov 2025", "Okt 2025", "Perubahan"]
    assert ["Kalimantan Timur", "", "2", "1", "+1 (+100,0%)"] in told
    assert ["Bali", "", "0", "1", "−1 (−100,0%)"] in told
    assert ["Aceh", "", "0", "0", "0"] in told
    assert told[-1] == ["Jumlah", "", "2", "2", "0"]


def test_totals_of_two_cuts_stand_beside_what_they_were(signed_in):
    some_cases()
    table = tables(asked(signed_in("sari"), **PREVIOUS, by="region,has_lp"))[0]
    told = [words(row) for row in table]
    assert told[0][-3:] == ["Jumlah", "Okt 2025", "Perubahan"]
    assert ["Kalimantan Timur", "0", "2", "2", "1", "+1 (+100,0%)"] in told
    assert told[-1] == ["Jumlah", "0", "2", "2", "2", "0"]


@pytest.mark.parametrize("by", ["month", "year", "month,has_lp"])
def test_no_line_of_time_finds_itself_in_another_period(signed_in, by):
    some_cases()
    page = asked(signed_in("sari"), **PREVIOUS, by=by)
    assert "Perubahan" not in page
    assert "<b>Tidak berubah</b>" in page


def test_an_office_that_led_only_before_has_its_line(signed_in):
    a_case(person("sari"), **day(10))
    a_case(person("dewi"), **day(11))
    [table] = tables(asked(signed_in("dewi"), **PREVIOUS, by="lead_agency"))
    assert ["1", "0", "+1"] in [words(row)[2:] for row in table]
    assert ["0", "1", "−1 (−100,0%)"] in [words(row)[2:] for row in table]


@pytest.mark.parametrize("compare", ["", "previous", "last_year"])
@pytest.mark.parametrize("by", ["", "region", "month", "modus", "region,has_lp"])
def test_every_number_leads_to_a_list_as_long(signed_in, by, compare):
    some_cases()
    browser = signed_in("sari")
    page = asked(browser, **{**LAST_YEAR, "compare": compare}, by=by)
    links = re.findall(r'\sdari <a href="([^"]+)">(\d+)', page)
    assert len(links) == (compare != ""), "the number beside the total"
    for table in tables(page):
        for row in table[1:]:
            for cell in row[1:]:
                number = cell.words.strip()
                if number.isdigit() and number != "0":
                    links.append((cell.href or row[0].href, number))
    for link, number in links:
        assert link, f"{number} leads nowhere"
        told = browser.get(f"/api/v1{link}&count=true").json()
        assert told["count"]["n"] == int(number), link


def test_the_citation_names_the_comparison_and_its_address_shows_it(signed_in):
    some_cases()
    page = asked(signed_in("sari"), **PREVIOUS, by="region")
    cited = page.split('id="citation">')[1].split("</blockquote>", maxsplit=1)[0]
    assert "Pembanding, 1 Oktober–31 Oktober 2025: 2 perkara; perubahan 0." in cited
    url = re.search(r"http://testserver/figures/\?(\S+?)<", cited)[1]
    assert parse_qs(url)["compare"] == ["previous"]
    alone = asked(signed_in("sari"), **NOVEMBER)
    assert "Pembanding" not in alone.split('id="citation">')[1]


def test_percents_have_their_thousands_apart():
    assert change_said(12, 1) == "+11 (+1.100,0%)"
    assert change_said(1_000, 2_500) == "−1.500 (−60,0%)"
    assert change_said(7, 0) == "+7"
    assert change_said(7, 7) == "0"
