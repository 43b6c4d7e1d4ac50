"""`/healthz` says what is well, to anyone, and nothing else."""

import json
import sys
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db.migrations.recorder import MigrationRecorder

from tests import ground, programs
from tppo_tracker.celery import SCHEDULER_BEAT, WORKER_BEAT, pulse
from tppo_tracker.processes import Together


def beats(worker_age: float | None, beat_age: float | None) -> None:
    """Set how long ago each heart beat; None: never."""
    with pulse() as client:
        client.delete(WORKER_BEAT, SCHEDULER_BEAT)
        if worker_age is not None:
            client.set(WORKER_BEAT, time.time() - worker_age)
        if beat_age is not None:
            client.set(SCHEDULER_BEAT, time.time() - beat_age)


@pytest.mark.django_db
def test_all_well_is_200_without_signing_in(client):
    beats(1, 1)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["ok"] is True
    assert all(part["ok"] for part in answer.json().values() if part is not True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ages", "part"),
    [
        ((None, 1), "worker"),
        ((1, None), "beat"),
        ((61, 1), "worker"),
        ((1, 61), "beat"),
    ],
)
def test_a_silent_heart_is_503(client, ages, part):
    beats(*ages)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert [name for name, state in answer.json().items() if name != "ok"
            and not state["ok"]] == [part]  # fmt: skip


def test_a_waiting_migration_is_503(client, committed):
    beats(1, 1)
    with ground.superuser(f"test_{ground.worker()}") as connection:
        table = MigrationRecorder.Migration._meta.db_table
        newest = f"SELECT max(id) FROM {table}"
        connection.cursor().execute(f"DELETE FROM {table} WHERE id = ({newest})")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == {"ok": False, "waiting": 1}


def test_dead_services_are_named_without_details(django_db_setup):
    address, together = programs.start_web(
        "web-of-the-dead",
        DATABASE_URL="postgresql://secret_role:secret_word@127.0.0.1:1/secret_name",
        REDIS_URL="redis://127.0.0.1:1/0",
    )
    try:
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{address}/healthz", timeout=20)
    finally:
        together.end()
    body = refused.value.read().decode()
    assert refused.value.code == 503
    assert "secret" not in body
    assert json.loads(body)["database"] == {"ok": False}
    assert json.loads(body)["redis"] == {"ok": False}


def test_a_real_worker_and_scheduler_make_it_well(live_server_url, _worker):
    beats(None, None)
    scheduler = Together()
    scheduler.start(
        "beat",
        [sys.executable, "-m", "celery", "-q", "-A", "tppo_tracker", "beat"],
        log=programs.log_of("beat"),
    )
    try:
        programs.until(lambda: well(live_server_url), scheduler, "beat")
    finally:
        scheduler.end()


def well(address: str) -> bool:
    try:
        with urlopen(f"{address}/healthz", timeout=5) as answer:
            return answer.status == 200
    except HTTPError:
        return False
