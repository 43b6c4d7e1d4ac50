"""Celery: carries work; PostgreSQL holds the truth about it."""

import os
import sys
import time

import redis
from celery import Celery, Task
from celery.beat import Scheduler as MemoryScheduler
from celery.schedules import crontab
from celery.signals import setup_logging, worker_init
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from agencies import eyes
from tppo_tracker import checks, logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tppo_tracker.settings")

HEARTBEAT = "tppo_tracker.heartbeat"
WORKER_BEAT = "tppo:heartbeat:worker"
SCHEDULER_BEAT = "tppo:heartbeat:beat"
MINUTE, HOUR = 60.0, 3600.0
SEAL_EVERY = 5.0
EVERY = 15.0  # seconds between heartbeats


class BlindTask(Task):
    """A task opens the eyes that it needs; it is given none."""

    def __call__(self, *args, **kwargs):
        with eyes.looking(()):
            return super().__call__(*args, **kwargs)


app = Celery("tppo_tracker", task_cls=BlindTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def pulse() -> redis.Redis:
    """The Redis that keeps the heartbeats, with short timeouts."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2
    )


@app.task(name=HEARTBEAT, ignore_result=True, expires=EVERY)
def heartbeat() -> None:
    """Say that a worker carries out what the scheduler sends.

    Machine time, not the register's clock: the age of a process is no date of a case.
    """
    with pulse() as client:
        client.set(WORKER_BEAT, time.time())


class Scheduler(MemoryScheduler):
    """Celery's scheduler, telling Redis that it is alive.

    It keeps no file: a file that a killed machine left half written would stop the
    next start, and what must not be missed is a row in PostgreSQL, not a schedule.
    """

    def setup_schedule(self) -> None:
        super().setup_schedule()
        self.app.send_task(HEARTBEAT, expires=EVERY)  # well at once, not in 15 s

    def tick(self, *args, **kwargs) -> float:  # type: ignore[override]  # Celery passes what its own loop needs
        wait = super().tick(*args, **kwargs)
        with pulse() as client:
            client.set(SCHEDULER_BEAT, time.time())
        return min(wait, EVERY / 3)


app.conf.beat_schedule = {
    "resolve_matches": {"task": "cases.resolve_matches", "schedule": MINUTE},
    "heartbeat": {"task": HEARTBEAT, "schedule": EVERY},
    "shred_stray_keys": {"task": "agencies.shred_stray_keys", "schedule": HOUR},
    "sweep_drafts": {"task": "agencies.sweep_drafts", "schedule": HOUR},
    "sweep_names": {"task": "cases.sweep_names", "schedule": HOUR},
    "forget_sessions": {"task": "agencies.forget_sessions", "schedule": HOUR},
    "sweep_exports": {"task": "agencies.sweep_exports", "schedule": 10 * MINUTE},
    # On the hour, and one of them is midnight: a last day has gone by (decision 22).
    "end_passed": {
        "task": "cases.end_passed",
        "schedule": crontab(minute=0),
    },
    "send_jobs_again": {"task": "agencies.send_jobs_again", "schedule": MINUTE},
    "seal_audit": {
        "task": "agencies.seal_audit",
        "schedule": SEAL_EVERY,
        "options": {"expires": SEAL_EVERY},
    },
    "fold_marginals": {
        "task": "reports.fold_marginals",
        "schedule": MINUTE,
        "options": {"expires": MINUTE},
    },
    # On the hour: one of them is 02:00 WIB, and a missed one is caught up.
    "compile_last_month": {
        "task": "reports.compile_last_month",
        "schedule": crontab(minute=0),
    },
}
app.conf.beat_scheduler = Scheduler


@setup_logging.connect
def log_as_the_web_does(**kwargs: object) -> None:
    """Celery must not replace the JSON log; Django has configured it already."""
    logs.logger.debug("celery logs as configured by Django")


@worker_init.connect
def refuse_unsafe_server(**kwargs: object) -> None:
    """A worker in production starts under the same conditions as the web server.

    SystemExit, because Celery would log any other exception and start all the same.
    """
    try:
        checks.refuse_unsafe_server()
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
