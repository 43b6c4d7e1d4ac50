"""Envelopes that every app uses; the apps above say what they carry."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.models.fields import PublicIdField


class DraftQuerySet(models.QuerySet):
    def kept(self):
        """Those that their writers have: not left behind."""
        return self.filter(left_at=None)

    def left_to(self, agency_id: int | None):
        """Those that people left behind in an office, the oldest first."""
        return self.filter(left_at__isnull=False, agency_id=agency_id).order_by("pk")


class Draft(models.Model):
    """What somebody typed and has not saved, sealed under a data key of its own.

    It was begun for an office. When she leaves that office it is nobody's until
    somebody in charge there takes it.
    """

    public_id = PublicIdField()
    by = models.ForeignKey("agencies.User", models.CASCADE, related_name="drafts")
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, related_name="+"
    )
    left_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=20)
    sealed = models.BinaryField()
    done = models.PositiveSmallIntegerField(
        default=0, help_text=_("Berapa isian wajib yang sudah terisi.")
    )
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "-updated_at"], name="drafts_of_user")]
        verbose_name = _("draf")
        verbose_name_plural = _("draf")

    def __str__(self):
        return f"Draft {self.pk}"


class IdempotencyKey(models.Model):
    """What a create with this key has made: a second one answers with the same row.

    `fingerprint` is an HMAC of the first request's content, so that the same key with
    another content can be refused.
    """

    user = models.ForeignKey("agencies.User", models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    fingerprint = models.BinaryField(max_length=32)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_use_of_key")
        ]

    def __str__(self):
        return f"IdempotencyKey {self.pk}"


class NumberSeries(models.Model):
    """The last number given by an agency in a year. Gapless: the row is locked last."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"], name="one_series_per_year"
            )
        ]

    def __str__(self):
        return f"NumberSeries {self.pk}"


class SavedView(models.Model):
    """A list with its filters under a name, for one person."""

    user = models.ForeignKey(
        "agencies.User", models.CASCADE, related_name="saved_views"
    )
    list = models.CharField(max_length=20)
    name = models.CharField(_("nama tampilan"), max_length=40)
    query = models.TextField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "list", "name"], name="one_view_per_name"
            )
        ]
        verbose_name = _("tampilan tersimpan")
        verbose_name_plural = _("tampilan tersimpan")

    def __str__(self):
        return f"SavedView {self.pk}"
