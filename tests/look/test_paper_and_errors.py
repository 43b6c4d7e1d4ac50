"""What a sheet of paper leaves out, and how an error in a row of fields looks."""

import subprocess

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from agencies import clock
from reports import actions, areas
from reports.models import Edition
from reports.periods import month_of
from tests.cases.examples import GIRL, LP, a_case
from tests.people import browser_of, person

PAPER = {"width": 718, "height": 1032}  # A4 within its margins


@pytest.mark.parametrize("route", ["reports/", "cases/", "victims/"])
def test_a_list_is_printed_as_a_table_below_its_title(route, rows, window):
    page = window("sari", viewport=PAPER).new_page()
    page.goto(route)
    page.emulate_media(media="print")
    head = page.locator(".list thead")
    assert head.is_visible()
    assert head.bounding_box()["y"] < PAPER["height"] / 4
    assert not page.locator("main :is(form, .apply)").first.is_visible()
    assert page.locator(".list").evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_printed_case_offers_no_act(rows, window):
    page = window("sari", viewport=PAPER).new_page()
    page.goto(f"cases/{rows['case']}/")
    acts = page.locator(".case :is(a:has-text('Ubah'), a:has-text('Tambah'), button)")
    assert acts.count() > 3
    page.emulate_media(media="print")
    assert not any(act.is_visible() for act in acts.all())


def test_the_parts_of_a_case_stand_whole_beside_its_timeline(rows, window):
    page = window("sari", viewport={"width": 1366, "height": 768}).new_page()
    page.goto(f"cases/{rows['case']}/")
    assert page.locator(".jump").evaluate("one => one.scrollWidth <= one.clientWidth")


def test_the_filter_of_the_trail_fits_a_phone(rows, window):
    page = window("ani", viewport={"width": 360, "height": 740}).new_page()
    page.goto("audit/")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_an_error_in_a_row_of_fields_is_red_beside_a_red_field(rows, window):
    page = window("sari", viewport={"width": 1366, "height": 768}).new_page()
    page.goto("dashboard/?from=31/13/2025&to=12/11/2025")
    look = "(one, [name]) => getComputedStyle(one)[name]"
    red = page.locator(".errors a").evaluate(look, ["color"])
    assert page.locator("#id_from_error").evaluate(look, ["color"]) == red
    assert page.locator("#id_from").evaluate(look, ["borderTopColor"]) == red
    top = [page.locator(f"#id_{n}").bounding_box()["y"] for n in ("from", "to")]
    assert top[0] == top[1]


def sheets_of(pdf: bytes) -> list[str]:
    """The words of each sheet."""
    command = ["pdftotext", "-layout", "-", "-"]
    said = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return said.stdout.decode().split("\f")[:-1]


def printed(page: Page) -> list[str]:
    side = dict.fromkeys(("top", "right", "bottom", "left"), "12mm")
    return sheets_of(page.pdf(format="A4", margin=side))


def test_every_sheet_says_that_it_is_restricted(rows, window):
    edition = Edition.objects.latest("id")
    page = window("sari", viewport=PAPER).new_page()
    page.goto(f"reports/{edition.public_id}/")
    address = reverse("edition_pdf", args=[edition.public_id])
    report = browser_of("sari").get(address).content
    for sheets in (printed(page), sheets_of(report)):
        assert len(sheets) > 1
        assert all("TERBATAS" in sheet for sheet in sheets)


def test_the_figures_of_a_province_fill_one_sheet(rows, window):
    """For the secretariat, whose dashboard is the newest edition and nothing else."""
    for region in ("64.71.01", "64.72.01", "64.02"):
        a_case(person("sari"), region=region, victims=(GIRL,), police_reports=(LP,))
    month = month_of(clock.today())
    actions.compile_edition(areas.area("64"), month, by=None)
    page = window("seto", viewport=PAPER).new_page()
    page.goto("dashboard/")
    [sheet] = printed(page)
    assert "Kabupaten Mahakam Ulu" in sheet
