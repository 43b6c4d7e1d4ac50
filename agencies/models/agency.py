"""Agencies that handle cases, and the task forces that join them."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.choices import AgencyLevel, TaskForceKind, TaskForceLevel


class AgencyQuerySet(models.QuerySet):
    def valid_on(self, day):
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_to=None) | Q(valid_to__gte=day),
        )

    def under(self, agency: "Agency"):
        """`agency` itself and its whole chain of command below."""
        return self.filter(ancestors__contains=[agency.pk])

    def serving(self, code: str):
        """Agencies whose area holds region `code`, nationwide ones included."""
        prefixes = [code[:width] for width in (2, 5, 8) if len(code) >= width]
        nationwide = Q(regions=None, level=AgencyLevel.NATIONAL)
        return self.filter(Q(regions__code__in=prefixes) | nationwide).distinct()

    def nearest_to(self, code: str, *, agency_type: str, level: str | None = None):
        """The agency of a type that serves `code`: the longest served code wins."""
        found = self.filter(type=agency_type).serving(code)
        if level:
            found = found.filter(level=level)
        ranked = found.annotate(
            width=models.Max(
                models.functions.Length("regions__code"),
                filter=Q(regions__code__in=[code[:2], code[:5], code[:8]]),
            )
        )
        return ranked.order_by(models.F("width").desc(nulls_last=True), "pk").first()


class Agency(models.Model):
    """An office with its own people. Its parent is its chain of command, by practice.

    `ancestors` holds the ids of the agency itself and of everyone above it; a trigger
    keeps it, and case scope is made from it.
    """

    code = models.CharField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    type = models.CharField(_("jenis"), max_length=32, db_index=True)
    level = models.CharField(_("tingkat"), max_length=12, choices=AgencyLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    ancestors = ArrayField(models.BigIntegerField(), default=list, editable=False)
    regions = models.ManyToManyField(
        "agencies.Region",
        blank=True,
        related_name="agencies",
        help_text=_("Kosong berarti seluruh Indonesia."),
    )
    numbers_cases = models.BooleanField(
        _("menomori perkara"),
        default=False,
        help_text=_("Punya deret nomor register sendiri."),
    )
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    verified = models.BooleanField(_("terverifikasi"), default=False)
    source = models.TextField(_("sumber"), blank=True)
    note = models.TextField(_("catatan"), blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("instansi")
        verbose_name_plural = _("instansi")

    def __str__(self):
        return self.name

    def is_valid_on(self, day: date) -> bool:
        """Did it exist then? The same as the QuerySet's `valid_on`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or self.valid_to >= day
        )

    @property
    def numbering_agency(self) -> "Agency":
        """The nearest agency upwards that numbers cases (Polres, Polda, own office);
        `names_told` (cases 0021) finds it by itself."""
        agency = self
        while not agency.numbers_cases and agency.parent is not None:
            agency = agency.parent
        return agency


class TaskForce(models.Model):
    """Gugus Tugas PP-TPPO (Perpres 49/2023) or a police Satgas: bodies, not offices."""

    region = models.ForeignKey(
        "agencies.Region", models.PROTECT, related_name="task_forces"
    )
    level = models.CharField(_("tingkat"), max_length=12, choices=TaskForceLevel)
    kind = models.CharField(_("jenis"), max_length=12, choices=TaskForceKind)
    name = models.CharField(_("nama"), max_length=200)
    decree = models.TextField(_("dasar pembentukan"), blank=True)
    chair = models.TextField(_("ketua"), blank=True)
    daily_chair = models.TextField(_("ketua harian"), blank=True)
    verified = models.BooleanField(_("terverifikasi"), default=False)
    source = models.TextField(_("sumber"), blank=True)
    note = models.TextField(_("catatan"), blank=True)

    class Meta:
        ordering = ["level", "region__code", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "name"], name="one_task_force_per_name"
            )
        ]
        verbose_name = _("gugus tugas")
        verbose_name_plural = _("gugus tugas")

    def __str__(self):
        return self.name
