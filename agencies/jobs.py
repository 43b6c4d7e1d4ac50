"""Long work that is done once, whatever dies meanwhile.

The row is the truth: a message only says that there is something to do. Whoever holds
the row's advisory lock works on it; the lock goes with the connection, so a killed
worker frees it. Every minute a sweep sends what is open again: messages may be lost or
doubled, and nothing is lost or done twice.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from agencies import clock
from agencies.choices import JobState
from agencies.models import Job, User

MOST_TRIES = 3
LOCK = "hashtextextended(%s, 7070)"
SENT_AGAIN_AFTER = timedelta(seconds=30)

logger = logging.getLogger(__name__)


def ask(
    kind: str, subject: str, *, given: dict[str, Any], by: User | None, of: int = 1
) -> Job:
    """The open job of that kind and subject; if there is none a new one, and sent."""
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, subject=subject, given=given, by=by, of=of
            )
    except IntegrityError:
        return Job.objects.open().get(kind=kind, subject=subject)
    transaction.on_commit(lambda: send(job))
    return job


def send(job: Job) -> None:
    """Tell a worker; without a queue the sweep will."""
    try:
        current_app.send_task(job.kind, [str(job.public_id)])
    except OperationalError:
        logger.warning("job not sent", extra={"job": str(job.public_id)})


def send_again() -> int:
    """Send every open job that a message may have been lost of; returns how many."""
    waiting = Job.objects.open().filter(created_at__lt=clock.now() - SENT_AGAIN_AFTER)
    for job in waiting:
        send(job)
    return len(waiting)


def run(public_id: str, work: Callable[[Job], str]) -> None:
    """Do the work of an open job, unless someone else is at it.

    `work` returns what came of it (a public id). If it raises, the job waits for its
    next try; after the third it is marked as failed, with the reason.
    """
    job = Job.objects.open().filter(public_id=public_id).first()
    if job is None:
        return
    with _alone(job) as mine:
        if mine and _starts(job):
            try:
                outcome = work(job)
            except Exception as error:  # noqa: BLE001 - told in the row, whatever it is
                _fails(job, reason_of(error))
            else:
                _ends(job, JobState.DONE, outcome=outcome)


def advance(job: Job, steps: int = 1) -> None:
    Job.objects.filter(pk=job.pk).update(done=F("done") + steps)


def reason_of(error: Exception) -> str:
    """A sentence for people; of a fault in the program its kind only, never values."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)[:200]
    return type(error).__name__


@contextmanager
def _alone(job: Job) -> Iterator[bool]:
    key = [str(job.public_id)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({LOCK})", key)
        mine = cursor.fetchone()[0]
        try:
            yield mine
        finally:
            if mine:
                cursor.execute(f"SELECT pg_advisory_unlock({LOCK})", key)


def _starts(job: Job) -> bool:
    """Count the try; False when the job has ended meanwhile or was tried enough."""
    job.refresh_from_db()
    if not job.is_open:
        return False
    if job.tries >= MOST_TRIES:
        _ends(job, JobState.FAILED, reason=job.reason or _("Pekerja berhenti."))
        return False
    job.state, job.tries, job.done = JobState.RUNNING, job.tries + 1, 0
    job.started_at = clock.now()
    job.save(update_fields=["state", "tries", "done", "started_at"])
    return True


def _fails(job: Job, reason: str) -> None:
    logger.warning("job failed", extra={"job": str(job.public_id), "reason": reason})
    if job.tries >= MOST_TRIES:
        _ends(job, JobState.FAILED, reason=reason)
    else:
        Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, reason=reason)


def _ends(job: Job, state: JobState, *, reason: str = "", outcome: str = "") -> None:
    job.state, job.reason, job.outcome = state, reason, outcome
    job.ended_at = clock.now()
    if state == JobState.DONE:
        job.done = job.of
    job.save(update_fields=["state", "reason", "outcome", "ended_at", "done"])
