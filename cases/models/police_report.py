from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.sections import Section
from cases import limits, lp_numbers
from cases.choices import LpModel
from cases.models.case import Case
from cases.models.row import Child, ChildQuerySet, day_error, keep_versions


class PoliceReportQuerySet(ChildQuerySet):
    def same_number(self, number: str):
        """Standing reports whose number reads the same after normalising."""
        return self.standing().filter(normalised=lp_numbers.normalise(number))


@keep_versions()
class PoliceReport(Child):
    """A laporan polisi (LP). A case has none, one or several."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="police_reports")
    number = models.CharField(_("nomor LP"), max_length=limits.LONGEST_LP_NUMBER)
    normalised = models.CharField(max_length=limits.LONGEST_LP_NUMBER, editable=False)
    model = models.CharField(_("model"), max_length=1, choices=LpModel)
    dated_on = models.DateField(_("tanggal LP"))

    section = written_in = Section.LAW

    objects = PoliceReportQuerySet.as_manager()

    class Meta(Child.Meta):
        constraints = [
            *Child.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "normalised"],
                condition=models.Q(withdrawn_at=None),
                name="lp_once_in_a_case",
                violation_error_message=_("Nomor LP ini sudah ada pada perkara ini."),
            ),
        ]
        indexes = [models.Index(fields=["normalised"], name="lp_by_number")]
        verbose_name = _("laporan polisi")
        verbose_name_plural = _("laporan polisi")

    @property
    def looks_standard(self) -> bool:
        return lp_numbers.looks_standard(self.number)

    def clean(self):
        self.normalised = lp_numbers.normalise(self.number)
        errors: dict[str, Any] = {}
        if wrong := day_error(
            self.dated_on, _("Tanggal LP tidak boleh setelah hari ini.")
        ):
            errors["dated_on"] = wrong
        # Upper case may be longer: "ß" becomes "SS".
        if len(self.number) <= limits.LONGEST_LP_NUMBER < len(self.normalised):
            errors["number"] = ValidationError(
                _("Nomor LP terlalu panjang: paling banyak %(most)d karakter."),
                params={"most": limits.LONGEST_LP_NUMBER},
            )
        if errors:
            raise ValidationError(errors)
