"""What the serving role may do with each table: said here, once, for every table."""

import os
from urllib.parse import unquote, urlsplit

from django.core.management.base import BaseCommand
from django.db import connection
from psycopg2 import sql

from agencies.sealing import keystore

WRITE = "SELECT, INSERT, UPDATE"
APPEND = "SELECT, INSERT"
READ = "SELECT"
FULL = "SELECT, INSERT, UPDATE, DELETE"

# The first pattern that matches a table's whole name decides. Nothing of the register
# is ever deleted, so FULL is only for what people throw away themselves.
RIGHTS = (
    ("agencies_auditevent", APPEND),
    ("cases_%event", APPEND),
    ("cases_casescope", READ),
    ("f\\_%", READ),
    ("fact\\_%", READ),
    ("facts\\_%", READ),
    ("s\\_%", READ),
    ("django_migrations", READ),
    ("django_content_type", READ),
    ("auth\\_%", READ),
    ("pghistory\\_%", READ),
    ("django_session", FULL),
    ("agencies_draft", FULL),
    ("agencies_savedview", FULL),
    ("agencies_signinattempt", FULL),
    ("agencies_agency_regions", FULL),
    ("agencies\\_%", WRITE),
    ("cases\\_%", WRITE),
)


class Command(BaseCommand):
    help = "Give the serving role its rights on every table; safe to repeat."

    def handle(self, **options):
        role = unquote(urlsplit(os.environ["DATABASE_URL"]).username or "")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v')"
                " AND relnamespace = 'public'::regnamespace ORDER BY 1"
            )
            names = [name for (name,) in cursor.fetchall()]
            for name in names:
                self._grant(cursor, name, role)
            cursor.execute(
                sql.SQL(
                    "GRANT USAGE ON SCHEMA public TO {role};"
                    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};"
                    "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}"
                ).format(role=sql.Identifier(role))
            )
        keystore.prepare(role)
        self.stdout.write(f"{len(names)} tables and views granted to {role}")

    def _grant(self, cursor, name: str, role: str) -> None:
        cursor.execute(
            "SELECT right_ FROM unnest(%s, %s) WITH ORDINALITY AS r(like_, right_, n)"
            " WHERE %s LIKE like_ ORDER BY n LIMIT 1",
            [[p for p, _ in RIGHTS], [r for _, r in RIGHTS], name],
        )
        found = cursor.fetchone()
        table = sql.Identifier(name)
        parts = {"table": table, "role": sql.Identifier(role)}
        cursor.execute(sql.SQL("REVOKE ALL ON {table} FROM {role}").format(**parts))
        if found:
            grant = "GRANT " + found[0] + " ON {table} TO {role}"
            cursor.execute(sql.SQL(grant).format(**parts))
