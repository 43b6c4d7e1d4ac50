"""The measurements' own PostgreSQL, its generated registers, and how to use one."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from psycopg2 import sql

from tests import ground
from tppo_tracker import environment, services
from tppo_tracker.local_postgres import KEYS, OWNER, SERVING, SUPERUSER, Postgres

SEED = 20_251_112
SIZES = {"ci": (1_000, 20_000), "full": (1_000, 100_000, 1_000_000)}
# Sized as a host for a million cases would be; durable as `ALWAYS` leaves it.
SERVER = "-c shared_buffers=2GB -c max_wal_size=4GB -c work_mem=16MB"
MADE_FROM = (
    "cases/generator/*.py",
    "agencies/data/*",
    "tests/bench/bare.sql",
)
BARE = Path(__file__).parent / "bare.sql"


class Cluster(Postgres):
    """Like the development server, with memory for a million cases."""

    def _options(self) -> str:
        return f"{super()._options()} {SERVER}"


@contextmanager
def running(name: str = "bench") -> Iterator[Cluster]:
    """The cluster `.local/<name>`, stopped again at the end; one run at a time."""
    folder = services.CHECKOUT / ".local" / name
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    with services.locked(folder / "run.lock"):
        places = services.Local(folder, tests=False).places()
        cluster = Cluster(places["data"] / "postgres", places["sockets"], tests=False)
        cluster.start()
        try:
            yield cluster
        finally:
            connections.close_all()
            cluster.stop()


def urls(cluster: Postgres, database: str) -> dict[str, str]:
    """The environment of a process that serves this database."""
    return {
        "DATABASE_URL": cluster.url(SERVING, database),
        "DATABASE_OWNER_URL": cluster.url(OWNER, database),
        "KEYSTORE_URL": cluster.url(SERVING, KEYS),
        "KEYSTORE_OWNER_URL": cluster.url(OWNER, KEYS),
    }


def superuser(cluster: Postgres, database: str) -> psycopg2.extensions.connection:
    plug = psycopg2.connect(cluster.url(SUPERUSER, database))
    plug.autocommit = True
    return plug


def fingerprint() -> str:
    """Twelve hex digits over all that a generated register is made from."""
    digest = hashlib.sha256(str(SEED).encode())
    for pattern in MADE_FROM:
        for file in sorted(services.CHECKOUT.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def register_of(cluster: Postgres, cases: int) -> str:
    """The database with so many generated cases; made first if there is none.

    One that was made before gets the migrations that came since.
    """
    name = f"register_{cases}_{fingerprint()}"
    with closing(superuser(cluster, "postgres")) as plug, plug.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        known = {row[0] for row in cursor.fetchall()}
        if name in known:
            for command in ("migrate", "grant_serving_role", "define_marginals"):
                ground.manage(command, "-v0", **urls(cluster, name))
            return name
        for old in known:
            if old.startswith((f"register_{cases}_", "draft_")):
                cursor.execute(_named("DROP DATABASE {} WITH (FORCE)", old))
        draft = f"draft_{cases}"
        make = "CREATE DATABASE {} TEMPLATE template0 OWNER {}"
        cursor.execute(_named(make, draft, OWNER))
        addresses = urls(cluster, draft)
        ground.manage("prepare", "-v0", **addresses)
        generated = ("generate_register", "--cases", str(cases), "--seed", str(SEED))
        ground.manage(*generated, **addresses)
        _run_file(cluster, draft, BARE)
        cursor.execute(_named("ALTER DATABASE {} RENAME TO {}", draft, name))
    return name


def _run_file(cluster: Postgres, database: str, file: Path) -> None:
    with closing(superuser(cluster, database)) as plug, plug.cursor() as cursor:
        for statement in file.read_text().split(";\n"):
            if statement.strip():
                cursor.execute(statement)


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


@contextmanager
def used(cluster: Postgres, database: str) -> Iterator[dict[str, str]]:
    """This process and its children work on that database as the serving role."""
    addresses = urls(cluster, database)
    before = {name: os.environ.get(name) for name in addresses}
    plain, keys = connection.settings_dict.copy(), settings.KEYSTORE_URL
    connections.close_all()
    cache.clear()
    os.environ.update(addresses)
    connection.settings_dict.update(
        environment.database(addresses["DATABASE_URL"], environment.SERVING_LIMITS)
    )
    settings.KEYSTORE_URL = addresses["KEYSTORE_URL"]
    try:
        yield addresses
    finally:
        connections.close_all()
        connection.settings_dict.update(plain)
        settings.KEYSTORE_URL = keys
        os.environ.update({k: v for k, v in before.items() if v is not None})
