"""A table of two cuts: one down, one across, every number a link to its list."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reports.areas import ABROAD, NOT_RECORDED
from reports.counting import Answer
from reports.cuts import NONE, Cut
from reports.drawing.charts import change_said, said
from reports.list_links import list_url
from reports.periods import Period

MOST_COLUMNS = 13
# Cuts whose keys have no order of their own: the largest stands first.
BY_SIZE = {
    *("region", "modus", "lead_agency", "role"),
    *("exploitation", "platform", "push", "pull"),
}
LAST = (ABROAD, NOT_RECORDED, NONE)
OF_TIME = {"year", "month"}


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
    """`total` is None where the numbers of the row do not add up, `before` (what the
    total was) where nothing is compared."""

    key: str
    word: str
    cells: tuple[Number, ...]
    total: Number | None
    before: Number | None = None

    @property
    def change(self) -> str:
        if self.total is None or self.before is None:
            return ""
        return change_said(self.total.value, self.before.value)


@dataclass(frozen=True)
class Table:
    """`foot` is None where the rows do not add up. `before` names the period whose
    numbers stand beside the totals; "" for none."""

    down: Cut
    across: Cut
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    foot: Row | None
    before: str = ""


def numbers(answer: Answer) -> Callable[[Mapping[str, str], int], Number]:
    """What makes a number of this answer a link to the list behind it."""

    def number(key: Mapping[str, str], value: int) -> Number:
        # In the order of the cuts, so that every door gives the same address.
        in_order = {cut: key[cut] for cut in answer.question.by if cut in key}
        url = list_url(answer.question, in_order) if value else None
        return Number(value, url or "")

    return number


def of_two(answer: Answer, before: Answer | None = None) -> Table:
    """Rows are the first cut, unless the second has too many keys to go across.

    `before` is cut by `compared_by(answer)`: its numbers stand beside the totals.
    """
    down, across = (answer.question.cuts[place] for place in places(answer))
    lines, columns = (keys_of(answer, place) for place in places(answer))
    values = {
        (named[down.code], named[across.code]): value for named, value in answer.named()
    }
    number, was = numbers(answer), earlier(before)
    if before is not None:
        lines = with_keys_of(before, lines)
    sums = {key: sum(values.get((key, to), 0) for to in columns) for key in lines}
    if down.code in BY_SIZE:
        lines = by_size(lines, sums)
    rows = tuple(
        Row(
            key=line,
            word=down.word(line),
            cells=tuple(
                number(
                    {down.code: line, across.code: column},
                    values.get((line, column), 0),
                )
                for column in columns
            ),
            total=number({down.code: line}, sums[line]) if across.adds_up else None,
            before=was(line),
        )
        for line in lines
    )
    words = tuple(across.word(column) for column in columns)
    foot = _foot(answer, before, rows, across, columns) if down.adds_up else None
    return Table(down, across, words, rows, foot, period_of(before))


def places(answer: Answer) -> tuple[int, int]:
    """Which of two cuts goes down, and which across."""
    return (1, 0) if len(keys_of(answer, 1)) > MOST_COLUMNS else (0, 1)


def compared_by(answer: Answer) -> tuple[str, ...]:
    """What the answer to compare with is cut by, so that each line finds its own: not
    by time, whose lines no other period has."""
    if not answer.question.by:
        return ()
    if len(answer.question.by) == 1:
        [down] = answer.question.cuts
    else:
        down, across = (answer.question.cuts[place] for place in places(answer))
        if not across.adds_up:
            return ()
    return () if down.code in OF_TIME else (down.code,)


def earlier(before: Answer | None) -> Callable[[str], Number | None]:
    """What makes the number of a line in the answer to compare with."""
    if before is None:
        return lambda _line: None
    [cut], number = before.question.by, numbers(before)
    return lambda line: number({cut: line}, before.cells.get((line,), 0))


def with_keys_of(before: Answer, keys: Iterable[str]) -> list[str]:
    """Keys, and those that only the answer to compare with has."""
    return list(dict.fromkeys([*keys, *keys_of(before, 0)]))


def period_of(answer: Answer | None) -> str:
    """The days of an answer, short; "" for none."""
    if answer is None:
        return ""
    return Period(answer.question.first, answer.question.last).in_short


def _foot(
    answer: Answer,
    before: Answer | None,
    rows: tuple[Row, ...],
    across: Cut,
    columns: list[str],
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
    was = numbers(before)({}, before.total) if before else None
    return Row("", answer.question.area.name, cells, total, was)


def keys_of(answer: Answer, place: int) -> list[str]:
    """The keys of one cut of the answer, in its order."""
    return list(dict.fromkeys(key[place] for key in answer.cells))


def by_size(keys: Iterable[str], values: Mapping[str, int]) -> list[str]:
    """The largest first; lines that name no part of anything last."""
    return sorted(keys, key=lambda key: (key in LAST, -values[key]))
