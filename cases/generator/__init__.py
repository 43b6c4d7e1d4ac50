"""A register of any size for measurements and load tests, written set by set.

The rows are those that the actions and the database's triggers would have written:
`tests/cases/test_generator.py` compares them. What the triggers keep (scope, versions)
and the actions (facts, audit, numbers) is written here in bulk instead, so that a
million cases take minutes. No person is real and no text is written. Never in
production, nor beside other work: it locks each table whole while its indexes wait.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction

from cases.generator import audit, derived, drawn, register

YEARS = 10
QUICK = """
SET LOCAL synchronous_commit = off;
SET LOCAL work_mem = '128MB';
SET LOCAL maintenance_work_mem = '512MB';
SET LOCAL jit = off;
SET CONSTRAINTS ALL IMMEDIATE;
"""
TABLES = (
    "cases_case",
    "cases_place",
    "cases_victim",
    "cases_suspect",
    "cases_policereport",
    "cases_stageentry",
    "cases_casescope",
    "cases_caseevent",
    "cases_placeevent",
    "cases_victimevent",
    "cases_suspectevent",
    "cases_policereportevent",
    "cases_stageentryevent",
    "f_case",
    "f_police_report",
    "f_victim",
    "f_suspect",
    "agencies_auditevent",
)

Told = Callable[[str], None]


def generate(*, cases: int, seed: int, today: date, told: Told) -> None:
    """Write `cases` cases of the ten years before `today`, in one transaction.

    As the owner of the tables. The same seed on the same reference data gives the same
    register. `told` hears of each step.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(QUICK)
        cursor.execute("SELECT setseed(%s)", [(seed % 1_000_000) / 1_000_000])
        drawn.reference(cursor, seed)
        told("offices, places and paths are known")
        drawn.cases(cursor, cases, today, YEARS)
        told("cases are drawn")
        with without_indexes(cursor, told):
            register.write(cursor, told)
            derived.write(cursor, told)
            audit.write(cursor, told)
    told("committed")


def tidy() -> None:
    """Visibility maps and statistics, which autovacuum would bring a minute later."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}")


@contextmanager
def without_indexes(cursor, told: Told) -> Iterator[None]:
    """Triggers, foreign keys and all indexes but primary keys wait until the end."""
    cursor.execute(WHAT_WAITS, [list(TABLES)] * 2)
    waiting = cursor.fetchall()
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for drop, _add in reversed(waiting):
        cursor.execute(drop)
    yield
    for _drop, add in waiting:
        cursor.execute(add)
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    told(f"{len(waiting)} indexes and foreign keys are back")


# Indexes before unique constraints before foreign keys, each with how to drop it.
WHAT_WAITS = """
SELECT dropped, added FROM (
  SELECT 1 AS step, format('DROP INDEX %%s', i.indexrelid::regclass) AS dropped,
         pg_get_indexdef(i.indexrelid) AS added
    FROM pg_index i
   WHERE i.indrelid = ANY (%s::text[]::regclass[]) AND NOT EXISTS (
     SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid
        AND c.contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT CASE c.contype WHEN 'u' THEN 2 ELSE 3 END,
         format('ALTER TABLE %%s DROP CONSTRAINT %%I', c.conrelid::regclass, c.conname),
         format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', c.conrelid::regclass,
                c.conname, pg_get_constraintdef(c.oid))
    FROM pg_constraint c
   WHERE c.conrelid = ANY (%s::text[]::regclass[]) AND c.contype IN ('u', 'f')
) w ORDER BY step, added
"""
