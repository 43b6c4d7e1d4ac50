from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.sections import Section
from cases import limits
from cases.choices import AgeGroup, Custody, LegalStatus, PublicOffice, Sex
from cases.models.case import Case
from cases.models.row import Child, ChildQuerySet, CodesField, keep_versions
from cases.models.victim import age_group_of


class SuspectQuerySet(ChildQuerySet):
    def counted(self):
        """Suspect, defendant, convicted or acquitted; never one only reported."""
        return self.standing().exclude(
            legal_status__in=[LegalStatus.REPORTED, LegalStatus.NOT_RECORDED]
        )


@keep_versions()
class Suspect(Child):
    """A suspect in one case. Ages are those at the time of the offence, in years."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="suspects")
    sex = models.CharField(_("jenis kelamin"), max_length=12, choices=Sex)
    age = models.PositiveSmallIntegerField(
        _("umur saat kejadian"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(limits.OLDEST)],
    )
    age_group = models.CharField(_("kelompok umur"), max_length=12, choices=AgeGroup)
    roles = CodesField("suspect_role", verbose_name=_("peran"))
    legal_status = models.CharField(
        _("status hukum"),
        max_length=12,
        choices=LegalStatus,
        default=LegalStatus.REPORTED,
    )
    custody = models.CharField(
        _("penahanan"),
        max_length=20,
        choices=Custody,
        default=Custody.NOT_RECORDED,
    )

    public_office = models.CharField(
        _("kedudukan"),
        max_length=12,
        choices=PublicOffice,
        default=PublicOffice.NOT_RECORDED,
        db_default=PublicOffice.NOT_RECORDED.value,
        help_text=_("Anggota Polri, TNI, atau pejabat: perkara menjadi terbatas."),
    )

    section = written_in = Section.SUSPECT

    objects = SuspectQuerySet.as_manager()

    class Meta(Child.Meta):
        verbose_name = _("tersangka")
        verbose_name_plural = _("tersangka")

    @property
    def is_in_power(self) -> bool:
        return self.public_office in PublicOffice.in_power()

    def clean(self):
        if self.age is not None:
            self.age_group = age_group_of(self.age)
