"""Reads the page "Dasbor" and holds each of its numbers against the API's answer (U9).

Every tile and panel leads to the page "Angka" with its question: the API is asked that,
and must tell the same numbers and the same lists.
"""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qsl

from django.test import Client
from django.urls import reverse

from reports.cuts import CUTS
from tests.reports import doors
from tests.reports.agreement import Tally
from tests.reports.screens import Cell, Reader, Screen

ASKED = re.compile(r'href="/figures/\?([^"]+)"')
WAS = re.compile(r'</b>\s*dari (?:<a href="([^"]+)">)?([\d.]+)')


def compare(who: str, client: Client, tally: Tally, **asked: str) -> int:
    """How many tiles and panels were compared; `asked` goes into the address."""
    answer = client.get(reverse("dashboard"), asked)
    sections = answer.content.decode().split("<section")[1:]
    asking = [(section, ASKED.search(section)) for section in sections]
    panels = [(section, found[1]) for section, found in asking if found]
    for section, query in panels:
        Panel(section, query.replace("&amp;", "&"), who, client, tally).compare()
    return len(panels)


class Panel:
    """A tile or a panel of the page, and the question that it answers."""

    def __init__(
        self, html: str, query: str, who: str, client: Client, tally: Tally
    ) -> None:
        reader = Reader()
        reader.feed(f"<section{html}")
        self.html, self.screen = html, reader.screen
        self.asked = dict(parse_qsl(query))
        self.asked.pop("compare")
        self.who, self.client, self.tally = who, client, tally

    def compare(self) -> None:
        told = self._api(self.asked)
        if self.screen.total:
            self._same("number", self.screen.total, told["total"], told["list_url"])
            href, words = WAS.search(self.html).groups(default="")
            then = self._api(self._last_year())
            was = Cell(words, unescape(href))
            self._same("last year", was, then["total"], then["list_url"])
            return
        shown = cells_of(self.screen)
        by_order = self.asked["by"] == "month"
        for n, cell in enumerate(told["cells"]):
            [(cut, key)] = cell["key"].items()
            found = shown.pop(str(n) if by_order else CUTS[cut].word(key), Cell("0"))
            self._same(f"{cut} {key}", found, cell["value"], cell["list_url"])
        if shown:
            self._differ("rows", sorted(shown), "no such cells")

    def _api(self, asked: dict[str, str]) -> dict:
        return self.client.get(doors.API, asked).json()

    def _last_year(self) -> dict[str, str]:
        days = {name: date.fromisoformat(self.asked[name]) for name in ("from", "to")}
        earlier = {name: day.replace(year=day.year - 1) for name, day in days.items()}
        return self.asked | {name: str(day) for name, day in earlier.items()}

    def _same(self, what: str, shown: Cell, value: int, list_url: str | None) -> None:
        self.tally.cells += 1
        link = (list_url or "") if value else ""
        if (shown.number, shown.href) != (value, link):
            self._differ(what, shown, (value, link))

    def _differ(self, what: str, shown: object, told: object) -> None:
        self.tally.differences.append(
            f"{self.who} {self.asked}: dashboard says {what} {shown}, the API {told}"
        )


def cells_of(screen: Screen) -> dict[str, Cell]:
    """By the words of their rows; months side by side by their order."""
    [[head, *rows]] = screen.tables
    if head[-1].words == "Jumlah":
        return {str(n): cell for n, cell in enumerate(rows[0][1:-1])}
    number = 1 if head[1].words else 2  # behind the bar
    return {
        row[0].words: Cell(row[number].words, row[0].href)
        for row in rows
        if row[0].words != "Jumlah"
    }
