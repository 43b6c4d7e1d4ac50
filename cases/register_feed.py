"""The register as the name index reads it: who is called what, under which keys.

The process follows `names_change`, which triggers write with each act, whatever act it
is: nobody has to tell the index.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import close_old_connections, connection
from django.db.models import QuerySet

from agencies.eyes import looking_at_everything
from cases import facts
from cases.choices import Sex
from cases.models import CaseScope, Involvement, Person
from cases.models.merge import merged_into_each
from cases.models.sealed import words_of
from cases.names.feed import Change, Entry, Removal
from cases.names.spelling import sounds_of
from cases.particulars import Particulars
from cases.person_choices import PersonKind

AT_ONCE = 2_000
ALIAS = "alias"  # as `names.spelling` reads it
REGION = re.compile(r"\d\d(?:\.\d\d)?")


class Written(NamedTuple):
    """A row of `names_change`."""

    tick: int
    person: int


class RegisterFeed:
    """A `names.feed.Feed` of the tables of persons; ticks are those of the facts.

    Below its newest tick no act is under way. What is done above it, while somebody's
    act takes long, is told too, so that it waits for none, and again once it is below.
    """

    def __init__(self) -> None:
        self._told_above: set[Written] = set()

    @property
    def origin(self) -> str:
        """Another cluster, another database, or another clock is another register."""
        found = _row(
            "SELECT system_identifier, d.oid, off FROM pg_control_system(),"
            " facts_clock, pg_database d WHERE datname = current_database()"
        )
        return "/".join(map(str, found))

    def span(self) -> tuple[int, int]:
        return _row(
            "SELECT coalesce((SELECT max(tick) FROM names_change WHERE person = 0), 0),"
            " facts_cutoff() - 1"
        )

    def all(self) -> tuple[int, Iterator[Entry]]:
        _earliest, newest = self.span()
        return newest, _everybody()

    def since(self, tick: int) -> tuple[int, list[Change]]:
        if not connection.in_atomic_block:  # closing would lose what is written there
            close_old_connections()  # the database may have been away
        newest = facts.cutoff() - 1
        written = _written(tick)
        above = {each for each in written if each.tick > newest}
        fresh = set(written) - (above & self._told_above)
        people = sorted({each.person for each in fresh})
        lots = range(0, len(people), AT_ONCE)
        changes = [
            change for n in lots for change in told(_these(people[n : n + AT_ONCE]))
        ]
        self._told_above = above
        return newest, changes


def told(people: QuerySet[Person]) -> list[Change]:
    """Each of these persons whole, or that nobody may find her."""
    with looking_at_everything():
        rows = list(people)
        others = _others(rows)
        words = words_of([*rows, *(one for many in others.values() for one in many)])
        standing = _standing([row.pk for row in rows])
    said = {
        row.pk: [words.get(one.pk, "") for one in (row, *others.get(row.pk, ()))]
        for row in rows
    }
    return [_told(row, said[row.pk], *standing[row.pk]) for row in rows]


def sweep() -> None:
    """Forget which persons changed a month ago; an older snapshot is refused then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sweep_names_change()")


def _everybody() -> Iterator[Entry]:
    last = 0
    while found := told(Person.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield from (change for change in found if isinstance(change, Entry))
        last = found[-1].person


def _these(people: Iterable[int]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=list(people)).order_by("pk")


def _written(tick: int) -> list[Written]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tick, person FROM names_change WHERE tick > %s AND person <> 0",
            [tick],
        )
        return [Written(*row) for row in cursor]


def _standing(people: list[int]) -> defaultdict[int, tuple[set[int], set[str]]]:
    """By person: the keys above 0 of her standing cases, and what sex they say.

    A key that ends by its date leaves when the calendar ends what gave it
    (`cases.tasks`): whoever shows a hit asks the register anyhow.
    """
    parts = Involvement.objects.standing().filter(
        person_id__in=people, case__withdrawn_at=None
    )
    named = list(
        parts.values_list("person_id", "case_id", "victim__sex", "suspect__sex")
    )
    scopes = CaseScope.objects.standing().filter(
        case_id__in={case for _person, case, *_sexes in named}, scope_key__gt=0
    )
    keys = defaultdict(set)
    for case, key in scopes.values_list("case_id", "scope_key"):
        keys[case].add(key)
    found: defaultdict[int, tuple[set[int], set[str]]]
    found = defaultdict(lambda: (set(), set()))
    for person, case, *sexes in named:
        found[person][0].update(keys[case])
        found[person][1].update({Sex.FEMALE.value, Sex.MALE.value} & {*sexes})
    return found


def _others(rows: list[Person]) -> dict[int, list[Person]]:
    """By person: the records of hers that were merged into this one."""
    return merged_into_each(rows)


def _told(person: Person, words: list[str], keys: set[int], sexes: set[str]) -> Change:
    """`words` are hers, and those of her other records: she bears their names too."""
    known, *others = map(Particulars.from_json, words)
    names = [known.name, " ".join(known.aliases)]
    names += [" ".join((other.name, *other.aliases)).strip() for other in others]
    name = f" {ALIAS} ".join(filter(None, names))
    # Who declined or was shredded has no words at all; of a name without one Latin
    # letter nothing is left that could be compared.
    is_nobody = person.is_withdrawn or person.kind != PersonKind.NATURAL
    if is_nobody or not (sounds_of(name) and keys):
        return Removal(person.pk)
    return Entry(
        person=person.pk,
        name=name,
        keys=tuple(sorted(keys)),
        born=(known.birth.first.year, known.birth.last.year) if known.birth else (0, 0),
        sex=sexes.pop() if len(sexes) == 1 else "",
        region=_region(known.residence.region or known.origin),
    )


def _region(code: str) -> str:
    found = REGION.match(code)
    return found.group() if found else ""


def _row(statement: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()
