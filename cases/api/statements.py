"""One row of the register by its public id, through the door that it stands behind."""

from collections.abc import Callable
from functools import partial
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


class OneRow:
    """`visible(user)` gives the rows that a user may open; `members` what is read.

    Which grounds open a row follows from role and trade: each pair is compiled once.
    """

    def __init__(self, visible: Callable[[Any], QuerySet], members: dict[str, Any]):
        def rows(role: Role | None, agency_type: str) -> QuerySet:
            hat = Hat(role=role, agency_id=KEY, agency_type=agency_type)
            found = visible(SimpleNamespace(hat=hat)).filter(public_id=ID)
            return found.values_list(JSONObject(**members))

        self.rows = rows
        self._known: dict[tuple, Compiled] = {}

    def compiled(self, hat: Hat) -> Compiled:
        """The question, which takes `key` and `id`."""
        kind = (hat.role, hat.agency_type)
        if kind not in self._known:
            self._known[kind] = Compiled(partial(self.rows, *kind), key=KEY, id=ID)
        return self._known[kind]

    def read(self, user: User, public_id: UUID) -> str | None:
        """The row as JSON text; None if there is none that she may open."""
        for key in user.hat.agency_keys:
            for (text,) in self.compiled(user.hat).ask(key=key, id=public_id):
                return text
        return None
