"""An edition: what a region's figures were, kept for good."""

import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies import access, clock
from agencies.lookup import directory
from agencies.models.fields import PublicIdField
from reports.choices import EditionState
from reports.periods import Period, read_period


class EditionQuerySet(models.QuerySet):
    def served_to(self, user):
        """Editions of the regions that her office serves, if she may read any."""
        if not access.may(user.hat, access.Act.READ_EDITION):
            return self.none()
        served = directory.codes_served_by(user.hat)
        if access.NATION in served:
            return self
        around = Q(pk=None)
        for code in served:
            around |= Q(region__code=code) | Q(region__code__startswith=f"{code}.")
        return self.filter(around)

    def of(self, region_code: str, period: Period):
        return self.filter(
            region__code=region_code, first=period.first, last=period.last
        )

    def numbered(self, number: str):
        """By the number that reports print: 64-2025-10/1."""
        label, _slash, n = number.strip().partition("/")
        code, _dash, period = label.partition("-")
        try:
            span = read_period(period)
        except ValueError:
            return self.none()
        return self.of(code, span).filter(n=int(n)) if n.isdecimal() else self.none()

    def standing(self):
        return self.exclude(state=EditionState.SUPERSEDED)

    def newest(self):
        """Of the latest days the one that stands: published, else the newest."""
        is_published = models.Case(
            models.When(state=EditionState.PUBLISHED, then=0), default=1
        )
        return self.standing().order_by("-last", "-first", is_published, "-n").first()


class Edition(models.Model):
    """The complete figures of a region and a period, as known below `cutoff`.

    `cells` is a list of [figure, span, cut, key, n] without zeros, sorted; `digest` is
    over them, the definitions and the region tree, so that *Reproduce* can count again
    and compare. `audit_head` is the newest seal of the audit trail at that hour
    (`AuditSeal.head`): paper proves the trail too. Nothing but its state ever changes:
    a later one supersedes it. `signed_as` is name, title and agency (its code) of who
    published it, as they were on that day.
    """

    public_id = PublicIdField()
    region = models.ForeignKey(
        "agencies.Region", models.PROTECT, related_name="editions"
    )
    first = models.DateField(_("hari pertama"))
    last = models.DateField(_("hari terakhir"))
    n = models.PositiveIntegerField(_("edisi ke"))
    state = models.CharField(
        _("keadaan"),
        max_length=12,
        choices=EditionState,
        default=EditionState.PROVISIONAL,
    )
    cutoff = models.BigIntegerField()
    definitions = models.JSONField()
    tree_version = models.CharField(max_length=12)
    cells = models.JSONField()
    digest = models.CharField(max_length=64)
    audit_head = models.CharField(max_length=40, blank=True, default="")
    compiled_at = models.DateTimeField(default=clock.now)
    compiled_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+"
    )
    signed_as = models.JSONField(default=dict)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="supersedes"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "region__code", "-n"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "first", "last", "n"], name="edition_number_once"
            ),
            models.UniqueConstraint(
                fields=["region", "first", "last"],
                condition=Q(state="published"),
                name="one_published_of_a_period",
            ),
            models.CheckConstraint(
                condition=Q(first__lte=F("last")), name="edition_period_in_order"
            ),
        ]
        verbose_name = _("edisi")
        verbose_name_plural = _("edisi")

    def __str__(self):
        return f"Edition {self.pk}"

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    @property
    def number(self) -> str:
        """64-2025-10/1: region, period, edition."""
        return f"{self.region.code}-{self.period.code}/{self.n}"

    @property
    def compiled_on(self) -> datetime.date:
        """The day on which it was compiled, where its region is."""
        zone = ZoneInfo(self.region.time_zone) if self.region.time_zone else clock.WIB
        return self.compiled_at.astimezone(zone).date()

    @property
    def is_running(self) -> bool:
        """Was it compiled before its last day was over?

        Then it knows a part of its days: it is compared with no whole period, and
        nobody publishes it.
        """
        return self.compiled_on <= self.last

    @property
    def is_provisional(self) -> bool:
        return self.state == EditionState.PROVISIONAL
