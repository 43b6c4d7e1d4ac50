"""What of somebody's looking at cases is brought before whoever answers for her."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from agencies import access, clock
from agencies.access import Act
from agencies.models import AuditEvent
from agencies.models.fields import PublicIdField
from cases.choices import IDENTITIES_A_DAY, OPENED, UNASSIGNED, AlarmKind, Verdict


class IsRestricted(models.Func):
    """Is the case in a column restricted now? Told to whoever reviews, who may not see
    it, so that she is told nothing else of it."""

    function = "case_is_restricted"
    output_field = models.BooleanField()


class ShowsIdentity(models.Func):
    """Does an act on the person in one column, in the case in another, show who a
    victim is, or somebody beside one? Asked of the owner, for who reviews sees neither.
    """

    function = "shows_identity"
    output_field = models.BooleanField()


class Midnight(models.Func):
    """The moment at which a day begins, so many `days` on, as `clock.midnight`."""

    template = "((%(expressions)s + %(days)s)::timestamp AT TIME ZONE 'Asia/Jakarta')"
    output_field = models.DateTimeField()


class OpenIdentities(models.Func):
    """Of how many victims a user was shown the identity between two moments, without
    those of cases that are restricted now (`identities_shown` says both)."""

    template = "(SELECT sum(n_open) FROM identities_shown(%(expressions)s))"
    output_field = models.IntegerField()


class AlarmQuerySet(models.QuerySet):
    def to_review_by(self, user):
        """Those that her office has yet to look at, never about herself; the auditor
        looks at those that no office is left for."""
        waiting = self.filter(verdict="").exclude(user=user).still_told()
        if access.may(user.hat, Act.REVIEW):
            return waiting.filter(reviewers__contains=[user.hat.agency_id])
        if access.may(user.hat, Act.READ_AUDIT):
            return waiting.filter(reviewers=[])
        return waiting.none()

    def still_told(self):
        """Without those of command that what is not restricted now would not raise:
        they would say that there is more. They come back when that is lifted."""
        person = models.Func(F("user_id"), template="ARRAY[%(expressions)s]")
        found = self.alias(since=self._since(), until=Midnight("day", days=1))
        found = found.alias(shown=OpenIdentities(person, F("since"), F("until")))
        return found.filter(
            Q(beyond_command=True)
            | Q(kind=AlarmKind.CONTACTS)
            | Q(kind=AlarmKind.UNASSIGNED) & Exists(self._opened())
            | Q(kind=AlarmKind.IDENTITIES, shown__gt=IDENTITIES_A_DAY)
        )

    def _since(self):
        """The last verdict on what she did that day, else the day's beginning."""
        same = ("user", "post", "day", "kind", "beyond_command")
        before = self.model.objects.filter(**{name: OuterRef(name) for name in same})
        before = before.exclude(reviewed_at=None).order_by("-reviewed_at")
        last = Subquery(before.values("reviewed_at")[:1])
        return Greatest(Midnight("day", days=0), last)

    def _opened(self):
        """Her looks at what was not hers, and is not restricted now."""
        her = {"by": OuterRef("user"), "post": OuterRef("post")}
        span = {"at__gte": OuterRef("since"), "at__lt": OuterRef("until")}
        looks = AuditEvent.objects.filter(**her, **span, verb=OPENED, reason=UNASSIGNED)
        return looks.exclude(IsRestricted("case_id"))


class Alarm(models.Model):
    """One for a person, post, kind and day (of Jakarta) until it is reviewed; what
    comes after the verdict raises another.

    It names no case: which ones she looked at, the audit trail says. `reviewers` are
    the agencies whose supervisors look at it; none of them, it is the auditor's.
    `beyond_command` says that one of the cases is restricted (an official is accused),
    so that it goes to internal affairs and not up her own chain.
    """

    public_id = PublicIdField()
    user = models.ForeignKey(
        "agencies.User", models.PROTECT, related_name="+", verbose_name=_("petugas")
    )
    post = models.ForeignKey(
        "agencies.Post", models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(_("jenis"), max_length=12, choices=AlarmKind)
    day = models.DateField(_("hari"))
    beyond_command = models.BooleanField(default=False)
    raised_at = models.DateTimeField(_("waktu"), default=clock.now)
    reviewers = ArrayField(models.BigIntegerField(), default=list)
    verdict = models.CharField(
        _("hasil tinjauan"), max_length=12, choices=Verdict, blank=True, default=""
    )
    reviewed_at = models.DateTimeField(_("ditinjau"), null=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "post", "day", "kind", "beyond_command"],
                condition=Q(verdict=""),
                name="one_open_alarm",
            )
        ]
        indexes = [
            models.Index(
                fields=["raised_at"],
                condition=Q(verdict=""),
                name="alarms_to_review",
            )
        ]
        verbose_name = _("peringatan akses")
        verbose_name_plural = _("peringatan akses")

    def __str__(self):
        return f"Alarm {self.pk}"
