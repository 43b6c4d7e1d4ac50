"""A case and the places where it happened."""

from functools import partial

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import connections, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.lookup import codes, countries
from cases import lp_numbers, stages
from cases.choices import DatePrecision, Progress, Stage
from cases.models.row import (
    Child,
    CodesField,
    Row,
    RowQuerySet,
    day_error,
    keep_versions,
)
from cases.models.scope import CaseScope

COUNTRY = RegexValidator(r"^[A-Z]{2}$", _("Kode negara dua huruf, misalnya MY."))
# Fields that hold one code, and their list.
CODE_LISTS = {
    "modus": "modus_operandi",
    "known_via": "complaint_channel",
}


def code_errors(row: Row) -> dict[str, ValidationError]:
    """By field: a code that its list does not have, or has retired."""
    errors = {}
    checks = {name: partial(codes.check, of) for name, of in CODE_LISTS.items()}
    if COUNTRY.regex.match(getattr(row, "country", "")):
        checks["country"] = countries.check_abroad
    for name, check in checks.items():
        # An empty or misspelt one is refused by its field.
        if code := getattr(row, name, ""):
            try:
                check(code, held=[row.held.get(name)])
            except ValidationError as error:
                errors[name] = error
    return errors


def as_register_no(text: str) -> str:
    return "".join(text.upper().split())


class CaseQuerySet(RowQuerySet):
    def visible_to(self, user):
        """Cases of which she sees at least the summary. The one door to rows."""
        return self.filter(
            CaseScope.objects.under(user.hat.scope_keys).exists_for("pk")
        )

    def open_to(self, user):
        """Cases that she sees as a case and not only as a summary."""
        return self.filter(
            CaseScope.objects.under(user.hat.agency_keys).exists_for("pk")
        )

    def in_danger(self, number: str, day):
        """(id, lead agency's id) of the standing, unrestricted case of that register or
        LP number which was reported, happened or has an LP of that day; or None.

        Asked behind the wall, whoever asks: the one way to a case outside her scope.
        """
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                "SELECT id, lead FROM case_in_danger(%s, %s, %s)",
                [as_register_no(number), lp_numbers.normalise(number), day],
            )
            return cursor.fetchone()

    def numbered(self, register_no: str):
        """By register number as people write it: case and blanks do not matter."""
        return self.filter(register_no=as_register_no(register_no))


