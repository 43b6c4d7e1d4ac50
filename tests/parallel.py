"""Many callers at once, each thread with a database connection of its own."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TypeVar

from django.db import connection, connections

T = TypeVar("T")
THREADS = 8
SECONDS = 20  # that one of two waits for the other, at most
WAITING = """SELECT FROM pg_stat_activity
 WHERE datname = current_database() AND wait_event_type = 'Lock'"""


def seeing(call: Callable[[], T]) -> Callable[[], T]:
    """The call as a thread may begin it, which is given no eyes: with ours."""
    return partial(copy_context().run, call)


def at_once(calls: Iterable[Callable[[], T]], threads: int = THREADS) -> list[T]:
    """What the calls returned, in their order; an exception comes out as raised."""
    waiting = list(enumerate(calls))[::-1]
    found: dict[int, T] = {}

    def work() -> None:
        try:
            while True:
                try:
                    place, call = waiting.pop()
                except IndexError:
                    return
                found[place] = call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        begun = [pool.submit(seeing(work)) for _thread in range(threads)]
        for future in begun:
            future.result()
    return [found[place] for place in sorted(found)]


def together(*calls: Callable[[], T]) -> list[T]:
    """Run a few calls that start at the same moment: a race."""
    gate = threading.Barrier(len(calls))

    def started(call: Callable[[], T]) -> Callable[[], T]:
        def run() -> T:
            connection.ensure_connection()
            gate.wait(30)
            return call()

        return run

    return at_once(map(started, calls), threads=len(calls))


def by_whoever_is_first(act: Callable[[], object], is_done: Callable[[], bool]) -> None:
    """Do here what a worker of Celery may be doing already: then wait for it."""
    limit = time.monotonic() + SECONDS
    act()
    while not is_done():
        assert time.monotonic() < limit, "A worker is at it, and does not end."
        time.sleep(0.05)
        act()


def until_somebody_waits(many: int = 1) -> None:
    """Return when so many other connections wait for a lock; AssertionError if not."""
    for _moment in range(SECONDS * 50):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if len(cursor.fetchall()) >= many:
                return
        time.sleep(0.02)
    raise AssertionError("Nobody waits for a lock.")
