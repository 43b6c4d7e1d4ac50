"""A draft becomes a case."""

from typing import Any
from uuid import UUID

from django.db import transaction

from agencies import drafts
from agencies.models import User
from cases.actions.case import log_case
from cases.models import Case


def log_case_from_draft(*, by: User, draft: UUID, **content: Any) -> Case:
    """`log_case` with the draft's id as its key; the draft goes with the same COMMIT.

    The page sends the id even if nothing was ever saved under it, so that a second
    click finds the case of the first.
    """
    with transaction.atomic():
        drafts.discard_draft(by=by, public_id=draft, reason="logged")
        return log_case(by=by, key=str(draft), **content)
