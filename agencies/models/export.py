"""A list that leaves the register: what was asked, for what, and the sealed file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.choices import ExportFormat, ExportPurpose, JobState
from agencies.models.fields import PublicIdField
from agencies.models.job import Job


class ExportQuerySet(models.QuerySet):
    def of(self, user):
        """What she asked for under the hat that she wears, as it is today."""
        worn = user.assignment.worn if user.assignment else None
        return self.filter(by=user, worn=worn)

    def kept(self):
        """With something left to throw away: a file, or words under a key."""
        return self.exclude(file=None, sealed=None)

    def asked_within(self, span):
        """Not those that came to nothing."""
        failed = Job.objects.filter(state=JobState.FAILED)
        asked = self.filter(asked_at__gt=clock.now() - span)
        return asked.exclude(job__in=failed)


class ExportManager(models.Manager.from_queryset(ExportQuerySet)):
    """Without the file, which is asked for by name."""

    def get_queryset(self):
        return super().get_queryset().defer("file")


class Export(models.Model):
    """`query` is the address of the list, `worn` the hat that it was asked under.

    `file` is a ZIP under a password. `sealed` holds, under a data key of its own, why
    it was asked, and the password until that was told; then the key is shredded.
    `sha256` is of the data inside, and `holds` says of what rows they are, for whoever
    asks whether all are still open. Made or not, it ends at `expires_at`.
    """

    public_id = PublicIdField()
    by = models.ForeignKey("agencies.User", models.PROTECT, related_name="exports")
    worn = models.JSONField()
    job = models.OneToOneField("agencies.Job", models.PROTECT, related_name="export")
    list = models.CharField(_("daftar"), max_length=20)
    query = models.TextField(blank=True)
    format = models.CharField(_("bentuk"), max_length=4, choices=ExportFormat)
    purpose = models.CharField(_("keperluan"), max_length=16, choices=ExportPurpose)
    asked_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    sealed = models.BinaryField(null=True)
    file = models.BinaryField(null=True)
    holds = models.JSONField(null=True)
    rows = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = ExportManager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["by", "-id"], name="exports_of_user")]
        verbose_name = _("ekspor")
        verbose_name_plural = _("ekspor")

    def __str__(self):
        return f"Export {self.pk}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= clock.now()

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None and not self.is_expired
