"""Give the serving role what it needs and no more. Idempotent; run after migrate."""

import os
from urllib.parse import unquote, urlsplit

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from psycopg2 import sql

from agencies import keystore

# Tables that only ever grow: those whose trigger refuses every change, and the
# row versions that pghistory's triggers write.
GROWING_SQL = """
SELECT DISTINCT t.tgrelid::regclass::text FROM pg_trigger t
JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'refuse_change'
"""
# What the owner alone writes: the serving role may look, for /healthz.
READ_ONLY = ("django_migrations",)

EVERYTHING = """
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role};
"""


class Command(BaseCommand):
    help = "Beri peran layanan hak atas tabel: tanpa DDL, jejak audit hanya bertambah."

    def handle(self, *args: object, **options: object) -> None:
        role = unquote(urlsplit(os.environ["DATABASE_URL"]).username or "")
        if not role or not settings.AS_OWNER:
            raise CommandError("DATABASE_URL must name the serving role.")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(named(EVERYTHING, role))
            cursor.execute(GROWING_SQL)
            for table in sorted({row[0] for row in cursor.fetchall()}):
                cursor.execute(
                    named(f"REVOKE UPDATE, DELETE ON {table} FROM {{role}}", role)
                )
            for table in READ_ONLY:
                cursor.execute(named(f"REVOKE ALL ON {table} FROM {{role}}", role))
                cursor.execute(named(f"GRANT SELECT ON {table} TO {{role}}", role))
        grant_key_store(role)


def named(statement: str, role: str) -> sql.Composed:
    """The statement with the role's name quoted in."""
    return sql.SQL(statement).format(role=sql.Identifier(role))


def grant_key_store(role: str) -> None:
    """The key store's one table, in its own database."""
    keystore.prepare()
    with psycopg2.connect(settings.KEYSTORE_URL) as keys, keys.cursor() as cursor:
        cursor.execute(
            named("GRANT SELECT, INSERT, UPDATE, DELETE ON data_key TO {role}", role)
        )
    keys.close()
