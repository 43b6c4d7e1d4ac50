"""Finds or starts real PostgreSQL and Redis when the environment names none.

`ensure()` runs before Django. Pure standard library. Everyone who uses the
services holds a shared lock on `.local/…/users.lock`; whoever leaves last
stops them. The kernel drops the lock of a killed process, so nothing can be
left pointing at a process that is gone.
"""

import atexit
import base64
import contextlib
import fcntl
import json
import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tppo_tracker import environment, local_postgres, local_redis
from tppo_tracker.local_postgres import (
    KEYS,
    OWNER,
    REGISTER,
    SERVING,
    SUPERUSER,
    Postgres,
    ServiceError,
    account,
    reaches,
)
from tppo_tracker.local_redis import Redis

CHECKOUT = Path(__file__).resolve().parent.parent
LONGEST_SOCKET_FOLDER = 80  # a unix socket's whole path must stay under 104 bytes
DATABASE_VARIABLES = ("DATABASE_URL", "DATABASE_OWNER_URL", "KEYSTORE_URL")

held: dict[Path, TextIO] = {}


@dataclass(frozen=True)
class Local:
    """The services of this checkout: for `make run` (.local) or tests (.local/test)."""

    folder: Path
    tests: bool

    @property
    def record(self) -> Path:
        return self.folder / "services.json"

    def places(self) -> dict[str, Path]:
        """The folders of sockets and of PostgreSQL's data; made and recorded if new."""
        known = json.loads(self.record.read_text()) if self.record.exists() else {}
        sockets = Path(known.get("sockets", ""))
        data = Path(known.get("data", ""))
        if not known or not is_ours(sockets):
            sockets = new_socket_folder()
        if not known or not data.exists():
            data = data_folder(self.folder)
        if known != (told := {"sockets": str(sockets), "data": str(data)}):
            write_private(self.record, json.dumps(told))
        return {"sockets": sockets, "data": data}

    def postgres(self) -> Postgres:
        places = self.places()
        return Postgres(places["data"] / "postgres", places["sockets"], self.tests)

    def redis(self) -> Redis:
        return Redis(self.folder / "redis", self.places()["sockets"], self.tests)


def local(kind: str | None = None) -> Local:
    """This checkout's services for `development` or `test`."""
    tests = (kind or environment.kind()) == "test"
    folder = CHECKOUT / ".local"
    return Local(folder / "test" if tests else folder, tests)


def ensure(*, start: bool = True) -> None:
    """Fill in what the environment lacks and start what it needs.

    Does nothing in production. Without `start` only the variables are set.
    ServiceError when a service is missing or refuses.
    """
    if environment.kind() == "production":
        return
    here = local()
    if not here.folder.is_relative_to(CHECKOUT):
        raise ServiceError(f"{here.folder} is outside the checkout.")
    for folder in (CHECKOUT / ".local", here.folder):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711)  # the server's account passes through, no one lists it
    with locked(here.folder / "start.lock"):
        fill_secrets(here.folder)
        fill_names(here)
        needs = missing()
        if needs:
            fill_addresses(here, needs)
    if start and needs:
        hold(here)
        with locked(here.folder / "start.lock"):
            start_missing(here, needs)


def missing() -> set[str]:
    """Which of `postgres` and `redis` the environment does not name.

    ServiceError when it names only some of the databases.
    """
    named = [name for name in DATABASE_VARIABLES if os.environ.get(name)]
    if named and len(named) < len(DATABASE_VARIABLES):
        raise ServiceError(
            f"Set {', '.join(DATABASE_VARIABLES)} together, or none; only"
            f" {', '.join(named)} is set."
        )
    needs = set() if named else {"postgres"}
    return needs if os.environ.get("REDIS_URL") else needs | {"redis"}


def fill_addresses(here: Local, needs: set[str]) -> None:
    """Name the local services in the environment, for Django and for children."""
    if "postgres" in needs:
        postgres = here.postgres()
        os.environ["DATABASE_URL"] = postgres.url(SERVING, REGISTER)
        os.environ["DATABASE_OWNER_URL"] = postgres.url(OWNER, REGISTER)
        os.environ["KEYSTORE_URL"] = postgres.url(SERVING, KEYS)
        os.environ["KEYSTORE_OWNER_URL"] = postgres.url(OWNER, KEYS)
        if here.tests:
            os.environ["TEST_SUPERUSER_URL"] = postgres.url(SUPERUSER, "postgres")
    if "redis" in needs:
        os.environ["REDIS_URL"] = here.redis().url()


def start_missing(here: Local, needs: set[str]) -> None:
    """Start the services that are needed and do not answer."""
    if "postgres" in needs:
        here.postgres().start()
    if "redis" in needs:
        here.redis().start()


def hold(here: Local) -> None:
    """Say that this process uses the services, until it ends."""
    path = here.folder / "users.lock"
    if path in held:
        return
    held[path] = path.open("w")
    fcntl.flock(held[path], fcntl.LOCK_SH)
    atexit.register(leave, here, os.getpid())


