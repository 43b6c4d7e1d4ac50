"""What is done without anybody asking."""

from celery import shared_task

from agencies import draft_keys, drafts

SWEEP_DRAFTS = "agencies.sweep_drafts"
SHRED_STRAY_KEYS = "agencies.shred_stray_keys"


@shared_task(name=SHRED_STRAY_KEYS, ignore_result=True)
def shred_stray_keys() -> None:
    draft_keys.shred_stray()


@shared_task(name=SWEEP_DRAFTS, ignore_result=True)
def sweep_drafts() -> None:
    drafts.sweep(by=None)
