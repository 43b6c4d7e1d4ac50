"""Names in plain text under pg_trgm, and the same names in the index: one contest.

Invented people, one in eight stored misspelt. A tenth of them belong to the chain of
one command, the first 200 of these to one small office. A query is a further misspelt
form of a person's true name; it is answered when a row with that true name is among
the first 25.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from cases.names.client import NameClient
from cases.names.feed import Entry
from cases.names.keeper import Keeper
from cases.names.scoring import shipped_weights
from cases.names.server import Server
from tests.bench import cluster
from tests.cases.names.invented import Invented, people
from tests.cases.names.misspelt import misspelt

SEED, MISSPELT, CHAIN_SHARE, OFFICE_SIZE, MOST = "bench", 0.12, 10, 200, 25
# The scope key of everyone's agency, of the chain, of the office: each holds the next.
ALL, CHAIN, OFFICE = 1, 2, 3
SCOPES = {"all": ALL, "chain": CHAIN, "office": OFFICE}
MAKE = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
CREATE TABLE person (id int PRIMARY KEY, name text, truth text, born int, sex text,
  region text, key int);
"""
INDEXES = """
CREATE INDEX ON person USING gin (name gin_trgm_ops);
CREATE INDEX ON person (key, id);
CREATE INDEX ON person (truth);
VACUUM ANALYZE person;
"""
HEARD = """
ALTER TABLE person ADD COLUMN heard text[];
UPDATE person SET heard = ARRAY(
  SELECT dmetaphone(w) FROM unnest(string_to_array(name, ' ')) w);
CREATE INDEX ON person USING gin (heard);
VACUUM ANALYZE person;
"""
TRIGRAMS = """
SELECT id FROM person WHERE name %% %(text)s AND key >= %(key)s
 ORDER BY similarity(name, %(text)s) DESC, id LIMIT 25
"""
METAPHONES = """
WITH asked AS (SELECT ARRAY(
  SELECT dmetaphone(w) FROM unnest(string_to_array(%(text)s, ' ')) w) AS heard)
SELECT id FROM person p, asked WHERE p.heard && asked.heard AND key >= %(key)s
 ORDER BY (SELECT count(*) FROM unnest(p.heard) h WHERE h = ANY (asked.heard))::float
   / (cardinality(p.heard) + cardinality(asked.heard)) DESC, id LIMIT 25
"""
Searcher = Callable[[str, int], list[int]]


class Query(NamedTuple):
    text: str
    truth: str


class Answers(NamedTuple):
    """Of one searcher: seconds of each query, shares of the queries."""

    seconds: list[float]
    recall: float
    precision: float

    def percentile(self, share: float) -> float:
        """Milliseconds that so many of the queries did not exceed."""
        return sorted(self.seconds)[int(share * (len(self.seconds) - 1))] * 1000


class TableFeed:
    """Tells the index the table's rows, as the register will."""

    origin = "bench"

    def __init__(self, plug: Any) -> None:
        self._plug = plug

    def span(self) -> tuple[int, int]:
        return 0, 0

    def all(self) -> tuple[int, Iterator[Entry]]:
        return 0, self._entries()

    def since(self, tick: int) -> tuple[int, list[Entry]]:
        return 0, []

    def _entries(self) -> Iterator[Entry]:
        with self._plug.cursor(name="names") as rows:
            rows.itersize = 20_000
            rows.execute("SELECT id, name, key, born, sex, region FROM person")
            for number, name, key, born, sex, region in rows:
                keys = tuple(range(ALL, key + 1))
                yield Entry(number, name, keys, (born, born), sex, region)


def table_of(server: cluster.Cluster, n: int) -> str:
    """The database with n names; made first if there is none."""
    name = f"names_{n}"
    with closing(cluster.superuser(server, "postgres")) as plug, plug.cursor() as do:
        do.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if do.fetchone():
            return name
        do.execute(f"CREATE DATABASE draft_{name} TEMPLATE template0")
        with closing(cluster.superuser(server, f"draft_{name}")) as inside:
            _fill(inside, n)
        do.execute(f"ALTER DATABASE draft_{name} RENAME TO {name}")
    return name


