"""Words of the screens that no translation reaches (scoreboard U7)."""

import re
from html.parser import HTMLParser
from pathlib import Path

import polib

from tests.ground import CHECKOUT

TEMPLATES = CHECKOUT / "templates"
ENGLISH = CHECKOUT / "locale" / "en" / "LC_MESSAGES" / "django.po"
SAID_ALOUD = {"alt", "aria-label", "placeholder", "title", "label"}
SILENT = {"script", "style", "svg"}
# Names, keys, and the languages, each in its own words.
SAME_EVERYWHERE = {
    *("TPPO", "Tracker", "LP", "NIK", "KAS", "ID", "EN", "Indonesia"),
    *("Enter", "Esc", "Ctrl", "SHA", "Bahasa", "English"),
}
# Says both languages one after the other: it is shown when nothing else works.
BILINGUAL = {"errors/500.html"}
TAGS = re.compile(r"{%-?.*?-?%}|{{.*?}}|{#.*?#}", re.DOTALL)
COMMENT = re.compile(r"{% comment.*?{% endcomment %}", re.DOTALL)
BLOCK = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")


class Visible(HTMLParser):
    """Collects the words of a template that a person sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        for name, value in attrs:
            if name in SAID_ALOUD and value:
                self.found += words_of(value)

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT

    def handle_data(self, data):
        if not self.silent:
            self.found += words_of(data)


def words_of(text: str) -> list[str]:
    """Words that need a translation; a name of an address (#rule) needs none."""
    found = WORD.findall(re.sub(r"#[\w-]+", " ", text))
    return [word for word in found if word not in SAME_EVERYWHERE]


def outside_translate(source: str) -> list[str]:
    """Words of a template that stand outside translate and blocktranslate."""
    for pattern in (COMMENT, BLOCK, TAGS):
        source = pattern.sub(" ", source)
    reader = Visible()
    reader.feed(source)
    return reader.found


def templates() -> list[Path]:
    found = sorted(TEMPLATES.rglob("*.html"))
    return [p for p in found if str(p.relative_to(TEMPLATES)) not in BILINGUAL]


def catalogue() -> list[polib.POEntry]:
    """Every message of the screens with its English."""
    return [entry for entry in polib.pofile(str(ENGLISH)) if not entry.obsolete]


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]|{\w*}", text))
