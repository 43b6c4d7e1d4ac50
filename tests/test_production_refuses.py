"""Production does not start on ground that loses or leaks cases (scoreboard S20).

Real PostgreSQL servers with each durability setting off, and the real commands.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import checks, ground
from tppo_tracker import local_postgres, services
from tppo_tracker.checks import server_faults
from tppo_tracker.local_postgres import Postgres

GUNICORN_CONF = ("-c", "python:tppo_tracker.gunicorn_conf")
UNSAFE = ("fsync", "full_page_writes", "synchronous_commit")


@pytest.fixture(scope="module")
def keyring() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "keyring.json"
        file.touch(0o600)
        file.write_text(json.dumps(checks.keys()))
        yield file


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Postgres]:
    """A PostgreSQL as production wants it; `set` makes it worse."""
    base = services.data_folder(services.local().folder)
    data = base / f"unsafe-{ground.worker()}"
    sockets = services.new_socket_folder()
    postgres = Postgres(data / "postgres", sockets, tests=False)
    postgres.start()
    yield postgres
    postgres.stop()
    shutil.rmtree(sockets)
    shutil.rmtree(data if base == services.local().folder else base)


def set_server(server: Postgres, **settings: str) -> None:
    """ALTER SYSTEM and reload; all three take effect without a restart."""
    with_psql(server, "ALTER SYSTEM RESET ALL")
    for name, value in settings.items():
        with_psql(server, f"ALTER SYSTEM SET {name} = {value}")
    with_psql(server, "SELECT pg_reload_conf(), pg_sleep(0.3)")


def with_psql(server: Postgres, statement: str, database: str = "tppo") -> None:
    tools = local_postgres.binaries(local_postgres.version_of(server.data))
    words = ["psql", "-X", "-q", "-h", server.sockets, "-U", local_postgres.SUPERUSER]
    done = local_postgres.run(
        [tools / words[0], *words[1:], "-d", database, "-c", statement]
    )
    assert done.returncode == 0, done.stderr


def surroundings(
    server: Postgres, keyring: Path, **changes: str | None
) -> dict[str, str]:
    """The environment of a production that may start, with changes; None removes."""
    good = {
        "TPPO_ENV": "production",
        "DATABASE_URL": server.url("tppo_app", "tppo"),
        "DATABASE_OWNER_URL": server.url("tppo_owner", "tppo"),
        "KEYSTORE_URL": server.url("tppo_app", "tppo_keys"),
        "REDIS_URL": os.environ["REDIS_URL"],
        "SECRET_KEY": "9" + os.urandom(40).hex(),
        "KEYRING_FILE": str(keyring),
        "AUDIT_HEADS_FILE": str(keyring.with_name("heads.jsonl")),
        "NAMES_SOCKET": str(keyring.with_name("names.sock")),
        "NAMES_SNAPSHOT": str(keyring.with_name("names.sealed")),
        "ALLOWED_HOSTS": "register.example",
        "TRUSTED_PROXIES": "0",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ground.CHECKOUT),
        "DJANGO_SETTINGS_MODULE": "tppo_tracker.settings",
    }
    return {
        name: value for name, value in (good | changes).items() if value is not None
    }


def start(program: str, variables: dict[str, str]) -> subprocess.CompletedProcess:
    """Start a program of production; what it said and how it ended."""
    command = {
        "web": ["gunicorn", *GUNICORN_CONF, "--check-config", "tppo_tracker.wsgi"],
        "worker": ["celery", "-A", "tppo_tracker", "worker", "--pool=solo"],
        "check": ["manage", "check", "--database", "default"],
    }[program]
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ground.CHECKOUT,
        env=variables,
        capture_output=True,
        text=True,
        timeout=20,  # a worker that starts would run for ever
        check=False,
    )


def refused(done: subprocess.CompletedProcess, *sentences: str) -> None:
    said = done.stdout + done.stderr
    assert done.returncode != 0, said
    for sentence in sentences:
        assert sentence in said


def test_a_fit_production_starts(server, keyring):
    set_server(server)
    for program in ("web", "check"):
        done = start(program, surroundings(server, keyring))
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("program", ["web", "worker", "check"])
@pytest.mark.parametrize("setting", UNSAFE)
def test_a_server_that_forgets_is_refused(server, keyring, program, setting):
    set_server(server, **{setting: "off"})
    done = start(program, surroundings(server, keyring))
    refused(done, f"PostgreSQL runs with {setting} off: a crash loses cases.")


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ("tppo_owner", "owns the database or tables in it"),
        (local_postgres.SUPERUSER, "is a superuser"),
        ("sees_all", "bypasses row-level security"),
        ("makes_roles", "may create roles or databases"),
    ],
)
def test_a_serving_role_with_too_much_power_is_refused(server, keyring, role, sentence):
    set_server(server)
    for name, power in (("sees_all", "BYPASSRLS"), ("makes_roles", "CREATEROLE")):
        with_psql(server, f"DROP ROLE IF EXISTS {name}")
        with_psql(server, f"CREATE ROLE {name} LOGIN {power}")
    url = server.url(role, "tppo")
    done = start("web", surroundings(server, keyring, DATABASE_URL=url))
    refused(done, f"The serving role of DATABASE_URL {sentence}.")


def test_the_owner_may_own(server):
    set_server(server)
    assert server_faults(server.url("tppo_owner", "tppo"), serving=False) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"DATABASE_URL": None}, "DATABASE_URL is not set."),
        ({"KEYSTORE_URL": None}, "KEYSTORE_URL is not set."),
        ({"REDIS_URL": None}, "REDIS_URL is not set."),
        ({"SECRET_KEY": None}, "SECRET_KEY is not set."),
        ({"KEYRING_FILE": None}, "KEYRING_FILE is not set."),
        ({"AUDIT_HEADS_FILE": None}, "AUDIT_HEADS_FILE is not set."),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set."),
        ({"TRUSTED_PROXIES": None}, "TRUSTED_PROXIES is not set."),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is open to every name"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is a default or too short"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY is a default or too short"),
        (
            {"SECRET_KEY": "django-insecure-" + "0123456789abcdef" * 5},
            "SECRET_KEY is a default or too short",
        ),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"DEMO_MODE": "true"}, "DEMO_MODE is on"),
        ({"KEYRING_FILE": "/nowhere"}, "KEYRING_FILE cannot be read."),
    ],
)
def test_an_unfit_environment_is_refused(server, keyring, changes, sentence):
    refused(start("web", surroundings(server, keyring, **changes)), sentence)


def test_every_fault_is_told_at_once(server, keyring):
    changes = {"DATABASE_URL": None, "REDIS_URL": None, "DEBUG": "1"}
    done = start("check", surroundings(server, keyring, **changes))
    refused(done, "DATABASE_URL is not", "REDIS_URL is not", "DEBUG is on")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ({"kek": {}}, "has no kek key"),
        ({"audit": {"1": "c2hvcnQ="}}, "audit key 1 is not 32 random bytes"),
        ({"index": {"1": "A" * 43 + "="}}, "index key 1 is not 32 random bytes"),
        ({"kek_current": 7}, "kek_current names no kek key"),
    ],
)
def test_a_damaged_keyring_is_refused(server, keyring, tmp_path, damage, sentence):
    worse = tmp_path / "keyring.json"
    worse.touch(0o600)
    worse.write_text(json.dumps(json.loads(keyring.read_text()) | damage))
    done = start("web", surroundings(server, keyring, KEYRING_FILE=str(worse)))
    refused(done, sentence)


def test_a_keyring_that_others_can_read_is_refused(server, keyring, tmp_path):
    open_to_all = tmp_path / "keyring.json"
    open_to_all.write_text(keyring.read_text())
    open_to_all.chmod(0o644)
    done = start("web", surroundings(server, keyring, KEYRING_FILE=str(open_to_all)))
    refused(done, "its mode must be 0600")


def test_the_refusal_never_shows_a_secret(server, keyring):
    word = "0123456789abcdefghijklmnopqrstuvwxyz" * 2 + "-insecure"
    done = start("web", surroundings(server, keyring, SECRET_KEY=word))
    refused(done)
    assert word not in done.stdout + done.stderr
