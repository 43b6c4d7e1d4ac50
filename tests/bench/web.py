"""Real web servers, ours and the bare one, and clients that keep their connection."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import local

from django.conf import settings

from tests.people import browser_of
from tests.programs import answers, free_port
from tppo_tracker import services
from tppo_tracker.processes import signal_group

GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "python:tppo_tracker.gunicorn_conf"]
BARE = ["--chdir", str(Path(__file__).parent / "bare_site"), "app:application"]
ONE_WORKER = {"WEB_WORKERS": "1", "WEB_THREADS": "4"}
PATIENCE = 30.0


@dataclass
class Site:
    """One web server on one database; requests reuse a connection per thread."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    _plugs: local = field(default_factory=local)

    def get(self, path: str) -> bytes:
        """The body of a 200; RuntimeError for anything else."""
        plug = getattr(self._plugs, "plug", None)
        if plug is None:
            plug = self._plugs.plug = HTTPConnection("127.0.0.1", self.port, timeout=30)
        plug.request("GET", path, headers=self.headers)
        response = plug.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status} for {path}: {body[:300]!r}")
        return body

    def signed_in_as(self, username: str) -> "Site":
        """The same server, asked by one of the cast with a running session."""
        client = browser_of(username)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        return Site(self.port, {"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"})


@contextmanager
def serving(environment: dict[str, str], *words: str) -> Iterator[Site]:
    """A gunicorn with one worker and four threads, ended at the end."""
    port = free_port()
    bind = {"BIND": f"127.0.0.1:{port}"}
    with (services.CHECKOUT / ".local" / "bench" / "web.log").open("ab") as log:
        server = subprocess.Popen(
            [*GUNICORN, *(words or ("tppo_tracker.wsgi",))],
            env=os.environ | ONE_WORKER | environment | bind,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        path = "hello" if words else "healthz"
        limit = time.monotonic() + PATIENCE
        while not answers(f"http://127.0.0.1:{port}/{path}"):
            if server.poll() is not None or time.monotonic() > limit:
                raise RuntimeError("The web server is not ready.")
            time.sleep(0.05)
        yield Site(port)
    finally:
        signal_group(server, 15)
        server.wait(15)


@contextmanager
def bare(environment: dict[str, str]) -> Iterator[Site]:
    with serving(environment, *BARE) as site:
        yield site


def per_second(site: Site, path: str, *, clients: int = 8, seconds: float = 2) -> float:
    """Requests a second with that many clients at once."""
    end = time.monotonic() + seconds

    def ask() -> int:
        done = 0
        while time.monotonic() < end:
            site.get(path)
            done += 1
        return done

    start = time.monotonic()
    with ThreadPoolExecutor(clients) as pool:
        done = sum(pool.map(lambda _client: ask(), range(clients)))
    return done / (time.monotonic() - start)
