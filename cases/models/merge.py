"""Persons who turned out to be one, and what people found of persons who are alike."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.models.fields import PublicIdField
from agencies.sections import Section
from cases.models.person import Involvement, Person
from cases.person_choices import MergeReason, Sameness


class PersonMergeQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has parted again."""
        return self.filter(parted_at=None)

    def visible_to(self, user):
        """Merges whose standing person she sees, in some case."""
        seen = Person.objects.visible_to(user)
        return self.filter(kept__in=seen.values("pk"))


class PersonMerge(models.Model):
    """`merged` is `kept`: its parts in cases, `moved` by their keys, are now those of
    `kept`. A trigger moves them, and back when the two are parted, so that the serving
    role gives no part to anybody by itself (migration 0022).

    What was sealed of `merged` stays with it: no page reads it until they are parted.
    """

    public_id = PublicIdField()
    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="merged_by")
    moved = ArrayField(models.BigIntegerField())
    reason = models.CharField(_("alasan"), max_length=12, choices=MergeReason)
    by = models.ForeignKey(
        "agencies.User", models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=clock.now)
    parted_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    parted_at = models.DateTimeField(_("dipisahkan"), null=True)

    section = Section.VICTIM_IDENTITY

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(parted_at=None),
                name="person_merged_once",
                violation_error_message=_("Orang ini sudah digabungkan."),
            ),
            models.CheckConstraint(
                condition=~Q(kept=F("merged")), name="merged_with_another"
            ),
            models.CheckConstraint(
                condition=Q(parted_at=None, parted_by=None)
                | Q(parted_at__isnull=False, parted_by__isnull=False),
                name="merge_parted_by_somebody",
            ),
        ]
        verbose_name = _("penggabungan orang")
        verbose_name_plural = _("penggabungan orang")

    def __str__(self):
        return f"PersonMerge {self.pk}"


def merged_into(person: Person) -> list[Person]:
    """Everybody who is this person by now, through however many merges."""
    return merged_into_each([person])[person.pk]


def merged_into_each(people: Iterable[Person]) -> dict[int, list[Person]]:
    """`merged_into` of many, by their keys: a statement for each step of the longest
    way."""
    found: dict[int, list[Person]] = {person.pk: [] for person in people}
    # By record, whom all it is by now: somebody asked after may be merged into another.
    here = {pk: {pk} for pk in found}
    seen = {pk: {pk} for pk in found}
    while here:
        merges = PersonMerge.objects.standing().filter(kept__in=here)
        nearer, here = here, {}
        for merge in merges.select_related("merged").order_by("pk"):
            for pk in nearer[merge.kept_id]:
                if merge.merged_id not in seen[pk]:
                    seen[pk].add(merge.merged_id)
                    found[pk].append(merge.merged)
                    here.setdefault(merge.merged_id, set()).add(pk)
    return found


def standing_person(person: Person) -> Person:
    """Who this person is by now."""
    seen: set[int] = set()
    while merge := (
        person.merged_by.standing().exclude(kept__in=seen).select_related("kept")
    ).first():
        seen.add(person.pk)
        person = merge.kept
    return person


class DuplicateDecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of pairs both of whom she sees."""
        seen = Person.objects.visible_to(user)
        both = (seen.filter(pk=OuterRef(name)) for name in ("one", "other"))
        return self.filter(*map(Exists, both))

    def latest_of_pairs(self):
        """The last word on each pair that counts."""
        said = self.filter(counts=True).order_by("one", "other", "-pk")
        return said.distinct("one", "other")


class DuplicateDecision(models.Model):
    """What somebody found of two persons, and what spoke for and against it then.

    `features` are signs and how strong they were: `names.learning` learns from them.
    They say how alike two names are and nothing of either. A word counts of who writes
    in a case of one of them; who reads alone has spoken, and settles nothing.
    """

    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    verdict = models.CharField(_("penilaian"), max_length=12, choices=Sameness)
    features = models.JSONField(default=dict)
    counts = models.BooleanField(_("menentukan"))
    by = models.ForeignKey(
        "agencies.User", models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=clock.now)

    section = Section.VICTIM_IDENTITY

    objects = DuplicateDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            # A pair has one order, so that it is found whoever comes first.
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="pair_in_order"
            )
        ]
        verbose_name = _("penilaian orang ganda")
        verbose_name_plural = _("penilaian orang ganda")

    def __str__(self):
        return f"DuplicateDecision {self.pk}"


def parts_of(user, *persons: Person) -> list[Involvement]:
    """Their parts that open to her, withdrawn ones too, in the order of locks."""
    found = Involvement.objects.visible_to(user).filter(person__in=persons)
    return list(found.select_related("case").order_by("case_id", "pk"))
