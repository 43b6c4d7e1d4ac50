"""The page "Dasbor": complete figures of a region come from its newest edition."""

from datetime import date
from html import unescape

import pytest

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
