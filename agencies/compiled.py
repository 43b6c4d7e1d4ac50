"""Questions that every request asks, compiled once and asked with its own values.

The ORM takes a millisecond to compile who asks, and four to compile a case with all
that hangs on it; the database answers in a fifth of that. So a queryset is compiled
for values that no row has, and the values of the request are put in their places.

The database in turn takes longer to plan such a statement than to run it: each
connection has it planned once (`asked`).
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import QuerySet

from agencies import clock

# What stands for today while a queryset is compiled.
NO_DAY = date(1900, 1, 2)
_NO_MOMENT = datetime(1900, 1, 2, 12, tzinfo=clock.WIB)


# Of each connection of the driver: by statement, how to run what its server planned.
_planned: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


class Compiled:
    """`rows()` gives a `values_list` queryset made with the `stand_ins`.

    `ask` and `filled` want a value for each stand-in by its name. Today is filled in
    by itself, where the queryset asked the clock for it.
    """

    def __init__(self, rows: Callable[[], QuerySet], **stand_ins: Any):
        self.rows = rows
        self.stand_ins = stand_ins
        self.statement = self.table = ""
        self.places: list[Any] = []

    def ask(self, **values: Any) -> list[tuple]:
        statement, params = self.filled(**values)
        return asked(statement, params, of=self.table)

    def filled(self, **values: Any) -> tuple[str, list]:
        """The statement and its parameters, as a part of a larger one."""
        if not self.statement:
            self._compile()
        now = {self.stand_ins[name]: value for name, value in values.items()}
        now[NO_DAY] = clock.today()
        return self.statement, [now[place] for place in self.places]

    def _compile(self) -> None:
        with clock.set_to(_NO_MOMENT):
            query = self.rows().query
            statement, places = query.sql_with_params()
        lost = [one for one in self.stand_ins.values() if one not in places]
        if _NO_MOMENT in places:
            raise RuntimeError("The queryset asks for this moment: only today is kept.")
        if lost:
            raise RuntimeError(f"The queryset does not ask for {lost}.")
        moving = [NO_DAY, *self.stand_ins.values()]
        words = ["%s" if place in moving else _literal(place) for place in places]
        self.table = query.get_meta().db_table
        self.places = [place for place in places if place in moving]
        self.statement = statement.replace("%%", "%%%%") % tuple(words)


def _literal(value: Any) -> str:
    with connection.cursor() as cursor:
        return cursor.mogrify("%s", [value]).decode().replace("%", "%%")


def asked(statement: str, params: Sequence[Any], *, of: str) -> list[tuple]:
    """Rows of a statement that comes again and again, its values as parameters.

    `of` names it in the server's logs. A plan lives as long as its connection, and the
    server makes it anew when tables or their statistics change.
    """
    with connection.cursor() as cursor:
        cursor.execute(planned(statement, len(params), of=of), params)
        return cursor.fetchall()


def planned(statement: str, places: int, *, of: str) -> str:
    """What runs the statement as this connection planned it; takes the same values."""
    connection.close_if_health_check_failed()  # its plans would go with it
    connection.ensure_connection()
    known = _planned.setdefault(connection.connection, {})
    if statement not in known:
        name = _plan(statement, places, f"{of}_{len(known)}")
        known[statement] = f"EXECUTE {name} ({', '.join(['%s'] * places)})"
    return known[statement]


def _plan(statement: str, places: int, name: str) -> str:
    """Its name; asked of the driver, as no request's own: Django counts those."""
    text = statement % tuple(f"${n}" for n in range(1, places + 1))
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(f"PREPARE {name} AS {text}")
    return name
