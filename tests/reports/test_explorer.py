"""The page "Angka": asks in its address, answers in words, tables, pictures, links."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.urls import reverse

from agencies import clock
from agencies.models import SavedView
from cases.choices import Progress
from reports import questions
from reports.page import comparison
from tests.cases.examples import GIRL, LP, MAN, PIMP, WOMAN, a_case
from tests.people import person

pytestmark = pytest.mark.django_db
YEAR = {"from": "2025-01-01", "to": "2025-12-31"}


def asked(browser, **texts) -> str:
    """The page's text, its entities resolved."""
    answer = browser.get(reverse("figures"), texts)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def rows(page: str) -> list[list[str]]:
    """Cells of the rows of every table as words."""
    return [
        [
            re.sub(r"<svg.*?</svg>|<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    ]


def test_bare_page_counts_this_year_of_her_region_by_month(signed_in):
    a_case(person("sari"), reported_on=clock.today(), happened_on=clock.today())
    page = asked(signed_in("sari"))
    assert "Perkara, Kota Balikpapan, 01/01–" in page
    assert "Anda belum bertanya" in page
    assert f'<th scope="row">{clock.today().year}</th>' in page


def test_answer_says_value_unit_scope_rate_and_definition(signed_in):
    a_case(person("sari"), victims=(GIRL, WOMAN))
    page = asked(signed_in("sari"), **YEAR, figure="victims", region="64.71")
    assert "Korban, Kota Balikpapan, 01/01–31/12/2025" in page
    assert re.search(r'<a href="/victims/\?[^"]*">2</a></b> orang', page)
    assert "Perkara satuan Anda" in page
    assert "<b>0,26</b> per 100.000 penduduk untuk periode ini, dari 757.418" in page
    assert "02878e8c746be6e1" in page
    assert "Tempat kejadian utama (TKP)" in page


def test_change_is_told_in_number_and_percent_but_no_percent_of_nothing(signed_in):
    sari, browser = person("sari"), signed_in("sari")
    for month in (3, 10, 11):
        day = date(2025, month, 11)
        a_case(sari, happened_on=day, reported_on=day)
    november = {"figure": "cases", "from": "2025-11-01", "to": "2025-11-30"}
    page = asked(browser, **november, compare="last_year")
    assert "<b>+1</b>\ndari 0 pada 01/11–30/11/2024" in page
    page = asked(browser, **november, compare="previous")
    assert re.search(
        r'<b>Tidak berubah</b>\sdari <a href="/cases/[^"]+counted_from=2025-10-01'
        r'[^"]*">1</a> pada 01/10–31/10/2025',
        page,
    )
    later = {"figure": "cases", "from": "2025-12-01", "to": "2025-12-31"}
    page = asked(browser, **later, compare="previous")
    assert "<b>−1 (−100,0%)</b>\ndari <a" in page


def test_two_cuts_make_a_table_whose_numbers_lead_to_their_lists(signed_in):
    sari, browser = person("sari"), signed_in("sari")
    a_case(sari, victims=(GIRL, WOMAN, WOMAN))
    a_case(sari, region="64", victims=(MAN,))
    page = asked(browser, **YEAR, figure="victims", region="64", by="region,sex")
    told = rows(page)
    assert ["Kota Balikpapan", "3", "0", "0", "3"] in told
    assert ["Tidak tercatat", "0", "1", "0", "1"] in told
    assert ["Jumlah", "3", "1", "0", "4"] in told
    links = re.findall(
        r'<td class="num"><a href="(/victims/[^"]+sex=female[^"]*)">', page
    )
    listed = [browser.get(f"/api/v1{link}&count=true").json() for link in links]
    assert [answer["count"]["n"] for answer in listed] == [3, 3]
    assert page.count('class="map"') == 1


def test_rows_that_do_not_add_up_have_no_total_and_say_the_real_one(signed_in):
    sari = person("sari")
    a_case(sari, platforms=["michat", "whatsapp"])
    page = asked(signed_in("sari"), **YEAR, figure="cases", by="platform,month")
    assert ["Jumlah"] not in [row[:1] for row in rows(page)]
    assert "Jumlah sebenarnya 1 perkara" in page


def test_the_cut_with_too_many_keys_goes_down(signed_in):
    a_case(person("sari"), region="64")
    told = rows(asked(signed_in("sari"), **YEAR, figure="cases", by="has_lp,region"))
    assert ["Wilayah", "Dengan LP", "Belum ada LP", "Jumlah"] in told
    assert ["Kalimantan Timur", "0", "1", "1"] in told


def test_months_stand_beside_those_of_the_year_before(signed_in):
    sari = person("sari")
    a_case(sari)
    day = date(2024, 11, 3)
    a_case(sari, happened_on=day, reported_on=day)
    texts = {"figure": "cases", "from": "2025-10-01", "to": "2025-11-30"}
    told = rows(asked(signed_in("sari"), **texts, by="month", compare="last_year"))
    assert ["2025", "0", "1", "1"] in told
    assert ["2024", "0", "1", "1"] in told


def test_everything_wrong_is_said_beside_its_field_and_nothing_is_lost(signed_in):
    page = asked(
        signed_in("sari"),
        figure="cases",
        by="sex",
        to="31/13/2025",
        place="Balikpapn",
        modus="xx",
    )
    for said in (
        "Ada 4 isian yang perlu diperbaiki",
        "Angka ini tidak dapat dipotong menurut Jenis kelamin; yang ada: Wilayah,",
        "Tanggal tidak dikenal. Tulis seperti 07/03/2026.",
        "Tempat itu tidak ditemukan.",
        "Nilai “xx” tidak dikenal. Yang ada: ",
        'value="31/13/2025"',
        'value="Balikpapn"',
        '<option value="sex" selected>',
        "Belum dihitung",
    ):
        assert said in page, said


def test_what_is_wrong_is_said_in_words_with_the_day_first_in_english(signed_in):
    sari = person("sari")
    sari.language = "en"
    sari.save(update_fields=["language"])
    page = asked(signed_in("sari"), figure="cases", by="sex", to="31/13/2025")
    assert "Write it like 07/03/2026 (day first)." in page
    assert "(sex)" not in page


def test_a_place_is_typed_chosen_or_left_out_without_script(signed_in):
    browser = signed_in("sari")
    texts = {**YEAR, "figure": "cases"}
    assert "Perkara, Kota Balikpapan," in asked(
        browser, **texts, place="Kota Balikpapan, Kalimantan Timur", region=""
    )
    several = asked(browser, **texts, place="balikpapan t", region="")
    assert "Maksud Anda yang mana?" in several
    assert 'value="64.71.01"' in several
    chosen = asked(browser, **texts, place="balikpapan t", region=["", "64.71.01"])
    assert "Perkara, Balikpapan Timur," in chosen
    assert "Perkara, Indonesia," in asked(browser, **texts, place="", region="64.71")
    stale = asked(browser, **texts, place="Kota Denpasar, Bali", region="64.71")
    assert "Perkara, Kota Denpasar," in stale


def test_a_day_is_known_at_its_end_where_she_works(signed_in):
    page = asked(signed_in("sari"), **YEAR, figure="cases", known_at="12/11/2026")
    assert "keadaan 12 November 2026 pukul 23.59 WITA" in page
    assert "known_at=2026-11-12T15:59:59" in page


def test_a_narrowed_figure_says_so_and_lets_go_of_it(signed_in):
    sari, browser = person("sari"), signed_in("sari")
    a_case(sari, police_reports=(LP,))
    a_case(sari)
    page = asked(browser, **YEAR, figure="cases", has_lp="true")
    assert "“Perkara (Laporan polisi: Dengan LP)”" in page
    url = re.search(r'class="chip" href="([^"]+)">Laporan polisi: Dengan LP', page)[1]
    assert '">2</a></b> perkara' in unescape(browser.get(url).content.decode())


def test_a_question_is_kept_under_a_name_and_forgotten(signed_in):
    browser = signed_in("sari")
    query = "figure=victims&region=64&from=2025-01-01&to=2025-12-31&by=region,sex"
    typed = {"query": query + "&shoe=7", "name": "Korban Kaltim"}
    kept = browser.post(reverse("figures_view_save"), typed)
    assert kept.url == f"{reverse('figures')}?{query}"
    view = SavedView.objects.get(list="figures")
    page = unescape(browser.get(kept.url).content.decode())
    assert 'aria-current="true">Korban Kaltim' in page
    elsewhere = browser.post(reverse("view_delete", args=[view.pk]))
    assert elsewhere.status_code == 404
    browser.post(reverse("figures_view_delete", args=[view.pk]))
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("who", ["ani", "tono", "eko"])
def test_who_sees_no_case_keeps_no_question(signed_in, who):
    typed = {"query": "figure=cases", "name": "Perkara"}
    answer = signed_in(who).post(reverse("figures_view_save"), typed)
    assert answer.status_code == 403
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("who", ["seto", "eko"])
def test_who_sees_summaries_is_sent_to_the_editions(signed_in, who):
    a_case(person("sari"))
    page = asked(signed_in(who), figure="cases")
    assert "Angka langsung menghitung perkara satuan sendiri" in page
    assert f'<a href="{reverse("edition_list")}">Buka laporan</a>' in page
    assert "hasil" not in page


@pytest.mark.parametrize("who", ["ani", "tono"])
def test_who_sees_no_case_may_not_ask(signed_in, who):
    browser = signed_in(who)
    assert browser.get(reverse("figures")).status_code == 403
    assert reverse("figures") not in browser.get(reverse("account")).content.decode()


def test_nothing_found_is_not_nothing_there(signed_in):
    a_case(person("sari"), suspects=(PIMP,))
    page = asked(signed_in("citra"), **YEAR, figure="suspects", region="64", by="month")
    assert "Ini bukan berarti tidak ada di seluruh wilayah" in page
    assert '<p class="v"><b>0</b> orang' in page


def test_many_months_become_bars(signed_in):
    a_case(person("sari"))
    texts = {"figure": "cases", "from": "2022-01-01", "to": "2025-12-31"}
    told = rows(asked(signed_in("sari"), **texts, by="month"))
    assert ["November 2025", "", "1", "100,0%"] in told


def test_more_offices_than_anyone_reads_are_said_beside_the_cut(signed_in, monkeypatch):
    monkeypatch.setattr(questions, "MOST_CELLS", 1)
    for name in ("sari", "dewi"):
        a_case(person(name))
    texts = {**YEAR, "figure": "cases", "by": "lead_agency"}
    assert "berisi 2 sel, paling banyak 1" in asked(signed_in("dewi"), **texts)


def test_more_than_two_cuts_are_too_many_for_a_page(signed_in):
    page = asked(signed_in("sari"), figure="victims", by="region,sex,month")
    assert "Laman ini memotong menurut paling banyak dua hal." in page


def test_progress_keeps_its_own_order(signed_in):
    a_case(person("sari"))
    told = rows(asked(signed_in("sari"), **YEAR, figure="cases", by="progress"))
    named = [row[0] for row in told if row[0] in Progress.labels]
    assert named == list(Progress.labels)


def test_rates_are_rounded_half_up_and_never_to_a_false_nothing():
    assert comparison.rate_said(0, 757_418) == "0,00"
    assert comparison.rate_said(1, 284_973_643) == "< 0,01"
    assert comparison.rate_said(25, 1_000_000) == "2,50"
    assert comparison.rate_said(1, 160_000) == "0,63"


def test_moments_are_told_in_her_zone(signed_in):
    with clock.set_to(datetime(2026, 11, 21, 23, 8, tzinfo=UTC)):
        page = asked(signed_in("sari"), **YEAR, figure="cases")
    assert "keadaan 22 November 2026 pukul 07.08 WITA" in page


def test_english_tells_one_from_several(signed_in):
    sari, browser = person("sari"), signed_in("sari")
    sari.language = "en"
    sari.save(update_fields=["language"])
    a_case(sari, victims=(GIRL,), platforms=["michat"])
    big = r"</a></b> (\w+)</p>"
    platforms = {**YEAR, "figure": "cases", "by": "platform"}
    one = asked(browser, **platforms)
    assert re.search(big, one)[1] == "case"
    assert "2025: 1 case. " in one
    assert '<th scope="col" class="num">cases</th>' in one
    victims = asked(browser, **YEAR, figure="victims")
    assert re.search(big, victims)[1] == "person"
    a_case(sari)
    several = asked(browser, **platforms)
    assert re.search(big, several)[1] == "cases"
    assert "2025: 2 cases. " in several
