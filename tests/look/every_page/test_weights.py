"""Scoreboard U2: what a page weighs, compressed, for a first and a next visit."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings

from tests.look.pages import PAGES

KB = 1024
FIRST, NEXT, SCRIPT = 130 * KB, 25 * KB, 60 * KB
SHEET_SOURCE, SCRIPT_SOURCE = 28 * KB, 12 * KB
COMPRESSED_ALREADY = (".woff2", ".png")


def weights(tab, address: str) -> dict[str, int]:
    """Compressed bytes of everything that a visit loads, by its address."""
    answers = []

    def keep(answer):  # the browser's driver cannot call a builtin such as append
        answers.append(answer)

    tab.on("response", keep)
    tab.goto(address, wait_until="networkidle")
    sizes = {}
    for answer in answers:
        if answer.ok:
            body = answer.body()
            packed = answer.url.endswith(COMPRESSED_ALREADY)
            sizes[answer.url] = len(body if packed else gzip.compress(body))
    return sizes


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page_is_light(page, rows, window):
    sizes = weights(window(page.who).new_page(), page.address(rows))
    document = next(iter(sizes.values()))
    scripts = sum(size for url, size in sizes.items() if url.endswith(".js"))

    assert len(sizes) >= 4, "the sheet, the font and the script were not loaded"
    assert sum(sizes.values()) <= FIRST
    assert document <= NEXT
    assert scripts <= SCRIPT


def test_a_next_page_loads_its_own_text_only(rows, window):
    context = window("sari")
    first = weights(context.new_page(), "/account/")
    second = weights(context.new_page(), "/account/password/")
    new = {url for url in second if url not in first}
    assert {url.split("?")[0].rstrip("/").rsplit("/", 1)[-1] for url in new} == {
        "password"
    }


def test_the_sheet_and_the_script_stay_small():
    static = Path(settings.BASE_DIR) / "static"
    assert (static / "app.css").stat().st_size <= SHEET_SOURCE
    assert (static / "app.js").stat().st_size <= SCRIPT_SOURCE
