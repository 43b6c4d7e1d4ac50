"""What the serving role may do with each table: said here, once, for every table."""

import os
from urllib.parse import unquote, urlsplit

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from psycopg2 import sql

from agencies import draft_keys
from agencies.sealing import keystore
from cases import wall

WRITE = "SELECT, INSERT, UPDATE"
APPEND = "SELECT, INSERT"
READ = "SELECT"
FULL = "SELECT, INSERT, UPDATE, DELETE"

# The first pattern that matches a table's whole name decides. Nothing of the register
# is ever deleted, so FULL is only for what people throw away themselves, and for the
# index over what is sealed, which holds no more than what that says.
RIGHTS = (
    ("agencies_auditevent", APPEND),
    ("agencies_auditseal", APPEND),
    ("agencies_auditera", READ),
    ("cases_%event", APPEND),
    ("cases_casescope", READ),
    ("f\\_%", READ),
    ("fact\\_%", READ),
    ("facts\\_%", READ),
    ("s\\_%", READ),
    ("marginals%", READ),
    ("names\\_%", READ),
    ("django_migrations", READ),
    ("django_content_type", READ),
    ("auth\\_%", READ),
    ("pghistory\\_%", READ),
    # Of the release before, whose web still runs while this one is brought up.
    ("django_session", FULL),
    ("agencies_session", FULL),
    ("mfa_authenticator", FULL),
    ("agencies_draft", FULL),
    ("agencies_savedview", FULL),
    ("agencies_signinattempt", FULL),
    ("agencies_agency_regions", FULL),
    ("cases_identifier", FULL),
    ("cases_duplicatedecision", APPEND),
    ("agencies\\_%", WRITE),
    ("cases\\_%", WRITE),
    ("reports_edition", WRITE),
    ("reports_external%", READ),
)

ROW_ONCE = ("id", "public_id", "created_by_id", "created_at", "case_id")
# Columns that are written once. A row that was written stays whose it is.
WRITTEN_ONCE = (
    ("agencies_agency", ("id", "code", "parent_id", "ancestors")),
    ("agencies_user", ("id", "public_id", "username")),
    (
        "agencies_apitoken",
        ("id", "user_id", "made_by_id", "worn", "digest", "created_at"),
    ),
    (
        "agencies_accountrequest",
        (
            "id",
            "public_id",
            "kind",
            "user_id",
            "agency_id",
            "role",
            "title",
            "letter_number",
            "asked_by_id",
            "asked_at",
        ),
    ),
    ("agencies_numberseries", ("id", "agency_id", "year")),
    ("agencies_idempotencykey", ("id", "user_id", "key", "fingerprint", "at")),
    (
        "agencies_job",
        ("id", "public_id", "kind", "subject", "given", "by_id", "of", "created_at"),
    ),
    ("agencies_personalkey", ("id", "user_id", "agency_id", "opened_at", "ends_at")),
    (
        "cases_alarm",
        ("id", "public_id", "user_id", "post_id", "kind", "day", "raised_at"),
    ),
    ("cases_casekey", (*ROW_ONCE, "key_id", "kind", "sections", "reason")),
    ("cases_caseworker", (*ROW_ONCE, "user_id", "agency_id", "work", "starts_on")),
    (
        "cases_referral",
        (*ROW_ONCE, "to_agency_id", "purpose", "sections", "ends_on", "told"),
    ),
    ("cases_involvement", (*ROW_ONCE, "person_id", "part")),
    (
        "cases_personmerge",
        ("id", "public_id", "kept_id", "merged_id", "moved", "reason", "by_id", "at"),
    ),
    (
        "cases_matchrequest",
        ("id", "public_id", "case_id", "kind", "by_id", "agency_id", "at"),
    ),
    (
        "cases_matchhit",
        (
            *("id", "public_id", "case_id", "involvement_id", "request_id", "kind"),
            *("asker_id", "agency_id", "at"),
        ),
    ),
    ("cases_reporteropening", (*ROW_ONCE, "reporter_id", "reason")),
    ("cases_shelter", (*ROW_ONCE, "victim_id")),
    (
        "agencies_export",
        (
            "id",
            "public_id",
            "by_id",
            "worn",
            "job_id",
            "list",
            "query",
            "format",
            "purpose",
            "asked_at",
        ),
    ),
    (
        "reports_edition",
        (
            "id",
            "public_id",
            "region_id",
            "first",
            "last",
            "n",
            "cutoff",
            "definitions",
            "tree_version",
            "cells",
            "digest",
            "audit_head",
            "compiled_at",
            "compiled_by_id",
        ),
    ),
    ("cases\\_%", (*ROW_ONCE, "scope_keys")),
)

# pgtrigger lets a session name triggers that it skips: whoever has the serving role
# could change a case and leave no version. Its migrations make the function anew, so
# it is replaced here, after them.
NOTHING_IS_IGNORED = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name)
RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false'
"""

# A trigger of the owner's runs with the owner's rights: nobody else may hang one on a
# table, and nobody else makes tables, passing ones included.
TRIGGER_FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p
 WHERE p.prorettype = 'trigger'::regtype AND p.proowner = current_user::regrole
   AND p.pronamespace = 'public'::regnamespace
"""


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
            with transaction.atomic():
                wall.put_up(cursor, role)
            for name in names:
                self._grant(cursor, name, role)
            self._close_ways_around(cursor, role)
            cursor.execute(
                sql.SQL(
                    "GRANT USAGE ON SCHEMA public TO {role};"
                    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};"
                    "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}"
                ).format(role=sql.Identifier(role))
            )
        keystore.prepare(role)
        keystore.mark_drafts(draft_keys.in_use())
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
        if not found:
            return
        rights = found[0]
        if rights == WRITE and (once := self._written_once(cursor, name)):
            rights = APPEND
            columns = self._other_columns(cursor, name, once)
            grant = sql.SQL("GRANT UPDATE ({columns}) ON {table} TO {role}")
            cursor.execute(grant.format(columns=columns, **parts))
        grant = "GRANT " + rights + " ON {table} TO {role}"
        cursor.execute(sql.SQL(grant).format(**parts))

    def _written_once(self, cursor, name: str) -> list[str]:
        for pattern, columns in WRITTEN_ONCE:
            cursor.execute("SELECT %s LIKE %s", [name, pattern])
            if cursor.fetchone()[0]:
                return list(columns)
        return []

    def _other_columns(self, cursor, name: str, once: list[str]) -> sql.Composable:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped AND NOT attname = ANY(%s)"
            " ORDER BY attnum",
            [name, once],
        )
        found = [sql.Identifier(column) for (column,) in cursor.fetchall()]
        return sql.SQL(", ").join(found)

    def _close_ways_around(self, cursor, role: str) -> None:
        """What would let the role past versions, scope and rights on tables."""
        cursor.execute(NOTHING_IS_IGNORED)
        cursor.execute(TRIGGER_FUNCTIONS)
        for (function,) in cursor.fetchall():
            cursor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
        cursor.execute(
            sql.SQL(
                "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {role}"
            ).format(
                database=sql.Identifier(connection.settings_dict["NAME"]),
                role=sql.Identifier(role),
            )
        )
