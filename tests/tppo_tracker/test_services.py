"""Services and programs of a fresh checkout: they start when needed and end together.

Everything runs in a copy of the sources, with services of its own, as a stranger
would run it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests import copies, programs

READY = 180.0  # seconds: a first start makes everything, maybe on a busy machine


@pytest.fixture(scope="module")
def checkout() -> Iterator[Path]:
    with copies.copied() as folder:
        yield folder


def running(folder: Path) -> list[str]:
    """Command lines of the living processes that belong to the copy."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            here = (entry / "cwd").readlink()
        except (OSError, UnicodeDecodeError):
            continue
        if words and (str(folder) in words or here.is_relative_to(folder)):
            found.append(words.strip())
    return found


def nothing_runs(folder: Path, within: float = 20.0) -> bool:
    limit = time.monotonic() + within
    while running(folder) and time.monotonic() < limit:
        time.sleep(0.1)
    return not running(folder)


@contextmanager
def serving(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py serve` of the copy, in a session of its own as a terminal gives it."""
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=folder,
        env=copies.variables(PYTHONUNBUFFERED=""),
        stdin=subprocess.DEVNULL,
        stdout=(folder / "serve.out").open("wb"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield server
    finally:
        server.terminate()
        server.wait(30)


def wait_until_said(words: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    limit = time.monotonic() + READY
    while words not in said(folder):
        if time.monotonic() > limit or server.poll() is not None:
            pytest.fail(said(folder)[-4000:])
        time.sleep(0.1)


def said(folder: Path) -> str:
    return (folder / "serve.out").read_text()


def test_a_lone_command_starts_the_services_and_stops_them(checkout):
    done = copies.python(checkout, "manage.py", "showmigrations", "--plan")
    assert done.returncode == 0, done.stderr
    assert "agencies.0001_initial" in done.stdout
    assert nothing_runs(checkout)


def test_keys_of_a_checkout_are_its_own_and_private(checkout):
    copies.python(checkout, "manage.py", "check")
    for name in ("keyring.json", "secret_key", "services.json"):
        assert (checkout / ".local" / name).stat().st_mode & 0o777 == 0o600


def test_what_a_machine_lacks_is_no_complaint_as_packages_have_it(checkout):
    # Without packages (-S) and without a path there is no Redis.
    done = subprocess.run(
        [sys.executable, "-S", "-m", "tppo_tracker.services", "complete"],
        cwd=checkout,
        env=copies.variables(PATH="/nowhere"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_naming_only_one_database_is_refused(checkout):
    done = copies.python(checkout, "manage.py", "check", DATABASE_URL="postgresql:///x")
    assert done.returncode != 0
    assert "together, or none" in done.stderr


def test_each_step_of_a_first_start_is_told(checkout):
    copies.python(checkout, "-m", "tppo_tracker.services", "reset")
    with serving(checkout, programs.free_port()) as server:
        wait_until_said("Ctrl-C", server, checkout)
    lines = said(checkout).splitlines()
    steps = ["a database of", "Tables", "Rights", "Reference", "Accounts", "Cases"]
    found = [at for step in steps for at, line in enumerate(lines) if step in line]
    assert len(found) == len(steps)
    assert found == sorted(found)


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_serving_prints_the_way_in_and_a_signal_ends_everything(checkout, wish):
    port = programs.free_port()
    with serving(checkout, port) as server:
        wait_until_said("Ctrl-C", server, checkout)
        assert f"http://127.0.0.1:{port}/" in said(checkout)
        assert "sari" in said(checkout)
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.status == 200
        assert len(running(checkout)) >= 8  # ours, web, worker, beat, the servers
        beside = copies.python(checkout, "manage.py", "showmigrations", "--plan")
        assert beside.returncode == 0
        refused = copies.python(checkout, "-m", "tppo_tracker.services", "reset")
        assert refused.returncode == 1
        assert "end it first" in refused.stderr
        assert server.poll() is None
        os.kill(server.pid, wish)
        assert server.wait(30) == 0
    assert nothing_runs(checkout)


def test_a_part_that_dies_is_named_and_the_rest_is_stopped(checkout):
    with serving(checkout, programs.free_port()) as server:
        wait_until_said("Ctrl-C", server, checkout)
        os.kill(head_of(server.pid, "worker"), signal.SIGKILL)
        assert server.wait(30) == 1
    assert "worker ended by itself" in said(checkout)
    assert nothing_runs(checkout)


def head_of(parent: int, part: str) -> int:
    """Process id of a direct child whose command line names the part."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    for child in children:
        words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        if part.encode() in words:
            return int(child)
    return pytest.fail(f"no child of {parent} is the {part}")


def test_after_a_killed_server_the_next_command_cleans_up(checkout):
    with serving(checkout, programs.free_port()) as server:
        wait_until_said("Ctrl-C", server, checkout)
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
    done = copies.python(checkout, "manage.py", "showmigrations", "--plan")
    assert done.returncode == 0, done.stderr
    assert nothing_runs(checkout)


def test_a_taken_port_is_said_and_nothing_is_started(checkout):
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        plug.listen()
        port = plug.getsockname()[1]
        with serving(checkout, port) as server:
            assert server.wait(30) == 1
    assert f"Port {port} cannot be used" in said(checkout)
    assert nothing_runs(checkout)


def test_reset_forgets_everything(checkout):
    copies.python(checkout, "manage.py", "check")
    done = copies.python(checkout, "-m", "tppo_tracker.services", "reset")
    assert done.returncode == 0, done.stderr
    assert not (checkout / ".local").exists()
    assert nothing_runs(checkout)
