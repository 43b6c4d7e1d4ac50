"""Long work that is done once, whatever dies meanwhile.

The row is the truth: a message only says that there is something to do. Whoever holds
the row's advisory lock works on it; the lock goes with the connection, so a killed
worker frees it, and whoever lost the connection says nothing more about the job. Every
minute a sweep sends what is open again: messages may be lost or doubled, and nothing is
lost or done twice. A job fails by its own faults only; one that was begun MOST_STARTS
times and never came to an end is taken for the killer of its workers.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, IntegrityError, connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from agencies import clock
from agencies.choices import JobState
from agencies.models import Job, User

MOST_TRIES = 3  # that raised
MOST_STARTS = 12
LOCK = "hashtextextended(%s, 7070)"
SENT_AGAIN_AFTER = timedelta(seconds=30)
MOST_NAMED = 20
Step = TypeVar("Step")

logger = logging.getLogger(__name__)


class Interrupted(Exception):
    """The connection went away, and the lock with it."""


class Unfinished(Exception):
    """Some steps of a job failed, and the others stand; says which, and why."""


def ask(
    kind: str, subject: str, *, given: dict[str, Any], by: User | None, of: int = 1
) -> Job:
    """The open job of that kind and subject; if there is none a new one, and sent.

    `by` asks under the hat that she wears.
    """
    hat = by.assignment if by else None
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, subject=subject, given=given, by=by, hat=hat, of=of
            )
    except IntegrityError:
        there = Job.objects.open().filter(kind=kind, subject=subject).first()
        # It may have ended since.
        return there or ask(kind, subject, given=given, by=by, of=of)
    transaction.on_commit(lambda: send(job))
    return job


def send(job: Job) -> None:
    """Tell a worker; without a queue the sweep will."""
    wake(job.kind, str(job.public_id))


def wake(task: str, *args: str) -> None:
    """Have a worker do it at once; without a queue what goes round will."""
    try:
        current_app.send_task(task, list(args))
    except OperationalError:
        logger.warning("task not sent", extra={"task": task})


def send_again() -> int:
    """Send every open job that a message may have been lost of; returns how many."""
    waiting = Job.objects.open().filter(created_at__lt=clock.now() - SENT_AGAIN_AFTER)
    for job in waiting:
        send(job)
    return len(waiting)


def run(public_id: str, work: Callable[[Job], str]) -> None:
    """Do the work of an open job, unless someone else is at it.

    `work` returns what came of it (a public id). If it raises, the job waits for its
    next try; after the third it is marked as failed, with the reason. What is refused
    (PermissionDenied) is not tried again. If the database went away meanwhile, nobody's
    fault is counted: the sweep sends the job again.
    """
    job = Job.objects.open().filter(public_id=public_id).first()
    if job is None:
        return
    try:
        with _alone(job) as mine:
            if mine and _starts(job):
                _does(job, work)
    except Interrupted:
        logger.warning("job interrupted", extra={"job": public_id})
        connection.close()


def _does(job: Job, work: Callable[[Job], str]) -> None:
    session = connection.connection
    try:
        outcome = work(job)
    except Exception as error:
        if not _holds(session):
            raise Interrupted from error
        _fails(job, error)
    else:
        _ends(job, JobState.DONE, outcome=outcome)


def advance(job: Job, steps: int = 1) -> None:
    Job.objects.filter(pk=job.pk).update(done=F("done") + steps)


def each(
    job: Job, steps: list[tuple[str, Step]], take: Callable[[Step], object], words: str
) -> None:
    """Take every step, whatever becomes of another; `steps` come with their names.

    Unfinished when some failed: `words` say it of %(n)d steps of %(of)d, %(failed)s. A
    lost connection ends it at once.
    """
    session = connection.connection
    failed: dict[str, list[str]] = {}
    for name, step in steps:
        try:
            take(step)
        except Exception as error:
            if not _holds(session):
                raise
            failed.setdefault(_told(error, job), []).append(name)
        else:
            advance(job)
    if failed:
        n = sum(map(len, failed.values()))
        told = "; ".join(
            f"{_named(names)} ({reason})" for reason, names in failed.items()
        )
        raise Unfinished(words % {"n": n, "of": len(steps), "failed": told})


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    told = ", ".join(names[:MOST_NAMED])
    return (
        _("%(names)s dan %(n)d lagi") % {"names": told, "n": more} if more > 0 else told
    )


def _told(error: Exception, job: Job) -> str:
    """A sentence for people; of a fault in the program the number by which the log has
    its kind and its place, never its words."""
    if isinstance(error, ValidationError):
        reason = " ".join(error.messages)
    elif isinstance(error, PermissionDenied | Unfinished):
        reason = str(error)
    else:
        logger.error("job failed", extra={"job": str(job.public_id)}, exc_info=error)
        number = job.public_id.hex[-8:]
        reason = _("Program terganggu, nomor rujukan %(number)s") % {"number": number}
    return reason


@contextmanager
def _alone(job: Job) -> Iterator[bool]:
    key = [str(job.public_id)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({LOCK})", key)
        mine = cursor.fetchone()[0]
        session = connection.connection
        try:
            yield mine
        except Error as error:
            if _holds(session):
                raise
            raise Interrupted from error
        finally:
            if mine and _holds(session):
                cursor.execute(f"SELECT pg_advisory_unlock({LOCK})", key)


def _holds(session: Any) -> bool:
    """Is that still our connection, and with it the lock ours?"""
    return connection.connection is session and not session.closed


def _starts(job: Job) -> bool:
    """Count the start; False when the job has ended meanwhile or was begun enough."""
    job.refresh_from_db()
    if not job.is_open:
        return False
    if job.starts >= MOST_STARTS:
        _ends(job, JobState.FAILED, reason=job.reason or _("Pekerja berhenti."))
        return False
    job.state, job.starts, job.done = JobState.RUNNING, job.starts + 1, 0
    job.started_at = clock.now()
    job.save(update_fields=["state", "starts", "done", "started_at"])
    return True


def _fails(job: Job, error: Exception) -> None:
    reason = _told(error, job)
    logger.warning("job not done", extra={"job": str(job.public_id)})
    job.tries += 1
    if job.tries >= MOST_TRIES or isinstance(error, PermissionDenied):
        _ends(job, JobState.FAILED, reason=reason)
    else:
        job.state, job.reason = JobState.QUEUED, reason
        job.save(update_fields=["state", "tries", "reason"])


def _ends(job: Job, state: JobState, *, reason: str = "", outcome: str = "") -> None:
    job.state, job.reason, job.outcome = state, reason, outcome
    job.ended_at = clock.now()
    changed = ["state", "tries", "reason", "outcome", "ended_at"]
    if state == JobState.DONE:
        job.done = job.of
        changed.append("done")
    job.save(update_fields=changed)
