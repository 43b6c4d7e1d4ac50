"""The page "Dasbor": her region at a glance, every number with the list behind it."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies import clock
from reports import counting
from reports.questions import read
from tests.cases.examples import GIRL, LP, MAN, PIMP, WOMAN, a_case
from tests.people import person

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 11, 22, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _november():
    with clock.set_to(NOW):
        yield


def shown(browser, **asked) -> str:
    """The page's text, its entities resolved."""
    answer = browser.get(reverse("dashboard"), asked)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def day(month: int, year: int = 2025) -> dict[str, date]:
    return {"happened_on": date(year, month, 11), "reported_on": date(year, month, 11)}


def some_cases() -> None:
    """Of Balikpapan: three this year, one of the year before; one of Denpasar."""
    sari = person("sari")
    a_case(sari, victims=(GIRL, WOMAN), suspects=(PIMP,), police_reports=(LP,))
    a_case(sari, victims=(MAN,), platforms=["michat", "whatsapp"], **day(3))
    a_case(sari, region="64", modus="selling_partner", **day(3))
    a_case(sari, **day(10, 2024))
    a_case(sari, **day(12, 2024))  # after the same days of the year before
    a_case(person("citra"), region="51.71")
    a_case(person("wati"), victims=(WOMAN, WOMAN))


def value(page: str, label: str) -> int:
    """The number of the card of that name."""
    card = page.split(f"<h2>{label}</h2>")[1].split("</section>", maxsplit=1)[0]
    return int(re.search(r'class="v"><b>(?:<a[^>]*>)?(\d+)', card)[1])


@pytest.mark.parametrize("who", ["sari", "budi", "dewi", "citra", "wati"])
def test_cards_are_what_is_counted_for_whoever_asks(signed_in, who):
    some_cases()
    page = shown(signed_in(who))
    region = re.search(r'name="region" value="([^"]+)"', page)[1]
    cards = {
        "police_reports": "Laporan polisi",
        "cases": "Perkara",
        "victims": "Korban",
        "suspects": "Tersangka",
    }
    for code, label in cards.items():
        asked = read({"figure": code, "region": region})
        counted = counting.count(asked, asker=person(who))
        assert value(page, label) == counted.total, (who, label)


def test_every_linked_number_is_as_long_as_its_list(signed_in):
    some_cases()
    browser = signed_in("dewi")
    answer = browser.get(reverse("dashboard")).content.decode()
    links = re.findall(
        r'href="(/[a-z-]+/\?[^"]+)"[^>]*>(?:[^<]*)</a></th>'
        r'(?:<td>.*?</td>)?<td class="num">(\d+)',
        answer,
    )
    links += re.findall(r'<td class="num"><a href="(/[^"]+)">(\d+)', answer)
    links += re.findall(r'class="v"><b><a href="(/[^"]+)">(\d+)', answer)
    assert len(links) >= 14
    for link, number in links:
        told = browser.get(f"/api/v1{unescape(link)}&count=true").json()
        assert told["count"]["n"] == int(number), link


def test_child_victims_lead_to_their_list(signed_in):
    some_cases()
    browser = signed_in("dewi")
    page = shown(browser)
    link = re.search(r'href="([^"]+)">anak 2 dari 4 \(50,0%\)', page)
    assert link, "no such words"
    told = browser.get(f"/api/v1{link[1]}&count=true").json()
    assert told["count"]["n"] == 2


def test_titles_tell_the_finding_beside_the_same_days_of_last_year(signed_in):
    some_cases()
    page = shown(signed_in("dewi"))
    assert "1 Januari–22 November 2025, dibanding 1 Januari–22 November 2024" in page
    for words in (
        "Perkara naik 2 menjadi 3, 01/01–22/11/2025",
        "<b>+2 (+200,0%)</b> dari <a",
        "Kemajuan: 0 dari 3 perkara sudah P-21",
        "Modus utama: Prostitusi daring melalui aplikasi (open BO), 2 dari 3 perkara",
        "Platform digital dalam 1 dari 3 perkara",
        "Korban terbanyak di Kota Balikpapan: 3 dari 4",
        "Perkara satuan Anda",
        "Tanggal laporan polisi pertama; tanpa LP, tanggal lapor",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("asked", "days", "cases"),
    [
        ({"period": "12m"}, "1 Desember 2024–22 November 2025", 3),
        ({"period": "2024"}, "<p>2024, dibanding 2023", 2),
        ({"period": "2025"}, "1 Januari–22 November 2025", 2),
        ({"period": "2025-03"}, "<p>Maret 2025, dibanding Maret 2024", 1),
        ({"from": "12/03/2025", "to": "11/11/2025"}, "12 Maret–11 November 2025", 0),
        ({"from": "11/03/2025", "to": "12/11/2025"}, "11 Maret–12 November 2025", 2),
    ],
)
def test_the_period_is_chosen(signed_in, asked, days, cases):
    some_cases()
    page = shown(signed_in("sari"), **asked)
    assert days in page
    assert value(page, "Perkara") == cases


