"""What was decided of pairs, and which were merged and parted: page by page, and of
one pair. Of staff of other offices no name."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from agencies.lookup import zones
from agencies.models import Assignment, User
from cases import duplicates, words
from cases.models import DuplicateDecision, Involvement, Person, PersonMerge
from cases.pairs import Met
from cases.particulars import in_words
from cases.person_choices import MergeReason, Sameness
from cases.timeline import OF_OTHERS

PAGE = 20


class Step(NamedTuple):
    """What somebody did with a pair."""

    at: datetime
    by: User
    words: str


def of_pair(met: Met, user: User) -> list[dict[str, str]]:
    """What became of it, the latest first. Of a word that does not count nobody is told
    but who said it."""
    pair = {"one": met.one.pk, "other": met.other.pk}
    said = DuplicateDecision.objects.filter(**pair).filter(Q(counts=True) | Q(by=user))
    steps = [
        Step(each.at, each.by, str(Sameness(each.verdict).label))
        for each in said.select_related("by")
    ]
    both = Q(kept__in=pair.values(), merged__in=pair.values())
    for merge in PersonMerge.objects.filter(both).select_related("by", "parted_by"):
        why = _("Digabungkan: %(why)s") % {"why": MergeReason(merge.reason).label}
        steps.append(Step(merge.at, merge.by, why))
        if merge.parted_at:
            steps.append(Step(merge.parted_at, merge.parted_by, _("Dipisahkan lagi")))
    return _told(sorted(steps, key=lambda step: step.at, reverse=True), user)


def are_one(met: Met) -> bool:
    """Is that the last word on them that counts?"""
    pair = {"one": met.one.pk, "other": met.other.pk}
    last = DuplicateDecision.objects.filter(**pair, counts=True).order_by("pk").last()
    return last is not None and last.verdict == Sameness.SAME


def last_words(user: User) -> QuerySet[DuplicateDecision]:
    """What counts of each pair both of whom she sees: nobody of them is merged."""
    later = DuplicateDecision.objects.filter(
        counts=True, one=OuterRef("one"), other=OuterRef("other"), pk__gt=OuterRef("pk")
    )
    found = DuplicateDecision.objects.visible_to(user).filter(counts=True)
    return found.filter(~Exists(later)).exclude(verdict=Sameness.UNSURE)


def left_unmerged(user: User) -> int:
    """How many pairs she found to be one that nobody has merged since. Pairs that wait
    for a word are not counted anywhere: each takes a question to the index."""
    return last_words(user).filter(by=user, verdict=Sameness.SAME).count()


def decided(user: User, before: int | None = None) -> tuple[list[dict], int | None]:
    """Pairs of which somebody said whether they are one, the latest first; and where to
    go on."""
    found = last_words(user).select_related("one", "other", "by")
    rows, further = _page(found, before)
    masks = duplicates.masks({p for row in rows for p in (row.one, row.other)}, user)
    steps = [Step(each.at, each.by, Sameness(each.verdict).label) for each in rows]
    return [
        told
        | {
            "one": masks[row.one_id],
            "other": masks[row.other_id],
            "url": _address(row.one, row.other, user),
            "is_same": row.verdict == Sameness.SAME,
        }
        for row, told in zip(rows, _told(steps, user), strict=True)
    ], further


def merged(user: User, before: int | None = None) -> tuple[list[dict], int | None]:
    """Merges that stand into somebody whom she sees, the latest first; and where to go
    on."""
    found = PersonMerge.objects.visible_to(user).standing()
    rows, further = _page(found.select_related("kept", "merged", "by"), before)
    parts = duplicates.parts_behind({row.kept for row in rows}, user)
    steps = [Step(row.at, row.by, str(MergeReason(row.reason).label)) for row in rows]
    return [
        told
        | {
            "one": duplicates.in_one_line(row.kept, parts[row.kept_id]),
            "other": _mask_of_merged(row, parts[row.kept_id]),
            "url": _address(row.kept, row.merged, user),
        }
        for row, told in zip(rows, _told(steps, user), strict=True)
    ], further


def split(merge: PersonMerge, parts: Iterable[Involvement]) -> dict[int, list]:
    """The parts of who stays, by whose they were before the merge."""
    found: dict[int, list] = {merge.kept_id: [], merge.merged_id: []}
    for part in parts:
        found[merge.merged_id if part.pk in merge.moved else merge.kept_id].append(part)
    return found


def _mask_of_merged(merge: PersonMerge, parts: Iterable[Involvement]) -> str:
    """By the parts that it brought, as far as they open to her."""
    brought = split(merge, parts)[merge.merged_id]
    told = in_words(duplicates.recorded(merge.merged, brought))
    return ", ".join(told) or words.NOTHING


def _page(found: QuerySet, before: int | None) -> tuple[list, int | None]:
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def _address(one: Person, other: Person, user: User) -> str:
    both = sorted((one, other), key=lambda person: person.pk)
    return duplicates.url_of("duplicate", user, *both)


def _told(steps: list[Step], user: User) -> list[dict[str, str]]:
    zone = zones.zone_of(user.assignment.post if user.assignment else None)
    here = _of_her_office(steps, user)
    return [
        {
            "when": words.moment(step.at, zone),
            "words": step.words,
            "who": _who(step, user, here, zone),
        }
        for step in steps
    ]


def _of_her_office(steps: list[Step], user: User) -> list[Assignment]:
    people = {step.by.pk for step in steps}
    posts = Assignment.objects.filter(user__in=people)
    return list(posts.filter(post__agency=user.hat.agency_id))


def _who(step: Step, user: User, here: list[Assignment], zone: ZoneInfo) -> str:
    """Herself, or a colleague of that day by name; of others not even the office."""
    if step.by == user:
        return _("Anda")
    day = step.at.astimezone(zone).date()
    is_colleague = any(
        post.user_id == step.by.pk
        and post.starts_on <= day
        and (post.ends_on is None or post.ends_on >= day)
        for post in here
    )
    return step.by.full_name if is_colleague else str(OF_OTHERS)
