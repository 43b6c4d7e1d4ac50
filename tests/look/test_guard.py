"""The screen while its owner is away, the quick exit's finer points, marked prints."""

import re
import subprocess
from contextlib import suppress

import pytest
from django.conf import settings
from playwright.sync_api import Error, expect

from tests.people import person
from tests.reports.pdfs import text_of

EXIT_URL = settings.QUICK_EXIT_URL


def opened(context, address: str):
    context.route(EXIT_URL, lambda route: route.fulfill(body="cuaca"))
    tab = context.new_page()
    tab.goto(address)
    return tab


def says_hidden(tab, is_hidden: bool) -> None:
    """What a browser says when its tab is left: a headless one shows all its tabs."""
    tab.evaluate(
        "(hidden) => { Object.defineProperty(document, 'hidden',"
        " { configurable: true, get: () => hidden });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        is_hidden,
    )


def pages_of(pdf: bytes) -> int:
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    return int(re.search(rb"Pages:\s+(\d+)", told.stdout)[1])


def blur_of(tab) -> str:
    return tab.evaluate("getComputedStyle(document.body).filter")


def test_the_screen_is_blurred_while_the_tab_is_left(rows, window):
    tab = opened(window("sari"), f"/cases/{rows['case']}/")
    assert blur_of(tab) == "none"
    says_hidden(tab, True)
    assert "blur" in blur_of(tab)
    says_hidden(tab, False)
    assert blur_of(tab) == "none"


def opened_identity(context, rows):
    """The page of a victim, with her name opened."""
    tab = context.new_page()
    tab.clock.install()
    tab.goto(f"/cases/{rows['case']}/persons/{rows['involvement']}/")
    assert "Sekar Arum" not in tab.content()
    tab.get_by_label("Menghubungi yang bersangkutan").check()
    tab.get_by_role("button", name="Tampilkan").click()
    expect(tab.locator("[data-opened]")).to_contain_text("Sekar Arum")
    return tab


def is_shut(tab) -> None:
    expect(tab.locator("[data-opened]")).to_have_count(0)
    assert "Sekar Arum" not in tab.content()
    expect(tab.locator("[data-shut]")).to_be_visible()


def test_an_opened_identity_leaves_the_page_with_the_tab(rows, window):
    tab = opened_identity(window("sari"), rows)
    says_hidden(tab, True)
    is_shut(tab)
    says_hidden(tab, False)
    is_shut(tab)


def test_an_opened_identity_leaves_the_page_after_a_minute_without_a_hand(rows, window):
    tab = opened_identity(window("sari"), rows)
    tab.clock.run_for(50_000)
    tab.mouse.move(50, 60)
    tab.clock.run_for(50_000)
    expect(tab.locator("[data-opened]")).to_contain_text("Sekar Arum")
    tab.clock.run_for(61_000)
    is_shut(tab)


def test_going_back_shows_no_opened_identity(rows, window):
    tab = opened_identity(window("sari"), rows)
    tab.goto("/account/")
    with suppress(Error):  # the browser has not kept the page
        tab.go_back()
    expect(tab.locator("body")).to_be_visible()
    assert "Sekar Arum" not in tab.locator("html").inner_html()


def test_another_window_blurs_it_too_unless_switched_off(window):
    tab = opened(window("sari"), "/account/")
    tab.evaluate("dispatchEvent(new Event('blur'))")
    assert "blur" in blur_of(tab)
    tab.evaluate("dispatchEvent(new Event('focus'))")
    assert blur_of(tab) == "none"
    tab.locator("#keys summary").click()
    tab.locator("[data-blur-switch]").uncheck()
    tab.reload()
    tab.evaluate("dispatchEvent(new Event('blur'))")
    assert blur_of(tab) == "none"
    says_hidden(tab, True)
    assert "blur" in blur_of(tab)


def test_an_escape_that_closes_a_list_of_places_does_not_count(window):
    tab = opened(window("sari"), "/cases/new/")
    field = tab.locator("[data-typeahead]").first
    field.fill("balikp")
    listbox = tab.locator("[role=listbox]").first
    expect(listbox).to_be_visible()
    tab.keyboard.press("Escape")
    expect(listbox).to_be_hidden()
    tab.keyboard.press("Escape")
    tab.wait_for_timeout(300)
    assert tab.url != EXIT_URL
    tab.keyboard.press("Escape")
    tab.wait_for_url(EXIT_URL)


def test_an_escape_that_closes_a_dialog_or_is_held_down_does_not_count(window):
    tab = opened(window("sari"), "/account/")
    tab.evaluate(
        "document.body.append(document.createElement('dialog'));"
        "document.querySelector('dialog').showModal()"
    )
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    tab.wait_for_timeout(900)
    assert tab.url != EXIT_URL
    tab.keyboard.down("Escape")
    tab.keyboard.down("Escape")
    tab.keyboard.up("Escape")
    tab.wait_for_timeout(300)
    assert tab.url != EXIT_URL


def test_what_is_typed_is_kept_before_the_exit(window):
    """The draft is saved while there is a session to save it with."""
    context = window("sari")
    tab = opened(context, "/cases/new/")
    address = tab.url
    tab.locator("[data-typeahead]").first.fill("Balikpapan Kota")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    tab.wait_for_url(EXIT_URL)
    tab.wait_for_timeout(300)
    again = opened(window("sari"), address)
    typed = again.locator("[data-typeahead]").first.input_value()
    assert "Balikpapan Kota" in typed


def test_where_the_exit_leads_is_a_setting(window):
    tab = opened(window("sari"), "/account/")
    assert tab.locator("#quick-exit").get_attribute("data-exit") == EXIT_URL


@pytest.mark.parametrize("address", ["/cases/", "/victims/", "/dashboard/"])
def test_every_printed_page_says_whose_copy_it_is(rows, window, address):
    tab = opened(window("sari"), address)
    expect(tab.locator(".mark")).to_be_hidden()
    pdf = tab.pdf(format="A4")
    pages = pages_of(pdf)
    sari = person("sari")
    mark = f"TERBATAS · {sari.full_name} (sari) · {sari.assignment.post.title}"
    assert pages == 1 or address != "/cases/"
    assert text_of(pdf).count(mark) == pages


def test_the_page_of_a_case_is_marked_on_each_of_its_printed_pages(rows, window):
    tab = opened(window("sari"), f"/cases/{rows['case']}/")
    pdf = tab.pdf(format="A6")
    assert text_of(pdf).count("TERBATAS · ") == pages_of(pdf) > 2


def test_who_is_signed_out_prints_no_mark(window):
    tab = opened(window(""), "/sign-in/")
    assert tab.locator(".mark").count() == 0
