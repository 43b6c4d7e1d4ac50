"""The columns of lists that leave: from the rows of the lists, after their masks, and
nothing else. No name, no sentence, no identity stands in any of them.

A column whose member no row has is left out: a hidden section is absent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.lookup import codes, countries
from agencies.spreadsheets import Cell
from cases import words
from cases.choices import (
    AgeGroup,
    Custody,
    Determination,
    LegalStatus,
    LpModel,
    Progress,
    Sex,
    Stage,
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`member` is what it reads of a row; a dot leads into the case of the row."""

    member: str
    label: str | Promise
    told: Callable[[Any, Row], Cell]

    def is_in(self, row: Row) -> bool:
        holder, name = self._holder(row)
        return name in holder

    def of(self, row: Row) -> Cell:
        holder, name = self._holder(row)
        value = holder.get(name)
        return None if value is None or value == "" else self.told(value, holder)

    def _holder(self, row: Row) -> tuple[Row, str]:
        if "." not in self.member:
            return row, self.member
        within, name = self.member.split(".")
        return row.get(within) or {}, name


def columns_in(columns: tuple[Column, ...], rows: list[Row]) -> list[Column]:
    """Those that some row fills; all of them where there is no row."""
    return [c for c in columns if not rows or any(c.is_in(row) for row in rows)]


def _as_is(value: Any, _row: Row) -> Cell:
    return value


def _label(choices: Any) -> Callable[[Any, Row], Cell]:
    return lambda value, _row: str(choices(value).label)


def _code(code_list: str) -> Callable[[Any, Row], Cell]:
    return lambda value, _row: codes.label(code_list, value)


def _country(value: Any, _row: Row) -> Cell:
    return countries.label(value)


def _codes(code_list: str) -> Callable[[Any, Row], Cell]:
    return lambda value, _row: ", ".join(codes.labels(code_list, value))


def _named(what: str) -> Callable[[Any, Row], Cell]:
    return lambda value, _row: value[what]


def _count(group: str) -> Callable[[Any, Row], Cell]:
    return lambda value, _row: value[group]


def _happened(value: Any, row: Row) -> Cell:
    """A day where it is known, else "Maret 2026" or 2026."""
    precision = row["happened_precision"]
    return value if precision == "day" else words.partial_day(value, precision)


def _yes_or_no(value: bool, _row: Row) -> Cell:
    return _("Ya") if value else _("Tidak")


def _of_case(at: str = "") -> tuple[Column, ...]:
    """What every list says of a case."""
    return (
        Column(f"{at}register_no", gettext_lazy("Nomor register"), _as_is),
        Column(f"{at}reported_on", gettext_lazy("Tanggal lapor"), _as_is),
    )


def _around(at: str = "") -> tuple[Column, ...]:
    return (
        Column(f"{at}progress", gettext_lazy("Kemajuan"), _label(Progress)),
        Column(f"{at}stage", gettext_lazy("Tahap"), _label(Stage)),
        Column(f"{at}region", gettext_lazy("Tempat"), _named("name")),
        Column(f"{at}region", gettext_lazy("Kode tempat"), _named("code")),
        Column(f"{at}regency", gettext_lazy("Kabupaten/kota"), _named("name")),
        Column(f"{at}country", gettext_lazy("Negara"), _country),
        Column(f"{at}lead_agency", gettext_lazy("Instansi utama"), _named("name")),
    )


WITHDRAWN = Column("is_withdrawn", gettext_lazy("Ditarik"), _yes_or_no)
CASES = (
    *_of_case(),
    Column("month", gettext_lazy("Bulan lapor"), _as_is),
    Column("counted_on", gettext_lazy("Tanggal hitung"), _as_is),
    Column("happened_on", gettext_lazy("Tanggal kejadian"), _happened),
    *_around(),
    Column("modus", gettext_lazy("Modus utama"), _code("modus_operandi")),
    Column("has_lp", gettext_lazy("Laporan polisi"), _yes_or_no),
    Column("victims", gettext_lazy("Korban anak"), _count("child")),
    Column("victims", gettext_lazy("Korban dewasa"), _count("adult")),
    Column(
        "victims", gettext_lazy("Korban umur tidak tercatat"), _count("not_recorded")
    ),
    WITHDRAWN,
)
_PERSON = (
    Column("sex", gettext_lazy("Jenis kelamin"), _label(Sex)),
    Column("age", gettext_lazy("Umur"), _as_is),
    Column("age_group", gettext_lazy("Kelompok umur"), _label(AgeGroup)),
)
VICTIMS = (
    *_of_case("case."),
    Column("determination", gettext_lazy("Penetapan"), _label(Determination)),
    *_PERSON,
    *_around("case."),
    WITHDRAWN,
)
SUSPECTS = (
    *_of_case("case."),
    Column("legal_status", gettext_lazy("Status hukum"), _label(LegalStatus)),
    *_PERSON,
    Column("roles", gettext_lazy("Peran"), _codes("suspect_role")),
    Column("custody", gettext_lazy("Penahanan"), _label(Custody)),
    *_around("case."),
    WITHDRAWN,
)
POLICE_REPORTS = (
    Column("number", gettext_lazy("Nomor LP"), _as_is),
    Column("model", gettext_lazy("Model"), _label(LpModel)),
    Column("dated_on", gettext_lazy("Tanggal LP"), _as_is),
    *_of_case("case."),
    *_around("case."),
    WITHDRAWN,
)
