"""`/healthz`: is the register well, in words a machine reads. Open without sign-in."""

import time
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from agencies.chain import seals, verification
from cases.names import here
from cases.names.client import IndexDown
from tppo_tracker.celery import SCHEDULER_BEAT, WORKER_BEAT, pulse

STALE_AFTER = 60.0  # seconds: four heartbeats missed
NAMES_SECONDS = 0.5


def database() -> dict:
    """Does a statement come back under the serving role?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True}


def redis() -> dict:
    """Does Redis answer?"""
    with pulse() as client:
        return {"ok": bool(client.ping())}


def beat_of(key: str) -> dict:
    """Age in seconds of a heartbeat; not well when missing or stale."""
    with pulse() as client:
        last = client.get(key)
    if last is None:
        return {"ok": False, "age": None}
    age = round(max(0.0, time.time() - float(last)), 1)
    return {"ok": age <= STALE_AFTER, "age": age}


def worker() -> dict:
    """Was the heartbeat task carried out lately? It needs the scheduler too."""
    return beat_of(WORKER_BEAT)


def beat() -> dict:
    """Did the scheduler tick lately?"""
    return beat_of(SCHEDULER_BEAT)


def migrations() -> dict:
    """How many migrations of this code the database has not seen."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {"ok": not waiting, "waiting": len(waiting)}


def audit() -> dict:
    """Seconds that the oldest event waits for its seal; a warning, when it is late or
    when the sealer is stopped: the register goes on, somebody must look."""
    oldest = seals.oldest_unsealed()
    late = oldest is not None and oldest > verification.LATEST
    return {"ok": True, "warn": late, "unsealed": oldest and round(oldest, 1)}


def names() -> dict:
    """Does the name index answer? A warning when it does not: all but the search of
    names goes on. How many it knows is nobody's matter here."""
    try:
        here.client(NAMES_SECONDS).health()
    except IndexDown:
        return {"ok": True, "warn": True}
    return {"ok": True, "warn": False}


PARTS: tuple[Callable[[], dict], ...] = (
    database,
    redis,
    worker,
    beat,
    migrations,
    audit,
    names,
)


def state_of(part: Callable[[], dict]) -> dict:
    """The part's answer; a dead service is an answer too, without its details."""
    try:
        return part()
    except (DatabaseError, RedisError):
        return {"ok": False}


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part is well, else 503; {"ok": …, part: {"ok": …}, …}."""
    parts = {part.__name__: state_of(part) for part in PARTS}
    well = all(state["ok"] for state in parts.values())
    return JsonResponse({"ok": well} | parts, status=200 if well else 503)