@keep_versions("narrative", "scope_keys", "register_no", "register_n", "register_year")
class Case(Row):
    """One perkara. Its primary place stands on it; further places are rows.

    `counted_on` is the date that figures go by: the first police report's, else the day
    it was reported. `scope_keys` is the second wall's copy of its scope.
    """

    lead_agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="led_cases", db_index=False
    )
    register_agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_index=False
    )
    register_year = models.PositiveSmallIntegerField(null=True, editable=False)
    register_n = models.PositiveIntegerField(null=True, editable=False)
    register_no = models.CharField(
        _("nomor register"), max_length=60, null=True, unique=True, editable=False
    )

    happened_on = models.DateField(_("tanggal kejadian"))
    happened_precision = models.CharField(
        _("ketepatan tanggal"),
        max_length=5,
        choices=DatePrecision,
        default=DatePrecision.DAY,
    )
    happened_time = models.TimeField(_("pukul"), null=True, blank=True)
    reported_on = models.DateField(_("tanggal lapor"))
    counted_on = models.DateField(_("tanggal hitung"), editable=False)

    region = models.ForeignKey(
        "agencies.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tempat kejadian utama"),
    )
    country = models.CharField(
        _("negara"), max_length=2, blank=True, validators=[COUNTRY]
    )

    known_via = models.CharField(_("cara diketahui"), max_length=40)
    modus = models.CharField(_("modus utama"), max_length=40)
    other_modus = CodesField("modus_operandi", verbose_name=_("modus lain"))
    platforms = CodesField("digital_platform", verbose_name=_("platform"))
    acts = CodesField("trafficking_act", verbose_name=_("proses"))
    means = CodesField("trafficking_means", verbose_name=_("cara"))
    exploitation = CodesField("exploitation_type", verbose_name=_("tujuan eksploitasi"))
    push_factors = CodesField("vulnerability_push", verbose_name=_("faktor pendorong"))
    pull_factors = CodesField("vulnerability_pull", verbose_name=_("faktor penarik"))

    stage = models.CharField(
        _("tahap"),
        max_length=20,
        choices=Stage,
        default=Stage.INTAKE,
        editable=False,
    )
    narrative = models.BinaryField(null=True, editable=False)
    # Perkara terbatas: readers by name only, outside the chain of command.
    is_restricted = models.BooleanField(
        _("perkara terbatas"), default=False, db_default=False, editable=False
    )
    scope_keys = ArrayField(models.IntegerField(), default=list, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta(Row.Meta):
        constraints = [
            *Row.Meta.constraints,
            models.UniqueConstraint(
                fields=["register_agency", "register_year", "register_n"],
                name="register_number_once",
            ),
            models.CheckConstraint(
                condition=Q(region=None) ^ Q(country=""),
                name="case_in_a_region_or_abroad",
                violation_error_message=_("Pilih wilayah, atau negara bila di luar."),
            ),
            models.CheckConstraint(
                condition=Q(happened_on__lte=F("reported_on")),
                name="case_happened_before_reported",
                violation_error_message=_(
                    "Tanggal kejadian tidak boleh setelah tanggal lapor."
                ),
            ),
        ]
        indexes = [
            models.Index(
                F("register_year").desc(),
                F("register_n").desc(),
                F("id").desc(),
                name="case_by_number",
            )
        ]
        verbose_name = _("perkara")
        verbose_name_plural = _("perkara")

    @property
    def progress(self) -> Progress:
        return stages.PROGRESS_OF[Stage(self.stage)]

    @property
    def age_days(self) -> int:
        """Whole days since it was reported."""
        return clock.days_since(self.reported_on)

    def clean(self):
        # The main modus is not also a further one.
        self.other_modus = [code for code in self.other_modus if code != self.modus]
        days = {
            "happened_on": day_error(
                self.happened_on, _("Tanggal kejadian tidak boleh setelah hari ini.")
            ),
            "reported_on": day_error(
                self.reported_on, _("Tanggal lapor tidak boleh setelah hari ini.")
            ),
        }
        errors = {**code_errors(self), **self._precision_errors()}
        errors |= {name: error for name, error in days.items() if error}
        if errors:
            raise ValidationError(errors)

    def _precision_errors(self) -> dict[str, str]:
        """`happened_on` is the first day of what is known; a time needs the day."""
        if self.happened_on is None or self.happened_precision == DatePrecision.DAY:
            return {}
        errors = {}
        first = self.happened_on.replace(day=1)
        if self.happened_precision == DatePrecision.YEAR:
            if self.happened_on != first.replace(month=1):
                errors["happened_on"] = _(
                    "Bila hanya tahun yang diketahui, tulis 1 Januari."
                )
        elif self.happened_on != first:
            errors["happened_on"] = _(
                "Bila hanya bulan yang diketahui, tulis tanggal 1."
            )
        if self.happened_time is not None:
            errors["happened_time"] = _(
                "Pukul hanya dapat dicatat bila tanggalnya pasti."
            )
        return errors


@keep_versions()
class Place(Child):
    """A further place of the same case: a region at any level, or a country."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="places")
    region = models.ForeignKey(
        "agencies.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wilayah"),
    )
    country = models.CharField(
        _("negara"), max_length=2, blank=True, validators=[COUNTRY]
    )

    class Meta(Child.Meta):
        constraints = [
            *Child.Meta.constraints,
            models.CheckConstraint(
                condition=Q(region=None) ^ Q(country=""),
                name="place_in_a_region_or_abroad",
                violation_error_message=_("Pilih wilayah, atau negara bila di luar."),
            ),
        ]
        verbose_name = _("tempat lain")
        verbose_name_plural = _("tempat lain")

    def clean(self):
        if errors := code_errors(self):
            raise ValidationError(errors)
