"""What the second wall shows, asked by SQL that filters nothing."""

from contextlib import AbstractContextManager

from django.db import connection
from psycopg2 import sql

from agencies.eyes import looking
from cases import wall
from tests.people import person


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        return cursor.fetchone()[0]


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return [table for table, _column in wall.hanging(cursor)]


def seen() -> dict[str, int]:
    """How many rows each table within the wall shows, by SQL that filters nothing."""
    return {table: count(table) for table in tables()}


def shown(found: dict[str, int]) -> set[str]:
    return {table for table, n in found.items() if n}


def eyes_of(username: str) -> AbstractContextManager[None]:
    return looking(person(username).hat.scope_keys)
