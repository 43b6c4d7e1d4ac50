"""What is shown of a compilation: which region and period, and how far it is."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import NATION
from agencies.lookup import zones
from agencies.models import Job
from reports import areas
from reports.drawing.charts import said
from reports.periods import Period, read_month


def line(job: Job, zone: ZoneInfo) -> dict[str, Any]:
    """A compilation of one edition, or of a month's; moments in the reader's zone."""
    period = period_of(job)
    if is_of_a_month(job):
        region = _("Semua wilayah")
    else:
        region = areas.area(region_of(job)).name
    return {
        "job": job,
        "title": _("%(region)s, %(period)s")
        % {"region": region, "period": period.called},
        "progress": progress(job),
        "asked": zones.moment_in_words(job.created_at, zone),
        "ended": zones.moment_in_words(job.ended_at, zone) if job.ended_at else "",
        "is_running": period.has_not_ended,
        "month": period.code if is_of_a_month(job) else "",
    }


def is_of_a_month(job: Job) -> bool:
    """Is it of all regions of a month?"""
    return "month" in job.given


def region_of(job: Job) -> str:
    """The code of the region whose offices may see it."""
    return NATION if is_of_a_month(job) else job.given["region"]


def period_of(job: Job) -> Period:
    given = job.given
    if is_of_a_month(job):
        return read_month(given["month"])
    return Period.of_days(given["first"], given["last"])


def progress(job: Job) -> str:
    """ "120 dari 553 wilayah" """
    words = ngettext(
        "%(done)s dari %(of)s wilayah", "%(done)s dari %(of)s wilayah", job.of
    )
    return words % {"done": said(job.done), "of": said(job.of)}
