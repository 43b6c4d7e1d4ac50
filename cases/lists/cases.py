"""The list of cases: in full under an agency key, as a summary under a region key."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from agencies.access import Act, Hat, may, require
from cases import stages
from cases.choices import Determination
from cases.lists.walk import RegisterList, Row

BY_DATE = ("s.reported_on", "s.case_id")
BY_NUMBER = ("n.register_year", "n.register_n", "n.id")

# What is read of the case of a row, on every list.
CASE_COLUMNS = {
    "case_id": "c.public_id",
    "register_no": "c.register_no",
    "reported_on": "c.reported_on",
    "counted_on": "c.counted_on",
    "stage": "c.stage",
    "country": "c.country",
    "region_code": "r.code",
    "region_name": "r.name",
    "regency_code": "g.code",
    "regency_name": "g.name",
    "agency_code": "a.code",
    "agency_name": "a.name",
    "is_withdrawn": "c.withdrawn_at IS NOT NULL",
}
# The regency's code is the first five characters of any code within it.
AROUND_THE_CASE = (
    "LEFT JOIN agencies_region r ON r.id = c.region_id"
    " LEFT JOIN agencies_region g ON g.code = left(r.code, 5)"
    " JOIN agencies_agency a ON a.id = c.lead_agency_id"
)
COUNTED = ", ".join(f"'{each.value}'" for each in Determination.counted())


class CaseList(RegisterList):
    """Cases, by date of report or by register number, newest first.

    A filter that tells more than a summary does, and the order by number, keep a hat
    with two keys to the cases of her own office; a hat with summaries alone is refused
    (PermissionDenied).
    """

    name = "cases"
    columns = {
        **CASE_COLUMNS,
        "version": "c.version",
        "happened_on": "c.happened_on",
        "happened_precision": "c.happened_precision",
        "modus": "c.modus",
        "has_lp": "EXISTS (SELECT FROM cases_policereport l"
        " WHERE l.case_id = c.id AND l.withdrawn_at IS NULL)",
        # The wall shows no victim of a summary, so that it is asked how many.
        "victims": "CASE WHEN NOT p.opens THEN counted_victims(c.id)"  # noqa: S608 - only COUNTED, a constant, is put in
        " ELSE (SELECT array["
        "count(*) FILTER (WHERE v.age_group = 'child'),"
        " count(*) FILTER (WHERE v.age_group = 'adult'),"
        " count(*) FILTER (WHERE v.age_group = 'not_recorded')]"
        " FROM cases_victim v WHERE v.case_id = c.id AND v.withdrawn_at IS NULL"
        f" AND v.determination IN ({COUNTED})) END",
    }

    def __init__(self, user, filters=None, *, by_number: bool = False):
        self.by_number = by_number
        if by_number:
            self.order = BY_NUMBER
            self.joins = "JOIN cases_case n ON n.id = s.case_id"
        super().__init__(user, filters)

    @property
    def source(self) -> str:
        key = "k2" if self.by_number else "k1"
        return f"JOIN cases_case c ON c.id = p.{key} {AROUND_THE_CASE}"

    @property
    def leaves_summaries_out(self) -> bool:
        """Is she kept to the cases that an agency key opens?"""
        return self.by_number or (
            self.filters is not None and self.filters.tells_more_than_summaries
        )

    def keys_of(self, hat: Hat) -> tuple[int, ...]:
        if not may(hat, Act.SEE_SUMMARIES):
            require(hat, Act.SEE_CASES)
        if not self.leaves_summaries_out:
            return hat.scope_keys
        if not hat.agency_keys:
            raise PermissionDenied(
                _(
                    "Ringkasan perkara hanya dapat disaring menurut wilayah, bulan,"
                    " kelompok kemajuan, dan kelompok umur."
                )
            )
        return hat.agency_keys

    def shaped(self, values: Row) -> Row:
        return case_row(values) if values["opens"] else summary_row(values)

    def arranged(self, rows: list[Row]) -> list[Row]:
        """Summaries stand within their month by regency, so that no place in the list
        gives the day away; the cases of the month stand before them, by date."""
        if all(row["sight"] == "case" for row in rows):
            return rows
        return sorted(rows, key=_place_within_months, reverse=True)


def _place_within_months(row: Row) -> tuple:
    if row["sight"] == "case":
        return (f"{row['reported_on']:%Y-%m}", True, row["reported_on"].isoformat())
    regency = row["regency"]
    return (row["month"], False, regency["code"] if regency else "")


def case_row(values: Row) -> Row:
    """All that a list shows of a case that is open to her."""
    return {
        "sight": "case",
        "id": values["case_id"],
        "version": values["version"],
        "register_no": values["register_no"],
        "reported_on": values["reported_on"],
        "counted_on": values["counted_on"],
        "happened_on": values["happened_on"],
        "happened_precision": values["happened_precision"],
        "lead_agency": named(values, "agency"),
        "region": named(values, "region"),
        "regency": named(values, "regency"),
        "country": values["country"],
        "stage": values["stage"],
        "progress": progress_of(values),
        "modus": values["modus"],
        "has_lp": values["has_lp"],
        "victims": victims_of(values),
        "is_withdrawn": values["is_withdrawn"],
    }


def summary_row(values: Row) -> Row:
    """Month, regency or country, progress group, victims by age group: nothing else.

    Not even its public id, which would tell the day on which it was written.
    """
    return {
        "sight": "summary",
        "month": f"{values['reported_on']:%Y-%m}",
        "regency": named(values, "regency"),
        "country": values["country"],
        "progress": progress_of(values),
        "victims": victims_of(values),
    }


def named(values: Row, what: str) -> dict[str, str] | None:
    """{"code", "name"} of the row's region, regency or agency; None without one."""
    code = values[f"{what}_code"]
    return None if code is None else {"code": code, "name": values[f"{what}_name"]}


def progress_of(values: Row) -> str:
    return stages.PROGRESS_OF[values["stage"]].value


def victims_of(values: Row) -> dict[str, Any]:
    """Counted victims (presumed and confirmed) by age group."""
    child, adult, not_recorded = values["victims"]
    return {"child": child, "adult": adult, "not_recorded": not_recorded}
