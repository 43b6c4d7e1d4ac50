"""Case and lists at 360 px: what a desk shows stays, and lines start together."""

from playwright.sync_api import expect

from tests.cases.alike import two
from tests.cases.pairs import address

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def test_the_days_of_the_progress_bar_are_shown_and_fit(rows, window):
    page = window("sari", **PHONE).new_page()
    page.goto(f"/cases/{rows['case']}/")
    day = page.locator(".prog .now span")
    assert day.is_visible()
    assert day.evaluate("span => span.scrollWidth <= span.parentNode.clientWidth")
    assert "".join(day.inner_text().split()).count("/") == 2
    tops = "span => [...new Set([...span.getClientRects()].map(r => r.top))].length"
    assert day.evaluate(tops) == 2  # it breaks before the year alone


def test_each_line_of_a_victim_starts_at_the_same_edge(rows, window):
    page = window("sari", **PHONE).new_page()
    page.goto("/victims/")
    edges = [
        page.locator(f"tbody tr >> {cell}").first.bounding_box()["x"]
        for cell in ("th", ".state", ".where")
    ]
    assert len(set(edges)) == 1


def test_a_bad_count_reddens_its_own_box_alone(rows, window):
    page = window("sari", **PHONE).new_page()
    page.goto("/cases/new/")
    page.fill("[name=victims_male_child]", "dua")
    page.click("button.pri[name=save]")
    red = page.locator(".errors").evaluate("box => getComputedStyle(box).borderColor")
    boxes = page.locator(".nine :is(.step, input)").all()
    colours = [b.evaluate("b => getComputedStyle(b).borderTopColor") for b in boxes]
    widths = [b.evaluate("b => getComputedStyle(b).borderTopWidth") for b in boxes]
    drawn = [c for c, w in zip(colours, widths, strict=True) if w != "0px"]
    assert drawn.count(red) == 1


ASKED = "/figures/?figure=cases&by=month"


def test_the_answer_stands_before_the_question_once_it_was_asked(rows, window):
    page = window("sari", **PHONE).new_page()
    page.goto("/figures/")
    assert page.locator("#question").is_visible()
    page.goto(ASKED)
    assert not page.locator("#question").is_visible()
    assert page.locator("#answer").bounding_box()["y"] < PHONE["viewport"]["height"]
    page.click("text=Ubah pertanyaan")
    page.select_option("[name=by]", "has_lp")
    page.click("text=Hitung >> visible=true")
    expect(page.locator("#answer")).to_be_visible()  # waits for the page that is asked
    assert not page.locator("#question").is_visible()
    page.goto(f"{ASKED}&modus=none-such")
    assert page.locator("#question").is_visible()


def test_two_of_whom_much_is_recorded_fit(live_server_url, window):
    people = two()
    page = window("sari", **PHONE).new_page()
    for route in ("duplicate", "duplicate_merge"):
        page.goto(address(route, people))
        expect(page.locator("main")).to_contain_text("Kontak aman tercatat")
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_edge_of_a_wide_table_is_shaded_while_more_lies_beyond(rows, window):
    page = window("sari", **PHONE).new_page()
    page.goto(ASKED)
    table = page.locator(".scroll", has=page.locator("table")).first
    table.scroll_into_view_if_needed()
    table.locator("table").evaluate("table => table.style.visibility = 'hidden'")
    hidden = table.evaluate("box => box.scrollWidth - box.clientWidth")
    assert hidden > 0

    def shaded(scrolled: int) -> tuple[bool, bool]:
        """Left and right edge, at a place of the table."""
        table.evaluate("(box, to) => box.scrollLeft = to", scrolled)
        box = table.bounding_box()
        middle, left, right = (
            page.screenshot(clip={"x": x, "y": box["y"], "width": 4, "height": 20})
            for x in (
                box["x"] + box["width"] / 2,
                box["x"],
                box["x"] + box["width"] - 4,
            )
        )
        return left != middle, right != middle

    assert shaded(0) == (False, True)
    assert shaded(hidden // 2) == (True, True)
    assert shaded(hidden) == (True, False)
