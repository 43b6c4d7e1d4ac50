"""What others have published: beside our figures, never merged with them."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reports.periods import Period


class StatementQuerySet(models.QuerySet):
    def about(self, region_code: str):
        """Statements about exactly that region, with their numbers."""
        return self.filter(region__code=region_code, place="").prefetch_related(
            "figures"
        )

    def during(self, period: Period):
        """Statements whose own period overlaps."""
        return self.filter(first__lte=period.last, last__gte=period.first)


class ExternalStatement(models.Model):
    """One release: who said what, for when. `code` is of our own making and stays."""

    code = models.CharField(max_length=80, unique=True)
    region = models.ForeignKey("agencies.Region", models.PROTECT, related_name="+")
    place = models.CharField(_("tempat"), max_length=80, blank=True)
    publisher = models.CharField(_("penerbit"), max_length=80)
    period = models.CharField(_("periode"), max_length=80)
    first = models.DateField(_("hari pertama"))
    last = models.DateField(_("hari terakhir"))
    as_of = models.DateField(_("keadaan per"), null=True)
    wording = models.TextField(_("kata-kata sumber"), blank=True)
    note_id = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    sources = models.JSONField(default=list)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "-first", "code"]
        verbose_name = _("pernyataan instansi lain")
        verbose_name_plural = _("pernyataan instansi lain")

    def __str__(self):
        return self.code

    @property
    def note(self) -> str:
        return self.note_en if get_language() == "en" else self.note_id

    @property
    def span(self) -> Period:
        return Period(self.first, self.last)


class ExternalFigure(models.Model):
    """One number of a statement. `beside` is the figure of ours that it may stand
    beside, "" for none; `unit` is what it counts, as far as the source says."""

    statement = models.ForeignKey(
        ExternalStatement, models.CASCADE, related_name="figures"
    )
    name = models.CharField(max_length=40)
    unit = models.CharField(max_length=16)
    value = models.DecimalField(max_digits=18, decimal_places=2)
    label_id = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    beside = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "name"], name="one_number_of_a_name"
            )
        ]
        verbose_name = _("angka instansi lain")
        verbose_name_plural = _("angka instansi lain")

    def __str__(self):
        return f"ExternalFigure {self.pk}"

    @property
    def label(self) -> str:
        return self.label_en if get_language() == "en" else self.label_id
