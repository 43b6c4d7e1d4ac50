"""The doors to the register: a page and a program find their case here, or not at all.

Outside her scope is 404, whether the row exists or not; what she may do with a row that
she has found is asked by `access.require_on_case`.
"""

from typing import TypeVar
from uuid import UUID

from agencies.access import OutOfScope
from agencies.models import User
from cases.models import Case
from cases.models.row import Child

C = TypeVar("C", bound=Child)
# What the pages say of every case: its leading agency, its place up to the province.
WITH = ("lead_agency", "region__parent__parent")


def open_case(user: User, public_id: UUID) -> Case:
    """The case that she sees as a case; OutOfScope for a summary too."""
    return _only(Case.objects.open_to(user).select_related(*WITH), public_id)


def seen_case(user: User, public_id: UUID) -> Case:
    """The standing case of which she sees at least the summary; OutOfScope otherwise.

    A summary does not tell of withdrawals, so a withdrawn case has none.
    """
    seen = Case.objects.visible_to(user).standing()
    return _only(seen.select_related(*WITH), public_id)


def open_row(
    model: type[C], user: User, public_id: UUID, *, of: Case | None = None
) -> C:
    """A row of a case that she may open; with `of`, only if it hangs on that one."""
    found = model.objects.visible_to(user)
    if of is None:
        return _only(found.select_related("case"), public_id)
    row = _only(found.filter(case=of), public_id)
    row.case = of
    return row


def _only(found, public_id: UUID):
    row = found.filter(public_id=public_id).first()
    if row is None:
        raise OutOfScope
    return row
