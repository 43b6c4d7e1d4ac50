"""What the database server must be before production may use it (scoreboard S20)."""

from contextlib import closing
from typing import Any

import psycopg2
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

# Without these a crash of the machine loses cases that were acknowledged.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")

ROLE_SQL = """
SELECT rolsuper, rolbypassrls, rolcreaterole OR rolcreatedb,
  EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relowner = r.oid AND n.nspname NOT LIKE 'pg\\_%')
  OR EXISTS (SELECT FROM pg_database d
             WHERE d.datname = current_database() AND d.datdba = r.oid),
  has_schema_privilege('public', 'CREATE')
FROM pg_roles r WHERE rolname = current_user
"""
ROLE_FAULTS = (
    "is a superuser",
    "bypasses row-level security",
    "may create roles or databases",
    "owns the database or tables in it",
    "may create tables",
)


def server_faults(url: str, *, serving: bool = True) -> list[str]:
    """Why this server or role must not serve production, one sentence each.

    `serving` also judges the role; the owner's role is expected to own.
    """
    faults = []
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for name in DURABLE:
            cursor.execute("SELECT current_setting(%s)", (name,))
            if cursor.fetchall() == [("off",)]:
                faults.append(f"PostgreSQL runs with {name} off: a crash loses cases.")
        if serving:
            cursor.execute(ROLE_SQL)
            [found] = cursor.fetchall()
            faults += [
                f"The serving role of DATABASE_URL {fault}."
                for fault, is_so in zip(ROLE_FAULTS, found, strict=True)
                if is_so
            ]
    return faults


def refuse_unsafe_server() -> None:
    """ImproperlyConfigured with every fault, in production only."""
    if settings.PRODUCTION and (faults := server_faults(settings.DATABASE_DSN)):
        raise ImproperlyConfigured(
            "The register refuses to start in production:\n- " + "\n- ".join(faults)
        )


@register(Tags.database)
def database_is_fit(**kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` and `migrate` say the same."""
    if not settings.PRODUCTION or not kwargs.get("databases"):
        return []
    faults = server_faults(settings.DATABASE_DSN, serving=not settings.AS_OWNER)
    return [Error(fault, id="tppo.E001") for fault in faults]
