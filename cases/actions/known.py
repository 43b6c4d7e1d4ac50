"""What is done to somebody reaches each case in which she stands: who may do it, who
counts it, and where it is told."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import Act, OutOfScope
from agencies.models import AuditEvent, User
from cases import alarms, sight
from cases.choices import ELSEWHERE, AlarmKind
from cases.models import Involvement, Person
from cases.models.elsewhere import HiddenFrom, cases_to_tell, has_other_parts
from cases.models.merge import merged_into, parts_of
from cases.models.person import STANDS_IN
from cases.particulars import opened_in
from cases.person_choices import Part

# One sentence for all that somebody may not know of: where else they stand, and that a
# case of theirs was restricted.
NOT_HERS = gettext_lazy(
    "Anda tidak dapat melakukannya sendiri. Mintalah petugas yang menangani semua"
    " perkara orang itu."
)


def writes(by: User, part: Involvement) -> bool:
    """By her office's part in the case: no key of her own is enough."""
    return sight.of(by, part.case).may(Act.EDIT_CASE, part.written_in)


def require_told(by: User, person: Person) -> None:
    """OutOfScope for who stands in a restricted case that is shut to her."""
    if HiddenFrom.is_true_of(person, by):
        raise OutOfScope


def require_to_link(by: User, person: Person, part: str) -> None:
    """She writes where she knows her from, and the link opens nothing more. OutOfScope
    for a person whom she does not see at all, else PermissionDenied."""
    known = [each for each in parts_of(by, person) if not each.is_withdrawn]
    if not known:
        raise OutOfScope
    _require_opened(by, person, known, part)


def require_to_give_back(by: User, given: Involvement) -> None:
    """The same of a part that was withdrawn, unless she is known from there alone or
    was recorded there: then it is a part of which nothing else is to be known."""
    person = given.person
    if HiddenFrom.is_true_of(person, by):
        raise PermissionDenied(NOT_HERS)
    if has_other_parts(person.pk, person.pk, [given.pk]) and not _began_in(given):
        others = [each for each in parts_of(by, person) if each.pk != given.pk]
        _require_opened(by, person, others, given.part)


def require_all_hers(by: User, person: Person) -> None:
    """She writes every standing part of this person, seen or not; PermissionDenied."""
    known = parts_of(by, person)
    hers = [part.pk for part in known if not part.is_withdrawn and writes(by, part)]
    if has_other_parts(person.pk, None, hers):
        raise PermissionDenied(NOT_HERS)


def record(
    person: Person,
    case_id: int,
    *,
    by: User,
    verb: str,
    changes: Mapping[str, Any],
    reason: str = "",
    version: int | None = None,
) -> None:
    """The event of an act that shows somebody's identity or changes it: told in her
    other cases too, and counted with whom `by` was shown today."""
    act: dict[str, Any] = {"by": by, "subject": person, "reason": reason}
    here = {"case_id": case_id, "version": version, "changes": changes}
    event = audit.record(verb=verb, **here, **act)
    for other, is_suspect in cases_to_tell(person.pk, case_id):
        open_there = opened_in(STANDS_IN[Part.SUSPECT if is_suspect else Part.VICTIM])
        cut = {name: each for name, each in changes.items() if name in open_there}
        audit.record(verb=ELSEWHERE[verb], case_id=other, changes=cut, **act)
    alarms.over(event, [AlarmKind.IDENTITIES], by=by)


def _require_opened(
    by: User, person: Person, known: Iterable[Involvement], part: str
) -> None:
    """Parts of hers that `by` writes open all that the new one would; or there are no
    others, so that whatever she does not know nobody told."""
    through = {each.section for each in known if writes(by, each)}
    if not through or HiddenFrom.is_true_of(person, by):
        raise PermissionDenied(NOT_HERS)
    if opened_in(STANDS_IN[part]) - frozenset().union(*map(opened_in, through)):
        hers = [each.pk for each in parts_of(by, person) if writes(by, each)]
        if has_other_parts(person.pk, person.pk, hers):
            raise PermissionDenied(
                _("Sebagian identitas orang ini tidak terbuka bagi Anda.")
            )


def _began_in(part: Involvement) -> bool:
    """Was she recorded in that case, by whichever of the records that are hers now?"""
    hers = [part.person_id, *(each.pk for each in merged_into(part.person))]
    found = AuditEvent.objects.filter(case_id=part.case_id, verb="added_person")
    return found.filter(subject_id__in=hers).exists()
