"""Who works on a case, by name and by letter."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies import clock
from cases.choices import Work
from cases.models.case import Case
from cases.models.row import Child, ChildQuerySet, keep_versions


class CaseWorkerQuerySet(ChildQuerySet):
    def today(self):
        """Assignments that hold today, in the offices that they were made for."""
        day = clock.today()
        return self.standing().filter(
            Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, ended_at=None
        )

    def passed(self):
        """Those that nobody ended and whose last day has gone by."""
        return self.standing().filter(ended_at=None, ends_on__lt=clock.today())


@keep_versions()
class CaseWorker(Child):
    """Somebody assigned to a case, for one office, from a day on (Surat Perintah, the
    decision that names a case manager). What is closed to her colleagues opens to her.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="workers")
    user = models.ForeignKey(
        "agencies.User",
        models.PROTECT,
        related_name="case_work",
        verbose_name=_("petugas"),
    )
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_index=False
    )
    work = models.CharField(_("sebagai"), max_length=12, choices=Work)
    letter_number = models.CharField(_("nomor surat"), max_length=80)
    starts_on = models.DateField(_("sejak"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    ended_at = models.DateTimeField(_("diakhiri"), null=True, editable=False)

    objects = CaseWorkerQuerySet.as_manager()

    class Meta(Child.Meta):
        constraints = [
            *Child.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="case_work_ends_after_start",
                violation_error_message=_(
                    "Tanggal akhir tidak boleh sebelum tanggal mulai."
                ),
            ),
            models.UniqueConstraint(
                fields=["case", "user", "agency", "work"],
                condition=Q(withdrawn_at=None, ended_at=None),
                name="case_work_once",
                violation_error_message=_("Petugas ini sudah ditugaskan."),
            ),
        ]
        verbose_name = _("penugasan perkara")
        verbose_name_plural = _("penugasan perkara")
