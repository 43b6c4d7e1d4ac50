"""Regions of Indonesia as Kemendagri numbers them (Kepmendagri 300.2.2-2138/2025)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.choices import RegionKind

NATION_CODE = "ID"


class RegionQuerySet(models.QuerySet):
    def provinces(self):
        return self.filter(kind=RegionKind.PROVINCE)

    def regencies(self):
        """Regencies and cities: the second level."""
        return self.filter(kind__in=[RegionKind.REGENCY, RegionKind.CITY])

    def districts(self):
        return self.filter(kind=RegionKind.DISTRICT)

    def inside(self, region: "Region"):
        """`region` itself and everything below it."""
        if region.code == NATION_CODE:
            return self.all()
        return self.filter(
            models.Q(pk=region.pk) | models.Q(code__startswith=f"{region.code}.")
        )

    def named_like(self, text: str):
        """Every word of `text` begins a word of the name or of the code."""
        found = self.exclude(kind=RegionKind.NATION)
        for word in normalise(text).split():
            found = found.filter(
                models.Q(search__startswith=word)
                | models.Q(search__contains=f" {word}")
                | models.Q(code__startswith=word)
            )
        return found


def normalise(text: str) -> str:
    """Lower case, single blanks, dots only inside a word: how names are compared.

    Codes keep their dots (64.71); "Kab. Banjar" is searched as "kab banjar".
    """
    kept = (ch if ch.isalnum() or ch == "." else " " for ch in text.lower())
    words = (word.strip(".") for word in "".join(kept).split())
    return " ".join(word for word in words if word)


class Region(models.Model):
    code = models.CharField(_("kode"), max_length=12, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(_("tingkat"), max_length=12, choices=RegionKind)
    name = models.CharField(_("nama"), max_length=120)
    capital = models.CharField(_("ibu kota"), max_length=120, blank=True)
    time_zone = models.CharField(_("zona waktu"), max_length=32)
    population = models.PositiveIntegerField(
        _("penduduk"),
        null=True,
        blank=True,
        help_text=_("Data kependudukan Kemendagri 2025, jiwa."),
    )
    search = models.CharField(max_length=300, editable=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")

    def __str__(self):
        return self.name

    @property
    def province_code(self) -> str:
        return self.code[:2]

    @property
    def regency_code(self) -> str | None:
        """The code of the regency or city around it; None above that level."""
        return self.code[:5] if len(self.code) >= 5 else None
