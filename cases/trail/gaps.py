"""Versions of the register's rows against the events that made them."""

from collections.abc import Iterator

from django.db import connection


def told() -> Iterator[tuple[str, str]]:
    """(what, where) of each row whose versions and events are not the same in number.

    No two events give a row the same version, so the same number is all of them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, id FROM audit_gaps() ORDER BY 1, 2")
        for subject, row in cursor.fetchall():
            yield "versions and events differ", f"{subject} {row}"
