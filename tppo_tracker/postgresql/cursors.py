"""Cursors that tell the database, with each statement, through whose eyes it looks.

The keys go before the statement in the same message: one way there and back, one
transaction. They hold for that transaction, and each statement brings them anew: so
nothing is left on the connection, and a savepoint that takes an older setting back
changes nothing.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from psycopg2 import extensions, sql

from agencies import eyes


class SeeingCursor(extensions.cursor):
    def execute(self, query: Any, vars: Any = None) -> None:
        if self.name is not None:
            return self._alone(lambda: super(SeeingCursor, self).execute(query, vars))
        if self._tells():
            text = self._text(query)
            # It must come before any question, and asks none itself.
            if not text.startswith("SET TRANSACTION "):
                query = told(eyes.keys()) + text
        return super().execute(query, vars)

    def executemany(self, query: Any, vars_list: Any) -> None:
        for values in vars_list:
            self.execute(query, values)

    def copy_expert(self, sql: Any, file: Any, size: int = 8192) -> None:
        self._alone(lambda: super(SeeingCursor, self).copy_expert(sql, file, size))

    def _tells(self) -> bool:
        """Not after an error, when only a rollback can follow; nor that nobody looks
        to a transaction of one statement, which no key was told."""
        if self.connection.autocommit:
            return bool(eyes.keys())
        status = self.connection.get_transaction_status()
        return status != extensions.TRANSACTION_STATUS_INERROR

    def _alone(self, act: Callable[[], None]) -> None:
        """Rows that come one by one and copies stand alone in their message: the keys
        go in one before, within the same transaction."""
        if not self._tells():
            return act()
        with self.connection.cursor(cursor_factory=extensions.cursor) as plain:
            if not self.connection.autocommit:
                plain.execute(told(eyes.keys()))
                return act()
            plain.execute(f"BEGIN;{told(eyes.keys())}")
            try:
                act()
            except BaseException:
                if not self.connection.closed:
                    plain.execute("ROLLBACK")
                raise
            return plain.execute("COMMIT")

    def _text(self, query: Any) -> str:
        if isinstance(query, sql.Composable):
            return query.as_string(self)
        return query.decode() if isinstance(query, bytes) else query


@lru_cache(maxsize=4096)
def told(keys: tuple[int, ...]) -> str:
    """The statement that tells the keys to the transaction in hand."""
    return (
        f"SELECT set_config('{eyes.SETTING}','{_array(keys)}',true),"
        f"set_config('{eyes.OPENING}','{_array(eyes.opening(keys))}',true);"
    )


def _array(keys: Sequence[int]) -> str:
    return f"{{{','.join(map(str, map(int, keys)))}}}" if keys else ""
