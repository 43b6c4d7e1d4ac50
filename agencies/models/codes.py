"""Lists that an office may add to, statutes and hotlines: data with validity."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Labelled(models.Model):
    """A row with a label in each language of the screens."""

    label_id = models.CharField(_("label"), max_length=255)
    label_en = models.CharField(_("label Inggris"), max_length=255)

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """In the language of the request; Indonesian is the source."""
        return self.label_en if get_language() == "en" else self.label_id


class CodeQuerySet(models.QuerySet):
    def of(self, code_list: str):
        return self.filter(list=code_list)

    def usable(self):
        """Offered for new entries; retired codes stay readable on old ones."""
        return self.filter(retired_on=None)


class Code(Labelled):
    """One entry of a code list, e.g. `digital_platform` / `michat`.

    `bit` is its place in the bit masks of the facts: given once, never reused.
    """

    list = models.CharField(_("daftar"), max_length=40)
    code = models.CharField(_("kode"), max_length=40)
    order = models.PositiveSmallIntegerField(_("urutan"))
    bit = models.PositiveSmallIntegerField(editable=False)
    retired_on = models.DateField(_("tidak dipakai sejak"), null=True, blank=True)
    source = models.TextField(_("sumber"), blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ["list", "order"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="one_code_per_list"),
            models.UniqueConstraint(fields=["list", "bit"], name="one_bit_per_list"),
            models.CheckConstraint(condition=Q(bit__lt=63), name="bit_fits_bigint"),
        ]
        verbose_name = _("kode")
        verbose_name_plural = _("kode")


class StatuteQuerySet(models.QuerySet):
    def in_force_on(self, day):
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_to=None) | Q(valid_to__gte=day),
        )


class Statute(Labelled):
    """A provision in one wording. Penalties show only where `penalty_verified`."""

    code = models.CharField(_("kode"), max_length=40, unique=True)
    reference = models.CharField(_("pasal"), max_length=120)
    group = models.CharField(_("rumpun"), max_length=40)
    kind = models.CharField(_("jenis"), max_length=40)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    prison_min_years = models.DecimalField(
        _("penjara minimum (tahun)"), max_digits=5, decimal_places=2, null=True
    )
    prison_max_years = models.DecimalField(
        _("penjara maksimum (tahun)"), max_digits=5, decimal_places=2, null=True
    )
    fine_min_idr = models.BigIntegerField(_("denda minimum (Rp)"), null=True)
    fine_max_idr = models.BigIntegerField(_("denda maksimum (Rp)"), null=True)
    article_verified = models.BooleanField(_("pasal terverifikasi"), default=False)
    penalty_verified = models.BooleanField(_("ancaman terverifikasi"), default=False)
    successor = models.CharField(_("diganti oleh"), max_length=40, blank=True)
    source = models.TextField(_("sumber"), blank=True)
    note = models.TextField(_("catatan"), blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"))

    objects = StatuteQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        verbose_name = _("ketentuan pidana")
        verbose_name_plural = _("ketentuan pidana")


class Hotline(models.Model):
    number = models.CharField(_("nomor"), max_length=40)
    name = models.CharField(_("nama"), max_length=120)
    operator = models.CharField(_("pengelola"), max_length=120)
    verified = models.BooleanField(_("terverifikasi"), default=False)
    source = models.TextField(_("sumber"), blank=True)
    note = models.TextField(_("catatan"), blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"))

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["number", "name"], name="one_hotline")
        ]
        verbose_name = _("saluran pengaduan")
        verbose_name_plural = _("saluran pengaduan")

    def __str__(self):
        return f"{self.name}: {self.number}"