def _fill(plug: Any, n: int) -> None:
    with plug.cursor() as cursor:
        cursor.execute(MAKE)
        lot, coming = random.Random(SEED), enumerate(people(n, SEED))
        while lines := [_line(*who, lot) for who in islice(coming, 50_000)]:
            cursor.copy_expert("COPY person FROM STDIN", StringIO("".join(lines)))
        _run_each(cursor, INDEXES)


def add_metaphones(plug: Any) -> None:
    """How each word sounds to English ears, for the searcher that compares that."""
    with plug.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM information_schema.columns"
            " WHERE table_name = 'person' AND column_name = 'heard'"
        )
        if not cursor.fetchone():
            _run_each(cursor, HEARD)


def _run_each(cursor: Any, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            cursor.execute(statement)


def _line(number: int, who: Invented, lot: random.Random) -> str:
    name = misspelt(who, lot) if lot.random() < MISSPELT else who.name
    key = ALL
    if number % CHAIN_SHARE == 0:
        key = OFFICE if number < CHAIN_SHARE * OFFICE_SIZE else CHAIN
    fields = (number, name.lower(), who.name.lower(), who.year, who.sex, who.region)
    return "\t".join(map(str, (*fields, key))) + "\n"


def queries(plug: Any, key: int, n: int) -> list[Query]:
    """Misspelt forms of so many people's true names, of those under the key."""
    lot = random.Random(f"queries {key}")
    with plug.cursor() as cursor:
        cursor.execute("SELECT id FROM person WHERE key >= %s ORDER BY id", (key,))
        ids = [number for (number,) in cursor]
        cursor.execute(
            "SELECT truth, sex, born, region FROM person WHERE id = ANY (%s)"
            " ORDER BY id",
            (lot.sample(ids, min(n, len(ids))),),
        )
        sought = [Invented(t.title(), *rest) for t, *rest in cursor]
    return [Query(misspelt(who, lot).lower(), who.name.lower()) for who in sought]


def in_sql(plug: Any, statement: str) -> Searcher:
    def search(text: str, key: int) -> list[int]:
        with plug.cursor() as cursor:
            cursor.execute(statement, {"text": text, "key": key})
            return [number for (number,) in cursor]

    return search


@contextmanager
def served(plug: Any, folder: Path) -> Iterator[Searcher]:
    """The index over the table, asked as a page asks it: over its socket."""
    keeper = Keeper(TableFeed(plug), shipped_weights(), folder / "names.sealed")
    server = Server(keeper, folder / "names.sock")
    server.open()
    client = NameClient(folder / "names.sock", seconds=30)
    try:
        yield lambda text, key: [
            hit.person for hit in client.search(text, [key], most=MOST)
        ]
    finally:
        server.close()


def contest(
    plug: Any, searchers: dict[str, Searcher], key: int, asked: list[Query]
) -> dict[str, Answers]:
    """Every query to every searcher, one after the other, their order by lot."""
    truths, lot = _Truths(plug, key), random.Random(1)
    found: dict[str, list[tuple[float, bool, float]]] = {name: [] for name in searchers}
    for search in searchers.values():
        search(asked[0].text, key)  # not counted
    for query in asked:
        for name in lot.sample(list(searchers), len(searchers)):
            start = time.perf_counter()
            ids = searchers[name](query.text, key)
            taken = time.perf_counter() - start
            right = truths.count(ids, query.truth)
            possible = min(MOST, truths.bearers(query.truth))
            found[name].append((taken, right > 0, right / max(1, possible)))
    return {name: _told(rows) for name, rows in found.items()}


def _told(rows: list[tuple[float, bool, float]]) -> Answers:
    seconds, hits, shares = zip(*rows, strict=True)
    return Answers(list(seconds), sum(hits) / len(hits), sum(shares) / len(shares))


class _Truths:
    """Whose true name is which, under one key."""

    def __init__(self, plug: Any, key: int) -> None:
        self._plug, self._key = plug, key

    def count(self, ids: list[int], truth: str) -> int:
        return self._one("id = ANY (%s) AND truth = %s", ids, truth)

    def bearers(self, truth: str) -> int:
        return self._one("truth = %s AND key >= %s", truth, self._key)

    def _one(self, condition: str, *values: Any) -> int:
        with self._plug.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM person WHERE {condition}", values)
            return cursor.fetchone()[0]
