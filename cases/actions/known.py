"""What is done to somebody reaches each case in which she stands: who may do it, who
counts it, and where it is told."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import Act, OutOfScope
from agencies.models import AuditEvent, User
from cases import alarms, sight
from cases.choices import ELSEWHERE, REVEALED, AlarmKind
from cases.models import Involvement, Person
from cases.models.elsewhere import (
    HiddenFrom,
    Told,
    cases_to_tell,
    has_other_parts,
    is_told_elsewhere,
)
from cases.models.merge import parts_of
from cases.models.person import STANDS_IN
from cases.particulars import FIELDS, opened_in
from cases.person_choices import Part

# One sentence for all that somebody may not know of: where else they stand, and that a
# case of theirs was restricted.
NOT_HERS = gettext_lazy(
    "Anda tidak dapat melakukannya sendiri. Mintalah petugas yang menangani semua"
    " perkara orang itu."
)
# What vanishes or comes back is told even where she is hidden.
CHANGES_HER = ("edited_particulars", "declined_recording", "agreed_to_recording")


def writes(by: User, part: Involvement) -> bool:
    """By her office's part in the case: no key of her own is enough."""
    return sight.of(by, part.case).may(Act.EDIT_CASE, part.written_in)


def require_told(by: User, person: Person) -> None:
    """OutOfScope for who stands in a restricted case that hides them from her."""
    if HiddenFrom.is_true_of(person, by):
        raise OutOfScope


def require_to_link(by: User, person: Person, part: str) -> None:
    """She writes where she knows her from, and the link opens nothing more. OutOfScope
    for a person whom she does not see at all, else PermissionDenied."""
    known = standing_of(by, person)
    if not known:
        raise OutOfScope
    _require_opened(by, person, known, part)
    _require_recorded_as(person, part)


def require_to_merge(by: User, kept: Person, parts: Iterable[Involvement]) -> None:
    """The parts that would come to her open no more of her than a link would. `parts`
    are those of both records."""
    known = standing_of(by, kept)
    for part in sorted({each.part for each in parts if each.person_id != kept.pk}):
        _require_opened(by, kept, known, part)


def require_to_give_back(by: User, given: Involvement) -> None:
    """The same of a part that is withdrawn; but where this record was begun it is given
    back by that alone, as long as nobody wrote of her through another case since."""
    if not _began_in(given) or _was_written_since(given):
        known = standing_of(by, given.person)
        _require_opened(by, given.person, known, given.part)
    _require_recorded_as(given.person, given.part)


def require_all_hers(by: User, person: Person) -> None:
    """She writes every standing part of this person in a standing case, seen or not;
    PermissionDenied."""
    if not writes_all(by, standing_of(by, person), of=person):
        raise PermissionDenied(NOT_HERS)


def writes_all(
    by: User,
    parts: Iterable[Involvement],
    *,
    of: Person,
    merging: Person | None = None,
    besides: Iterable[int] = (),
) -> bool:
    """Does she write some of these, and are there no others, seen or not, but those (by
    key) `besides`? Of the person those count that stand in a standing case, of whoever
    is `merging` into her all."""
    hers = [part.pk for part in parts if writes(by, part)]
    merged = merging.pk if merging else None
    return bool(hers) and not has_other_parts(of.pk, merged, [*hers, *besides])


def record(
    person: Person,
    case_id: int,
    *,
    by: User,
    verb: str,
    changes: Mapping[str, Any],
    reason: str = "",
    version: int | None = None,
    is_named: bool = True,
) -> None:
    """The event of an act that shows somebody's identity or changes it: told in her
    other cases too, and counted with whom `by` was shown today."""
    act: dict[str, Any] = {"by": by, "verb": verb, "reason": reason}
    told = named(verb, changes) if is_named else {}
    here = {"case_id": case_id, "version": version, "changes": told}
    event = audit.record(subject=person, **here, **act)
    tell_elsewhere(person, case_id, changes=changes, is_named=is_named, **act)
    alarms.over(event, [AlarmKind.IDENTITIES], by=by)


def tell_elsewhere(
    person: Person,
    case_id: int,
    *,
    by: User,
    verb: str,
    changes: Mapping[str, Any] = MappingProxyType({}),
    reason: str = "",
    is_named: bool = True,
) -> None:
    """The same act in each of her other cases, with the fields that her part there
    opens; nothing where it opens none. Of a restricted case no fields; and where that
    hides her, what changes her alone."""
    act: dict[str, Any] = {"by": by, "subject": person, "reason": reason}
    for there in cases_to_tell(person.pk, case_id):
        cut = _opened_there(there, changes)
        is_heard = verb in CHANGES_HER or not there.is_hidden
        if is_heard and (cut or not changes):
            is_told = is_named and not there.of_restricted
            told = named(verb, cut) if is_told else {}
            verb_there = ELSEWHERE[verb]
            audit.record(verb=verb_there, case_id=there.case_id, changes=told, **act)


def named(verb: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What the event of an act may name: of health nothing is said to be written. To
    open such a field says nothing, for that may be asked of everybody."""
    shut = [] if verb == REVEALED else [n for n in FIELDS if FIELDS[n].is_unsaid]
    return {name: change for name, change in changes.items() if name not in shut}


def _opened_there(there: Told, changes: Mapping[str, Any]) -> dict[str, Any]:
    part = Part.SUSPECT if there.is_suspect else Part.VICTIM
    opened = opened_in(STANDS_IN[part])
    return {name: change for name, change in changes.items() if name in opened}


def standing_of(by: User, person: Person, *kinds: Part) -> list[Involvement]:
    """Her parts (of these kinds) that stand, as far as they open to `by`."""
    parts = [part for part in parts_of(by, person) if not part.is_withdrawn]
    return [part for part in parts if not kinds or part.part in kinds]


def _require_recorded_as(person: Person, part: str) -> None:
    """Who declined becomes no suspect. Whoever accuses her may know nothing of that."""
    if part == Part.SUSPECT and person.client_code:
        raise PermissionDenied(NOT_HERS)


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
        if is_told_elsewhere(person.pk, hers):
            raise PermissionDenied(
                _("Sebagian identitas orang ini tidak terbuka bagi Anda.")
            )


def _began_in(part: Involvement) -> bool:
    """Was this record begun in that case? Of another one, into which it was merged
    since, a part opens what others wrote before."""
    found = AuditEvent.objects.filter(case_id=part.case_id, verb="added_person")
    return found.filter(subject_id=part.person_id).exists()


def _was_written_since(given: Involvement) -> bool:
    """Has she a version that was made through another case after the part was taken
    back? Each has its event; the sealed value tells not who wrote what. What whoever
    took it back wrote does not count: she would take her from her colleagues, who had
    her first, by two acts of her own."""
    found = AuditEvent.objects.filter(
        subject_type=Person._meta.label,
        subject_id=given.person_id,
        subject_version__isnull=False,
        at__gte=given.withdrawn_at,
    )
    others = found.exclude(case_id=given.case_id).exclude(by=_taken_back_by(given))
    return others.exists()


def _taken_back_by(given: Involvement) -> int | None:
    """Who took the part back the last time."""
    found = AuditEvent.objects.filter(
        subject_type=Involvement._meta.label,
        subject_id=given.pk,
        verb="withdrew_involvement",
    )
    return found.order_by("subject_version").values_list("by", flat=True).last()
