"""Who works on a case, by name and by letter."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agencies import access, clock
from agencies.sections import Section
from cases.choices import Work
from cases.models.case import Case
from cases.models.row import Child, ChildQuerySet, keep_versions
from cases.models.scope import CaseScope


def opening(user, section: Section, case: str = "") -> Q:
    """As a condition: the section opens to her, freely or because she works on it.

    `case` is the row's relation to its case, "" for cases themselves.
    """
    hat = user.hat
    way = access.opening(hat, section)
    under = CaseScope.objects.under(hat.agency_keys)
    column, prefix = (f"{case}_id", f"{case}__") if case else ("pk", "")
    wrote = {"created_by": user, "lead_agency_id": hat.agency_id}
    works = Exists(CaseWorker.objects.of(user.pk, hat.agency_id, column))
    hers = Q(works) | Q(**{prefix + name: value for name, value in wrote.items()})
    return Q(under.opening(section, way.freely).exists_for(column)) | (
        Q(under.opening(section, way.if_assigned).exists_for(column)) & hers
    )


class CaseWorkerQuerySet(ChildQuerySet):
    def of(self, user: int, agency: int | None, case: str):
        """Her assignments of today, for an office, to the case in the column `case`."""
        mine = self.today().filter(user_id=user, agency_id=agency)
        return mine.filter(case_id=OuterRef(case))

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
