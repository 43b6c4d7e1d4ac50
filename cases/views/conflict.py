"""Two people, one row: the page that shows both, and keeps what each one typed.

What only one side changed merges by itself; where both did, a radio decides. The page
carries everything that was typed; what is to stay as it stands is left out of the edit.
"""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from cases import sight, timeline, words
from cases.conflicts import FieldChange, StaleVersion
from cases.forms.row import RowForm
from cases.models import Case
from cases.models.row import Row
from cases.nouns import Noun
from cases.sight import Sight

VERSION = re.compile(r"[0-9]{1,9}")
NOT_CARRIED = ("keep_", "asked", "seen", "opened", "csrfmiddlewaretoken", "save")


def require_decisions(sent: QueryDict, row: Row) -> None:
    """Raise StaleVersion again while a difference that was shown is not decided."""
    undecided = [name for name in sent.getlist("asked") if f"keep_{name}" not in sent]
    if undecided and VERSION.fullmatch(sent.get("opened", "")):
        raise StaleVersion(row, int(sent["opened"]))


def decided(form: RowForm, sent: QueryDict) -> dict[str, Any]:
    """The model fields to write: all, but for those that stay as they stand."""
    typed = form.model_fields()
    kept = {
        name
        for unit, names in form.units().items()
        if sent.get(f"keep_{unit}") == "theirs"
        for name in names
    }
    return {name: value for name, value in typed.items() if name not in kept}


def seen_again(sent: QueryDict, stale: StaleVersion) -> QueryDict:
    """What was sent, made from the version that stands now; of somebody from whom her
    part says that she is, and from the version that it tells."""
    data, part = sent.copy(), stale.part
    data["seen"] = str(part.version_told if part else stale.row.version)
    if part:
        data["whose"] = part.whose
    return data


def show(
    request: HttpRequest, case: Case, noun: Noun, form: RowForm, stale: StaleVersion
) -> HttpResponse:
    """409, field by field: what you saw, what stands now, what you typed."""
    others = told(request, case, stale)
    rows = _rows(case, form, stale, request)
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if not name.startswith(NOT_CARRIED)
        for value in values
    ]
    context = {
        "case": case,
        "action": noun.url("edit", stale.row),
        "anchor": noun.anchor,
        "rows": [row for row in rows if row["both"]],
        "merged": [row for row in rows if not row["both"]],
        "carried": carried,
        "seen": stale.row.version,
        "opened": stale.seen,
        "is_repeated": "asked" in request.POST,
        "others": [row for row in others if row["name"] == "stage"],
    }
    return render(request, "cases/conflict.html", context, status=409)


def told(request: HttpRequest, case: Case, stale: StaleVersion) -> list[dict]:
    """What others have changed since, for a form that touches none of it; of what is
    sealed the name alone."""
    seen = sight.of(request.user, case)
    return [
        {
            "name": change.field,
            "label": change.label,
            "before": "" if change.is_hidden else _said(stale.row, change, "before"),
            "now": "" if change.is_hidden else _said(stale.row, change, "now"),
            "by": _by(case, seen, [change]),
        }
        for change in stale.changes
        if not change.field.startswith("withdraw")
    ]


def _said(row: Row, change: FieldChange, side: str) -> str:
    return _word(row, {change.field: getattr(change, side)})


def _rows(
    case: Case, form: RowForm, stale: StaleVersion, request: HttpRequest
) -> list[dict]:
    """The units that anybody changed, with the words of each side."""
    sent, seen = request.POST, sight.of(request.user, case)
    changes = {change.field: change for change in stale.changes}
    typed = {name: _key(value) for name, value in form.model_fields().items()}
    rows = []
    for unit, names in form.units().items():
        now = {name: _stored(stale.row, name) for name in names}
        before = {n: changes[n].before if n in changes else now[n] for n in names}
        yours = {name: typed[name] for name in names}
        given_up = sent.get(f"keep_{unit}") == "theirs"
        mine, theirs = yours != before and not given_up, now != before
        if not given_up and (yours == now or not (mine or theirs)):
            continue
        touched = [changes[name] for name in names if name in changes]
        rows.append(
            {
                "name": unit,
                "label": form.fields[form.place_of(unit) or unit].label,
                "before": _word(stale.row, before),
                "now": _word(stale.row, now),
                "yours": _word(stale.row, yours),
                "by": _by(case, seen, touched),
                "both": mine and theirs,
                "keep": "yours" if mine else "theirs",
            }
        )
    return rows


def _stored(row: Row, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname)


def _key(value: Any) -> Any:
    """A value as it is stored, so that two can be compared."""
    return value.pk if hasattr(value, "pk") else value


def _word(row: Row, values: dict[str, Any]) -> str:
    return words.unit(type(row), values)


def _by(case: Case, seen: Sight, changes: list[FieldChange]) -> str:
    """Who touched it last, and when: "Budi Hartono, 12/11/2025, 14.05"."""
    events = [change.event for change in changes if change.event]
    last = max(events, key=lambda event: event.at, default=None)
    if last is None:
        return ""
    who = timeline.who_changed(last, case, seen)
    return f"{who}, {words.moment(last.at, words.zone_of(case))}"
