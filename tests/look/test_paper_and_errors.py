"""What a sheet of paper leaves out, and how an error in a row of fields looks."""

import pytest

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


def test_an_error_in_a_row_of_fields_is_red_beside_a_red_field(rows, window):
    page = window("sari", viewport={"width": 1366, "height": 768}).new_page()
    page.goto("dashboard/?from=31/13/2025&to=12/11/2025")
    look = "(one, [name]) => getComputedStyle(one)[name]"
    red = page.locator(".errors a").evaluate(look, ["color"])
    assert page.locator("#id_from_error").evaluate(look, ["color"]) == red
    assert page.locator("#id_from").evaluate(look, ["borderTopColor"]) == red
    top = [page.locator(f"#id_{n}").bounding_box()["y"] for n in ("from", "to")]
    assert top[0] == top[1]
