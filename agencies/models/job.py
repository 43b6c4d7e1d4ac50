"""Long work: asked for once, carried out by a worker, its progress a row."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.choices import JobState
from agencies.models.fields import PublicIdField


class JobQuerySet(models.QuerySet):
    def open(self):
        """Asked for and not yet ended."""
        return self.filter(state__in=[JobState.QUEUED, JobState.RUNNING])


class Job(models.Model):
    """`kind` is the name of the Celery task that does it, `subject` what it is about:
    of one kind and subject only one is open. `given` holds codes and dates, never
    anything personal; `hat` is what `by` wore when she asked. `tries` are those that
    failed, and `reason` is why the last did; `starts` are all, those too that were cut
    off by a killed worker."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    given = models.JSONField(default=dict)
    by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="jobs"
    )
    hat = models.ForeignKey(
        "agencies.Assignment", models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        _("keadaan"), max_length=8, choices=JobState, default=JobState.QUEUED
    )
    starts = models.PositiveSmallIntegerField(default=0, db_default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=1)
    reason = models.TextField(_("sebab"), blank=True)
    outcome = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(state__in=["queued", "running"]),
                name="one_open_job_of_a_subject",
            )
        ]
        verbose_name = _("pekerjaan")
        verbose_name_plural = _("pekerjaan")

    def __str__(self):
        return f"Job {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def percent(self) -> int:
        return 100 * self.done // max(self.of, 1)
