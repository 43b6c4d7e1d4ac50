from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.sections import Section
from cases import limits
from cases.choices import AgeGroup, Determination, Recording, Sex, Whereabouts
from cases.models.case import Case
from cases.models.row import Child, ChildQuerySet, keep_versions

ADULT_FROM = 18


def age_group_of(age: int | None) -> AgeGroup:
    """UU 21/2007 art. 1(5): a child is under 18."""
    if age is None:
        return AgeGroup.NOT_RECORDED
    return AgeGroup.CHILD if age < ADULT_FROM else AgeGroup.ADULT


class CountedVictims(models.Func):
    """Counted victims of the case in a column, one number for each of AgeGroup.

    The one thing told of victims where a region's key shows a summary (`cases.wall`).
    """

    function = "counted_victims"
    output_field = ArrayField(models.BigIntegerField())


class VictimQuerySet(ChildQuerySet):
    def counted(self):
        return self.standing().filter(determination__in=Determination.counted())

    def children(self):
        return self.filter(age_group=AgeGroup.CHILD)


@keep_versions()
class Victim(Child):
    """A victim in one case. Ages are those at the time of the exploitation, in years.

    Where an exact age is given it decides the group; in doubt she is recorded as a
    child; with no information at all, as not recorded.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="victims")
    sex = models.CharField(_("jenis kelamin"), max_length=12, choices=Sex)
    age = models.PositiveSmallIntegerField(
        _("umur saat eksploitasi"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(limits.OLDEST)],
    )
    age_group = models.CharField(_("kelompok umur"), max_length=12, choices=AgeGroup)
    determination = models.CharField(
        _("penetapan"),
        max_length=12,
        choices=Determination,
        default=Determination.PRESUMED,
    )
    recording = models.CharField(
        _("pencatatan identitas"),
        max_length=12,
        choices=Recording,
        default=Recording.UNKNOWN,
    )
    whereabouts = models.CharField(
        _("keberadaan"),
        max_length=12,
        choices=Whereabouts,
        default=Whereabouts.NOT_RECORDED,
    )

    # How many and who in general is no secret of the office; she herself is.
    section = Section.SUMMARY
    written_in = Section.VICTIM_IDENTITY
    MASKED: ClassVar[tuple[str, ...]] = ("age", "recording", "whereabouts")

    objects = VictimQuerySet.as_manager()

    class Meta(Child.Meta):
        verbose_name = _("korban")
        verbose_name_plural = _("korban")

    def clean(self):
        if self.age is not None:
            self.age_group = age_group_of(self.age)
