"""P3: every figure, month, region and cut of the nation, counted anew from the facts.

Against one hand-written pass per figure over the register's own tables, every column
computed on both sides. Target: ≤ 0.5 times, now and as known before all was corrected.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from statistics import median

from agencies.lookup import codes
from cases import facts, stages
from cases.choices import Progress, Stage
from reports import figures
from reports.figures import Figure
from reports.marginals import definition, folding
from tests import scoreboard
from tests.bench import cluster, rounds

Pass = Callable[[Figure], str]
TARGET = 0.5
ROUNDS = 3
JUDGED = 1_000_000  # with fewer cases than cells, filling cells is most of it
SESSION = (
    "SET jit = off; SET work_mem = '256MB'; SET hash_mem_multiplier = 8;"
    "SET max_parallel_workers_per_gather = 0"
)

# Every unit was known otherwise once: one version before the register was generated.
EARLIER = """
INSERT INTO f_{unit}_h
SELECT {key}, {past} - 5, {past} + 5, why, 2, {columns} FROM f_{unit};
ANALYZE f_{unit}_h;
"""
BASE = """
WITH cells AS MATERIALIZED (
  SELECT left(r.code, 5) AS region, date_trunc('month', {day}::timestamp) AS month,
         {columns}
    FROM cases_case c {join}
    LEFT JOIN agencies_region r ON r.id = c.region_id
    LEFT JOIN (SELECT DISTINCT case_id FROM cases_policereport
                WHERE withdrawn_at IS NULL) lp ON lp.case_id = c.id
   WHERE c.withdrawn_at IS NULL {where}
   GROUP BY 1, 2)
SELECT sum(c1) FROM cells
"""
NATION = """
SELECT sum(cells[1]) FILTER (
  WHERE area = (SELECT id FROM agencies_region WHERE code = 'ID'))
  FROM ({counted}) t (figure, area, month, cells)
"""
UNITS = {
    "police_reports": (
        "JOIN cases_policereport u ON u.case_id = c.id AND u.withdrawn_at IS NULL",
        "",
    ),
    "cases": ("", ""),
    "victims": (
        "JOIN cases_victim u ON u.case_id = c.id AND u.withdrawn_at IS NULL",
        "AND u.determination IN ('presumed', 'confirmed')",
    ),
    "suspects": (
        "JOIN cases_suspect u ON u.case_id = c.id AND u.withdrawn_at IS NULL",
        "AND u.legal_status IN ('suspect', 'defendant', 'convicted', 'acquitted')",
    ),
}
UNITS["child_victims"] = (
    UNITS["victims"][0],
    f"{UNITS['victims'][1]} AND u.age_group = 'child'",
)
ARRAYS = {
    "exploitation": ("exploitation_type", "c.exploitation"),
    "platform": ("digital_platform", "c.platforms"),
    "push": ("vulnerability_push", "c.push_factors"),
    "pull": ("vulnerability_pull", "c.pull_factors"),
    "role": ("suspect_role", "u.roles"),
}
WORDS = {"sex": "u.sex", "age_group": "u.age_group", "modus": "c.modus"}


def condition(cut: str, key: str) -> str:
    """What somebody would write for one key of a cut, on the register's columns."""
    if cut in WORDS:
        return f"{WORDS[cut]} = '{key}'"
    if cut == "has_lp":
        return f"lp.case_id IS {'NOT ' if key == 'true' else ''}NULL"
    if cut == "progress":
        inside = [s.value for s in Stage if stages.PROGRESS_OF[s] == Progress(key)]
        return f"c.stage IN ({', '.join(map(repr, inside))})"
    code_list, column = ARRAYS[cut]
    known = key in codes.entries(code_list)
    return f"'{key}' = ANY ({column})" if known else f"{column} = '{{}}'"


def by_hand(figure: Figure) -> str:
    """One pass over the base tables with as many columns as the figure has slots."""
    join, where = UNITS[figure.code]
    columns = [
        " AND ".join(map(condition, slot.by, slot.keys)) or "true"
        for slot in definition.kept(figure).slots
    ]
    return BASE.format(
        day="u.dated_on" if figure.code == "police_reports" else "c.counted_on",
        join=join,
        where=where,
        columns=", ".join(
            f"count(*) FILTER (WHERE {one}) AS c{n}" for n, one in enumerate(columns, 1)
        ),
    )


def from_facts(figure: Figure, until: int) -> str:
    """The pass of a rebuild, provinces and nation included; told is the nation."""
    counted = definition.counted(figure, at=str(until), cases=folding.EVERYTHING)
    return NATION.format(counted=counted)


@contextmanager
def with_a_past(cursor) -> Iterator[int]:
    """The tick below which the earlier versions held; all is undone at the end."""
    cursor.execute("SELECT min(kf) - 15 FROM f_case")
    [past] = cursor.fetchone()
    cursor.execute("BEGIN")
    for unit in facts.UNITS:
        key = "case_id" if unit == "case" else "unit"
        cursor.execute(
            "SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 4",
            [f"f_{unit}"],
        )
        [columns] = cursor.fetchone()
        cursor.execute(EARLIER.format(unit=unit, key=key, columns=columns, past=past))
    try:
        yield past
    finally:
        cursor.execute("ROLLBACK")
        for unit in facts.UNITS:
            cursor.execute(f"VACUUM f_{unit}_h")


def at(server: cluster.Cluster, cases: int) -> dict[str, float]:
    """At one size: our passes to the one by hand, and how long each took."""
    database = cluster.register_of(server, cases)
    with (
        cluster.used(server, database),
        closing(cluster.superuser(server, database)) as plug,
        plug.cursor() as cursor,
    ):
        cursor.execute(SESSION)
        now = facts.cutoff()
        with with_a_past(cursor) as past:
            found = sum_of_medians(
                cursor,
                {
                    "base": by_hand,
                    "now": partial(from_facts, until=now),
                    "past": partial(from_facts, until=past),
                },
            )
    return {
        "now": found["now"] / found["base"],
        "past": found["past"] / found["base"],
        **{f"{name}_s": seconds for name, seconds in found.items()},
    }


def sum_of_medians(cursor, passes: dict[str, Pass]) -> dict[str, float]:
    """Seconds of each pass over all figures; figures and passes take turns by lot.

    RuntimeError when they do not count the same.
    """
    acts = {
        f"{name} {figure.code}": partial(total, cursor, write(figure))
        for name, write in passes.items()
        for figure in figures.ALL
    }
    for figure in figures.ALL:
        if len({acts[f"{name} {figure.code}"]() for name in passes}) != 1:
            raise RuntimeError(f"The passes over {figure.code} count otherwise.")
    found = rounds.medians(acts, rounds=ROUNDS, times=1)
    return {
        name: sum(median(found[f"{name} {figure.code}"]) for figure in figures.ALL)
        for name in passes
    }


def total(cursor, text: str) -> int:
    """What a pass counted, all its columns computed."""
    cursor.execute(text)
    [found] = cursor.fetchone()
    return found


def measure(size: str) -> scoreboard.Measured:
    counts: dict[str, object] = {}
    holds = True
    with cluster.running() as server:
        for cases in cluster.SIZES[size]:
            found = at(server, cases)
            holds &= max(found["now"], found["past"]) <= TARGET or cases < JUDGED
            counts |= {f"{name}_{cases}": f"{n:.2f}" for name, n in found.items()}
    return scoreboard.Measured(holds, counts)
