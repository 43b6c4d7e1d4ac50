"""`manage.py name_index`, the real process over the real register: up, killed, up."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from cases import actions
from cases.choices import WithdrawReason
from cases.models import Case
from cases.names import here
from cases.names.client import IndexDown
from cases.person_choices import Part
from tests import ground
from tests.cases.alike import fresh, merged
from tests.cases.examples import WOMAN, a_case
from tests.cases.somebody import recorded
from tests.ground import CHECKOUT
from tests.people import browser_of, person
from tppo_tracker import processes
from tppo_tracker.processes import Together

NAME, OLD_SPELLING = {"name": "Sucipto Jumadi"}, "Soetjipto Djoemadi"
ALIKE = {"name": "Sucipto Jumadi", "nik": "6471035704090002"}
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


def until(condition) -> None:
    """Fails unless it holds within a second."""
    limit = time.monotonic() + 1
    while not condition():
        assert time.monotonic() < limit, found()
        time.sleep(0.02)


@contextmanager
def an_act_under_way() -> Iterator[None]:
    """Somebody else's, that takes long: no cut-off passes it."""
    with closing(ground.superuser(f"test_{ground.worker()}")) as other:
        other.autocommit = False
        other.cursor().execute("SELECT facts_tick()")
        yield


def somebody():
    case = a_case(person("sari"), victims=(WOMAN,))
    return recorded(case, part=Part.WITNESS, fields=NAME, key="once")


def test_every_change_is_found_within_a_second_whatever_else_is_done(index):
    sari = person("sari")
    with an_act_under_way():
        part = somebody()
        until(lambda: found() == [part.person_id])
        other = recorded(part.case, part=Part.VICTIM, fields=ALIKE, key="twice")
        until(lambda: len(found()) == 2)
        merge = merged(other, part)
        until(lambda: found() == [other.person_id])
        actions.part_persons(merge, by=sari)
        until(lambda: len(found()) == 2)
        now = fresh(part)
        seen = now.person.version
        actions.edit_particulars(now, {"name": "Awing Tingai"}, by=sari, seen=seen)
        until(lambda: found() == [other.person_id])
        other = fresh(other)
        actions.declare_declined(other, by=sari, seen=other.person.version)
        until(lambda: here.client().health()["persons"] == 1)
        case = Case.objects.get(pk=part.case_id)
        double = WithdrawReason.DOUBLE
        actions.withdraw_case(case, by=sari, reason=double, seen=case.version)
        until(lambda: here.client().health()["persons"] == 0)
        actions.restore_case(case, by=sari)
        until(lambda: here.client().health()["persons"] == 1)


def test_the_web_finds_says_that_it_is_down_and_finds_again(index, file):
    somebody()
    sari = browser_of("sari")
    until(lambda: len(found()) == 1)
    page = sari.post("/search/", {"name": OLD_SPELLING})
    assert "Nama sama" in page.content.decode()
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
        until(lambda: len(found()) == 1)
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
            assert time.monotonic() < limit, found()
            together.revive()
        assert together.children["names"].poll() is None
        os.kill(together.children["web"].pid, signal.SIGKILL)
        together.children["web"].wait()
        assert together.dead() == "web"
    finally:
        together.end()
    assert "names ended by itself; it is started again." in capfd.readouterr().err
