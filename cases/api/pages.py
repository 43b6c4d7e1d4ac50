"""Pages of the register for programs: the lists and filters of the pages, as JSON."""

import datetime
import re
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

import django_filters
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter

from agencies.access import OutOfScope
from agencies.api.fields import REGION_CODE
from agencies.api.wire import Misshapen, answer
from agencies.models import User
from cases import lists
from cases.api.rows import KEPT, OWN
from cases.lists import filters
from cases.lists.cursors import BadCursor
from cases.lists.filter_kinds import PlaceFilter
from cases.lists.walk import may_list
from cases.models import PoliceReport, Suspect, Victim
from cases.models.row import Row

CURSOR = {"type": "string", "pattern": r"^[0-9A-Za-z_-]{1,200}$"}
DAY = {"type": "string", "format": "date"}
SHAPES: dict[type, dict] = {
    filters.RegionFilter: {"type": "string", "pattern": REGION_CODE},
    filters.AgencyFilter: {"type": "string", "pattern": r"^[0-9A-Za-z._-]{1,40}$"},
    filters.PeriodFilter: {
        "type": "string",
        "pattern": r"^20[0-9]{2}(-(0[1-9]|1[0-2]))?$",
    },
    filters.DayFilter: DAY,
    filters.SearchFilter: {"type": "string", "pattern": r"^[ -~]{1,100}$"},
    filters.CodeChoice: {"type": "string", "pattern": r"^[0-9A-Za-z_-]{1,40}$"},
    filters.CodesChoice: {"type": "string", "pattern": r"^[0-9A-Za-z_-]{1,40}$"},
    PlaceFilter: {"type": "string", "pattern": rf"^(abroad|{REGION_CODE[1:-1]})$"},
}
PAGING = {
    "after": (CURSOR, gettext_lazy("Laman sesudah; pakai alamat di next.")),
    "before": (CURSOR, gettext_lazy("Laman sebelum; pakai alamat di previous.")),
    "count": (
        {"type": "string", "enum": ["true"]},
        gettext_lazy("Hitung juga barisnya, paling jauh sampai 1.000."),
    ),
}
BY_NUMBER = {
    "sort": (
        {"type": "string", "enum": ["date", "number"]},
        gettext_lazy("Menurut tanggal lapor atau nomor register, terbaru dahulu."),
    )
}


