"""One row of the register by its public id, through the door that it stands behind."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from agencies.access import Hat
from agencies.choices import Role
from agencies.compiled import Compiled
from agencies.models import User

# They stand for the asker's one agency key and for the id: no row has them.
KEY, ID = -2_000_000_000, UUID(int=0)
NOBODY = SimpleNamespace(hat=Hat(role=Role.OFFICER, agency_id=KEY))


class OneRow:
    """`visible(user)` gives the rows that a user may open; `members` what is read."""

    def __init__(self, visible: Callable[[Any], QuerySet], members: dict[str, Any]):
        def rows() -> QuerySet:
            found = visible(NOBODY).filter(public_id=ID)
            return found.values_list(JSONObject(**members))

        self.compiled = Compiled(rows, key=KEY, id=ID)

    def read(self, user: User, public_id: UUID) -> str | None:
        """The row as JSON text; None if there is none that she may open."""
        for key in user.hat.agency_keys:
            for (text,) in self.compiled.ask(key=key, id=public_id):
                return text
        return None
