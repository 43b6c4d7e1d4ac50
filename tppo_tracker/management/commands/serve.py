"""`make run`: prepare the database, then all programs of the register together."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies import demo
from tppo_tracker import translations
from tppo_tracker.processes import Together

PREPARED_BY: tuple[tuple[str, ...], ...] = (("prepare",),)
DEMO_PREPARED_BY: tuple[tuple[str, ...], ...] = (("seed_demo", "--if-empty"),)
GUNICORN_CONF = ("-c", "python:tppo_tracker.gunicorn_conf")
# A demo on a container's root account is no reason for a page of warnings.
AS_ROOT = ("-W", "ignore:You're running the worker with superuser")
PATIENCE = 180.0  # seconds until every part must be well, on a busy small machine too


class Command(BaseCommand):
    help = "Jalankan sistem: web, pekerja Celery dan penjadwal, sampai dihentikan."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=port_wanted())
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))

    def handle(self, *args: object, host: str, port: int, **options: object) -> None:
        refuse_taken_port(host, port)
        together = Together()
        together.listen()
        prepare(together)
        try:
            if not together.asked_to_stop:
                start(together, host, port)
                self.announce(together, host, port)
                self.report(together.wait())
        finally:
            together.end()

    def announce(self, together: Together, host: str, port: int) -> None:
        """One block when every part is well; CommandError when one is not in time."""
        limit = time.monotonic() + PATIENCE
        state: dict = {}
        while not state.get("ok"):
            if together.asked_to_stop or together.dead():
                return
            if time.monotonic() > limit:
                raise CommandError(f"Not well after {PATIENCE:.0f} s: {state}")
            time.sleep(0.2)
            state = health(host, port)
        self.stdout.write(block(host, port))
        self.stdout.flush()  # who waits for it may read it from a file or a pipe

    def report(self, name: str | None) -> None:
        """CommandError when a program ended by itself: nothing restarts silently."""
        if name:
            raise CommandError(f"{name} ended by itself; everything was stopped.")
        self.stdout.write("Dihentikan.")


def port_wanted() -> int:
    """PORT, 8000 when not set. CommandError when it is no number of a port."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT is {text!r}: it must be a number from 1 to 65535.")
    return int(text)


def refuse_taken_port(host: str, port: int) -> None:
    """CommandError with a way out when someone else listens there."""
    with socket.socket() as plug:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            plug.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}): choose another,"
                f" for example `PORT={port + 80} make run`."
            ) from error


def prepare(together: Together) -> None:
    """Schema, rights, reference data and, in the demo, its people and cases.

    Their lines are shown as they come: a first start takes a minute.
    """
    translations.compile_stale(Path(settings.BASE_DIR) / "locale")
    commands = PREPARED_BY + (DEMO_PREPARED_BY if settings.DEMO_MODE else ())
    for words in commands:
        if together.asked_to_stop:
            return
        done = subprocess.run(
            [*manage(), *words], stderr=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise CommandError(
                f"`manage.py {words[0]}` failed; nothing was started.\n"
                f"{done.stderr[-4000:]}"
            )


def manage() -> list[str]:
    return [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]


def start(together: Together, host: str, port: int) -> None:
    """Web server, worker, scheduler; and the name index, whose end stops no other."""
    python = [sys.executable, "-m"]
    celery = [sys.executable, *AS_ROOT, "-m", "celery", "-q", "-A", "tppo_tracker"]
    together.start(
        "web",
        [*python, "gunicorn", *GUNICORN_CONF, "tppo_tracker.wsgi"],
        BIND=f"{host}:{port}",
    )
    together.start("worker", [*celery, "worker", "--concurrency=2", "--without-mingle"])
    together.start("beat", [*celery, "beat"])
    together.start_revived("names", [*manage(), "name_index"])


def health(host: str, port: int) -> dict:
    """What /healthz says; {} while nobody answers."""
    try:
        with urlopen(f"http://{host}:{port}/healthz", timeout=5) as answer:
            return json.load(answer)
    except HTTPError as error:
        return json.load(error)
    except (URLError, OSError, ValueError):
        return {}


def block(host: str, port: int) -> str:
    """The address, and in the demo the accounts and their password."""
    lines = ["", "=" * 72, f"TPPO Tracker: http://{host}:{port}/"]
    if settings.DEMO_MODE:
        lines += ["", f"Akun contoh (kata sandi: {demo.PASSWORD})"]
        lines += [f"  {name:<6} {label}" for name, label in demo.ACCOUNTS]
    lines += ["", "Ctrl-C menghentikan semuanya.", "=" * 72, ""]
    return "\n".join(lines)
