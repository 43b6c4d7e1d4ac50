"""How a list walks the register: by keyset, from the scope of whoever looks.

A list starts at CaseScope, whose index holds one key's cases in order; filters narrow
that walk, and only the rows of one page are read in full. Each scope key is a walk of
its own, because no index gives the order of two keys together: a hat with two keys
takes a page of each and merges them.

The statements are put together here from what the ORM compiles of scope and filters:
this is the most asked question of the register, and model instances or one statement
more would double its time. Columns and tables are constants of this package; whatever
somebody typed goes in as a parameter.
"""
# Above stands why no statement here holds what somebody typed.
# ruff: noqa: S608

import datetime
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from agencies.access import Act, Hat, may, require
from agencies.compiled import Compiled, asked
from cases.lists import cursors
from cases.models import CaseScope

PAGE_SIZE = 25
COUNTED_TO = 1_000
# A count behind filters that no index answers looks at so many of the newest cases
# of the narrowest key that is asked for.
EFFORT = 20_000
EDGE = f"coalesce((SELECT scope_edge(%s, {EFFORT})), '-infinity')"

# The walk of a list that is not narrowed: asked most often, so compiled once.
NO_KEY = -2_000_000_000
ALL_UNDER = Compiled(
    lambda: _walked(CaseScope.objects.under([NO_KEY]).standing()), key=NO_KEY
)

Row = dict[str, Any]
Statement = tuple[str, list]


class Narrowing(Protocol):
    """What a list needs of a set of filters (`cases.lists.filters`)."""

    @property
    def tells_more_than_summaries(self) -> bool: ...

    @property
    def is_costly(self) -> bool: ...

    @property
    def further_keys(self) -> list[int]: ...

    @property
    def asked(self) -> dict: ...

    def narrow(
        self, scope: QuerySet, rows: QuerySet | None, *, of_summaries: bool
    ) -> tuple: ...


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as plain values, and the cursors beside them ("" where there is no page).

    `summaries` are the inner keys of cases that it sums up: never shown to anybody.
    """

    rows: list[Row]
    next: str = ""
    previous: str = ""
    summaries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows; with `or_more` at least so many."""

    n: int
    or_more: bool = False


