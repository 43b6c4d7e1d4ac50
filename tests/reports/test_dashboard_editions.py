"""The page "Dasbor": complete figures of a region come from its newest edition."""

import re
from datetime import date, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.utils.formats import date_format

from agencies import clock
from cases.models import Case
from reports import actions, areas
from reports.models import Edition
from reports.periods import Period, month_of
from tests.cases.examples import GIRL, LP, a_case
from tests.people import browser_of, person

NOVEMBER = month_of(date(2025, 11, 1))


@pytest.fixture
def cases(committed) -> None:
    a_case(person("sari"), victims=(GIRL,), police_reports=(LP,))
    a_case(person("wati"))
    a_case(person("citra"), region="51.71")


def compiled(region: str, period: Period = NOVEMBER) -> Edition:
    return actions.compile_edition(areas.area(region), period, by=None)


def main_of(who: str, query: str = "") -> str:
    """What stands in the page's main part, its entities resolved."""
    answer = browser_of(who).get(f"/dashboard/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode()).split("<main")[1]


@pytest.mark.parametrize(("who", "region", "n"), [("seto", "64", 2), ("eko", "ID", 3)])
def test_who_sees_summaries_reads_the_newest_edition(cases, who, region, n):
    compiled(region, NOVEMBER.before)
    newest = compiled(region)
    compiled(region, NOVEMBER.before)
    page = main_of(who)
    assert "Jabatan Anda melihat ringkasan, bukan perkara" in page
    assert f"Edisi {newest.number} · TERBATAS" in page
    assert f'href="/reports/{newest.public_id}/laporan.pdf"' in page
    assert f'<p class="v"><b>{n}</b> perkara' in page
    assert page.count('class="chart"') == page.count('<div class="map') == 1
    assert "/cases/?" not in page


def test_officers_see_their_own_and_the_whole_beside(cases):
    edition = compiled("64.71")
    page = main_of("sari", "?period=2025-11")
    live, complete = page.split("Angka lengkap wilayah")
    assert "1</a></b> perkara" in live
    assert '<p class="v"><b>2</b> perkara' in complete
    assert f"Edisi {edition.number}" in complete


def test_the_published_one_of_the_latest_days_stands(cases):
    published = compiled("64", NOVEMBER.before)
    actions.publish_edition(published, by=person("dewi"))
    latest = compiled("64")
    assert f"Edisi {latest.number}" in main_of("dewi")


def test_an_edition_of_days_has_no_report(cases):
    edition = compiled("64.71", Period(date(2025, 11, 1), date(2025, 11, 12)))
    page = main_of("sari")
    assert f"Edisi {edition.number}" in page
    assert "laporan.pdf" not in page


def test_an_edition_is_shown_where_the_office_serves_its_region(cases):
    edition = compiled("64.71")
    assert edition.number not in main_of("sari", "?region=ID")
    assert edition.number not in main_of("citra")
    assert edition.number in main_of("seto", "?region=64.71")
    assert "Belum ada edisi" in main_of("seto")


@pytest.mark.parametrize(
    ("today", "is_old"),
    [
        ("2025-12-06", False),
        ("2026-01-05", False),
        ("2026-01-06", True),
        ("2026-11-22", True),
    ],
)
def test_an_old_edition_is_called_old(cases, today, is_old):
    compiled("64")
    with clock.set_to(datetime.fromisoformat(f"{today}T04:00:00+00:00")):
        page = main_of("seto")
    assert page.count("Edisi terbaru: November 2025") == 2
    assert ("sesudah November 2025 belum ada edisi" in page) == is_old


def test_an_edition_stands_under_its_own_days_whatever_is_chosen(cases):
    office = person("seto").assignment.post.agency
    Case.objects.filter(pk=a_case(person("sari")).pk).update(lead_agency=office)
    compiled("64")
    page = main_of("seto", "?period=2024")
    assert "2024" not in page.split("<form")[0]
    assert "Perkara, November 2025</h3>" in page
    assert "Edisi tidak mengikuti periode yang dipilih" in page
    own = page.split("<h2>Perkara satuan Anda")[1]
    assert "2024, dibanding 2023" in own
    assert 'name="period"' in own
    assert "Edisi tidak mengikuti" not in main_of("eko")


def test_a_compilation_is_told_with_its_date_also_on_its_own_day(cases):
    edition = compiled("64.71")
    there = edition.compiled_at.astimezone(ZoneInfo("Asia/Makassar"))
    at = f"{there:%H.%M} WITA"
    said = re.search(r"TERBATAS · keadaan ([^<\n]+)", main_of("sari"))[1]
    assert said.strip().startswith(f"{date_format(there.date(), 'j F Y')} pukul")
    assert at in said
