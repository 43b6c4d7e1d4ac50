"""Laporan Bulanan: what it is made of, and how that becomes a PDF.

`MonthlyReport` holds words and whole numbers of one edition; nothing here asks the
register. The report is Indonesian, whatever its reader's language; its tables stand on
the edition's page too.
"""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from agencies.typesetting import Letter, Letterhead, Signature, typeset
from reports import drawing
from reports.drawing.charts import said, share_said
from reports.drawing.scales import share
from reports.sentences import Counts, sentences

__all__ = [
    "Edition",
    "External",
    "Letter",
    "Letterhead",
    "MonthlyReport",
    "Row",
    "Signature",
    "Table",
    "Tile",
    "typeset_monthly",
]
TEMPLATE = "reports/typst/monthly.typ"
Number = int | None  # None: nobody counted it; printed "–"


@dataclass(frozen=True)
class Edition:
    number: str  # "64-2025-10/1"
    final: bool  # published, not sementara
    cut_off: str  # "1 November 2025 pukul 03.00 WITA"
    fingerprint: str  # SHA-256 of the cells, 64 hex digits
    audit_head: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    values: tuple[Number, ...]


@dataclass(frozen=True)
class Table:
    """`whole` adds the share that the last value has of it, `bars` draws the last
    values, `change` adds by how much the last but one differs from the last (now, then
    before). `total` is for figures that add up; `note` stands below."""

    caption: str
    noun: str
    columns: tuple[str, ...]  # heads of the values
    rows: tuple[Row, ...]
    total: Row | None = None
    whole: int = 0
    note: str = ""
    bars: bool = False
    change: bool = False


@dataclass(frozen=True)
class External:
    source: str  # "Kemen PPPA (SIMFONI PPA), Kaltim"
    what: str  # unit and period: "anak korban, Jan–Okt 2025"
    theirs: Number
    ours: Number


@dataclass(frozen=True)
class Tile:
    """One of the four numbers at the top: this month's, with a word below."""

    label: str
    value: Number
    note: str = ""


@dataclass(frozen=True)
class MonthlyReport:
    region: str  # "Kalimantan Timur"
    period: str  # "Oktober 2025"
    span: str  # what the second column of numbers covers: "Januari–Oktober 2025"
    made_on: date  # date of the document, never of the run
    letter: Letter
    signature: Signature
    edition: Edition
    month: Counts
    so_far: Counts | None
    tiles: tuple[Tile, ...]
    figures: Table
    victims: Table
    suspects: Table
    modus: Table
    platforms: Table
    progress: Table
    regions: Table  # with its lines "Luar negeri" and "Tidak tercatat"
    trend: drawing.Trend
    map: drawing.Choropleth | None = None
    external: tuple[External, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()  # term, text with its date basis
    hotline: str = "110"
    practice: bool = False  # says that everything is invented
    changes: tuple[str, ...] = ()  # against the edition before, in sentences


def typeset_monthly(report: MonthlyReport) -> bytes:
    """The PDF. CannotTypeset if its template is broken, ValueError for no such map."""
    images = {"trend": drawing.print_svg(report.trend)}
    if report.map:
        images["map"] = drawing.print_svg(report.map)
    with translation.override("id"):
        return typeset(TEMPLATE, told(report), images)


def told(report: MonthlyReport) -> dict:
    """What the template reads: the report's words, and all that follows from them."""
    tables = {
        name: printed(table)
        for name in TABLES
        if isinstance(table := getattr(report, name), Table)
    }
    return {
        **asdict(report),
        **tables,
        "tiles": [asdict(t) | {"value": said(t.value)} for t in report.tiles],
        "external": [
            asdict(one) | {"theirs": said(one.theirs), "ours": said(one.ours)}
            for one in report.external
        ],
        "made_on": [report.made_on.year, report.made_on.month, report.made_on.day],
        "summary": sentences(report.month),
        "summary_so_far": sentences(report.so_far) if report.so_far else [],
        "trend": {
            "caption": report.trend.caption,
            "alt": drawing.described(report.trend),
            "now": report.trend.now,
            "before": report.trend.before,
            "partial": report.trend.partial,
        },
        "map": _map(report.map),
        "attribution": drawing.ATTRIBUTION,
    }


TABLES = (
    "figures",
    "victims",
    "suspects",
    "modus",
    "platforms",
    "progress",
    "regions",
)


def printed(table: Table) -> dict:
    """Every cell of a table as a string, in the reader's language."""
    added = {_("Bagian"): table.whole, _("Selisih"): table.change}
    columns = [*table.columns, *(head for head, is_there in added.items() if is_there)]
    largest = max((row.values[-1] or 0 for row in table.rows), default=0)
    return {
        "caption": table.caption,
        "noun": table.noun,
        "columns": columns,
        "rows": [_cells(row, table) for row in table.rows],
        "total": _cells(table.total, table) if table.total else None,
        "note": table.note,
        "bars": [share(row.values[-1] or 0, largest) for row in table.rows]
        if table.bars
        else [],
    }


def _cells(row: Row, table: Table) -> list[str]:
    cells = [row.label, *(said(value) for value in row.values)]
    if table.whole:
        cells.append(share_said(row.values[-1] or 0, table.whole))
    if table.change:
        cells.append(changed_said(*row.values[-2:]))
    return cells


def changed_said(now: Number, before: Number) -> str:
    """ "−3 (−13,6%)", "tetap", "–" where there is nothing to compare with."""
    if now is None or before is None:
        return "–"
    if now == before:
        return _("tetap")
    sign = "−" if now < before else "+"
    difference = abs(now - before)
    part = f" ({sign}{share_said(difference, before)})" if before else ""
    return f"{sign}{said(difference)}{part}"


def _map(spec: drawing.Choropleth | None) -> dict | None:
    if spec is None:
        return None
    known = sum(value is not None for value in spec.values.values())
    alt = f"{spec.caption}: {known} wilayah, angka sama dengan tabel."
    return {"caption": spec.caption, "alt": alt, "wide": spec.region == "ID"}
