"""What is done without anybody asking."""

import logging

from celery import shared_task

from agencies import draft_keys, drafts, exports, jobs
from agencies.accounts import sessions
from agencies.chain import seals
from agencies.chain.heads import Alarm

SWEEP_DRAFTS = "agencies.sweep_drafts"
SHRED_STRAY_KEYS = "agencies.shred_stray_keys"
SEND_JOBS_AGAIN = "agencies.send_jobs_again"
SWEEP_EXPORTS = "agencies.sweep_exports"
SEAL_AUDIT = "agencies.seal_audit"
FORGET_SESSIONS = "agencies.forget_sessions"

logger = logging.getLogger(__name__)


@shared_task(name=SHRED_STRAY_KEYS, ignore_result=True)
def shred_stray_keys() -> None:
    draft_keys.shred_stray()


@shared_task(name=SWEEP_DRAFTS, ignore_result=True)
def sweep_drafts() -> None:
    drafts.sweep(by=None)


@shared_task(name=SEND_JOBS_AGAIN, ignore_result=True)
def send_jobs_again() -> None:
    jobs.send_again()


@shared_task(name=SWEEP_EXPORTS, ignore_result=True)
def sweep_exports() -> None:
    exports.sweep()


@shared_task(name=FORGET_SESSIONS, ignore_result=True)
def forget_sessions() -> None:
    sessions.forget_old()


@shared_task(name=SEAL_AUDIT, ignore_result=True)
def seal_audit() -> None:
    """Asked every five seconds; what must not be goes to the log, each time."""
    try:
        seals.seal()
    except Alarm as alarm:
        logger.critical("audit alarm: %s", alarm)
