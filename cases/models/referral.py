"""Another office is asked in, for a purpose, for parts of a case, until a day."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.lookup import codes
from agencies.sections import SHARED, Ground, Section, mandate
from cases.choices import DeclineReason, ReferralState
from cases.models.case import Case
from cases.models.row import Child, ChildQuerySet, keep_versions


class ReferralQuerySet(ChildQuerySet):
    def addressed_to(self, user):
        """Those that ask her office, whether it sees the case yet or not."""
        return self.standing().filter(to_agency_id=user.hat.agency_id)

    def passed(self):
        """Open ones whose last day has gone by."""
        is_open = [ReferralState.ASKED, ReferralState.ACCEPTED]
        return self.standing().filter(state__in=is_open, ends_on__lt=clock.today())

    def in_force(self):
        """Accepted ones that hold today."""
        holds = Q(ends_on=None) | Q(ends_on__gte=clock.today())
        return self.standing().filter(holds, state=ReferralState.ACCEPTED)

    def waiting(self):
        """Unanswered ones, the longest waiting first; of each who asked one, then the
        second: nobody's many keep another's from being seen."""
        turn = Window(RowNumber(), partition_by="created_by_id", order_by="pk")
        found = self.filter(state=ReferralState.ASKED)
        return found.annotate(turn=turn).order_by("turn", "pk")


@keep_versions()
class Referral(Child):
    """Rujukan: asked, then accepted or declined; accepted, it opens `sections` of the
    case to that office until `ends_on` or until somebody ends it.

    The office that asked stays responsible until it is accepted. Until then the asked
    office knows the case by `told` alone: what it was told when it was asked.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    to_agency = models.ForeignKey(
        "agencies.Agency",
        models.PROTECT,
        related_name="referrals",
        verbose_name=_("instansi yang diminta"),
    )
    purpose = models.CharField(_("keperluan"), max_length=40)
    sections = models.PositiveSmallIntegerField(_("bagian perkara yang dibuka"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    told = models.JSONField(default=dict, editable=False)
    state = models.CharField(
        _("keadaan"),
        max_length=8,
        choices=ReferralState,
        default=ReferralState.ASKED,
        editable=False,
    )
    decline_reason = models.CharField(
        _("alasan ditolak"),
        max_length=16,
        choices=DeclineReason,
        blank=True,
        editable=False,
    )

    objects = ReferralQuerySet.as_manager()

    class Meta(Child.Meta):
        constraints = [
            *Child.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "to_agency"],
                condition=Q(withdrawn_at=None, state__in=["asked", "accepted"]),
                name="one_open_referral_to_an_office",
                violation_error_message=_("Instansi ini sudah diminta."),
            ),
            models.CheckConstraint(
                condition=Q(state="declined") ^ Q(decline_reason=""),
                name="referral_declined_with_reason",
            ),
        ]
        indexes = [
            models.Index(F("to_agency"), F("id").desc(), name="referrals_of_an_office")
        ]
        verbose_name = _("rujukan")
        verbose_name_plural = _("rujukan")

    @property
    def opens(self) -> Section:
        return Section(self.sections)

    @property
    def is_open(self) -> bool:
        """Not answered yet, or accepted and not ended."""
        return self.state in (ReferralState.ASKED, ReferralState.ACCEPTED)

    def clean(self):
        codes.check("service_type", self.purpose, held=[self.held.get("purpose")])
        if not self.to_agency.is_valid_on(clock.today()):
            raise ValidationError({"to_agency": _("Instansi ini sudah tidak ada.")})
        asked = self.opens & ~Section.SUMMARY
        may_hold = mandate(self.to_agency.type, Ground.PARTICIPATION).reads & SHARED
        if not asked or asked & ~may_hold:
            raise ValidationError(
                {"sections": _("Instansi ini tidak dapat memegang bagian itu.")}
            )
        if self.to_agency_id == self.case.lead_agency_id:
            raise ValidationError(
                {"to_agency": _("Satuan ini sudah memimpin perkara ini.")}
            )
