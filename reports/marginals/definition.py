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

# Facts of the touched cases as known at the later tick, less those at the earlier one.
COUNTED = """
WITH unit AS (
  SELECT 1 AS sign, {table}.* FROM {table} WHERE {now}
     AND ({cases} IS NULL OR case_id = ANY ({cases}))
  UNION ALL
  SELECT -1, {table}.* FROM {table} WHERE {before}
     AND {since} > 0 AND ({cases} IS NULL OR case_id = ANY ({cases}))
), local AS MATERIALIZED (
  SELECT p.lowest, date_trunc('month', counted_on::timestamp)::date AS month, sign,
         {counts}
    FROM unit {table}
    JOIN marginals_place p ON p.region_id = coalesce({table}.region_id, 0)
   GROUP BY 1, 2, 3)
SELECT '{figure}', area, month, ARRAY[{sums}]::int[]
  FROM local JOIN marginals_place p ON p.region_id = local.lowest, unnest(p.areas) area
 GROUP BY area, month
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


def counted(figure: Figure, *, since: str, until: str, cases: str) -> str:
    """A statement giving (figure, area, month, cells): what changed between two ticks.

    The arguments are SQL. From tick "0" on and with "NULL::bigint[]" for cases it
    counts everything; `cells` has a number for each slot.
    """
    slots = kept(figure).slots
    table = figure.facts._meta.db_table
    conditions = [_where(figure.facts.objects.filter(slot.condition)) for slot in slots]
    return COUNTED.format(
        table=table,
        figure=name_of(figure),
        since=since,
        cases=cases,
        now=_where(_known_at(figure, until)),
        before=_where(_known_at(figure, since)),
        counts=", ".join(
            f"count(*) FILTER (WHERE {condition}) AS c{n}"
            for n, condition in enumerate(conditions, 1)
        ),
        sums=", ".join(f"sum(sign * c{n})" for n in range(1, len(slots) + 1)),
    )


def _known_at(figure: Figure, tick: str) -> QuerySet:
    """`tick` is SQL of this package, never what somebody typed."""
    return figure.units(RawSQL(tick, ()))  # type: ignore[arg-type]  # noqa: S611


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
    return counted(found.figure, since="$1", until="$2", cases="$3")
