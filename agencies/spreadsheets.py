"""Tables as CSV and XLSX, made of plain values: dates and numbers stay such, and no
text is ever taken for a formula.

A spreadsheet calculates what begins with = + - or @. In XLSX every text is written as a
text cell; CSV knows no types, so there an apostrophe is put before it, inside a cell
too wherever a program that splits at another sign would begin a new one.
"""

import csv
import datetime
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from agencies import clock

Cell = str | int | datetime.date | bool | None
# With their full-width twins, which some programs read as the same.
FORMULA = re.compile(r"(^|[;,|\"'])(?=\s*[=+\-@＝＋－＠])")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ufeff]+")
DAY = "dd/mm/yyyy"
WIDEST = 50  # characters
A4 = 9


@dataclass(frozen=True, slots=True)
class Table:
    """`marks` are the lines that say whose copy it is; `about` are pairs of words for
    a page of its own, where there are pages."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    marks: Sequence[str]
    about: Sequence[tuple[str, str]] = ()


def plain(text: str) -> str:
    """One line, without signs that are not seen."""
    return CONTROL.sub(" ", text)


def neutral(text: str) -> str:
    """The text for a cell of CSV: no program that splits it finds a formula."""
    # A tab or line end at the start is itself a way to begin one.
    start = "'" if text[:1] in ("\t", "\r", "\n") else ""
    return start + FORMULA.sub(r"\1'", plain(text))


def csv_of(table: Table) -> bytes:
    """UTF-8 with a mark of it, commas, every cell in quotes, days as 2025-11-12."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([neutral(name) for name in table.columns])
    writer.writerows([_in_csv(cell) for cell in row] for row in table.rows)
    writer.writerow([])
    writer.writerows([neutral(line)] for line in table.marks)
    return out.getvalue().encode("utf-8-sig")


def _in_csv(cell: Cell) -> Any:
    if isinstance(cell, str):
        return neutral(cell)
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def xlsx_of(table: Table) -> bytes:
    """One sheet of rows, one of words about them; the marks stand on both and in print.

    Written in memory: no readable copy touches a disk.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": clock.now().replace(tzinfo=None)})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": DAY})
    sheet = _sheet(book, table.title, table.marks)
    for n, name in enumerate(table.columns):
        sheet.write_string(0, n, plain(name), bold)
        sheet.set_column(n, n, _width(table, n))
    for at, row in enumerate(table.rows, start=1):
        for n, cell in enumerate(row):
            _write(sheet, at, n, cell, day)
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    _write_lines(sheet, len(table.rows) + 2, table.marks)
    _write_about(book, table, bold)
    book.close()
    return out.getvalue()


def _sheet(book: Any, title: str, marks: Sequence[str]) -> Any:
    """With the marks at the foot of every printed page; & would be a command there."""
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", plain(title))[:31])
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    foot = plain(" · ".join(marks)).replace("&", "&&")
    sheet.set_footer(f"&L&8 {foot[:240]}")
    return sheet


def _write(sheet: Any, at: int, n: int, cell: Cell, day: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(at, n, plain(cell))
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(at, n, cell, day)
    elif isinstance(cell, bool):
        sheet.write_boolean(at, n, cell)
    elif cell is not None:
        sheet.write_number(at, n, cell)


def _write_lines(sheet: Any, at: int, lines: Sequence[str]) -> None:
    for n, line in enumerate(lines):
        sheet.write_string(at + n, 0, plain(line))


def _write_about(book: Any, table: Table, bold: Any) -> None:
    if not table.about:
        return
    sheet = _sheet(book, "Keterangan", table.marks)
    sheet.set_column(0, 0, 28)
    for at, (name, words) in enumerate(table.about):
        sheet.write_string(at, 0, plain(name), bold)
        sheet.write_string(at, 1, plain(words))
    _write_lines(sheet, len(table.about) + 1, table.marks)


def _width(table: Table, n: int) -> int:
    found = [len(str(row[n] or "")) for row in table.rows[:200]]
    return min(WIDEST, max([len(table.columns[n]), *found, 10]) + 2)
