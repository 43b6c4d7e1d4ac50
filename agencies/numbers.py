"""Gapless running numbers of an agency and year."""

from django.db import connection

_NEXT = """
INSERT INTO agencies_numberseries (agency_id, year, n) VALUES (%(agency)s, %(year)s, 1)
ON CONFLICT (agency_id, year) DO UPDATE SET n = agencies_numberseries.n + 1
RETURNING n
"""


def next_number(agency_id: int, year: int) -> int:
    """The next number, locked until the transaction ends: ask for it last of all."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"agency": agency_id, "year": year})
        return cursor.fetchone()[0]
