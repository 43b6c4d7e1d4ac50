"""The doors to a live figure, held against each other for whoever asks (U9).

The API's answer is the measure: the page's number and table, the lists behind both and
the command must say the same. Doors of editions are compared beside, not here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.management import CommandError
from django.test import Client

from reports.cuts import CUTS
from tests.reports import doors, screens
from tests.reports.recount import Question
from tests.reports.screens import Cell, Screen

REFUSED = 403


@dataclass
class Tally:
    figures: set[str] = field(default_factory=set)
    cuts: set[str] = field(default_factory=set)
    askers: set[str] = field(default_factory=set)
    questions: int = 0
    cells: int = 0
    lists: int = 0
    panels: int = 0
    differences: list[str] = field(default_factory=list)


class Agreement:
    """One question of one asker, asked at every door."""

    def __init__(self, question: Question, who: str, client: Client, tally: Tally):
        self.question, self.who, self.client = question, who, client
        self.tally = tally

    def compare(self) -> None:
        tally, question = self.tally, self.question
        tally.questions += 1
        tally.figures.add(question.figure)
        tally.cuts.update(question.by)
        tally.askers.add(self.who)
        told = doors.by_api(question, self.client)
        self._same("command", doors.by_command(question, asker=self.who), told)
        self._lists(told)
        self._page(screens.by_page(question, self.client), told)

    def _differ(self, door: str, said: object, told: object) -> None:
        self.tally.differences.append(
            f"{self.who} {self.question}: {door} says {said}, the API {told}"
        )

    def _same(self, door: str, said: dict[str, Any], told: dict[str, Any]) -> None:
        one, other = doors.cells_of(said), doors.cells_of(told)
        self.tally.cells += len(other) + 1
        if (one, said["total"]) != (other, told["total"]):
            self._differ(door, (one, said["total"]), (other, told["total"]))

    def _lists(self, told: dict[str, Any]) -> None:
        """Every list is as long as its cell; that of a 0 is asked for too, once."""
        counted = [(cell["value"], cell["list_url"]) for cell in told["cells"]]
        empty = [(value, url) for value, url in counted if not value][:1]
        full = [(value, url) for value, url in counted if value]
        for value, url in [(told["total"], told["list_url"]), *full, *empty]:
            if url is None:  # a further key of the cut that it is narrowed to
                continue
            listed = self.client.get(f"/api/v1{url}&count=true").json()
            self.tally.lists += 1
            if listed["count"] != {"n": value, "or_more": False}:
                self._differ(f"list {url}", listed["count"], value)

    def _page(self, screen: Screen, told: dict[str, Any]) -> None:
        if screen.total is None:  # who sees only summaries is told so instead
            if screen.status != 200 or told["total"]:
                self._differ("page", screen.status, told["total"])
            return
        self._same_cell("page", screen.total, told["total"], told["list_url"])
        labels = [str(CUTS[cut].label) for cut in self.question.by]
        shown = screens.cells_of(screen, labels)
        by_order = labels == [CUTS["month"].label] and ("0",) in shown
        for n, cell in enumerate(told["cells"]):
            words = tuple(CUTS[cut].word(key) for cut, key in cell["key"].items())
            found = shown.pop((str(n),) if by_order else words, Cell("0"))
            self._same_cell(f"page {words}", found, cell["value"], cell["list_url"])
        if shown:
            self._differ("page", sorted(shown), "no such cells")

    def _same_cell(
        self, door: str, shown: Cell, value: int, list_url: str | None
    ) -> None:
        self.tally.cells += 1
        link = (list_url or "") if value else ""
        if (shown.number, shown.href) != (value, link):
            self._differ(door, shown, (value, link))


def refused_everywhere(question: Question, who: str, client: Client) -> list[int]:
    """Status of page and API, and exit status of the command, for who may not ask."""
    page = screens.by_page(question, client).status
    api = client.get(doors.API, {"figure": question.figure}).status_code
    try:
        doors.by_command(question, asker=who)
    except CommandError as error:
        return [page, api, error.returncode]
    return [page, api, 0]


def compare_all(
    questions: Iterable[Question], who: str, client: Client, tally: Tally
) -> None:
    for question in questions:
        Agreement(question, who, client, tally).compare()
