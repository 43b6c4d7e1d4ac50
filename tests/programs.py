"""The suite's real programs: a web server, a Celery worker, a browser."""

import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Playwright

from tests import ground
from tppo_tracker import services
from tppo_tracker.celery import WORKER_BEAT, heartbeat, pulse
from tppo_tracker.processes import Together

PATIENCE = 30.0  # seconds
# The first has no window around the page, and takes less than half of the time.
CHROMIUMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def log_of(name: str) -> Path:
    """Where a program of this worker writes what it says."""
    return services.local().folder / f"{name}-{ground.worker()}.log"


def until(ready: Callable[[], bool], together: Together, name: str) -> None:
    """Wait until ready; fails with the program's last words if it ends or is late."""
    limit = time.monotonic() + PATIENCE
    while not ready():
        if together.dead() or time.monotonic() > limit:
            said = log_of(name).read_text()[-4000:]
            together.end()
            pytest.fail(f"{name} is not ready:\n{said}")
        time.sleep(0.05)


def free_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return plug.getsockname()[1]


def answers(url: str) -> bool:
    """True when a web server answers, whatever it says."""
    try:
        urlopen(url, timeout=5).close()
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
    return True


def start_web(name: str = "web", **variables: str) -> tuple[str, Together]:
    """A real gunicorn on this worker's database: its address, and how to end it."""
    address = f"127.0.0.1:{free_port()}"
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:tppo_tracker.gunicorn_conf",
    ]
    together = Together()
    together.start(
        "web",
        [*command, "tppo_tracker.wsgi"],
        log=log_of(name),
        **{"BIND": address, "WEB_WORKERS": "1", **variables},
    )
    until(lambda: answers(f"http://{address}/healthz"), together, name)
    return f"http://{address}", together


def start_worker(*, beat: bool = False) -> Together:
    """A real Celery worker, one task at a time, on this worker's queue, seen to carry
    one out; with `beat` the scheduler is in it too."""
    command = [sys.executable, "-W", "ignore:You're running the worker"]
    command += ["-m", "celery", "-q", "-A", "tppo_tracker", "worker", "--concurrency=1"]
    together = Together()
    together.start(
        "worker",
        [*command, "--without-mingle", "--without-gossip", *["-B"] * beat],
        log=log_of("worker"),
    )
    let_it_finish(together)
    return together


def let_it_finish(worker: Together) -> None:
    """Wait until it has carried out everything that it was sent before."""
    with pulse() as client:
        client.delete(WORKER_BEAT)
        heartbeat.apply_async(expires=PATIENCE)
        until(lambda: bool(client.get(WORKER_BEAT)), worker, "worker")


def chromium() -> str:
    """Path of the machine's Chromium; fails with the way to get one."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    for name in CHROMIUMS:
        for folder in folders:
            if (Path(folder) / name).exists():
                return str(Path(folder) / name)
    return pytest.fail("No Chromium on this machine: run `make setup-test`.")


def launch(playwright: Playwright) -> Browser:
    """Headless Chromium that talks to nobody but our own server."""
    return playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
