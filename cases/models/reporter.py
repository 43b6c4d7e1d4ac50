"""Who reported a case, in a table and under keys apart from everybody else."""

import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agencies import access, clock
from agencies.access import Act
from agencies.sealing import keystore
from agencies.sections import Section
from cases.models.case import Case
from cases.models.row import Child, ChildQuerySet, keep_versions
from cases.models.scope import CaseScope
from cases.models.sealed import Sealed
from cases.models.worker import opening
from cases.particulars import Particulars, mask
from cases.person_choices import RefusalReason, ReporterKind, RevealReason

# Whoever asked and was not answered for so long asks again, or no more.
LAPSES = datetime.timedelta(days=7)
# What was allowed waits so long to be opened, and is open so long from then on.
WAITS_TO_OPEN = datetime.timedelta(days=1)
STAYS_OPEN = datetime.timedelta(minutes=15)


class ReporterQuerySet(ChildQuerySet):
    def visible_to(self, user):
        return self.filter(opening(user, Section.REPORTER, "case"))


@keep_versions("sealed")
class Reporter(Sealed, Child):
    """UU 21/2007 art. 33: name and address stay secret. Of an anonymous one nothing is
    kept; a confidential one opens to two people together (`ReporterOpening`)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reporters")
    kind = models.CharField(_("jenis pelapor"), max_length=12, choices=ReporterKind)
    recorded = models.JSONField(default=dict, editable=False)

    KEY = keystore.REPORTER
    section = written_in = Section.REPORTER

    objects = ReporterQuerySet.as_manager()

    class Meta(Child.Meta):
        constraints = [
            *Child.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind=ReporterKind.CONFIDENTIAL) | Q(sealed=None),
                name="anonymous_reporter_is_not_recorded",
            ),
        ]
        verbose_name = _("pelapor")
        verbose_name_plural = _("pelapor")

    def particulars(self) -> Particulars:
        """As `Person.particulars`: no right is asked here."""
        return Particulars.from_json(self.unseal())

    def keep(self, particulars: Particulars) -> None:
        self.seal(particulars.to_json())
        self.recorded = mask(particulars)


class ReporterOpeningQuerySet(ChildQuerySet):
    def visible_to(self, user):
        return self.filter(opening(user, Section.REPORTER, "case"))

    def in_charge_of(self, user):
        """Those that she may allow: in charge of the office that leads the case or of
        one above it; of a restricted case as one of its readers by name."""
        hat = user.hat
        if not access.may(hat, Act.ASSIGN):
            return self.none()
        # Not those of an office that was asked in, who hold what it was asked for.
        named = CaseScope.objects.under(hat.personal_keys)
        by_name = named.filter(granted__shares=Section.REPORTER).exists_for("case_id")
        chain = Q(case__lead_agency__ancestors__contains=[hat.agency_id])
        closed = Q(case__is_restricted=True)
        return self.filter((chain & ~closed) | (closed & Q(by_name)))

    def waiting(self):
        """Those that nobody has answered, and that have not lapsed."""
        since = clock.now() - LAPSES
        unanswered = self.standing().filter(approved_at=None, refused_at=None)
        return unanswered.filter(taken_back_at=None, created_at__gt=since)

    def unused(self):
        """Those that were allowed and not opened yet, and that still may be."""
        found = self.standing().filter(opened_at=None, taken_back_at=None)
        return found.filter(ends_at__gt=clock.now())

    def to_approve_by(self, user):
        """Those that wait for somebody like her; never her own."""
        waiting = self.waiting().filter(reporter__withdrawn_at=None)
        waiting = waiting.filter(case__withdrawn_at=None).exclude(created_by=user)
        return waiting.in_charge_of(user)

    def to_take_back_by(self, user):
        """Those that were allowed and not opened, for whoever may allow it."""
        unused = self.unused().filter(reporter__withdrawn_at=None)
        unused = unused.filter(case__withdrawn_at=None).exclude(created_by=user)
        return unused.in_charge_of(user)

    def open_to(self, user):
        """Those under which she may read the reporter now."""
        mine = self.standing().filter(created_by=user, taken_back_at=None)
        return mine.filter(ends_at__gt=clock.now())

    def answered_for(self, user):
        """What she asked for and reads the answer to, of each reporter the last:
        allowed and not over; refused, or taken back by who may allow it, as long as a
        request holds."""
        later = ReporterOpening.objects.filter(
            reporter=OuterRef("reporter"), created_by=user, pk__gt=OuterRef("pk")
        )
        since = clock.now() - LAPSES
        is_open = Q(ends_at__gt=clock.now(), taken_back_at=None)
        taken_back = Q(approved_at__isnull=False, taken_back_at__gt=since)
        mine = self.visible_to(user).standing().filter(created_by=user)
        mine = mine.filter(reporter__withdrawn_at=None, case__withdrawn_at=None)
        told = mine.filter(is_open | taken_back | Q(refused_at__gt=since))
        return told.exclude(Exists(later))


@keep_versions()
class ReporterOpening(Child):
    """One asks to know who reported, a second one in charge allows it, for minutes from
    her first look within a day, or refuses it for a reason that the asker is told. Who
    asked takes back what nobody answered; who may allow it, what nobody opened.

    `ends_at` is until when it may be opened; once it was, when it shuts.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="reporter_openings")
    reporter = models.ForeignKey(
        Reporter, models.PROTECT, related_name="openings", verbose_name=_("pelapor")
    )
    reason = models.CharField(_("alasan"), max_length=12, choices=RevealReason)
    approved_by = models.ForeignKey(
        "agencies.User",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        editable=False,
        verbose_name=_("disetujui oleh"),
    )
    approved_at = models.DateTimeField(_("disetujui"), null=True, editable=False)
    ends_at = models.DateTimeField(_("sampai"), null=True, editable=False)
    opened_at = models.DateTimeField(_("dibuka"), null=True, editable=False)
    refused_by = models.ForeignKey(
        "agencies.User",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        editable=False,
        verbose_name=_("ditolak oleh"),
    )
    refused_at = models.DateTimeField(_("ditolak"), null=True, editable=False)
    refusal = models.CharField(
        _("alasan penolakan"),
        max_length=12,
        choices=RefusalReason,
        blank=True,
        default="",
        editable=False,
    )
    taken_back_by = models.ForeignKey(
        "agencies.User",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        editable=False,
        verbose_name=_("ditarik kembali oleh"),
    )
    taken_back_at = models.DateTimeField(
        _("ditarik kembali"), null=True, editable=False
    )

    section = written_in = Section.REPORTER

    objects = ReporterOpeningQuerySet.as_manager()

    class Meta(Child.Meta):
        constraints = [
            *Child.Meta.constraints,
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None, ends_at=None)
                | Q(
                    ~Q(approved_by=F("created_by")),
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    ends_at__gt=F("approved_at"),
                ),
                name="reporter_opened_by_two",
                violation_error_message=_("Orang kedua yang harus menyetujui."),
            ),
            models.CheckConstraint(
                condition=Q(refused_by=None, refused_at=None, refusal="")
                | Q(
                    ~Q(refusal=""),
                    ~Q(refused_by=F("created_by")),
                    refused_by__isnull=False,
                    refused_at__isnull=False,
                    approved_at=None,
                ),
                name="reporter_refused_by_another",
                violation_error_message=_("Permintaan ini sudah dijawab."),
            ),
            models.CheckConstraint(
                condition=Q(
                    Q(ends_at=None) | Q(ends_at__lte=F("approved_at") + WAITS_TO_OPEN),
                    opened_at=None,
                )
                | Q(
                    approved_at__isnull=False,
                    opened_at__isnull=False,
                    ends_at__isnull=False,
                    opened_at__gte=F("approved_at"),
                    opened_at__lt=F("approved_at") + WAITS_TO_OPEN,
                    ends_at__lte=F("opened_at") + STAYS_OPEN,
                ),
                name="reporter_open_for_minutes",
                violation_error_message=_("Pembukaan ini sudah berakhir."),
            ),
            models.CheckConstraint(
                condition=Q(taken_back_by=None, taken_back_at=None)
                | Q(
                    Q(approved_at=None, taken_back_by=F("created_by"))
                    | Q(
                        ~Q(taken_back_by=F("created_by")),
                        approved_at__isnull=False,
                    ),
                    taken_back_by__isnull=False,
                    taken_back_at__isnull=False,
                    opened_at=None,
                    refused_at=None,
                ),
                name="reporter_taken_back_unopened",
                violation_error_message=_("Permintaan ini sudah dijawab."),
            ),
        ]
        verbose_name = _("pembukaan identitas pelapor")
        verbose_name_plural = _("pembukaan identitas pelapor")
