"""Compiling under fire: worker, Redis and PostgreSQL killed with -9 in mid-job.

Redis and the worker are started here; only they are killed, and PostgreSQL where it is
a cluster of the measurement's own. The sweep, which beat asks for every minute, is made
every second.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
import redis
from celery import current_app
from django.db import Error, connection
from django.db.models import F

from agencies import clock, jobs
from agencies.choices import JobState
from agencies.models import AuditEvent, Job
from reports import actions, areas, tasks
from reports.models import Edition
from reports.periods import Period, month_of
from tests.people import person
from tppo_tracker import environment
from tppo_tracker.local_redis import Redis
from tppo_tracker.processes import signal_group

WORKER = [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery"]
WORKER += ["-q", "-A", "tppo_tracker", "worker", "--concurrency=2"]
WORKER += ["--without-mingle", "--without-gossip"]
QUEUE = "compile_kills"
PATIENCE = 300.0
REPRODUCED = 40  # editions that are counted again at the end
SINGLE = ("ID", "64", "64.71", "64.71.03", "65")


@dataclass
class Worker:
    """A Celery worker, begun again whenever it has ended: as `restart` in
    docker-compose.yml does. Celery 5.7 ends by itself when Redis dies under a message
    that is not acknowledged."""

    log: Path
    url: str
    process: subprocess.Popen | None = None

    def start(self) -> None:
        chosen = {"REDIS_URL": self.url, "CELERY_QUEUE": QUEUE}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                WORKER,
                env=os.environ | chosen,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        if self.process:
            signal_group(self.process, signal.SIGKILL)
            self.process.wait()

    def kill_and_start(self) -> None:
        self.kill()
        self.start()

    def keep_alive(self) -> None:
        if self.process and self.process.poll() is not None:
            self.kill_and_start()


@dataclass
class Queue:
    """A Redis of its own that keeps nothing: a kill loses every message."""

    server: Redis

    def kill_and_start(self) -> None:
        self.kill()
        self.server.start()

    def kill(self) -> None:
        with redis.Redis.from_url(self.server.url()) as client:
            number = client.info("server")["process_id"]
        os.kill(number, signal.SIGKILL)
        while self.server.answers():
            time.sleep(0.01)


@contextmanager
def queue(folder: Path, sockets: Path) -> Iterator[Queue]:
    """This process sends its messages to that Redis, as the worker reads from it."""
    sockets = sockets / "queue"
    sockets.mkdir(mode=0o700, exist_ok=True)
    server = Redis(folder / "queue", sockets, tests=True)
    server.start()
    conf = current_app.conf
    before = conf.broker_url, conf.task_default_queue
    send_by(environment.broker(server.url()), QUEUE)
    try:
        yield Queue(server)
    finally:
        send_by(*before)
        server.stop()


def send_by(url: str, name: str) -> None:
    conf = current_app.conf
    conf.broker_url, conf.task_default_queue = url, name
    for kept in ("amqp", "pool"):  # made from the settings of before
        current_app.__dict__.pop(kept, None)


@dataclass
class Fire:
    """Asks for jobs, kills in turn while they run, and waits until they have ended."""

    worker: Worker
    ways: dict[str, Callable[[], None]]
    lot: random.Random = field(default_factory=lambda: random.Random(9))
    kills: dict[str, int] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    months: list[Period] = field(default_factory=list)
    strange: int = 0  # times that progress was past its end

    def run(self, times: int, *, at_once: int) -> None:
        """So many kills, `at_once` of them on each set of jobs: more than one person
        may ask for in a day."""
        with pytest.MonkeyPatch.context() as limits:
            limits.setattr(tasks, "MOST_A_DAY", times * len(SINGLE))
            self._run(times, at_once)

    def _run(self, times: int, at_once: int) -> None:
        month = month_of(date(2025, 11, 1))
        while sum(self.kills.values()) < times:
            self.ask(month)
            for _kill in range(at_once):
                self.wait(self.is_under_way, "no job is under way")
                time.sleep(self.lot.uniform(0.05, 1.5))
                self.kill()
            self.wait(lambda: not self.open().exists(), "jobs do not end")
            month = month.before

    def ask(self, month: Period) -> None:
        made = [tasks.ask_to_compile_month(month)]
        period = Period(month.first, month.first + timedelta(days=11))
        eko = person("eko")
        for code in SINGLE:
            made.append(tasks.ask_to_compile(areas.area(code), period, by=eko))
        self.asked += [job.pk for job in made]
        self.months.append(month)

    def kill(self) -> None:
        name = list(self.ways)[sum(self.kills.values()) % len(self.ways)]
        self.ways[name]()
        self.kills[name] = self.kills.get(name, 0) + 1

    def open(self):
        return Job.objects.open().filter(pk__in=self.asked)

    def is_under_way(self) -> bool:
        running = self.open().filter(state=JobState.RUNNING)
        return running.exists() or not self.open().exists()

    def wait(self, until: Callable[[], bool], fault: str) -> None:
        limit, swept = time.monotonic() + PATIENCE, 0.0
        while True:
            try:
                self.worker.keep_alive()
                if until():
                    return
                self.strange += Job.objects.filter(done__gt=F("of")).count()
                if time.monotonic() > swept + 1:
                    sweep()
                    swept = time.monotonic()
            except Error:
                connection.close()  # the database is being killed
            if time.monotonic() > limit:
                raise RuntimeError(fault)
            time.sleep(0.05)


def sweep() -> None:
    with clock.set_to(clock.now() + 2 * jobs.SENT_AGAIN_AFTER):
        jobs.send_again()


def judged(fire: Fire) -> dict[str, int]:
    """What became of every job and edition."""
    asked = Job.objects.filter(pk__in=fire.asked)
    whole = asked.filter(state=JobState.DONE, done=F("of")).exclude(outcome="")
    editions = list(Edition.objects.select_related("region").order_by("n"))
    series: dict[tuple, list[Edition]] = {}
    for edition in editions:
        series.setdefault((edition.region.code, edition.period), []).append(edition)
    wanted = {
        (area.code, month)
        for area in areas.compiled_every_month()
        for month in fire.months
    }
    told = AuditEvent.objects.filter(verb="compile_edition")
    chosen = random.Random(1).sample(editions, min(REPRODUCED, len(editions)))
    return {
        "jobs": asked.count(),
        "starts": sum(asked.values_list("starts", flat=True)),
        "unfinished": asked.count() - whole.count(),
        "wrong_progress": fire.strange,
        "editions": len(editions),
        "lost": len(wanted - series.keys()),
        "doubled": sum(is_doubled(found) for found in series.values()),
        "unlike_events": len(
            {edition.pk for edition in editions}
            ^ set(told.values_list("subject_id", flat=True))
        )
        + told.count()
        - len(editions),
        "differing": sum(not actions.reproduce(one).is_same for one in chosen),
    }


def is_doubled(editions: list[Edition]) -> bool:
    """Nothing was written meanwhile: one edition of a region and period is enough."""
    return len(editions) > 1


FAULTS = (
    "unfinished",
    "wrong_progress",
    "lost",
    "doubled",
    "unlike_events",
    "differing",
)
