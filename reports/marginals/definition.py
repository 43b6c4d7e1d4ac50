"""What is kept of each figure: its slots, and the statement that counts them.

A slot is one key of one cut, or the total; its condition is the cut's own. The
statement counts every slot of all months and regions in one pass over the facts.
"""

import datetime
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from django.core.exceptions import FullResultSet
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from agencies.lookup import codes
from reports import areas, figures
from reports.cuts import CUTS, Frame
from reports.figures import Figure

# Cuts that are kept together; every other cut is kept by itself.
PAIRS = (("sex", "age_group"),)
ABROAD_ID = 0  # the region id under which places in other countries are kept

# Waits for a fold that is under way; `fold_marginals()` takes the same lock.
ALONE = "SELECT pg_advisory_xact_lock('marginals'::regclass::oid::bigint)"

# By regency or city, summed up to provinces, those summed up to the nation.
COUNTED = """
WITH local AS MATERIALIZED (
  SELECT p.part, p.province, date_trunc('month', counted_on::timestamp)::date AS month,
         {counts}
    FROM {table} JOIN marginals_place p ON p.region_id = coalesce({table}.region_id, 0)
   WHERE {where} AND ({cases} IS NULL OR case_id = ANY ({cases}))
   GROUP BY 1, 2, 3
), province AS MATERIALIZED (
  SELECT province, month, {sums} FROM local GROUP BY province, month)
SELECT '{figure}', part AS area, month, ARRAY[{cells}] FROM local
 WHERE part IS NOT NULL
UNION ALL
SELECT '{figure}', province, month, ARRAY[{cells}] FROM province
 WHERE province IS NOT NULL
UNION ALL
SELECT '{figure}', nation.id, month, ARRAY[{totals}]
  FROM province, (SELECT id::int FROM agencies_region WHERE code = 'ID') nation
 GROUP BY nation.id, month
"""
PLACES = """
DELETE FROM marginals_place;
INSERT INTO marginals_place (region_id, part, province)
SELECT r.id, g.id, p.id FROM agencies_region r
  LEFT JOIN agencies_region g ON g.code = left(r.code, 5) AND length(g.code) = 5
  LEFT JOIN agencies_region p ON p.code = left(r.code, 2) AND p.code <> 'ID'
UNION ALL
SELECT 0, 0, NULL;
ANALYZE marginals_place;
"""


@dataclass(frozen=True, slots=True)
class Slot:
    """`by` are codes of cuts, `keys` one key of each; none for the total."""

    by: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def condition(self) -> Q:
        condition = Q()
        for code, key in zip(self.by, self.keys, strict=True):
            condition &= CUTS[code].condition(key)
        return condition


@dataclass(frozen=True, slots=True)
class Kept:
    """The slots of a figure, in the order of `marginals.cells`, the total first.

    `fingerprint` changes with what they count and with the regions.
    """

    figure: Figure
    slots: tuple[Slot, ...]
    fingerprint: str

    def of(self, by: frozenset[str]) -> dict[int, Slot]:
        """The slots of a cut or a pair by their places from 1; none if not kept."""
        return {n: s for n, s in enumerate(self.slots, 1) if frozenset(s.by) == by}


def kept(figure: Figure) -> Kept:
    return _kept(figure, areas.tree().version, codes.all_codes())


@lru_cache(maxsize=2 * len(figures.ALL))
def _kept(figure: Figure, tree: str, _codes: frozenset) -> Kept:
    cut_codes = figure.cuts.keys()
    singles = [(code,) for code in cut_codes if CUTS[code].narrows]
    pairs = [pair for pair in PAIRS if cut_codes >= set(pair)]
    frame = Frame(areas.area(), datetime.date.min, datetime.date.min)
    slots = [Slot((), ())]
    for by in (*singles, *pairs):
        # An open cut (agency) has no lines of its own and is counted from facts.
        keys = [CUTS[code].all_keys(frame) or [] for code in by]
        slots += [Slot(by, chosen) for chosen in product(*keys)]
    told = [f"{figure.fingerprint}\n{tree}\n{COUNTED}"]
    told += [f"{slot.by}{slot.keys} {figures.told(slot.condition)}" for slot in slots]
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
    return Kept(figure, tuple(slots), digest)


def name_of(figure: Figure) -> str:
    return f"{figure.code}.{figure.version}"


def counted(figure: Figure, *, at: str, cases: str) -> str:
    """A statement giving (figure, area, month, cells) as known at a tick.

    The arguments are SQL of this package, never what somebody typed; "NULL::bigint[]"
    for cases counts all of them. `cells` has a number for each slot.
    """
    slots = kept(figure).slots
    names = [f"c{n}" for n in range(1, len(slots) + 1)]
    conditions = [_where(figure.facts.objects.filter(slot.condition)) for slot in slots]
    known = figure.units(RawSQL(at, ()))  # type: ignore[arg-type]  # noqa: S611 - a tick that SQL of this package says
    return COUNTED.format(
        table=figure.facts._meta.db_table,
        figure=name_of(figure),
        cases=cases,
        where=_where(known),
        counts=", ".join(
            f"count(*) FILTER (WHERE {condition})::int AS {name}"
            for name, condition in zip(names, conditions, strict=True)
        ),
        sums=", ".join(f"sum({name})::int AS {name}" for name in names),
        totals=", ".join(f"sum({name})::int" for name in names),
        cells=", ".join(names),
    )


def _where(rows: QuerySet) -> str:
    """The condition of a queryset as SQL, its values in place."""
    compiler = rows.query.get_compiler(connection=connection)
    try:
        statement, values = compiler.compile(rows.query.where)
    except FullResultSet:
        return "true"
    with connection.cursor() as cursor:
        return cursor.mogrify(statement, values).decode()


def define() -> list[str]:
    """Tell the database, as its owner, what to fold; names of figures that changed.

    If any did, what was folded is forgotten and the next fold counts anew.
    """
    wanted = {name_of(figure): kept(figure) for figure in figures.ALL}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ALONE)
        cursor.execute(PLACES)
        cursor.execute("SELECT figure, fingerprint FROM marginals_definition")
        had = dict(cursor.fetchall())
        changed = {
            name
            for name in wanted.keys() | had.keys()
            if name not in wanted or had.get(name) != wanted[name].fingerprint
        }
        if changed:
            cursor.execute("DELETE FROM marginals_definition")
            rows = [(name, k.fingerprint, _folded(k)) for name, k in wanted.items()]
            cursor.executemany(
                "INSERT INTO marginals_definition (figure, fingerprint, counted)"
                " VALUES (%s, %s, %s)",
                rows,
            )
            cursor.execute("DELETE FROM marginals_state; DELETE FROM marginals")
    return sorted(changed)


def _folded(found: Kept) -> str:
    return counted(found.figure, at="$1", cases="$2")
