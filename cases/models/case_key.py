"""A case opened to one person by name: in a restricted case, or in danger."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies import access
from agencies.access import Act
from agencies.sections import Section
from cases.choices import SightKind, SightReason, Verdict
from cases.models.case import Case
from cases.models.row import Child, ChildQuerySet, keep_versions


class CaseKeyQuerySet(ChildQuerySet):
    def broken(self):
        """Break-glass, not named readers."""
        return self.filter(kind=SightKind.BREAK_GLASS)

    def to_review_by(self, user):
        """Break-glass that her office has yet to look at; never her own."""
        if not access.may(user.hat, Act.REVIEW):
            return self.none()
        waiting = self.broken().filter(verdict="")
        mine = waiting.filter(reviewers__contains=[user.hat.agency_id])
        return mine.exclude(created_by=user).order_by("created_at")


@keep_versions()
class CaseKey(Child):
    """What a personal key opens. It holds until the key ends or this is withdrawn.

    A restricted case opens to named readers only; break-glass never opens one.
    `reviewers` are the agencies whose supervisors look at a break-glass, until one of
    them gives the `verdict`.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="keys")
    key = models.OneToOneField(
        "agencies.PersonalKey", models.PROTECT, related_name="opens", editable=False
    )
    kind = models.CharField(_("jenis"), max_length=12, choices=SightKind)
    sections = models.PositiveSmallIntegerField(_("bagian perkara yang dibuka"))
    reason = models.CharField(_("alasan"), max_length=20, choices=SightReason)
    reviewers = ArrayField(
        models.BigIntegerField(), default=list, db_default=[], editable=False
    )
    verdict = models.CharField(
        _("hasil tinjauan"),
        max_length=12,
        choices=Verdict,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )

    objects = CaseKeyQuerySet.as_manager()

    class Meta(Child.Meta):
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(kind="break_glass", verdict=""),
                name="case_keys_to_review",
            )
        ]
        verbose_name = _("kunci perkara")
        verbose_name_plural = _("kunci perkara")

    @property
    def opens(self) -> Section:
        return Section(self.sections)
