"""A table of two cuts: one down, one across, every number a link to its list."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reports.areas import ABROAD, NOT_RECORDED
from reports.counting import Answer
from reports.cuts import NONE, Cut
from reports.drawing.charts import said
from reports.list_links import list_url

MOST_COLUMNS = 13
# Cuts whose keys have no order of their own: the largest stands first.
BY_SIZE = {
    *("region", "modus", "lead_agency", "role"),
    *("exploitation", "platform", "push", "pull"),
}
LAST = (ABROAD, NOT_RECORDED, NONE)


@dataclass(frozen=True)
class Number:
    """`href` is "" for 0 and where no list can show it."""

    value: int
    href: str

    @property
    def said(self) -> str:
        return said(self.value)


@dataclass(frozen=True)
class Row:
    """`total` is None where the numbers of the row do not add up."""

    key: str
    word: str
    cells: tuple[Number, ...]
    total: Number | None


@dataclass(frozen=True)
class Table:
    """`foot` is None where the rows do not add up."""

    down: Cut
    across: Cut
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    foot: Row | None


def numbers(answer: Answer) -> Callable[[Mapping[str, str], int], Number]:
    """What makes a number of this answer a link to the list behind it."""

    def number(key: Mapping[str, str], value: int) -> Number:
        # In the order of the cuts, so that every door gives the same address.
        in_order = {cut: key[cut] for cut in answer.question.by if cut in key}
        url = list_url(answer.question, in_order) if value else None
        return Number(value, url or "")

    return number


def of_two(answer: Answer) -> Table:
    """Rows are the first cut, unless the second has too many keys to go across."""
    first, second = answer.question.cuts
    values = dict(answer.cells)
    if len(keys_of(answer, 1)) > MOST_COLUMNS:
        down, across = second, first
        values = {(b, a): value for (a, b), value in values.items()}
        lines, columns = keys_of(answer, 1), keys_of(answer, 0)
    else:
        down, across = first, second
        lines, columns = keys_of(answer, 0), keys_of(answer, 1)
    number = numbers(answer)
    if down.code in BY_SIZE:
        lines = by_size(lines, {key: _sum(values, key, columns) for key in lines})
    rows = tuple(
        Row(
            key=line,
            word=down.word(line),
            cells=tuple(
                number({down.code: line, across.code: column}, values[line, column])
                for column in columns
            ),
            total=number({down.code: line}, _sum(values, line, columns))
            if across.adds_up
            else None,
        )
        for line in lines
    )
    words = tuple(across.word(column) for column in columns)
    foot = _foot(answer, rows, across, columns) if down.adds_up else None
    return Table(down, across, words, rows, foot)


def _foot(
    answer: Answer, rows: tuple[Row, ...], across: Cut, columns: list[str]
) -> Row:
    number = numbers(answer)
    sums = [
        sum(row.cells[place].value for row in rows) for place in range(len(columns))
    ]
    cells = tuple(
        number({across.code: column}, value)
        for column, value in zip(columns, sums, strict=True)
    )
    total = number({}, answer.total) if across.adds_up else None
    return Row("", answer.question.area.name, cells, total)


def keys_of(answer: Answer, place: int) -> list[str]:
    """The keys of one cut of the answer, in its order."""
    return list(dict.fromkeys(key[place] for key in answer.cells))


def by_size(keys: Iterable[str], values: Mapping[str, int]) -> list[str]:
    """The largest first; lines that name no part of anything last."""
    return sorted(keys, key=lambda key: (key in LAST, -values[key]))


def _sum(values: Mapping[tuple, int], line: str, columns: Iterable[str]) -> int:
    return sum(values[line, column] for column in columns)
