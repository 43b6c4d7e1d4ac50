"""Typst turns a template and plain data into a PDF; nothing here knows a case.

A template gets its data as strings and numbers, never as markup, and its fonts from
agencies/fonts only. The PDF is tagged (PDF/UA-1, PDF/A-2a), and two renders of the
same data are the same bytes.
"""

import functools
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

ROOT = Path(__file__).resolve().parent.parent
FONTS = Path(__file__).resolve().parent / "fonts"
STANDARDS = ["ua-1", "a-2a"]
# What both shipped fonts can show. The standards refuse a PDF with any other sign,
# and a strange name in the register must not stop a report.
UNKNOWN = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f\u2013\u2014\u2018-\u201a\u201c-\u201e"
    "\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2212\u2248\u2260\u2264"
    "\u2265]"
)
REPLACEMENT = "?"


@dataclass(frozen=True)
class Letterhead:
    """Kop: at most three lines, then the address."""

    lines: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True)
class Letter:
    """What agencies/typst/letter.typ sets. Empty words leave room to write by hand."""

    head: Letterhead
    place: str  # "Balikpapan"
    subject: str  # "laporan bulanan penanganan TPPO bulan Oktober 2025"
    number: str = ""
    dated: str = ""  # "3 November 2025"
    to: tuple[str, ...] = ()  # lines after "Yth."
    to_place: str = ""
    references: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """Empty words leave a line for the pen; `number` names what stands beside a rank:
    NRP, or NIP of a civil servant."""

    office: tuple[str, ...]  # "a.n. KEPALA …", "DIREKTUR …"
    name: str = ""
    rank: str = ""
    number: str = "NRP"


class CannotTypeset(Exception):
    """The template and its data make no document; says which template and why."""


def typeset(
    template: str, data: Mapping[str, Any], images: Mapping[str, str] | None = None
) -> bytes:
    """The PDF of `template`, a path below the project such as "reports/typst/x.typ".

    The template reads `data` (what JSON can say) as `json(bytes(sys.inputs.data))` and
    an image (SVG text) as `image(bytes(sys.inputs.at(name)))`. CannotTypeset if there
    is no such template, or Typst refuses what it makes.
    """
    file = ROOT / template
    if not file.is_file():
        raise CannotTypeset(f"There is no template {template}.")
    told = json.dumps(printable(data), ensure_ascii=False, sort_keys=True)
    try:
        pdf = typst.compile(
            file,
            root=ROOT,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={**(images or {}), "data": told},
            pdf_standards=STANDARDS,
            timestamp=0,
        )
    except typst.TypstError as error:
        raise CannotTypeset(f"{template}: {error.diagnostic}") from error
    assert isinstance(pdf, bytes)
    return pdf


def printable(value: Any) -> Any:
    """`value` with every sign that the fonts cannot show replaced by "?"."""
    if isinstance(value, str):
        return UNKNOWN.sub(REPLACEMENT, unicodedata.normalize("NFC", value))
    if isinstance(value, Mapping):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    return value


@functools.cache
def _fonts() -> typst.Fonts:
    """Read once a process; Typst's own and the machine's are left out."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
