"""Statements sent to the database as one message: one way there and back for all."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models.sql import InsertQuery


class Batch:
    """Statements that are carried out in the order in which they were added."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.params: list[Any] = []

    def add(self, statement: str, params: Sequence[Any]) -> None:
        self.statements.append(statement)
        self.params.extend(params)

    def insert(self, rows: Sequence[models.Model]) -> None:
        """Insert new rows of one model; the keys that they get are not told."""
        if not rows:
            return
        columns = rows[0]._meta.concrete_fields
        told = [f for f in columns if not isinstance(f, models.AutoField)]
        query = InsertQuery(type(rows[0]))
        query.insert_values(told, rows)
        for statement, params in query.get_compiler(connection=connection).as_sql():
            self.add(statement, params)

    def run(self) -> list[tuple]:
        """Send all; the rows that the last one gives. Raises what any of them does."""
        with connection.cursor() as cursor:
            cursor.execute(";\n".join(self.statements), self.params)
            return cursor.fetchall()
