"""How every write by a program enters, by `cases.doors`: as a page's form does, it has
looked at the case before it does anything to it or is told why it may not."""

from typing import TypeVar
from uuid import UUID

from agencies.models import User
from cases import doors, looks, sight
from cases.models import Case
from cases.models.row import Child
from cases.sight import Sight

C = TypeVar("C", bound=Child)


def look_at(user: User, public_id: UUID) -> Case:
    """`doors.open_case`; the look is on record."""
    return looked_at(user, public_id)[0]


def looked_at(user: User, public_id: UUID) -> tuple[Case, Sight]:
    """The same, with what opens to her of the case."""
    case = doors.open_case(user, public_id)
    seen = sight.of(user, case)
    looks.opened(seen, user)
    return case, seen


def look_at_row(model: type[C], user: User, public_id: UUID) -> C:
    """`doors.open_row`; the look at its case is on record."""
    row = doors.open_row(model, user, public_id)
    looks.opened(sight.of(user, row.case), user)
    return row
