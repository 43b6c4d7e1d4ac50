"""Brings a worker's database back to what its template held.

For tests that really commit: workers, browsers, races. Rows that a test added to
tables which start empty are deleted; if a table that starts full (accounts,
regions) was touched, the whole database is copied anew.
"""

from contextlib import closing

from psycopg2 import sql

from tests import ground

TABLES = """
SELECT quote_ident(relname) FROM pg_class
WHERE relkind IN ('r', 'p') AND NOT relispartition
  AND relnamespace = 'public'::regnamespace ORDER BY 1
"""
SEQUENCES = """
SELECT setval(oid, 1, false) FROM pg_class
WHERE relkind = 'S' AND relname = ANY (
  SELECT split_part(pg_get_serial_sequence(t, 'id'), '.', 2) FROM unnest(%s) t
  WHERE EXISTS (SELECT FROM pg_attribute WHERE attrelid = t::regclass
                AND attname = 'id' AND attidentity <> ''))
"""

started: dict[str, str] = {}


def sums(cursor) -> dict[str, str]:
    """A checksum of every table's rows; "" for an empty one."""
    cursor.execute(TABLES)
    tables = [row[0] for row in cursor.fetchall()]
    parts = [
        f"SELECT '{table}', coalesce(sum(hashtextextended(t::text, 0))::text, '')"
        f" FROM {table} t"
        for table in tables
    ]
    cursor.execute(" UNION ALL ".join(parts))
    return dict(cursor.fetchall())


def remember() -> None:
    """Note what the fresh database of this worker holds."""
    with closing(ground.superuser(f"test_{ground.worker()}")) as connection:
        started.update(sums(connection.cursor()))


def restore() -> None:
    """Undo everything that was committed since `remember`."""
    with closing(ground.superuser(f"test_{ground.worker()}")) as connection:
        cursor = connection.cursor()
        now = sums(cursor)
        touched = {table for table, total in now.items() if total != started[table]}
        full = {table for table in touched if started[table]}
        if touched and not full:
            empty(cursor, sorted(touched))
    if full:
        ground.create_workers_database()


def empty(cursor, tables: list[str]) -> None:
    """Delete all rows, past append-only triggers and row-level security."""
    cursor.execute("SET session_replication_role = replica")
    for table in tables:
        cursor.execute(sql.SQL("DELETE FROM {}").format(sql.SQL(table)))
    cursor.execute(SEQUENCES, (tables,))
