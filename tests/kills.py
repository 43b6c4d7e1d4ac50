"""A register under fire: real programs killed with -9 while cases are being logged.

PostgreSQL (durable, as in production) and gunicorn are started here and only they are
killed. Writers log cases by the API and by the page, each under a key of its own, and
send the same key again until they are told that it was kept, as a program or a person
at a browser would.
"""

import http.client
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import orjson
from django.conf import settings

from agencies.accounts import actions
from tests.api.clients import CASE
from tests.bench import cluster
from tests.cases.typed import six_inputs
from tests.people import browser_of, person
from tests.programs import answers, free_port
from tppo_tracker import services
from tppo_tracker.local_postgres import ServiceError
from tppo_tracker.processes import signal_group

GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "python:tppo_tracker.gunicorn_conf"]
PATIENCE = 60.0
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
TRANSIENT = (OSError, http.client.HTTPException)


class NotNow(Exception):
    """No answer, or one that says to try again."""


@dataclass
class Web:
    """Our gunicorn, its process group killed and started again at will."""

    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    def start(self) -> None:
        bind = {"BIND": f"127.0.0.1:{self.port}", "WEB_WORKERS": "2"}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*GUNICORN, "tppo_tracker.wsgi"],
                env=os.environ | bind,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        limit = time.monotonic() + PATIENCE
        while not answers(f"http://127.0.0.1:{self.port}/healthz"):
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"The web server is not ready: {self.log}")
            time.sleep(0.05)

    def kill(self) -> None:
        if self.process:
            signal_group(self.process, signal.SIGKILL)
            self.process.wait()


@dataclass
class Database:
    """The cluster, its postmaster or one of its backends killed."""

    server: cluster.Cluster

    def kill_all(self) -> None:
        """The postmaster; the server starts again once its last children noticed."""
        os.kill(self.postmaster(), signal.SIGKILL)
        limit = time.monotonic() + PATIENCE
        while self.server.answers() or not self.is_up_again():
            if time.monotonic() > limit:
                raise RuntimeError("PostgreSQL does not start again.")
            time.sleep(0.05)

    def is_up_again(self) -> bool:
        try:
            return self.server.start()
        except ServiceError:
            return False

    def kill_one(self, lot: random.Random) -> None:
        """A backend in the middle of something: the server restarts them all."""
        backends = self.backends()
        if backends:
            os.kill(lot.choice(backends), signal.SIGKILL)

    def postmaster(self) -> int:
        return int((self.server.data / "postmaster.pid").read_text().split()[0])

    def backends(self) -> list[int]:
        """Its children that serve us."""
        parent, found = self.postmaster(), []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
                words = (stat.parent / "cmdline").read_bytes()
            except OSError:
                continue
            if int(fields[1]) == parent and b": tppo_app " in words:
                found.append(int(stat.parent.name))
        return found


@dataclass
class Writer(threading.Thread):
    """Logs case after case; remembers each key, and what it was told of it."""

    port: int
    username: str
    stop: threading.Event
    told: dict[str, dict[str, str]] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    retries: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.prepare()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.stop.is_set():
            key = str(uuid4())
            self.sent.append(key)
            while key not in self.told:
                try:
                    self.told[key] = self.send(key)
                except (NotNow, *TRANSIENT):
                    self.retries += 1
                    time.sleep(0.05)

    def ask(self, method: str, path: str, body: bytes | None, headers: dict):
        plug = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            plug.request(method, path, body, headers)
            response = plug.getresponse()
            content = response.read()
        finally:
            plug.close()
        if response.status >= 500:
            raise NotNow
        return response, content

    def prepare(self) -> None:
        raise NotImplementedError

    def send(self, key: str) -> dict[str, str]:
        """What was acknowledged of the case of this key: its id, its number."""
        raise NotImplementedError


class Program(Writer):
    """By the API, with a token and an Idempotency-Key."""

    def prepare(self) -> None:
        user = person(self.username)
        self.token = actions.make_api_token(by=user, user=user, label="kills", days=1)

    def send(self, key: str) -> dict[str, str]:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        path = "/api/v1/cases/"
        response, body = self.ask("POST", path, orjson.dumps(CASE), headers)
        if response.status != 201:
            raise RuntimeError(f"{response.status}: {body[:500]!r}")
        case = orjson.loads(body)
        return {"id": case["id"], "register_no": case["register_no"]}


class Browser(Writer):
    """By the page, whose draft id is the key."""

    def prepare(self) -> None:
        client = browser_of(self.username)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = {settings.SESSION_COOKIE_NAME: session}
        self.token = ""

    def send(self, key: str) -> dict[str, str]:
        if not self.token:
            self.open_page()
        form = six_inputs(draft=key, csrfmiddlewaretoken=self.token)
        headers = {
            "Cookie": self.cookie(),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode(form).encode()
        response, content = self.ask("POST", "/cases/new/", body, headers)
        found = re.search(
            r"/cases/([0-9a-f-]{36})/$", response.headers["Location"] or ""
        )
        if response.status != 302 or not found:
            raise RuntimeError(f"{response.status}: {content[:2000]!r}")
        return {"id": found[1]}

    def open_page(self) -> None:
        response, content = self.ask(
            "GET", f"/cases/new/?draft={uuid4()}", None, {"Cookie": self.cookie()}
        )
        for line in response.headers.get_all("Set-Cookie", []):
            name, _is, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        found = TOKEN.search(content)
        if response.status != 200 or not found:
            raise RuntimeError(f"{response.status}: no form to log a case")
        self.token = found[1].decode()

    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


@dataclass
class Fire:
    """Kills in turn until enough; between two kills writers are heard again."""

    web: Web
    database: Database
    writers: list[Writer]
    lot: random.Random = field(default_factory=lambda: random.Random(19))
    kills: dict[str, int] = field(default_factory=dict)

    def run(self, times: int) -> None:
        ways = {
            "web": self.kill_web,
            "postgres": self.database.kill_all,
            "backend": lambda: self.database.kill_one(self.lot),
        }
        for n in range(times):
            name = list(ways)[n % len(ways)]
            self.wait_for_news()
            time.sleep(self.lot.uniform(0.02, 0.25))
            ways[name]()
            self.kills[name] = self.kills.get(name, 0) + 1
        self.wait_for_news()

    def kill_web(self) -> None:
        self.web.kill()
        self.web.start()

    def wait_for_news(self) -> None:
        """Until every writer was told of one more case."""
        before = {writer: len(writer.told) for writer in self.writers}
        limit = time.monotonic() + PATIENCE
        while any(len(w.told) == before[w] for w in self.writers):
            if time.monotonic() > limit or not all(w.is_alive() for w in self.writers):
                raise RuntimeError("The writers are no longer heard.")
            time.sleep(0.01)


def log_folder() -> Path:
    return services.CHECKOUT / ".local" / "prove"
