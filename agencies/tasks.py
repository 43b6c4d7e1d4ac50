"""What is done without anybody asking."""

from celery import shared_task

from agencies import draft_keys, drafts, exports, jobs

SWEEP_DRAFTS = "agencies.sweep_drafts"
SHRED_STRAY_KEYS = "agencies.shred_stray_keys"
SEND_JOBS_AGAIN = "agencies.send_jobs_again"
SWEEP_EXPORTS = "agencies.sweep_exports"


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
