"""How a request of the API finds its row. Outside her scope there is none: 404."""

from typing import TypeVar
from uuid import UUID

from agencies.access import OutOfScope
from agencies.models import User
from cases.models import Case
from cases.models.row import Row

R = TypeVar("R", bound=Row)


def case_for(user: User, public_id: UUID) -> Case:
    """The case that she sees as a case; what she may do with it the action asks."""
    return _only(Case.objects.open_to(user), public_id)


def child_for(
    model: type[R], user: User, public_id: UUID, *, of: Case | None = None
) -> R:
    """A row of a case that she may open; with `of`, only if it hangs on that one."""
    found = model.objects.visible_to(user).select_related("case")
    return _only(found.filter(case=of) if of else found, public_id)


def _only(found, public_id: UUID):
    row = found.filter(public_id=public_id).first()
    if row is None:
        raise OutOfScope
    return row
