"""S13: pages load nothing from anywhere else, and the policy stops none of our own."""

from tests.look.pages import PAGES
from tests.tppo_tracker import everywhere


def test_no_page_asks_anything_of_strangers(rows, window, record_property):
    asked, complaints, windows = {}, [], {}

    def hear(said) -> None:
        complaints.append(said.text)

    for page in PAGES:
        if page.who not in windows:
            windows[page.who] = window(page.who).new_page()
            windows[page.who].on("console", hear)
        found = everywhere.strangers(windows[page.who], page.address(rows))
        asked |= {str(page): found} if found else {}
    record_property("pages", len(PAGES))
    assert asked == {}
    assert [text for text in complaints if "Content Security" in text] == []
