"""Scoreboard U5: a quick report has six required inputs and takes two minutes.

The keys that a person presses are counted as the browser gets them, and timed by the
keystroke-level model (Card, Moran, Newell 1980): 0.28 s a key for an average typist,
1.35 s to think before each input; the waiting for our own answers is measured.
"""

import re
import time

import pytest
from playwright.sync_api import Page

from cases.forms.log import LogForm
from cases.models import Case
from tests.cases.typed import SENTENCE
from tests.people import person

CASE = re.compile(r"/cases/[0-9a-f-]{36}/$")
MOST_INPUTS, MOST_SECONDS = 6, 120
KEY, THINK = 0.28, 1.35
INPUTS = (
    ("id_happened_0", "7\t3\t2025"),
    ("id_place", "balikpapan kota"),
    ("id_modus", "Prostitusi daring"),
    ("id_known_via", "Call center Polri"),
    ("id_victims_female_child", "2"),
    ("id_narrative", SENTENCE),
)


class Hands:
    """Presses keys in a page and counts them."""

    def __init__(self, page: Page):
        self.page, self.keys = page, 0

    def press(self, key: str, times: int = 1) -> None:
        for _time in range(times):
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        for letter in text:
            self.press("Tab" if letter == "\t" else letter)

    def go_to(self, control: str) -> None:
        active = "document.activeElement.id || document.activeElement.name"
        for _time in range(80):
            if self.page.evaluate(active) == control:
                return
            self.press("Tab")
        pytest.fail(f"no way to {control} by keyboard")


@pytest.fixture
def page(opened) -> Page:
    return opened("sari")


def required_inputs() -> int:
    """What must be filled in of an empty page; the counts of victims are one input.

    The day of the report and the ways back stand filled in already.
    """
    form = LogForm({}, office=person("sari").assignment.post.agency)
    form.is_valid()
    asked = set(form.errors) - {"draft", "reported_on", "__all__"}
    counts = {name for name in asked if name.startswith("victims_")}
    return len(asked - counts) + 1


def test_a_quick_report_takes_six_inputs_and_two_minutes(page, record_property):
    inputs = required_inputs()
    hands, waited = Hands(page), time.monotonic()
    page.goto("/cases/new/")
    page.locator("main").focus()
    waited = time.monotonic() - waited
    for control, text in INPUTS:
        hands.go_to(control)
        hands.type(text)
        if control == "id_place":
            start = time.monotonic()
            page.locator(".ta [role=option]").first.wait_for()
            waited += time.monotonic() - start
            hands.press("ArrowDown")
            hands.press("Enter")
    hands.press("Tab")
    hands.go_to("save")
    start = time.monotonic()
    hands.press("Enter")
    page.wait_for_url(CASE)
    waited += time.monotonic() - start

    seconds = hands.keys * KEY + len(INPUTS) * THINK + waited
    record_property("inputs", inputs)
    record_property("keys", hands.keys)
    record_property("seconds_by_hand", f"{seconds:.0f}")
    assert Case.objects.get().victims.count() == 2
    assert inputs <= MOST_INPUTS
    assert seconds <= MOST_SECONDS
