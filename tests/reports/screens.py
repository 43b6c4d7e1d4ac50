"""Reads the page "Angka" as a person would: its number, its tables, their links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from tests.reports.recount import Question


@dataclass
class Cell:
    """What a cell of a table says, and where it leads ("" nowhere)."""

    words: str = ""
    href: str = ""

    @property
    def number(self) -> int:
        return int(self.words.replace(".", ""))


@dataclass
class Screen:
    """`tables` are rows of cells, head first; `total` is the large number."""

    status: int = 0
    total: Cell | None = None
    tables: list[list[list[Cell]]] = field(default_factory=list)


class Reader(HTMLParser):
    """Gathers the large number and every table; what a chart draws is no text."""

    def __init__(self) -> None:
        super().__init__()
        self.screen = Screen()
        self.cell: Cell | None = None
        self.in_chart = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = dict(attrs)
        if tag == "svg":
            self.in_chart += 1
        elif tag == "table":
            self.screen.tables.append([])
        elif tag == "tr":
            self.screen.tables[-1].append([])
        elif tag in ("th", "td"):
            self.cell = Cell()
            self.screen.tables[-1][-1].append(self.cell)
        elif tag == "p" and values.get("class") == "v":
            self.cell = self.screen.total = Cell()
        elif tag == "a" and self.cell and not self.in_chart:
            self.cell.href = values["href"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self.in_chart -= 1
        # The unit stands behind the large number.
        elif tag in ("th", "td") or (tag == "b" and self.cell is self.screen.total):
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell and not self.in_chart:
            self.cell.words += data


def by_page(question: Question, client: Client) -> Screen:
    """The page's answer; without a total where it answers no number."""
    texts = {
        "figure": question.figure,
        "region": question.region,
        "from": str(question.since),
        "to": str(question.until),
        "by": ",".join(question.by),
        **question.narrowed,
    }
    answer = client.get(reverse("figures"), texts)
    reader = Reader()
    reader.feed(answer.content.decode())
    reader.screen.status = answer.status_code
    return reader.screen


def cells_of(screen: Screen, cuts: list[str]) -> dict[tuple[str, ...], Cell]:
    """By the words of the keys in the order of the cuts, whose labels are `cuts`.

    Months side by side are named by their order alone.
    """
    if not cuts or not screen.tables:
        return {}
    head, *rows = screen.tables[0]
    if len(cuts) == 1 and head[0].words == cuts[0]:
        # One cut: label (with the link), bar, number, share.
        body = rows[:-1] if rows[-1][0].words == "Jumlah" else rows
        return {(row[0].words,): Cell(row[2].words, row[0].href) for row in body}
    if len(cuts) == 1:
        return {(str(n),): cell for n, cell in enumerate(rows[0][1:-1])}
    columns = [cell.words for cell in head[1:] if cell.words != "Jumlah"]
    found = {}
    for row in rows:
        if row[0].words == "Jumlah":
            continue
        for column, cell in zip(columns, row[1:], strict=False):
            key = (row[0].words, column)
            found[key if head[0].words == cuts[0] else key[::-1]] = cell
    return found
