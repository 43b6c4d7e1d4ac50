"""Questions that every request asks, compiled once and asked with its own values.

The ORM takes a millisecond to compile who asks, and four to compile a case with all
that hangs on it; the database answers in a fifth of that. So a queryset is compiled
for values that no row has, and the values of the request are put in their places.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from agencies import clock

# What stands for today while a queryset is compiled.
NO_DAY = date(1900, 1, 2)
_NO_MOMENT = datetime(1900, 1, 2, 12, tzinfo=clock.WIB)


class Compiled:
    """`rows()` gives a `values_list` queryset made with the `stand_ins`.

    `ask` and `filled` want a value for each stand-in by its name. Today is filled in
    by itself, where the queryset asked the clock for it.
    """

    def __init__(self, rows: Callable[[], QuerySet], **stand_ins: Any):
        self.rows = rows
        self.stand_ins = stand_ins
        self.statement = ""
        self.places: list[Any] = []

    def ask(self, **values: Any) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(*self.filled(**values))
            return cursor.fetchall()

    def filled(self, **values: Any) -> tuple[str, list]:
        """The statement and its parameters, as a part of a larger one."""
        if not self.statement:
            self._compile()
        now = {self.stand_ins[name]: value for name, value in values.items()}
        now[NO_DAY] = clock.today()
        return self.statement, [now.get(place, place) for place in self.places]

    def _compile(self) -> None:
        with clock.set_to(_NO_MOMENT):
            statement, places = self.rows().query.sql_with_params()
        lost = set(self.stand_ins.values()) - set(places)
        if _NO_MOMENT in places:
            raise RuntimeError("The queryset asks for this moment: only today is kept.")
        if lost:
            raise RuntimeError(f"The queryset does not ask for {lost}.")
        self.places, self.statement = list(places), statement
