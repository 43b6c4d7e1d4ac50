"""`manage.py name_index`, the real process over the real register: up, killed, up."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from cases import actions, facts
from cases.choices import Part
from cases.names import here
from cases.names.client import IndexDown
from tests.cases.examples import WOMAN, a_case
from tests.cases.somebody import recorded
from tests.ground import CHECKOUT
from tests.people import browser_of, person
from tppo_tracker import processes
from tppo_tracker.processes import Together

NAME, OLD_SPELLING = {"name": "Sucipto Jumadi"}, "Soetjipto Djoemadi"
COMMAND = [sys.executable, str(CHECKOUT / "manage.py"), "name_index"]


@pytest.fixture
def file() -> Iterator[Path]:
    yield (found := Path(settings.NAMES_SNAPSHOT))
    found.unlink(missing_ok=True)


@pytest.fixture
def index(committed, file) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(COMMAND, cwd=CHECKOUT)
    answered()
    yield process
    process.kill()
    process.wait()


def answered(seconds: float = 30) -> dict:
    """Its health, as soon as it answers."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            return here.client().health()
        except IndexDown:
            time.sleep(0.05)
    raise TimeoutError


def found() -> list[int]:
    return [hit.person for hit in here.client().search(OLD_SPELLING, [0])]


def until(condition, seconds: float) -> float:
    """Seconds until it held; fails after so many, once other tests' acts have ended."""
    facts.settled_cutoff()
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds
        time.sleep(0.02)
    return time.monotonic() - start


def somebody():
    case = a_case(person("sari"), victims=(WOMAN,))
    return recorded(case, part=Part.WITNESS, fields=NAME, key="once")


def test_every_change_is_found_within_a_second_pushed_or_not(index, monkeypatch):
    part = somebody()
    assert found() == [part.person_id]  # pushed
    monkeypatch.setattr(settings, "NAMES_SOCKET", "/nowhere")
    sari = person("sari")
    actions.edit_particulars(part, {"name": "Awing Tingai"}, by=sari, seen=1)
    monkeypatch.undo()
    until(lambda: found() == [], 1)  # followed
    actions.declare_declined(part, by=sari, seen=2)
    until(lambda: here.client().health()["persons"] == 0, 1)


def test_the_web_finds_says_that_it_is_down_and_finds_again(index, file):
    somebody()
    sari = browser_of("sari")
    assert (
        "Nama: sama" in sari.post("/search/", {"name": OLD_SPELLING}).content.decode()
    )
    index.send_signal(signal.SIGKILL)
    index.wait()
    answer = sari.post("/search/", {"name": OLD_SPELLING})
    assert answer.status_code == 503
    assert "Pencarian nama sedang tidak tersedia" in answer.content.decode()
    health = sari.get("/healthz").json()["names"]
    assert health == {"ok": True, "warn": True}
    again = subprocess.Popen(COMMAND, cwd=CHECKOUT)
    try:
        # What was saved first, before anybody was recorded, and what came since.
        assert answered()["started_from"] == "snapshot"
        until(lambda: len(found()) == 1, 1)
        assert sari.get("/healthz").json()["names"] == {"ok": True, "warn": False}
        again.terminate()
        assert again.wait(20) == 0
    finally:
        again.kill()
    assert b"Sucipto" not in file.read_bytes()


def test_what_may_end_by_itself_is_started_again(monkeypatch, capfd):
    monkeypatch.setattr(processes, "REST", 0.1)
    together = Together()
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
    try:
        together.start("web", sleeping)
        together.start_revived("names", sleeping)
        first = together.children["names"].pid
        os.kill(first, signal.SIGKILL)
        together.children["names"].wait()
        assert together.dead() is None
        limit = time.monotonic() + 5
        while together.children["names"].pid == first:
            assert time.monotonic() < limit
            together.revive()
        assert together.children["names"].poll() is None
        os.kill(together.children["web"].pid, signal.SIGKILL)
        together.children["web"].wait()
        assert together.dead() == "web"
    finally:
        together.end()
    assert "names ended by itself; it is started again." in capfd.readouterr().err