def case_line(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the list of cases: places and offices by their codes."""
    told = {**row, "country": row["country"] or None}
    told["victim_counts"] = told.pop("victims")
    regency = told.pop("regency")
    if row["sight"] == "summary":
        return {**told, "regency": _code(regency)}
    for name in ("lead_agency", "region"):
        told[name] = _code(row[name])
    return told


def _code(named: dict[str, str] | None) -> str | None:
    return named["code"] if named else None


def _shaped(of: type[Row]) -> Callable:
    names = (*OWN[of], *KEPT)

    def shaped(self, values: dict[str, Any]) -> dict[str, Any]:
        """As `rows.child_row` tells it."""
        row = {
            "id": values["id"],
            "version": values["version"],
            "case": values["case_id"],
        }
        row |= {name: values[name] for name in names}
        row["withdraw_reason"] = values["withdraw_reason"] or None
        return row

    return shaped


class VictimLines(lists.VictimList):
    own = (*OWN[Victim], *KEPT)
    shaped = _shaped(Victim)


class SuspectLines(lists.SuspectList):
    own = (*OWN[Suspect], *KEPT)
    shaped = _shaped(Suspect)


class PoliceReportLines(lists.PoliceReportList):
    own = (*OWN[PoliceReport], *KEPT)
    shaped = _shaped(PoliceReport)


def page_of_cases(request) -> HttpResponse:
    query = _query(request, filters.CaseFilters, PAGING | BY_NUMBER)
    found = lists.CaseList(
        request.user,
        _filters(request, filters.CaseFilters),
        by_number=query.get("sort") == "number",
    )
    return _answer(request, found, query, case_line)


def page_of_rows(
    request, lines: type[lists.RegisterList], narrowing: type[filters.RegisterFilters]
) -> HttpResponse:
    query = _query(request, narrowing, PAGING)
    found = lines(request.user, _filters(request, narrowing))
    return _answer(request, found, query, dict)


def _answer(
    request, found: lists.RegisterList, query: dict[str, str], line: Callable
) -> HttpResponse:
    try:
        page = found.page(after=query.get("after", ""), before=query.get("before", ""))
    except BadCursor as error:
        way = "after" if "after" in query else "before"
        raise ValidationError({way: _("Laman ini tidak dikenal.")}) from error
    told: dict[str, Any] = {
        "results": [line(row) for row in page.rows],
        "next": _link(request, "after", page.next),
        "previous": _link(request, "before", page.previous),
    }
    if "count" in query:
        total = found.total()
        told["count"] = {"n": total.n, "or_more": total.or_more}
    return answer(told)


def _link(request, way: str, cursor: str) -> str | None:
    if not cursor:
        return None
    query = request.query_params.copy()
    for name in PAGING.keys() - {"count"}:
        query.pop(name, None)
    query[way] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


class _OnlyCase:
    """Narrows the list of cases to one, so that its summary is the list's own."""

    tells_more_than_summaries = is_costly = False

    def __init__(self, public_id: UUID):
        self.public_id = public_id

    def narrow(self, scope, rows, *, of_summaries):
        return scope.standing().filter(case__public_id=self.public_id), rows


def summary_for(user: User, public_id: UUID) -> dict[str, Any]:
    """The summary of a standing case under a region key; OutOfScope without one."""
    if user.hat.region_keys and may_list(user.hat):
        for row in lists.CaseList(user, _OnlyCase(public_id)).page(size=1).rows:
            return case_line(row)
    raise OutOfScope


# -- What an address may say -----------------------------------------------------------


@cache
def shapes_of(narrowing: type[filters.RegisterFilters]) -> dict[str, tuple]:
    """Each filter of a list with its schema and its label."""
    return {
        name: (_shape(one), one.label) for name, one in narrowing.base_filters.items()
    }


def _shape(one: django_filters.Filter) -> dict:
    if type(one) in SHAPES:
        return SHAPES[type(one)]
    return {"type": "string", "enum": [value for value, _label in one.extra["choices"]]}


def parameters_of(
    narrowing: type[filters.RegisterFilters], *, by_number: bool = False
) -> list[OpenApiParameter]:
    told = shapes_of(narrowing) | PAGING | (BY_NUMBER if by_number else {})
    return [
        OpenApiParameter(name, type=schema, description=label)
        for name, (schema, label) in told.items()
    ]


def _query(request, narrowing, paging: dict[str, tuple]) -> dict[str, str]:
    """The address's parameters, each of its shape; Misshapen names those that are not.

    A filter that is misspelt would silently give every row, so it is refused.
    """
    query = request.query_params.dict()
    known = shapes_of(narrowing) | paging
    errors = {
        name: [_("Isian ini tidak dikenal.")] for name in query if name not in known
    }
    for name in query.keys() & known.keys():
        if not fits(known[name][0], query[name]):
            errors[name] = [_("Nilai ini tidak dikenal.")]
    if errors:
        raise Misshapen(errors)
    if "after" in query and "before" in query:
        raise ValidationError({"before": _("Pakai salah satu: after atau before.")})
    return query


def fits(shape: dict, value: str) -> bool:
    """Has a text of an address the form that the schema gives it?"""
    if "enum" in shape:
        return value in shape["enum"]
    if "pattern" in shape:
        return re.fullmatch(shape["pattern"].strip("^$"), value) is not None
    try:
        return str(datetime.date.fromisoformat(value)) == value
    except ValueError:
        return False


def _filters(request, narrowing) -> filters.RegisterFilters | None:
    """The set that is asked for; ValidationError (400) in the words of the page."""
    asked = narrowing.read(request.query_params, user=request.user)
    if asked is not None and asked.form.errors:
        raise ValidationError(asked.form.errors.as_data())
    return asked
