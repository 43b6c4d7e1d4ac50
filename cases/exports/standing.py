"""What stands in a file, and whether all of it is still open to whoever asked: a grant
may have ended since, an assignment, a key, or the case may have become restricted."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from agencies import exports
from agencies.models import Export, User
from agencies.sections import Section
from cases import sight
from cases.exports.asked import KINDS, Kind
from cases.models import Case, Victim
from cases.nouns import CASE, VICTIM

Rows = list[dict[str, Any]]


def fetch(public_id: UUID, *, by: User) -> tuple[str, bytes]:
    """See `agencies.exports.fetch`."""
    return exports.fetch(public_id, by=by, stands=partial(stands, by=by))


def tell_password(public_id: UUID, *, by: User) -> str:
    """See `agencies.exports.tell_password`."""
    return exports.tell_password(public_id, by=by, stands=partial(stands, by=by))


def holds(rows: Rows, summaries: Iterable[int]) -> dict[str, Any]:
    """Ids of the rows of a list, of the cases of which a victim's identity stands in
    them, and the inner keys of cases that are summed up."""
    identities = {
        str(row["case"]["id"])
        for row in rows
        if any(row.get(name) is not None for name in Victim.MASKED)
    }
    return {
        "rows": [str(row["id"]) for row in rows if "id" in row],
        "identities": sorted(identities),
        "summaries": sorted(summaries),
    }


def stands(export: Export, by: User) -> bool:
    """Is every row of the file open to her now, as it stands there?"""
    if export.holds is None:
        return False
    kind = KINDS[export.list]
    rows, cases = ({*map(UUID, export.holds[of])} for of in ("rows", "identities"))
    summaries = export.holds["summaries"]
    summed = Case.objects.visible_to(by).filter(pk__in=summaries).count()
    return (
        rows == rows_open_to(by, kind, rows)
        and (not cases or cases == identities_open_to(by, cases))
        and summed == len(summaries)
    )


def rows_open_to(by: User, kind: Kind, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the list's rows that she sees as rows, and not only summed up."""
    all_rows = kind.noun.model.objects
    shown = all_rows.open_to(by) if kind.noun is CASE else all_rows.visible_to(by)
    found = shown.filter(public_id__in=set(ids))
    return set(found.values_list("public_id", flat=True))


def identities_open_to(by: User, cases: Iterable[UUID]) -> set[UUID]:
    return set(sight.open_among(by, Section.VICTIM_IDENTITY, cases))


def still_open(by: User, kind: Kind, rows: Rows) -> Rows:
    """The rows as she may see them now: less those that are shut, and masked anew."""
    seen = rows_open_to(by, kind, [row["id"] for row in rows if "id" in row])
    rows = [row for row in rows if "id" not in row or row["id"] in seen]
    if kind.noun is not VICTIM:
        return rows
    opened = identities_open_to(by, {row["case"]["id"] for row in rows})
    shut = dict.fromkeys(Victim.MASKED)
    return [row if row["case"]["id"] in opened else row | shut for row in rows]
