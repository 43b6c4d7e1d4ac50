"""The index process answers its own user, at once or not at all."""

import os
import socket
import stat
import subprocess
import sys
import threading
import time

import pytest

from cases.names import wire
from cases.names.client import IndexDown, NameClient
from cases.names.feed import Entry, Removal
from cases.names.keeper import Keeper
from cases.names.scoring import shipped_weights
from cases.names.server import Server
from tests.cases.names.feeds import GeneratedFeed
from tests.ground import CHECKOUT

UNIT, OTHER = 11, 12


@pytest.fixture
def feed():
    return GeneratedFeed(
        [
            Entry(1, "Pebit Lencau", (UNIT,), (1999, 1999), "female", "64.71"),
            Entry(2, "Pebid Lentjau", (OTHER,), (1999, 1999), "female", "64.71"),
            *(Entry(n, f"Orang {n}") for n in range(10, 200)),
        ]
    )


@pytest.fixture
def keeper(feed, tmp_path):
    return Keeper(feed, shipped_weights(), tmp_path / "names.sealed")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "names.sock"


@pytest.fixture
def client(keeper, path):
    server = Server(keeper, path)
    server.open()
    yield NameClient(path)
    server.close()


def persons(hits):
    return [hit.person for hit in hits]


def test_it_finds_by_name_within_the_keys(client):
    [hit] = client.search("Pebit Lentjau", [UNIT], born=(1999, 1999), sex="female")
    assert hit.person == 1
    assert [sign for sign, _ in hit.because] == ["name", "same_year", "same_sex"]


def test_it_proposes_duplicates(client):
    assert persons(client.candidates(1, [UNIT, OTHER])) == [2]
    assert client.candidates(1, [UNIT]) == []


def test_it_follows_the_register_within_a_second(client, feed):
    feed.write(Entry(3, "Awing Tingai", (UNIT,)), Removal(1))
    limit = time.monotonic() + 1
    while not client.search("Awing Tingai", [UNIT]):
        assert time.monotonic() < limit
        time.sleep(0.02)
    assert client.search("Pebit Lencau", [UNIT]) == []
    assert client.health() == {
        "persons": 192,
        "tick": 2,
        "started_from": "There is no snapshot yet.",
    }


def test_many_ask_at_once(client):
    found = []

    def ask():
        found.extend(persons(client.search("Pebit Lencau", [UNIT])))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 20


def test_another_user_is_refused(keeper, path):
    server = Server(keeper, path, uid=os.getuid() + 1)
    server.open()
    try:
        with pytest.raises(IndexDown, match="Only the user"):
            NameClient(path).search("Pebit", [UNIT])
    finally:
        server.close()


def test_the_socket_is_its_users_own(client, path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"{}\n",
        b"[]\n",
        b'{"do": "dump"}\n',
        b'{"do": "search", "text": "Rahasia"}\n',
        b'{"do": "search", "text": "Rahasia", "keys": "x"}\n',
        b'{"do": "compare", "one": "Rahasia", "other": 1}\n',
        b'{"do": "health"',
        b"Rahasia" * 300_000 + b"\n",
    ],
)
def test_what_is_no_request_is_answered_without_repeating_it(client, path, line):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as plug:
        plug.settimeout(5)
        plug.connect(str(path))
        try:
            plug.sendall(line)
            plug.shutdown(socket.SHUT_WR)
            said = plug.recv(10_000)
        except (BrokenPipeError, ConnectionResetError):
            said = b""
    assert b"Rahasia" not in said
    assert not said or b"error" in said
    assert client.health()["persons"] == 192


def test_without_a_process_it_is_down_at_once(path):
    start = time.monotonic()
    with pytest.raises(IndexDown):
        NameClient(path).search("Pebit", [UNIT])
    assert time.monotonic() - start < 0.2


def test_a_process_that_hangs_is_down_in_time(path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as plug:
        plug.bind(str(path))
        plug.listen()
        start = time.monotonic()
        with pytest.raises(IndexDown, match="TimeoutError"):
            NameClient(path, seconds=0.3).search("Pebit", [UNIT])
        assert time.monotonic() - start < 1


def test_a_caller_who_says_nothing_holds_nobody_up_for_long(client, path):
    silent = [socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) for _ in range(4)]
    for plug in silent:
        plug.connect(str(path))
    patient = NameClient(path, seconds=5)
    assert persons(patient.search("Pebit Lencau", [UNIT])) == [1]
    for plug in silent:
        plug.close()


def test_what_goes_wrong_inside_is_logged_without_names(client, feed, caplog):
    def since(tick):
        raise RuntimeError("Pebit Lencau")

    feed.since = since
    limit = time.monotonic() + 2
    while "cannot follow" not in caplog.text:
        assert time.monotonic() < limit
        time.sleep(0.05)
    assert "RuntimeError" in caplog.text
    assert "Pebit" not in caplog.text
    assert persons(client.search("Pebit Lencau", [UNIT])) == [1]


def test_weights_that_fail_are_no_fault_of_the_question(feed, path, tmp_path, caplog):
    """Or each question would be told that it cannot be read, and the log nothing."""
    weights = shipped_weights()._replace(duplicates={})
    server = Server(Keeper(feed, weights, tmp_path / "names.sealed"), path)
    server.open()
    with pytest.raises(IndexDown, match="could not answer"):
        NameClient(path).candidates(1, [UNIT])
    server.close()
    assert "could not answer: KeyError" in caplog.text


def test_a_process_that_died_leaves_no_stale_socket(keeper, path):
    died = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    died.bind(str(path))
    died.close()
    server = Server(keeper, path)
    server.open()
    assert persons(NameClient(path).search("Pebit Lencau", [UNIT])) == [1]
    server.close()
    assert not path.exists()


def test_a_line_is_one_line():
    assert wire.line({"text": "a\nb"}).count(b"\n") == 1


def test_it_runs_until_it_is_asked_to_end_and_starts_from_what_it_saved(tmp_path):
    path, file = tmp_path / "names.sock", tmp_path / "names.sealed"
    command = [sys.executable, "-m", "tests.cases.names.process", path, file]
    for started_from in ("There is no snapshot yet.", "snapshot"):
        process = subprocess.Popen(command, cwd=CHECKOUT)
        try:
            assert answered(NameClient(path))["started_from"] == started_from
            assert persons(NameClient(path).search("Pebit", [UNIT])) == [1]
            process.terminate()
            assert process.wait(10) == 0
        finally:
            process.kill()
        assert file.exists()
        assert not path.exists()


def answered(client, seconds=20):
    """Its health, as soon as it answers."""
    limit = time.monotonic() + seconds
    while True:
        try:
            return client.health()
        except IndexDown:
            if time.monotonic() > limit:
                raise
            time.sleep(0.05)


def test_who_asks_loads_none_of_what_answers():
    """A web worker needs no index's memory, a health probe no settings."""
    probe = (
        "import sys; from cases.names.client import NameClient;"
        "sys.exit(not {'numpy', 'rapidfuzz', 'django'}.isdisjoint(sys.modules))"
    )
    subprocess.run([sys.executable, "-c", probe], cwd=CHECKOUT, check=True)
