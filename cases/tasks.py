"""What a worker does for the register."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from celery import shared_task
from django.db.models import QuerySet

from agencies import jobs
from agencies.eyes import looking_at_everything
from agencies.models import Export, Job
from cases import actions, exports, handover, register_feed
from cases.actions.match import RESOLVE
from cases.models import CaseWorker, Referral

logger = logging.getLogger(__name__)


@shared_task(name=RESOLVE, ignore_result=True)
def resolve_matches() -> None:
    """Who was asked for, looked for unseen; each time that somebody asks, and by the
    minute in case a message was lost."""
    with looking_at_everything():
        actions.resolve_matches(by=None)


@shared_task(name=exports.TASK)
def export_list(job_id: str) -> None:
    jobs.run(job_id, _export)


def _export(job: Job) -> str:
    export = Export.objects.select_related("by").get(job=job)
    exports.make(export, tell=partial(jobs.advance, job))
    return str(export.public_id)


@shared_task(name="cases.end_passed", ignore_result=True)
def end_passed() -> None:
    """Referrals and work whose last day has gone by, and what a post opened that ended
    by its date: nobody acts, the calendar does."""
    with looking_at_everything():
        _end_each(Referral.objects.passed(), actions.end_referral)
        _end_each(CaseWorker.objects.passed(), actions.end_work)
        _end_each(handover.not_handed_over(), actions.hand_over)


@shared_task(name="cases.sweep_names", ignore_result=True)
def sweep_names() -> None:
    """Which persons changed a month ago, and nothing of them, is forgotten."""
    register_feed.sweep()


def _end_each(passed: QuerySet, end: Callable[..., Any]) -> None:
    """What can not be ended, as one that somebody has just ended, stops no other."""
    for row in passed:
        try:
            end(row, by=None)
        except Exception:
            logger.exception("%s %s was not ended", row._meta.model_name, row.pk)
