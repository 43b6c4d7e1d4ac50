"""The frame of every page: quick exit, keys, the phone's menu; without script too."""

import re

from django.conf import settings
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
EXIT_URL = settings.QUICK_EXIT_URL
SIGN_IN = re.compile(r"/sign-in/")


def account_page(context):
    """The account page, and a stand-in for the neutral page outside."""
    context.route(EXIT_URL, lambda route: route.fulfill(body="cuaca"))
    tab = context.new_page()
    tab.goto("/account/")
    return tab


def test_escape_twice_hides_the_screen_and_ends_the_session(window):
    tab = account_page(window("sari"))
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    tab.wait_for_url(EXIT_URL)
    tab.wait_for_timeout(300)  # the sign-out travels behind the page that was left
    tab.goto("/account/")
    expect(tab).to_have_url(SIGN_IN)


def test_escape_once_leaves_nothing_even_on_a_fresh_page(window):
    tab = account_page(window("sari"))
    tab.keyboard.press("Escape")
    tab.wait_for_timeout(900)
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("heading", level=1)).to_be_visible()


def test_the_exit_replaces_the_page_in_the_history(window):
    tab = account_page(window("sari"))
    before = tab.evaluate("history.length")
    tab.locator("#quick-exit button").click()
    tab.wait_for_url(EXIT_URL)
    assert tab.evaluate("history.length") == before


def test_quick_exit_signs_out_without_script(window):
    tab = account_page(window("sari", java_script_enabled=False))
    tab.locator("#quick-exit button").click()
    expect(tab).to_have_url(SIGN_IN)


def test_keys_search_and_help_and_can_be_switched_off(window):
    tab = account_page(window("sari"))
    tab.keyboard.press("?")
    expect(tab.locator("#keys")).to_have_attribute("open", "")
    tab.locator("[data-key-switch]").uncheck()
    tab.locator("#isi").focus()
    tab.keyboard.press("/")
    expect(tab.locator("#q")).not_to_be_focused()
    tab.locator("[data-key-switch]").check()
    tab.locator("#isi").focus()
    tab.keyboard.press("/")
    expect(tab.locator("#q")).to_be_focused()


def test_typed_letters_stay_letters(window):
    tab = account_page(window("sari"))
    tab.locator("#q").type("j?k/")
    expect(tab.locator("#q")).to_have_value("j?k/")
    expect(tab.locator("#keys")).not_to_have_attribute("open", "")


def test_phone_opens_menu_and_search_without_script(window):
    tab = account_page(window("sari", java_script_enabled=False, **PHONE))
    menu, search = tab.locator("#menu"), tab.locator("#q")
    expect(menu).not_to_be_visible()
    tab.locator(".tabs4 a[href='#menu']").tap()
    expect(menu).to_be_visible()
    menu.locator("a[href='#isi']").tap()
    expect(menu).not_to_be_visible()
    tab.locator(".bar a[href='#find']").tap()
    expect(search).to_be_visible()


def test_menu_shows_only_what_the_post_may_do(window):
    menu = account_page(window("ani")).locator("#menu")  # an auditor reads no case
    expect(menu.locator("a[href='/account/']")).to_be_visible()
    expect(menu.locator("a[href='/cases/']")).to_have_count(0)
    expect(menu.locator("a[href='/cases/new/']")).to_have_count(0)
