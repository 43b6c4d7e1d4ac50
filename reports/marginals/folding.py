"""Bringing the marginals up to the newest cut-off, and proving that they are right."""

from django.db import connection, transaction

from reports import figures
from reports.marginals.definition import ALONE, counted, name_of

# Cells kept otherwise than counted anew, as known at the tick of the marginals: one
# statement, so that a fold beside it does no harm.
DIFFERENCES = """
WITH anew(figure, area, month, cells) AS ({counted})
SELECT count(*)
  FROM anew a FULL JOIN (SELECT * FROM marginals WHERE figure = '{figure}') m
    USING (area, month), unnest(a.cells, m.cells) AS c(anew, kept)
 WHERE coalesce(c.anew, 0) <> coalesce(c.kept, 0)
"""
TICK = "(SELECT tick FROM marginals_state)"
EVERYTHING = "NULL::bigint[]"


def fold() -> int | None:
    """Fold what acts have changed since; the tick as known at which they now are.

    None when another fold is under way. It waits for nobody, and a fold that fails
    leaves the marginals as they were.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT fold_marginals()")
        return cursor.fetchone()[0]


def forget() -> None:
    """As the owner: let the next fold count everything anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ALONE)
        cursor.execute("DELETE FROM marginals_state")


def differences() -> int:
    """How many cells differ from a recount of the facts; 0 is the only good answer."""
    found = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '256MB'")
        cursor.execute("SET LOCAL hash_mem_multiplier = 8")
        for figure in figures.ALL:
            anew = counted(figure, at=TICK, cases=EVERYTHING)
            cursor.execute(DIFFERENCES.format(counted=anew, figure=name_of(figure)))
            found += cursor.fetchone()[0]
    return found
