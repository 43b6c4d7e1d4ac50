"""One row for every act, denial and download. Written once, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models.fields import uuid7

# Acts that were refused, and the one that says what a verification found.
REFUSALS = (
    *("denied", "sign_in_refused"),
    *("missed_break_glass", "waited_break_glass"),
)
VERIFIED = "verified_audit"


class Xid8Field(models.Field):
    """PostgreSQL's xid8: the transaction that wrote the row, for the sealer."""

    def db_type(self, connection):
        return "xid8"

    def from_db_value(self, value, expression, connection):
        return None if value is None else int(value)

    def get_prep_value(self, value):
        """PostgreSQL has no way from a number to an xid8, only from its digits."""
        return str(value) if isinstance(value, int) else value


class AuditEventQuerySet(models.QuerySet):
    def of_case(self, case_id: int):
        """What happened to one case and the rows that hang on it, newest first."""
        return self.filter(case_id=case_id).order_by("-at", "-id")


class AuditEvent(models.Model):
    """`mac` is an HMAC over the row (see `agencies.audit`); names and texts never
    stand in `changes`: a hidden field is there by its name alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    era = models.PositiveSmallIntegerField(db_default=models.Func(function="audit_era"))
    xid = Xid8Field(db_default=models.Func(function="pg_current_xact_id"))
    at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(
        "agencies.User",
        models.PROTECT,
        null=True,
        related_name="audit_events",
        db_index=False,
    )
    post = models.ForeignKey(
        "agencies.Post", models.PROTECT, null=True, related_name="+", db_index=False
    )
    verb = models.CharField(_("perbuatan"), max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    subject_version = models.PositiveIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict)
    reason = models.CharField(_("alasan"), max_length=40, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    key_id = models.PositiveSmallIntegerField()
    mac = models.BinaryField(max_length=32)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "subject_version"],
                name="one_event_per_version",
            )
        ]
        indexes = [
            models.Index(fields=["era", "xid"], name="audit_by_transaction"),
            models.Index(
                fields=["case_id", "-at"],
                name="audit_of_case",
                condition=~models.Q(case_id=None),
            ),
            models.Index(fields=["-at", "-id"], name="audit_by_moment"),
            models.Index(fields=["by", "-at", "-id"], name="audit_of_person"),
            models.Index(
                fields=["-at", "-id"],
                name="audit_of_refusals",
                condition=models.Q(verb__in=REFUSALS),
            ),
            models.Index(
                fields=["-at"],
                name="audit_of_verifications",
                condition=models.Q(verb=VERIFIED),
            ),
        ]
        verbose_name = _("jejak audit")
        verbose_name_plural = _("jejak audit")

    def __str__(self):
        return f"AuditEvent {self.pk}"
