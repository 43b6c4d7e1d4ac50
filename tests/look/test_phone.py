"""Case and lists at 360 px: what a desk shows stays, and lines start together."""

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
