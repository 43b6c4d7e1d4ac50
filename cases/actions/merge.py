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
from cases import facts
from cases.actions import rows
from cases.actions.person import told_to_victims
from cases.choices import MOVED, MergeReason, Why
from cases.models import Case, Identifier, Involvement, Person, PersonMerge
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
        parts = _parts(by, kept, merged)
        moving = [part for part in parts if part.person_id == merged.pk]
        _lock_cases(by, moving)
        kept, merged = _locked(kept, merged, seen)
        _require_one(kept, merged)
        _require_hers(kept, merged, parts)
        made = PersonMerge(kept=kept, merged=merged, reason=MergeReason(reason).value)
        made.moved, made.by, made.at = [p.pk for p in moving], by, clock.now()
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
        people = _lock_people(merge.kept_id, merge.merged_id)
        merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
        merge.kept, merge.merged = people[merge.kept_id], people[merge.merged_id]
        _require_partable(merge)
        if len(parts) != len(merge.moved):
            raise PermissionDenied(NOT_HERS)
        merge.parted_by, merge.parted_at = by, clock.now()
        merge.save(update_fields=["parted_by", "parted_at"])
        merge.identifiers.all().delete()
        _follow(merge, by=by, verb="parted_persons")
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


def _lock_people(*ids: int) -> dict[int, Person]:
    found = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return {person.pk: person for person in found.order_by("pk")}


def _locked(
    kept: Person, merged: Person, seen: tuple[int, int]
) -> tuple[Person, Person]:
    people = _lock_people(kept.pk, merged.pk)
    kept, merged = people[kept.pk], people[merged.pk]
    return rows.unmoved(kept, seen[0]), rows.unmoved(merged, seen[1])


def _require_one(kept: Person, merged: Person) -> None:
    """May these two be one person at all?"""
    if kept.pk == merged.pk:
        raise ValidationError(_("Pilih dua orang yang berbeda."))
    if kept.kind != merged.kind:
        raise ValidationError(_("Orang dan korporasi tidak digabungkan."))
    _require_recorded(kept, merged)
    if "safe_contact" in merged.recorded and "safe_contact" not in kept.recorded:
        raise ValidationError(
            _(
                "Kontak aman hanya tercatat pada orang yang akan digabungkan."
                " Pertahankan orang itu, atau salin dahulu kontak amannya."
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
        rows.note(part, by=by, verb=MOVED, changes={}, reason=reason)
    merge.kept.version += 1
    merge.kept.save(update_fields=["version"])
    cases = merge.kept.involvements.standing().values_list("case_id", flat=True)
    for n, case_id in enumerate(sorted(set(cases)) or [None]):
        version = None if n else merge.kept.version
        act = {"by": by, "verb": verb, "case_id": case_id, "reason": reason}
        audit.record(subject=merge.kept, version=version, **act)
