"""Parts say what they need, and every icon that a template asks for exists."""

import re
from pathlib import Path

from django.conf import settings

from cases.choices import Progress

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SPRITE = (Path(settings.BASE_DIR) / "static" / "sprite.svg").read_text()
DRAWN = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))


def asked_for(pattern: str) -> set[str]:
    texts = (path.read_text() for path in TEMPLATES.rglob("*.html"))
    return {name for text in texts for name in re.findall(pattern, text)}


def test_every_part_says_what_it_needs():
    silent = [
        path.name
        for path in sorted((TEMPLATES / "parts").glob("*.html"))
        if "Needs" not in path.read_text()[:400]
    ]
    assert silent == []


def test_a_line_of_a_template_can_be_read():
    longest = {
        str(path.relative_to(TEMPLATES)): max(map(len, path.read_text().splitlines()))
        for path in TEMPLATES.rglob("*.html")
    }
    # Inside the drawings a line break would be drawn.
    kept = {name: n for name, n in longest.items() if "drawing/" not in name}
    assert {name: n for name, n in kept.items() if n > 300} == {}


def test_what_scrolls_sideways_has_a_name_and_is_reached_by_keyboard():
    found = asked_for(r'(<\w+ class="[^"]*\bscroll\b[^"]*"[^>]*>)')
    assert found
    reached = re.compile(r'tabindex="0" role="(region|group)" aria-label(ledby)?="[^"]')
    assert {tag for tag in found if not reached.search(tag)} == set()


def test_every_icon_and_shape_is_drawn():
    icons = asked_for(r'parts/icon\.html" with name="([^"]+)"')
    shapes = asked_for(r'parts/tag\.html" with shape="([^"]+)"')
    assert icons
    assert shapes
    assert {f"i-{name}" for name in icons} | {f"s-{name}" for name in shapes} <= DRAWN


def test_every_progress_group_has_its_own_shape():
    assert {f"s-{group}" for group in Progress.values} <= DRAWN


def test_no_page_styles_or_scripts_inline():
    assert asked_for(r"(?:\sstyle=|<style|<script>|\son[a-z]+=)") == set()
