"""Two persons who turn out to be one; and what was joined wrongly, parted again.

One of them stays. The other's parts in cases become hers, each a new version of the
part; the facts of those cases follow, for the reason of a merge, so that who is counted
once can be counted again at any earlier tick. What was sealed of the other stays with
it, and comes back with its parts. Locks: cases, parts, persons, each in their order.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit, clock
from agencies.access import Act, OutOfScope, require
from agencies.models import User
from cases import facts
from cases.actions import rows
from cases.actions.duplicate import decide_duplicate
from cases.actions.known import NOT_HERS, require_to_merge, writes, writes_all
from cases.actions.parts import lock_people, told_to_victims
from cases.actions.person import particulars_of
from cases.choices import MOVED, Why
from cases.conflicts import StaleVersion
from cases.models import (
    DuplicateDecision,
    Identifier,
    Involvement,
    Person,
    PersonMerge,
)
from cases.models.elsewhere import (
    cases_to_tell,
    lock_cases_of,
    parts_moved,
)
from cases.models.merge import parts_of
from cases.person_choices import MergeReason, Sameness

NOT_HERS_TO_PART = gettext_lazy(
    "Kedua catatan ini tidak dapat Anda pisahkan. Mintalah petugas yang menangani semua"
    " perkaranya."
)
DECLINED = gettext_lazy(
    "Catatan orang yang menolak dicatat tidak digabungkan atau dipisahkan."
)


def merge_persons(
    kept: Person,
    merged: Person,
    *,
    by: User,
    reason: MergeReason,
    seen: tuple[int, int],
) -> PersonMerge:
    """`merged` is `kept`, whose versions were `seen`. Raises OutOfScope for somebody
    whom she does not see, PermissionDenied unless she may write in the case of every
    part of both, StaleVersion, ValidationError."""
    with transaction.atomic():
        before = _seen(by, kept, merged)
        people = _locked(kept, merged)
        # Whoever came first may have merged one of them into a third: she has no part
        # any more. Of a part that came meanwhile the case is not locked.
        parts = _seen(by, kept, merged)
        _require_hers(by, kept, merged, parts)
        kept = _unmoved(people[kept.pk], parts, seen[0])
        merged = _unmoved(people[merged.pk], parts, seen[1])
        if parts != before:
            raise StaleVersion(merged, seen[1])
        _require_one(kept, merged)
        _require_two(parts)
        moving = [part for part in parts if part.person_id == merged.pk]
        made = PersonMerge(kept=kept, merged=merged, reason=MergeReason(reason).value)
        made.moved, made.by, made.at = [p.pk for p in moving], by, clock.now()
        with rows.in_words(PersonMerge, Involvement):
            made.save(force_insert=True)
        _give_identifiers(made)
        _follow(made, by=by, verb="merged_persons", reason=made.reason)
    return made


def part_persons(merge: PersonMerge, *, by: User) -> PersonMerge:
    """Give back to the other exactly what the merge took. OutOfScope, PermissionDenied
    unless she may write in the cases of all parts that move, or of all others of the
    one who stays; ValidationError if it can no longer be."""
    with transaction.atomic():
        _seen(by, merge.kept)
        people = _locked(merge.kept, merge.merged)
        merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
        merge.kept, merge.merged = people[merge.kept_id], people[merge.merged_id]
        _require_partable(merge)
        _require_either_hers(by, merge)
        merge.parted_by, merge.parted_at = by, clock.now()
        merge.save(update_fields=["parted_by", "parted_at"])
        merge.identifiers.all().delete()
        _follow(merge, by=by, verb="parted_persons")
        _unsay(merge, by)
    return merge


def why_not_parted(merge: PersonMerge, *, by: User) -> str:
    """Why she could not part them now, "" if she could."""
    try:
        _require_partable(merge)
        _require_either_hers(by, merge)
    except ValidationError as error:
        return " ".join(error.messages)
    except PermissionDenied as error:
        return str(error)
    return ""


def _seen(by: User, *persons: Person) -> list[Involvement]:
    """Their parts that open to her; OutOfScope unless each has a standing one."""
    parts = parts_of(by, *persons)
    standing = {part.person_id for part in parts if not part.is_withdrawn}
    if standing != {person.pk for person in persons}:
        raise OutOfScope
    return parts


def _unmoved(person: Person, parts: Iterable[Involvement], seen: int) -> Person:
    """She, at the version that was told through these parts; else StaleVersion."""
    hers = [p for p in parts if p.person_id == person.pk and not p.is_withdrawn]
    if person.version_through(part.section for part in hers) != seen:
        raise StaleVersion(person, seen)
    return person


def _locked(*persons: Person) -> dict[int, Person]:
    """Both as they stand, after every case of theirs, seen or not."""
    ids = [person.pk for person in persons]
    lock_cases_of(*ids)
    return lock_people(*ids)


def _require_hers(
    by: User, kept: Person, merged: Person, parts: Sequence[Involvement]
) -> None:
    """She writes every part, but for those of `kept` that were withdrawn, none stands
    in a restricted case, and the merge opens her nothing that was shut."""
    require(by.hat, Act.EDIT_CASE)
    is_shut = any(part.case.is_restricted for part in parts)
    if is_shut or not writes_all(by, parts, of=kept, merging=merged):
        raise PermissionDenied(NOT_HERS)
    require_to_merge(by, kept, parts)
    for part in parts:
        if part.person_id == merged.pk:
            rows.standing(part.case)


def _require_either_hers(by: User, merge: PersonMerge) -> None:
    parts = parts_of(by, merge.kept)
    moved = [part for part in parts if part.pk in merge.moved]
    own = [p for p in parts if p.pk not in merge.moved and not p.is_withdrawn]
    writes_moved = sum(writes(by, part) for part in moved) == len(merge.moved)
    is_hers = writes_moved or writes_all(by, own, of=merge.kept, besides=merge.moved)
    if not is_hers:
        raise PermissionDenied(NOT_HERS_TO_PART)


def _require_one(kept: Person, merged: Person) -> None:
    """May these two be one person at all?"""
    if kept.pk == merged.pk:
        raise ValidationError(_("Pilih dua orang yang berbeda."))
    if kept.kind != merged.kind:
        raise ValidationError(_("Orang dan korporasi tidak digabungkan."))
    _require_recorded(kept, merged)
    # The mask of "never by phone" is that of "any time": what is sealed is compared.
    if "safe_contact" in merged.recorded and (
        particulars_of(merged).safe_contact != particulars_of(kept).safe_contact
    ):
        raise ValidationError(
            _(
                "Kontak aman orang yang akan digabungkan tidak akan terbaca lagi."
                " Pertahankan orang itu, atau samakan dahulu kontak aman keduanya."
            )
        )


def _require_two(parts: Sequence[Involvement]) -> None:
    """Nobody stands beside herself."""
    known = {part.pk for part in parts}
    if any(part.of_id in known for part in parts if not part.is_withdrawn):
        raise ValidationError(
            _(
                "Yang satu tercatat mendampingi yang lain pada perkara yang sama."
                " Perbaiki dahulu catatan itu."
            )
        )


def _require_recorded(*persons: Person) -> None:
    if any(person.client_code for person in persons):
        raise ValidationError(str(DECLINED), code="declined")
    if any(person.is_shredded for person in persons):
        raise rows.shredded()


def _require_partable(merge: PersonMerge) -> None:
    if merge.parted_at is not None:
        raise ValidationError(_("Kedua orang ini sudah dipisahkan."))
    if merge.kept.merged_by.standing().exists():
        raise ValidationError(_("Pisahkan dahulu penggabungan yang lebih baru."))
    _require_recorded(merge.kept, merge.merged)


def _give_identifiers(merge: PersonMerge) -> None:
    """What finds the other finds whoever stays, for as long as the merge stands."""
    found = merge.merged.identifiers.values_list("kind", "digest")
    Identifier.objects.bulk_create(
        Identifier(person=merge.kept, merge=merge, kind=kind, digest=digest)
        for kind, digest in sorted({(kind, bytes(digest)) for kind, digest in found})
    )


def _unsay(merge: PersonMerge, by: User) -> None:
    """The last word on the pair is that they are two, with the features of whatever was
    said of it before: weights are not taught by a merge that was wrong. Of a pair she
    says something who sees both."""
    pair = sorted((merge.kept_id, merge.merged_id))
    if Person.objects.visible_to(by).filter(pk__in=pair).count() < len(pair):
        return
    those = DuplicateDecision.objects.filter(one=pair[0], other=pair[1])
    said = those.order_by("pk").last()
    features = said.features if said else {}
    two = (merge.kept, merge.merged)
    decide_duplicate(*two, Sameness.DIFFERENT, by=by, features=features)


def _follow(merge: PersonMerge, *, by: User, verb: str, reason: str = "") -> None:
    """Facts, what victims' rows say, and the events: of the parts that moved, and of
    whoever stays, in each of her cases."""
    told_to_victims(_moved(merge), by)
    moved = parts_moved(merge.pk)
    facts.sync(sorted({part.case_id for part in moved}), Why.MERGE)
    act: dict[str, Any] = {"by": by, "reason": reason}
    for each in moved:
        part = {"subject": Involvement(pk=each.part), "version": each.version}
        audit.record(verb=MOVED, case_id=each.case_id, **part, **act)
    merge.kept.version += 1
    merge.kept.save(update_fields=["version"])
    first, *more = [told.case_id for told in cases_to_tell(merge.kept_id, 0)] or [0]
    act |= {"verb": verb, "subject": merge.kept}
    audit.record(case_id=first or None, version=merge.kept.version, **act)
    for case_id in more:
        audit.record(case_id=case_id, **act)


def _moved(merge: PersonMerge) -> list[Involvement]:
    """The parts that moved, as far as they are shown here."""
    found = Involvement.objects.filter(pk__in=merge.moved)
    found = found.select_related("case", "person", "victim")
    return list(found.order_by("case_id", "pk"))
