"""Statements sent to the database as one message: one way there and back for all."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.sql import InsertQuery

from agencies.compiled import planned


class Batch:
    """Statements that are carried out in the order in which they were added.

    Each is planned once by a connection, so its text must come again and again.
    """

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.params: list[Any] = []

    def add(self, statement: str, params: Sequence[Any], *, of: str) -> None:
        """Add a statement; `of` names it in the server's logs."""
        self.statements.append(planned(statement, len(params), of=of))
        self.params.extend(params)

    def insert(self, rows: Iterable[models.Model], *, telling: str = "") -> None:
        """Insert new rows, one by one; `telling` is the column that `run` may tell."""
        for row in rows:
            meta = row._meta
            given = [f for f in meta.fields if not isinstance(f, models.AutoField)]
            query = InsertQuery(type(row))
            query.insert_values(given, [row])
            ((statement, params),) = query.get_compiler(connection=connection).as_sql()
            told = f" RETURNING {telling}" if telling else ""
            self.add(statement + told, params, of=meta.db_table)

    def run(self) -> list[tuple]:
        """Send all; the rows that the last one gives. Raises what any of them does."""
        with connection.cursor() as cursor:
            cursor.execute(";\n".join(self.statements), self.params)
            return cursor.fetchall()