class RegisterList(ABC):
    """A list of cases, or of the rows that hang on them, as one user sees it.

    Subclasses say what hangs on the case (`hanging`), by which columns the list is
    ordered, all descending (`order`), and what is read of a row (`columns`, `source`).
    Raises PermissionDenied (403) for a hat that has no such list.
    """

    name: ClassVar[str]
    order: tuple[str, ...] = ("s.reported_on", "s.case_id")
    columns: ClassVar[Mapping[str, str]]
    source: ClassVar[str]

    def __init__(self, user, filters: Narrowing | None = None):
        self.filters = filters
        self.user = user
        self.hat: Hat = user.hat
        self.keys = self.keys_of(self.hat)

    def keys_of(self, hat: Hat) -> tuple[int, ...]:
        """The scope keys to walk under."""
        require(hat, Act.SEE_CASES)
        return hat.agency_keys

    def scope(self, key: int) -> QuerySet:
        """Where the walk under a key starts."""
        return CaseScope.objects.under([key])

    def hanging(self) -> QuerySet | None:
        """The rows that hang on a case; None on a list of cases."""
        return None

    def masked(self, found: list[Row]) -> list[Row]:
        """What was read, less what is shut to her: for page, API and export alike."""
        return found

    @abstractmethod
    def shaped(self, values: Row) -> Row:
        """A row for page and API, from the values of its `columns`."""

    def arranged(self, rows: list[Row]) -> list[Row]:
        """The rows of one page in the order in which they are shown."""
        return rows

    def page(self, *, after: str = "", before: str = "", size: int = PAGE_SIZE) -> Page:
        """The rows after or before a cursor, else the first ones; BadCursor."""
        cursor = after or before
        place = self._unseal(cursor) if cursor else None
        found = self._found(place, backwards=bool(before), limit=size + 1)
        # One row too many tells whether the walk goes on.
        goes_on = len(found) > size
        kept = found[-size:] if before else found[:size]
        if not kept:
            return Page([])
        return Page(
            self.arranged([self.shaped(values) for values in self.masked(kept)]),
            next=self._seal(kept[-1]) if before or goes_on else "",
            previous=self._seal(kept[0]) if after or (before and goes_on) else "",
            summaries=tuple(row["k1"] for row in kept if not row["opens"]),
        )

    def total(self, most: int | None = None) -> Total:
        """How many rows there are, counted no further than `most` (COUNTED_TO)."""
        most = most or COUNTED_TO
        is_costly = self.filters is not None and self.filters.is_costly
        counts, edges, params, keys = [], ["0 AS one"], [], []
        for i, key in enumerate(self.keys):
            walk, values = self._branch(key)
            if not walk:
                continue
            reach = ""
            if is_costly:
                under = [key, *self.filters.further_keys]
                edges.append(f"least({', '.join([EDGE] * len(under))}) AS edge{i}")
                keys += under
                reach = f"WHERE s.reported_on >= e.edge{i}"
            counts.append(f"(SELECT {self.order[-1]} {walk} {reach} LIMIT {most + 1})")
            params += values
        if not counts:
            return Total(0)
        was_cut = " OR ".join(
            ["false", *(f"{edge.split()[-1]} > '-infinity'" for edge in edges[1:])]
        )
        together = " UNION ".join(counts)
        n, or_more = self._asked(
            f"SELECT (SELECT count(*) FROM ({together}) z),"
            f" {was_cut} FROM (SELECT {', '.join(edges)}) e",
            [*params, *keys],
        )[0]
        return Total(min(n, most), or_more=n > most or or_more)

    # -- The statement of a page -------------------------------------------------------

    def _found(self, place, *, backwards: bool, limit: int) -> list[Row]:
        walk, params = self._walk(place, backwards=backwards, limit=limit)
        if not walk:
            return []
        keys = [*self._keys(), "opens"]
        columns = [f"p.{key}" for key in keys] + list(self.columns.values())
        order = ", ".join(f"p.{key} DESC" for key in self._keys())
        found = self._asked(
            f"SELECT {', '.join(columns)} FROM ({walk}) p {self.source}"
            f" ORDER BY {order}",
            params,
        )
        names = [*keys, *self.columns]
        return [dict(zip(names, values, strict=True)) for values in found]

    def _walk(self, place, *, backwards: bool, limit: int) -> Statement:
        """The keys of one page (k0, k1, …) and whether an agency key opens the case."""
        sign, turn = (">", "ASC") if backwards else ("<", "DESC")
        named = ", ".join(f"{c} AS k{i}" for i, c in enumerate(self.order))
        order = ", ".join(f"{column} {turn}" for column in self.order)
        beyond, place_values = self._beyond(place, sign)
        walks, params = [], []
        for key in self.keys:
            walk, values = self._branch(key)
            if walk:
                walks.append(
                    f"(SELECT {named}, {key > 0} AS opens {walk} {beyond}"
                    f" ORDER BY {order} LIMIT {limit})"
                )
                params += [*values, *place_values]
        return self._merged(walks, turn, limit), params

    def _merged(self, walks: list[str], turn: str, limit: int) -> str:
        if len(walks) < 2:
            return "".join(walks)
        keys = ", ".join(self._keys())
        order = ", ".join(f"{key} {turn}" for key in self._keys())
        return (
            f"SELECT {keys}, bool_or(opens) AS opens FROM ({' UNION ALL '.join(walks)})"
            f" u GROUP BY {keys} ORDER BY {order} LIMIT {limit}"
        )

    def _branch(self, key: int) -> Statement:
        """FROM and JOIN of one scope key's walk; "" where nothing can be found."""
        rows = self.hanging()
        if self.filters is None and rows is None:
            sql, params = ALL_UNDER.filled(key=key)
            return f"FROM ({sql}) s {self.joins}", params
        scope = self.scope(key)
        if self.filters is not None:
            scope, rows = self.filters.narrow(scope, rows, of_summaries=key < 0)
        else:
            scope, rows = scope.standing(), rows.standing()
        try:
            sql, params = _compiled(_walked(scope))
            if rows is None:
                return f"FROM ({sql}) s {self.joins}", params
            hanging, more = _compiled(rows.values("id", "case_id"))
        except EmptyResultSet:
            return "", []
        join = f"JOIN ({hanging}) t ON t.case_id = s.case_id"
        return f"FROM ({sql}) s {join}", [*params, *more]

    joins: str = ""

    def _beyond(self, place: list | None, sign: str) -> Statement:
        """Where the page starts."""
        if place is None:
            return "", []
        marks = ", ".join(["%s"] * len(self.order))
        where = f"WHERE ({', '.join(self.order)}) {sign} ({marks})"
        if self.hanging() is None:
            return where, place
        # Said of the scope alone too, so that its index starts at the right place.
        return f"{where} AND (s.reported_on, s.case_id) {sign}= (%s, %s)", [
            *place,
            *place[:2],
        ]

    def _keys(self) -> list[str]:
        return [f"k{i}" for i in range(len(self.order))]

    def _asked(self, statement: str, params: list) -> list[tuple]:
        if self.filters is None:
            return asked(statement, params, of=self.name)
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            return cursor.fetchall()

    # -- Cursors -----------------------------------------------------------------------

    def _seal(self, values: Row) -> str:
        place = [values[key] for key in self._keys()]
        if isinstance(place[0], datetime.date):
            place[0] = place[0].toordinal()
        return cursors.seal(self._cursor_name, tuple(place))

    def _unseal(self, cursor: str) -> list:
        place = list(cursors.unseal(self._cursor_name, cursor, len(self.order)))
        if self.order[0] == "s.reported_on":
            place[0] = datetime.date.fromordinal(place[0])
        return place

    @property
    def _cursor_name(self) -> str:
        """Whose cursor of what: an officer's, or another filter's, would be a ruler
        laid along the days that a summary hides."""
        asked = {} if self.filters is None else self.filters.asked
        said = sorted(f"{name}={value}" for name, value in asked.items())
        whose = f"{self.user.pk} {sorted(self.keys)}"
        return f"{self.name} {self.order[0]} {whose} {said}"


def may_list(hat: Hat) -> bool:
    """Is there any case that she may see, at least as a summary?"""
    return may(hat, Act.SEE_CASES) or may(hat, Act.SEE_SUMMARIES)


def _walked(scope: QuerySet) -> QuerySet:
    return scope.order_by().values("case_id", "reported_on")


def _compiled(rows: QuerySet) -> Statement:
    sql, params = rows.order_by().query.sql_with_params()
    return sql, list(params)
