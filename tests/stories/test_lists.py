"""Story: finding cases again, with and without script, on a desk and on a phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from agencies import clock
from cases.models import Case
from tests.cases.examples import GIRL, LP, WOMAN, a_case
from tests.people import person
from tests.stories.windows import DESK, PHONE, fits, screens, scripts


@pytest.fixture
def cases(live_server_url) -> list[Case]:
    """Twenty-eight cases of sari, the first of them the newest; two have an LP."""
    today = clock.today()
    return [
        a_case(
            person("sari"),
            victims=(GIRL, WOMAN)[i % 2 :],
            police_reports=({**LP, "dated_on": today},) if i < 2 else (),
            happened_on=today - timedelta(days=i),
            reported_on=today - timedelta(days=i),
        )
        for i in range(28)
    ]


@pytest.fixture
def listed(opened) -> Callable[..., Page]:
    """Opens her list of cases."""

    def open_list(screen=DESK, *, script: bool = True) -> Page:
        page = opened("sari", screen, script=script)
        page.goto("/cases/")
        return page

    return open_list


def expect_numbers(page: Page, cases: list) -> None:
    """Waits until the list shows exactly these: a click may still be on its way."""
    numbers = [case.register_no for case in cases]
    expect(page.locator("tbody .reg")).to_have_text(numbers)


@screens
@scripts
def test_she_filters_keeps_the_view_and_turns_the_page(cases, listed, screen, script):
    page = listed(screen, script=script)
    if screen is PHONE:
        page.get_by_role("link", name="Saring").click()
    page.get_by_label("Ada korban berumur").select_option("adult")
    page.get_by_role("button", name="Terapkan").click()
    expect_numbers(page, cases[:25])
    page.get_by_role("link", name="Berikutnya").click()
    expect_numbers(page, cases[25:])
    page.get_by_role("link", name="Sebelumnya").click()
    page.get_by_role("link", name="+ Simpan tampilan").click()
    page.get_by_label("Nama tampilan").fill("Ada dewasa")
    page.get_by_role("button", name="Simpan saringan dan urutan ini").click()
    expect(page.get_by_role("link", name="Ada dewasa 28")).to_have_attribute(
        "aria-current", "true"
    )
    page.get_by_role("link", name="Tanpa LP").first.click()
    expect(page.get_by_role("link", name="Tanpa LP").first).to_have_attribute(
        "aria-current", "true"
    )
    expect(page.locator("tbody .reg", has_text=cases[0].register_no)).to_have_count(0)
    assert fits(page)


@screens
@scripts
def test_a_number_opens_its_case_and_a_name_is_not_searched(
    cases, listed, screen, script
):
    page = listed(screen, script=script)
    if screen is PHONE:
        page.get_by_role("link", name="Cari perkara").click()
    box = page.get_by_label("Cari nomor register atau nomor LP")
    box.fill("Siti Aminah")
    box.press("Enter")
    expect(page.get_by_text("Nama, NIK, dan telepon tidak dicari")).to_be_visible()
    assert "Siti" not in page.content()
    if screen is PHONE:
        page.get_by_role("link", name="Cari perkara").click()
    box.fill(cases[7].register_no.lower())
    box.press("Enter")
    page.wait_for_url(f"**/cases/{cases[7].public_id}/")


def test_keys_alone_lead_down_the_list_and_into_a_case(cases, listed):
    page = listed()
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    expect(page.locator("tr.on .reg")).to_have_text(cases[1].register_no)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{cases[1].public_id}/")


def test_cards_on_a_phone_stay_two_lines_high(cases, listed):
    page = listed(PHONE)
    heights = page.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().height)"
    )
    assert len(heights) == 25
    assert max(heights) <= 76
