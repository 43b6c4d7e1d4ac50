"""What a worker does for the register."""

import logging
from functools import partial

from celery import shared_task

from agencies import jobs
from agencies.eyes import looking_at_everything
from agencies.models import Export, Job
from cases import actions, exports
from cases.models import Referral

logger = logging.getLogger(__name__)


@shared_task(name=exports.TASK)
def export_list(job_id: str) -> None:
    jobs.run(job_id, _export)


def _export(job: Job) -> str:
    export = Export.objects.select_related("by").get(job=job)
    exports.make(export, tell=partial(jobs.advance, job))
    return str(export.public_id)


@shared_task(name="cases.end_passed_referrals", ignore_result=True)
def end_referrals() -> None:
    """Those whose last day has gone by: nobody acts, the calendar does.

    What can not be ended, as one that somebody has just ended, stops no other.
    """
    with looking_at_everything():
        for referral in Referral.objects.passed():
            try:
                actions.end_referral(referral, by=None)
            except Exception:
                logger.exception("referral %s was not ended", referral.pk)
