"""Who looks leaves an event: at a case once an hour, for what opens to her of it."""

from collections.abc import Iterable, Sequence

from agencies import audit
from agencies.models import User
from agencies.sections import Section
from cases.choices import LISTED, OPENED, READ_AUDIT
from cases.sight import Sight


def opened(seen: Sight, user: User) -> None:
    """She has the case before her; called before anything of it is shown."""
    if seen.case_id is not None:
        _note(OPENED, [seen.case_id], seen.opened, user)


def listed(cases: Iterable[int], user: User) -> None:
    """A list shows her the identity of victims of these cases."""
    _note(LISTED, sorted(cases), [Section.VICTIM_IDENTITY], user)


def read_audit(asked: Sequence[str], *, of_case: int | None, by: User) -> None:
    """Who audits is audited: what she asked by, by name alone, and of which case."""
    changes = {name: [None, audit.HIDDEN] for name in asked}
    audit.record(by=by, verb=READ_AUDIT, case_id=of_case, changes=changes)


def _note(
    verb: str, cases: Iterable[int], sections: Iterable[Section], user: User
) -> None:
    said = ",".join(str(section.name).lower() for section in sections)
    audit.record_once(cases, by=user, verb=verb, changes={"sections": [None, said]})