def leave(here: Local, pid: int) -> None:
    """Stop the services if this process was the last to use them."""
    path = here.folder / "users.lock"
    if os.getpid() != pid or path not in held:
        return  # a forked child ends with its parent's list of farewells
    with held.pop(path) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        stop(here)


def stop(here: Local) -> None:
    """Stop the local services, whoever uses them."""
    if here.record.exists():
        here.redis().stop()
        here.postgres().stop()


def reset() -> None:
    """Stop the local services and forget everything under .local/.

    ServiceError while somebody uses them: what runs must not lose its data.
    """
    places = [local(kind) for kind in ("test", "development")]
    if any(in_use(here) for here in places):
        raise ServiceError(
            "A program of this checkout is running (make run, make test, manage.py …):"
            " end it first, with Ctrl-C in its terminal. Nothing was forgotten."
        )
    for here in places:
        if here.record.exists():
            stop(here)
            for folder in here.places().values():
                shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(CHECKOUT / ".local", ignore_errors=True)


def in_use(here: Local) -> bool:
    """Does any process hold the services?"""
    path = here.folder / "users.lock"
    if not path.exists():
        return False
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Only one process of this checkout at a time."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fill_secrets(folder: Path) -> None:
    """A secret key and a keyring of this checkout's own, made once; and where the
    heads of its audit go."""
    if not os.environ.get("SECRET_KEY"):
        file = folder / "secret_key"
        if not file.exists():
            write_private(file, secrets.token_urlsafe(64))
        os.environ["SECRET_KEY"] = file.read_text()
    if not os.environ.get("KEYRING_FILE"):
        file = folder / "keyring.json"
        if not file.exists():
            write_private(file, json.dumps(new_keyring(), indent=1))
        os.environ["KEYRING_FILE"] = str(file)
    os.environ.setdefault("AUDIT_HEADS_FILE", str(folder / "audit_heads.jsonl"))


def fill_names(here: Local) -> None:
    """Where this checkout's name index answers, and keeps what it knows, sealed."""
    if not os.environ.get("NAMES_SOCKET"):
        os.environ["NAMES_SOCKET"] = str(here.places()["sockets"] / "names.sock")
    if not os.environ.get("NAMES_SNAPSHOT"):
        os.environ["NAMES_SNAPSHOT"] = str(here.folder / "names.sealed")


def new_keyring() -> dict:
    """A keyring with one random key of 32 bytes for each purpose."""
    rings: dict = {}
    for name in environment.KEYRINGS:
        key = base64.b64encode(secrets.token_bytes(environment.KEY_BYTES)).decode()
        rings[name] = {"1": key}
        rings[f"{name}_current"] = 1
    return rings


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
    ) as out:
        out.write(text)
    draft.replace(file)


def is_ours(folder: Path) -> bool:
    """True for a socket folder that no one else can enter or has made."""
    if not folder.is_dir():
        return False
    told = folder.lstat()
    owners = {os.geteuid(), account().get("user", os.geteuid())}
    return stat.S_IMODE(told.st_mode) == stat.S_IRWXU and told.st_uid in owners


def new_socket_folder() -> Path:
    """A 0700 folder with a short path under the system's temporary folder."""
    base = tempfile.gettempdir()
    if len(base) > LONGEST_SOCKET_FOLDER or not reaches(Path(base)):
        base = "/tmp"  # noqa: S108 - mkdtemp makes the private folder inside it
    folder = Path(tempfile.mkdtemp(prefix="tppo-", dir=base))
    if who := account():
        os.chown(folder, who["user"], who["group"])
    return folder


def data_folder(wanted: Path) -> Path:
    """Where PostgreSQL's data goes: under .local/, or where its account can reach."""
    if reaches(wanted):
        return wanted
    folder = Path(tempfile.mkdtemp(prefix="tppo-data-", dir="/var/tmp"))
    folder.chmod(0o711)
    return folder


def complete() -> bool:
    """True when every service is named in the environment or found as binaries."""
    try:
        needs = missing()
        if "postgres" in needs:
            local_postgres.binaries()
        if "redis" in needs:
            local_redis.binary()
    except ServiceError:
        return False
    return True


def reset_or_say_why() -> int:
    try:
        reset()
    except ServiceError as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


def main(words: list[str]) -> int:
    """`complete` tells by its exit status, `reset` forgets .local/."""
    match words:
        case ["complete"]:
            return 0 if complete() else 1
        case ["reset"]:
            return reset_or_say_why()
        case ["new-keyring", path] if not Path(path).exists():
            write_private(Path(path), json.dumps(new_keyring(), indent=1))
            return 0
    usage = "python -m tppo_tracker.services complete | reset | new-keyring NEW_FILE"
    sys.stderr.write(f"{usage}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
