"""Two persons who may be one: side by side, what became of them, and what was decided.

A pair keeps its page when it was judged, merged or parted: whoever was merged is met
through who stands for her now.
"""

from typing import NamedTuple
from uuid import UUID

from agencies.access import Act, OutOfScope, require
from agencies.models import User
from agencies.sealing.aliases import meant_by
from cases.models import Person, PersonMerge
from cases.models.merge import standing_person


class Met(NamedTuple):
    """Two records, in the order of pairs, whatever became of them. `merge` stands if
    one of them is the other by now; `now` are who they are today, if that is another
    pair."""

    one: Person
    other: Person
    merge: PersonMerge | None = None
    now: tuple[Person, Person] | None = None


def meet(user: User, one: UUID, other: UUID) -> Met:
    """By the ids that she was told. OutOfScope unless she sees, in some case, who each
    of them is today; PermissionDenied unless she may write of people at all."""
    require(user.hat, Act.EDIT_CASE)
    meant = [meant_by(each, user.pk) for each in (one, other)]
    found = list(Person.objects.filter(public_id__in=meant).order_by("pk"))
    if len(found) < 2:
        raise OutOfScope
    first, second = found
    standing = [standing_person(each) for each in found]
    seen = {each.pk for each in standing}
    if Person.objects.visible_to(user).filter(pk__in=seen).count() < len(seen):
        raise OutOfScope
    if len(seen) == 1:
        return Met(first, second, merge=_joining(first, second))
    now = tuple(sorted(standing, key=lambda person: person.pk))
    return Met(first, second, now=None if now == (first, second) else now)


def _joining(one: Person, other: Person) -> PersonMerge:
    """The merge by which the two are one: of either into the other, else, where both
    came to a third, the later one, into whoever stands for both."""
    merges = PersonMerge.objects.standing().select_related("kept", "merged")
    found = list(merges.filter(merged__in=[one, other]).order_by("-at", "-pk"))
    between = [each for each in found if each.kept_id in (one.pk, other.pk)]
    if between:
        return between[0]
    merge = found[0]
    while further := merges.filter(merged=merge.kept_id).first():
        merge = further
    return merge
