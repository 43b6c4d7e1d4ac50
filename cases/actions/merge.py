"""Two persons who turn out to be one; and what was joined wrongly, parted again.

One of them stays. The other's parts in cases become hers, each a new version of the
part; the facts of those cases follow, for the reason of a merge, so that who is counted
once can be counted again at any earlier tick. What was sealed of the other stays with
it, and comes back with its parts. Locks: cases, parts, persons, each in their order.
"""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit, clock
from agencies.access import Act, OutOfScope
from agencies.models import User
from cases import facts, register_feed
from cases.actions import rows
from cases.actions.duplicate import decide_duplicate
from cases.actions.person import lock_people, particulars_of, told_to_victims
from cases.choices import MergeReason, Sameness, Why
from cases.conflicts import StaleVersion
from cases.models import (
    Case,
    DuplicateDecision,
    Identifier,
    Involvement,
    Person,
    PersonMerge,
)
from cases.models.merge import has_other_parts, parts_of

# One sentence for all that somebody may not know of: where else they stand, and that a
# case of theirs was restricted.
NOT_HERS = gettext_lazy(
    "Kedua orang ini tidak dapat digabungkan oleh Anda. Mintalah petugas yang menangani"
    " semua perkaranya."
)
DECLINED = gettext_lazy("Yang menolak dicatat tidak digabungkan dengan siapa pun.")


def merge_persons(
    kept: Person,
    merged: Person,
    *,
    by: User,
    reason: MergeReason,
    seen: tuple[int, int],
) -> PersonMerge:
    """`merged` is `kept`, whose versions were `seen`. Raises OutOfScope for somebody
    whom she does not see, PermissionDenied unless she sees every part of both and may
    write those that move, StaleVersion, ValidationError."""
    with transaction.atomic():
        kept, merged, parts = _locked(by, kept, merged, seen)
        _require_one(kept, merged)
        _require_two(parts)
        _require_hers(kept, merged, parts)
        made = PersonMerge(kept=kept, merged=merged, reason=MergeReason(reason).value)
        made.moved = [part.pk for part in _of(merged, parts)]
        made.by, made.at = by, clock.now()
        with rows.in_words(PersonMerge, Involvement):
            made.save(force_insert=True)
        _give_identifiers(made)
        _follow(made, by=by, verb="merged_persons", reason=made.reason)
    return made


def part_persons(merge: PersonMerge, *, by: User) -> PersonMerge:
    """Give back to the other exactly what the merge took. OutOfScope, PermissionDenied
    as for the merge of the parts that move; ValidationError if it can no longer be."""
    with transaction.atomic():
        parts = [p for p in _parts(by, merge.kept) if p.pk in merge.moved]
        _lock_cases(by, parts)
        people = lock_people(merge.kept_id, merge.merged_id)
        merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
        merge.kept, merge.merged = people[merge.kept_id], people[merge.merged_id]
        _require_partable(merge)
        if len(parts) != len(merge.moved):
            raise PermissionDenied(NOT_HERS)
        merge.parted_by, merge.parted_at = by, clock.now()
        merge.save(update_fields=["parted_by", "parted_at"])
        merge.identifiers.all().delete()
        _follow(merge, by=by, verb="parted_persons")
        _unsay(merge, by)
    return merge


def _parts(by: User, *persons: Person) -> list[Involvement]:
    """Their parts that open to her; OutOfScope unless each has a standing one."""
    parts = parts_of(by, *persons)
    standing = {part.person_id for part in parts if not part.is_withdrawn}
    if standing != {person.pk for person in persons}:
        raise OutOfScope
    return parts


def _lock_cases(by: User, parts: Iterable[Involvement]) -> None:
    """Those of the parts that move: she writes in each, in the section of the part."""
    for part in parts:
        rows.standing(rows.lock_case(by, part.case_id, Act.EDIT_CASE, part.written_in))


def _of(person: Person, parts: Iterable[Involvement]) -> list[Involvement]:
    return [part for part in parts if part.person_id == person.pk]


def _locked(
    by: User, kept: Person, merged: Person, seen: tuple[int, int]
) -> tuple[Person, Person, list[Involvement]]:
    """The two, with their parts as they stand once nobody else moves any."""
    before = _parts(by, kept, merged)
    _lock_cases(by, _of(merged, before))
    people = lock_people(kept.pk, merged.pk)
    kept = rows.unmoved(people[kept.pk], seen[0])
    merged = rows.unmoved(people[merged.pk], seen[1])
    # Whoever came first may have merged one of them into a third: she has no part any
    # more, and is nobody to be merged with. Of a part that came the case is not locked.
    parts = _parts(by, kept, merged)
    if parts != before:
        raise StaleVersion(merged, seen[1])
    return kept, merged, parts


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


def _require_hers(kept: Person, merged: Person, parts: Sequence[Involvement]) -> None:
    """She sees every part, and none of them stands in a restricted case."""
    shut = Case.objects.filter(pk__in={p.case_id for p in parts}, is_restricted=True)
    if shut.exists() or has_other_parts(kept, merged, [part.pk for part in parts]):
        raise PermissionDenied(NOT_HERS)


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
    moved = Involvement.objects.filter(pk__in=merge.moved).select_related(
        "case", "person", "victim"
    )
    parts = list(moved.order_by("case_id", "pk"))
    told_to_victims(parts, by)
    facts.sync(sorted({part.case_id for part in parts}), Why.MERGE)
    for part in parts:
        rows.note(part, by=by, verb="moved_involvement", changes={}, reason=reason)
    register_feed.push_after_commit(merge.kept_id, merge.merged_id)
    merge.kept.version += 1
    merge.kept.save(update_fields=["version"])
    cases = merge.kept.involvements.standing().values_list("case_id", flat=True)
    for n, case_id in enumerate(sorted(set(cases)) or [None]):
        version = None if n else merge.kept.version
        act = {"by": by, "verb": verb, "case_id": case_id, "reason": reason}
        audit.record(subject=merge.kept, version=version, **act)
