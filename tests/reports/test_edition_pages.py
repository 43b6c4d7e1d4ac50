"""Laporan: what is listed, opened, downloaded, counted again, published, compiled."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from agencies import clock
from agencies.choices import JobState
from agencies.lookup import zones
from agencies.models import AuditEvent, Job
from cases import facts
from reports import actions, areas, edition_page, tasks
from reports.choices import EditionState
from reports.drawing.charts import said
from reports.edition_tables import Tables
from reports.models import Edition
from reports.monthly import changed_said, printed
from reports.periods import Period, month_of
from tests.cases.examples import GIRL, LP, a_case
from tests.people import browser_of, person
from tests.reports.pdfs import text_of

NOVEMBER = month_of(date(2025, 11, 1))


@pytest.fixture
def edition(committed) -> Edition:
    a_case(person("sari"), victims=(GIRL,), police_reports=(LP,))
    return actions.compile_edition(areas.area("64.71"), NOVEMBER, by=None)


def address(edition: Edition, act: str = "") -> str:
    return f"/reports/{edition.public_id}/{act}"


def test_the_list_shows_what_the_office_serves(edition):
    assert edition.number in browser_of("sari").get("/reports/").content.decode()
    assert edition.number in browser_of("dewi").get("/reports/").content.decode()
    assert edition.number not in browser_of("citra").get("/reports/").content.decode()


@pytest.mark.parametrize("username", ["ani", "tono"])
def test_roles_without_the_right_are_refused(edition, username):
    assert browser_of(username).get("/reports/").status_code == 403
    assert browser_of(username).get(address(edition)).status_code == 403
    assert browser_of(username).get("/api/v1/editions/").status_code == 403


@pytest.mark.parametrize("act", ["", "laporan.pdf"])
def test_an_edition_of_another_region_is_not_there(edition, act):
    assert browser_of("citra").get(address(edition, act)).status_code == 404
    assert (
        browser_of("citra").get(f"/api/v1/editions/{edition.public_id}/").status_code
        == 404
    )


@pytest.mark.parametrize("act", ["reproduce/", "publish/"])
def test_acts_on_another_regions_edition_are_not_there(edition, act):
    assert browser_of("citra").post(address(edition, act)).status_code == 404


def test_the_page_shows_its_numbers_and_the_pdf_too(edition):
    html = browser_of("sari").get(address(edition)).content.decode()
    assert edition.digest in html
    assert "Anak perempuan" in html
    answer = browser_of("sari").get(address(edition, "laporan.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert edition.number in text_of(answer.content)
    event = AuditEvent.objects.get(verb="download_report")
    assert event.by == person("sari")
    assert event.subject_id == edition.pk
    assert len(event.changes["sha256"][1]) == 64


def test_an_english_reader_reads_english_heads_and_numbers(edition):
    with translation.override("en"):
        tables = Tables(edition, areas.area("64.71"))
        assert printed(tables.figures())["columns"][-1] == "Change"
        assert printed(tables.victims())["columns"][-1] == "Share"
        assert [tile.note for tile in tables.tiles()][-1] == "the same as Nov 2024"
        assert changed_said(2_345, 1_000) == "+1,345 (+134.5%)"


def test_a_span_from_the_first_of_january_is_told_once(edition):
    january_on = Period(date(2025, 1, 1), date(2025, 11, 12))
    area = areas.area("64.71")
    tables = Tables(actions.compile_edition(area, january_on, by=None), area)
    told = printed(tables.figures())["columns"]
    assert told == ["1 Jan–12 Nov 2025", "1 Jan–12 Nov 2024", "Selisih"]
    assert printed(tables.victims())["columns"] == ["1 Jan–12 Nov 2025", "Bagian"]
    assert len(tables.progress().rows) == 1
    assert len(Tables(edition, area).progress().rows) == 2


def test_a_filter_that_finds_nothing_says_so_and_leads_back(edition):
    html = browser_of("sari").get("/reports/?month=2024-01").content.decode()
    assert "Tidak ada edisi yang cocok" in html
    assert "Belum ada edisi" not in html


def test_an_english_citation_tells_one_from_several(edition):
    with translation.override("en"):
        tables = Tables(edition, areas.area("64.71"))
        told = edition_page.citation(edition, tables)
    assert ": 1 police report, 1 victim, 0 suspects. Edition " in told
    with translation.override("id"):
        told = edition_page.citation(edition, tables)
    assert ": 1 LP, 1 korban, 0 tersangka. Edisi " in told


def test_counting_again_says_the_same(edition):
    a_case(person("sari"))
    html = browser_of("sari").post(address(edition, "reproduce/")).content.decode()
    assert "sama." in html
    assert html.count(edition.digest) == 2


def test_publishing_needs_the_right_and_a_provisional_edition(edition):
    assert browser_of("sari").post(address(edition, "publish/")).status_code == 403
    dewi = browser_of("dewi")
    assert "Terbitkan" in dewi.get(address(edition)).content.decode()
    assert dewi.post(address(edition, "publish/")).status_code == 302
    edition.refresh_from_db()
    assert edition.state == EditionState.PUBLISHED
    assert edition.signed_as["name"] == person("dewi").full_name
    assert "Terbitkan" not in dewi.get(address(edition)).content.decode()
    again = dewi.post(address(edition, "publish/"), follow=True).content.decode()
    assert "tidak sementara lagi" in again


def test_compiling_is_asked_for_and_shown(committed):
    dewi = browser_of("dewi")
    typed = {"region": "64.71", "first": "01/11/2025", "last": "12/11/2025"}
    asked = dewi.post("/reports/compile/", typed)
    job = Job.objects.get()
    assert asked.url == f"/reports/jobs/{job.public_id}/"
    html = dewi.get(asked.url, follow=True).content.decode()
    assert "Kota Balikpapan" in html
    assert browser_of("sari").post("/reports/compile/", typed).status_code == 403
    assert browser_of("citra").get(asked.url).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"region": "51"}, "region"),
        ({"first": "31/31/2025"}, "Tanggal tidak dikenal"),
        ({"first": "13/11/2025"}, "mendahului"),
        ({"last": "01/01/2999"}, "bulan ini"),
        ({"first": "01/01/0001"}, "sebelum tahun 2000"),
    ],
)
def test_what_is_typed_wrong_comes_back_with_a_word(committed, typed, words):
    whole = {"region": "64", "first": "01/11/2025", "last": "12/11/2025"} | typed
    answer = browser_of("dewi").post("/reports/compile/", whole)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Job.objects.exists()


def test_nobody_holds_up_the_others_by_asking_for_ever_more(committed):
    """Rows that no message tells of: a worker that another test started leaves them."""
    dewi = person("dewi")
    for n in range(tasks.MOST_WAITING):
        Job.objects.create(kind=tasks.COMPILE, subject=f"64 {n}", by=dewi)
    typed = {"region": "64", "first": "01/11/2025", "last": "02/11/2025"}
    answer = browser_of("dewi").post("/reports/compile/", typed)
    assert answer.status_code == 400
    assert "Paling banyak 20 edisi Anda" in answer.content.decode()
    assert browser_of("seto").post("/reports/compile/", typed).status_code == 302
    assert Job.objects.count() == tasks.MOST_WAITING + 1


def test_one_person_has_so_many_editions_compiled_in_a_day(committed):
    """What is compiled is kept for ever."""
    seto, yesterday = person("seto"), clock.now() - timedelta(hours=25)
    for n in range(tasks.MOST_A_DAY):
        done = {"subject": f"64 {n}", "by": seto, "state": JobState.DONE}
        Job.objects.create(kind=tasks.COMPILE, created_at=yesterday, **done)
        if n:
            Job.objects.create(kind=tasks.COMPILE, **done)
    typed = {"region": "64", "first": "01/11/2025", "last": "01/11/2025"}
    assert browser_of("seto").post("/reports/compile/", typed).status_code == 302

    refused = browser_of("seto").post("/reports/compile/", typed | {"region": "64.71"})
    assert refused.status_code == 400
    assert "Paling banyak 20 edisi Anda disusun" in refused.content.decode()
    assert browser_of("dewi").post("/reports/compile/", typed).status_code == 302


def test_the_api_gives_the_cells(edition):
    sari = browser_of("sari")
    told = sari.get("/api/v1/editions/?region=64.71&state=provisional").json()
    assert [one["number"] for one in told["results"]] == [edition.number]
    whole = sari.get(f"/api/v1/editions/{edition.public_id}/").json()
    assert [list(cell.values()) for cell in whole["cells"]] == edition.cells
    assert whole["digest"] == edition.digest
    assert sari.get("/api/v1/editions/?regoin=64").status_code == 400


def test_an_edition_that_is_no_month_has_no_pdf_and_nobody_was_denied_it(committed):
    days = Period(date(2025, 11, 1), date(2025, 11, 12))
    edition = actions.compile_edition(areas.area("64.71"), days, by=None)
    answer = browser_of("sari").get(address(edition, "laporan.pdf"))
    assert answer.status_code == 404
    assert not AuditEvent.objects.filter(verb="denied").exists()
    assert browser_of("citra").get(address(edition, "laporan.pdf")).status_code == 404
    assert AuditEvent.objects.filter(verb="denied", by=person("citra")).count() == 1


@pytest.mark.parametrize(
    "month", ["2025-11", "11/2025", "11 2025", "November 2025", "nov. 2025", "Nov 2025"]
)
def test_the_month_is_found_as_people_write_it(edition, month):
    listed = browser_of("sari").get("/reports/", {"month": month}).content.decode()
    assert edition.number in listed
    assert '<input type="month" name="month" value="2025-11"' in listed


@pytest.mark.parametrize("month", ["2025-10", "Oktober 2025", "October 2025"])
def test_editions_of_another_month_are_not_listed(edition, month):
    listed = browser_of("sari").get("/reports/", {"month": month}).content.decode()
    assert edition.number not in listed
    assert "Bulan tidak dikenal" not in listed


@pytest.mark.parametrize(
    "month", ["13/2025", "Nopember", "2025-00", "0/2025", "²/2025"]
)
def test_a_month_that_is_none_is_told_with_examples(edition, month):
    listed = browser_of("sari").get("/reports/", {"month": month}).content.decode()
    assert "Tulis seperti November 2025 atau 11/2025." in listed


def test_moments_of_an_edition_have_their_day_and_zone(edition):
    at = zones.moment_in_words(edition.compiled_at, ZoneInfo("Asia/Makassar"))
    assert " WITA" in at
    page = browser_of("sari").get(address(edition)).content.decode()
    assert f"keadaan {at}" in page
    assert at in browser_of("sari").get("/reports/").content.decode()
    last = zones.moment_in_words(
        facts.last_act_below(edition.cutoff), ZoneInfo("Asia/Makassar")
    )
    assert f"Urutan pencatatan {said(edition.cutoff)}: " in page
    assert f"terakhir {last}." in page


def test_an_edition_of_days_to_come_says_up_to_when_it_knows(committed):
    month = month_of(clock.latest_today())
    running = actions.compile_edition(areas.area("64.71"), month, by=None)
    page = browser_of("sari").get(address(running)).content.decode()
    assert ('id="running"' in page) == running.is_running
