"""Who looks leaves an event: at a case once an hour, for what opens to her of it. A new
look may raise an alarm (`cases.alarms`). The list of cases shows no person and leaves
none; those of what hangs on a case do, once an hour for what was asked.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from agencies import access, audit
from agencies.batch import Batch
from agencies.models import User
from agencies.sections import Section
from cases import alarms
from cases.choices import LISTED, OPENED, READ_AUDIT, READ_LIST, UNASSIGNED, AlarmKind
from cases.sight import Sight

# Not shown with the case: each reading of the sentence, of who reported and of where a
# victim is housed leaves an event of its own.
UNSHOWN = Section.NARRATIVE | Section.REPORTER | Section.SHELTER


def opened(seen: Sight, user: User) -> None:
    """She has the case before her; called before anything of it is shown."""
    if seen.case_id is None or said(seen.opened) in seen.looked:
        return
    kinds = []
    if not access.looks_by_right(seen.hat, seen.ties):
        kinds.append(AlarmKind.UNASSIGNED)
    if seen.sees(Section.VICTIM_IDENTITY):
        kinds.append(AlarmKind.IDENTITIES)
    reason = UNASSIGNED if AlarmKind.UNASSIGNED in kinds else ""
    _note(OPENED, [seen.case_id], seen.opened, kinds, by=user, reason=reason)


def listed(cases: Iterable[int], user: User) -> None:
    """A list shows her the identity of victims of these cases."""
    shown, kinds = [Section.VICTIM_IDENTITY], [AlarmKind.IDENTITIES]
    _note(LISTED, sorted(cases), shown, kinds, by=user)


def read_list(name: str, asked: Iterable[str], *, rows: int, by: User) -> None:
    """So many rows of a list are shown to her; what she asked by, by name alone."""
    changes = {"rows": [None, rows]} | _by_name(asked)
    audit.record_list_once(by=by, verb=READ_LIST[name], changes=changes)


def read_audit(asked: Sequence[str], *, of_case: int | None, by: User) -> None:
    """Who audits is audited: what she asked by, by name alone, and of which case."""
    changes = _by_name(asked)
    audit.record(by=by, verb=READ_AUDIT, case_id=of_case, changes=changes)


def _by_name(asked: Iterable[str]) -> dict[str, list[str | None]]:
    return {name: [None, audit.HIDDEN] for name in asked}


def _note(
    verb: str,
    cases: Sequence[int],
    sections: Iterable[Section],
    kinds: Collection[AlarmKind],
    *,
    by: User,
    reason: str = "",
) -> None:
    """One message writes the looks and asks what they raise: every page of a case
    does it. No look without its alarm."""
    if not cases:
        return
    batch = Batch()
    changes = {"sections": [None, said(sections)]}
    new = audit.add_once(batch, cases, by=by, verb=verb, changes=changes, reason=reason)
    batch.add(alarms.STATE, alarms.question(new, kinds, by=by), of="alarms")
    with transaction.atomic():
        alarms.follow(batch.run(), kinds, by=by)


def said(sections: Iterable[Section]) -> str:
    """What opened to her with the case, as an event tells it."""
    shown = [section for section in sections if section not in UNSHOWN]
    return ",".join(str(section.name).lower() for section in shown)
