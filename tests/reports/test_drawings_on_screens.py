"""Drawings in a browser: no barrier, no shrinking, no name upon a name."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation

from tests.reports import gallery

# Boxes of the words that are seen; a pixel of halo may touch.
OVERLAPS = """() => {
  const found = []
  for (const names of document.querySelectorAll(".names")) {
    const edge = names.getBoundingClientRect()
    const seen = [...names.querySelectorAll("text")].map(text => ({
      words: text.textContent, box: text.getBoundingClientRect(),
    })).filter(one => one.box.width)
    seen.forEach(({words, box}, n) => {
      if (box.left < edge.left - 6 || box.right > edge.right + 6)
        found.push(`${words} leaves its map`)
      for (const other of seen.slice(n + 1)) {
        const across = Math.min(box.right, other.box.right)
          - Math.max(box.left, other.box.left)
        const down = Math.min(box.bottom, other.box.bottom)
          - Math.max(box.top, other.box.top)
        if (across > 2 && down > 4) found.push(`${words} upon ${other.words}`)
      }
    })
  }
  return found
}"""
SIZES = """() => [...document.querySelectorAll("svg text")].map(
  text => parseFloat(getComputedStyle(text).fontSize)
    * (text.getScreenCTM().a))"""


@pytest.fixture
def shown(browser, tmp_path):
    """Opens a page of drawings at a width, light or dark."""
    windows = []

    def show(panels, width, scheme="light"):
        window = browser.new_page(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        windows.append(window)
        file = tmp_path / "page.html"
        file.write_text(gallery.page_of(panels, gallery.sheet()))
        window.goto(file.as_uri())
        window.evaluate("document.fonts.ready")
        return window

    with translation.override("id"):
        yield show
    for window in windows:
        window.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1366])
def test_drawings_have_no_barrier(shown, width, scheme):
    panels = [*gallery.charts(), gallery.map_panel("64"), gallery.map_panel("ID")]
    window = shown(panels, width, scheme)
    found = Axe().run(window).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found] == []
    assert window.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [360, 1366])
def test_text_never_shrinks_and_no_name_stands_upon_another(shown, width):
    panels = [*gallery.charts(), *map(gallery.map_panel, gallery.map_names())]
    window = shown(panels, width)
    sizes = window.evaluate(SIZES)
    assert len(sizes) > 300
    assert min(sizes) >= 12
    assert window.evaluate(OVERLAPS) == []
