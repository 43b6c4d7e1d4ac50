"""The suite's databases: a template made by the owner, a copy for each worker.

The template holds the schema, the reference data and the cast. It is made anew
when a migration, the data or the code that loads it changes, else reused.
"""

import hashlib
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2 import sql

from tppo_tracker import environment, services, translations

CHECKOUT = services.CHECKOUT
OUTSIDE = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "KEYSTORE_URL",
    "KEYSTORE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "KEYRING_FILE",
    "AUDIT_HEADS_FILE",
    "NAMES_SOCKET",
    "NAMES_SNAPSHOT",
    "ALLOWED_HOSTS",
    "TPPO_DB_ROLE",
)
# What the template is made from; a change in any of it makes a new one.
SOURCES = (
    "*/migrations/*.py",
    "*/management/commands/load_*.py",
    "tppo_tracker/management/commands/prepare.py",
    "tppo_tracker/management/commands/grant_serving_role.py",
    "agencies/models/*.py",
    "cases/wall.py",
    "reports/figures.py",
    "reports/cuts.py",
    "reports/marginals/*.py",
    "agencies/*.py",
    "agencies/sealing/*.py",
    "agencies/data/**/*",
    "cases/data/**/*",
    "reports/data/*.json",
)
LOADED_BY = (["prepare", "-v0"],)


def worker() -> str:
    """pytest-xdist's name of this process, or `main` without workers."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def number() -> int:
    """A small number of this worker's own: 1 for main, 2 for gw0, 3 for gw1, …"""
    name = worker()
    return 1 if name == "main" else int(name.removeprefix("gw")) + 2


def prepare() -> None:
    """Start the tests' services and point the environment at this worker's share."""
    os.environ["TPPO_ENV"] = "test"
    # Playwright's loop lives in the same thread as tests that ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    for name in OUTSIDE:
        os.environ.pop(name, None)
    services.ensure()
    translations.compile_stale(CHECKOUT / "locale")
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        url = environment.with_database(os.environ[name], f"test_{worker()}")
        os.environ[name] = url
    os.environ["REDIS_URL"] = services.local().redis().url(number())
    os.environ["CELERY_QUEUE"] = f"test_{worker()}"
    heads = services.local().folder / f"audit_heads_{worker()}.jsonl"
    os.environ["AUDIT_HEADS_FILE"] = str(heads)
    for name in ("NAMES_SOCKET", "NAMES_SNAPSHOT"):
        os.environ[name] += f"-{worker()}"


def superuser(database: str = "postgres") -> psycopg2.extensions.connection:
    """An autocommitting connection that no row-level security or trigger stops."""
    url = environment.with_database(os.environ["TEST_SUPERUSER_URL"], database)
    connection = psycopg2.connect(url)
    connection.autocommit = True
    return connection


def fingerprint() -> str:
    """Twelve hex digits over everything that the template is made from."""
    digest = hashlib.sha256(repr(LOADED_BY).encode())
    files = {file for pattern in SOURCES for file in CHECKOUT.glob(pattern)}
    for file in sorted(file for file in files if file.is_file()):
        if "__pycache__" not in file.parts:
            digest.update(str(file.relative_to(CHECKOUT)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def template() -> str:
    """The name of the template database, made first if it is not there."""
    name = f"template_{fingerprint()}"
    with services.locked(services.local().folder / "template.lock"):
        if name not in databases():
            make_template(name)
    return name


def databases() -> list[str]:
    """Names of all databases of the tests' server."""
    with closing(superuser()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return [row[0] for row in cursor.fetchall()]


def make_template(name: str) -> None:
    """Migrate and load under the owner's role; older templates are dropped."""
    draft = f"draft_{worker()}"
    create(draft, "template0")
    urls = {
        variable: environment.with_database(os.environ[variable], draft)
        for variable in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }
    for command in LOADED_BY:
        manage(*command, **urls)
    with closing(superuser()) as connection, connection.cursor() as cursor:
        for old in databases():
            if old.startswith("template_"):
                cursor.execute(composed("DROP DATABASE IF EXISTS {} WITH (FORCE)", old))
        cursor.execute(composed("ALTER DATABASE {} RENAME TO {}", draft, name))


def create(name: str, source: str) -> None:
    """A new database of the owner's, a copy of `source`; an older one is dropped."""
    with closing(superuser()) as connection, connection.cursor() as cursor:
        cursor.execute(composed("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))
        cursor.execute(
            composed("CREATE DATABASE {} TEMPLATE {} OWNER tppo_owner", name, source)
        )


def create_workers_database() -> None:
    """A fresh copy of the template for this worker."""
    name = f"test_{worker()}"
    create(name, template())
    # Rights on the database itself are not copied with it.
    with closing(superuser()) as connection, connection.cursor() as cursor:
        cursor.execute(composed("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", name))


def composed(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def manage(*words: str, **variables: str) -> str:
    """Run a command of manage.py as its own process; its output, or AssertionError."""
    done = subprocess.run(
        [sys.executable, str(Path(CHECKOUT) / "manage.py"), *words],
        cwd=CHECKOUT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"manage.py {words}:\n{done.stdout}\n{done.stderr}"
    return done.stdout