def test_months_of_two_years_are_named_once(signed_in):
    some_cases()
    page = shown(signed_in("sari"), period="12m")
    trend = page.split('id="trend"')[1].split("</section>", maxsplit=1)[0]
    heads = re.findall(r'<th scope="col" class="num">([^<]+)', trend)
    months = "Des Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Jumlah"
    assert " ".join(heads) == months
    assert re.findall(r'<th scope="row">([^<]+)', trend) == ["2024–2025", "2023–2024"]


def test_a_month_stands_in_the_trend_of_its_year(signed_in):
    some_cases()
    page = shown(signed_in("sari"), period="2025-11")
    assert value(page, "Perkara") == 1
    assert "Perkara naik 1 menjadi 2, 01/01–22/11/2025" in page


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"period": "2o25"}, "Periode tidak dikenal"),
        ({"period": "2031"}, "Periode tidak dikenal"),
        ({"from": "31/13/2025"}, "Tanggal tidak dikenal"),
        ({"from": "12/11/2025", "to": "01/11/2025"}, "mendahului"),
        ({"from": "01/01/2020", "to": "12/11/2025"}, "paling banyak satu tahun"),
        ({"region": "51"}, "51"),
    ],
)
def test_what_is_asked_wrong_comes_back_with_a_word(signed_in, asked, words):
    page = shown(signed_in("sari"), **asked)
    assert words in page
    assert "Ada 1 isian yang perlu diperbaiki" in page
    assert "Belum dihitung" in page
    for name in asked.keys() & {"from", "to"}:
        assert f'name="{name}" value="{asked[name]}"' in page


def test_a_region_below_and_everywhere_can_be_chosen(signed_in):
    some_cases()
    browser = signed_in("dewi")
    assert value(shown(browser, region="64.71"), "Perkara") == 2
    everywhere = shown(browser, region="ID")
    assert value(everywhere, "Perkara") == 3
    assert "Kalimantan Timur</a></th>" in everywhere


def test_nothing_found_is_not_nothing_there(signed_in):
    page = shown(signed_in("sari"))
    assert "Ini bukan berarti tidak ada di seluruh wilayah" in page
    assert 'class="chart"' not in page


def test_each_figure_is_counted_by_one_statement(signed_in):
    some_cases()
    browser = signed_in("dewi")
    shown(browser)
    with CaptureQueriesContext(connection) as captured:
        shown(browser)
    facts = [one["sql"] for one in captured if '"fact_' in one["sql"]]
    assert len(facts) == 4


@pytest.mark.parametrize("who", ["ani", "tono"])
def test_who_sees_no_case_is_refused(signed_in, who):
    browser = signed_in(who)
    assert browser.get(reverse("dashboard")).status_code == 403
    assert reverse("dashboard") not in browser.get(reverse("account")).content.decode()


def test_english_tells_one_from_several(signed_in):
    sari = person("sari")
    sari.language = "en"
    sari.save(update_fields=["language"])
    a_case(sari, platforms=["michat"])
    page = shown(signed_in("sari"))
    assert "<h1>Kota Balikpapan dashboard</h1>" in page
    assert "1</a></b> case</p>" in page
    assert "Digital platforms in 1 of 1 case</h2>" in page
    a_case(sari)
    page = shown(signed_in("sari"))
    assert "2</a></b> cases</p>" in page
    assert "Digital platforms in 1 of 2 cases</h2>" in page


def test_a_card_leads_to_angka_and_says_with_what(signed_in):
    some_cases()
    page = shown(signed_in("sari"))
    links = re.findall(r'\?(\S+)">Buka di Angka<span class="vh">: ([^<]+)</span>', page)
    assert {"Perkara", "Korban", "Tersangka"} <= {name for _query, name in links}
    assert all("figure=" in query for query, _name in links)
