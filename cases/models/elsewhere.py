"""What reaches all cases of somebody, seen or not: asked of the database's owner, each
question by itself, for the rows are behind the wall (migrations 0022, 0025, 0026)."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Value

from agencies import clock
from agencies.access import Hat


class HiddenFrom(models.Func):
    """Of the person in a column: does she stand in a restricted case that does not open
    to this hat? Then nothing is known of her by whatever case she came into later."""

    function = "hidden_from"
    output_field = models.BooleanField()

    def __init__(self, column: str, hat: Hat):
        ints = ArrayField(models.IntegerField())
        keys = Value(list(hat.agency_keys), output_field=ints)
        day = Value(clock.today(), output_field=models.DateField())
        super().__init__(column, keys, day)

    @classmethod
    def is_true_of(cls, person: models.Model, user) -> bool:
        """The same of one person."""
        found = type(person)._default_manager.filter(pk=person.pk)
        return found.filter(cls("pk", user.hat)).exists()


class Told(NamedTuple):
    """Another case of hers; is she nothing but a suspect there? Was it done in a
    restricted case, and does that one hide her there?"""

    case_id: int
    is_suspect: bool
    of_restricted: bool
    is_hidden: bool


def cases_to_tell(person: int, of_case: int) -> list[Told]:
    """Beside `of_case` (0: none), in which something is done to her, in their order."""
    return [Told(*row) for row in _asked("cases_to_tell(%s, %s)", person, of_case)]


class Moved(NamedTuple):
    part: int
    case_id: int
    version: int


def parts_moved(merge: int) -> list[Moved]:
    """The parts that a merge moved, as they stand, in the order of locks."""
    return [Moved(*row) for row in _asked("parts_moved(%s)", merge)]


def has_other_parts(kept: int, merged: int | None, known: Iterable[int]) -> bool:
    """Is there a part of theirs beside the `known` ones, seen or not?

    Of `kept` those count that stand in a standing case, of `merged` all: a part that is
    left behind would be nobody's.
    """
    asked = "parts_elsewhere(%s, %s, %s::bigint[])"
    ((found,),) = _asked(asked, kept, merged, list(known))
    return found


def is_told_elsewhere(person: int, known: Iterable[int]) -> bool:
    """May others know of her what who wrote the `known` parts does not: by a part that
    stands, or in whose case something of her was written before it was withdrawn?"""
    ((found,),) = _asked("told_elsewhere(%s, %s::bigint[])", person, list(known))
    return found


def is_accused(person: int) -> bool:
    """Does she stand as a suspect, in whatever case, be that withdrawn?"""
    ((found,),) = _asked("is_accused(%s)", person)
    return found


def lock_cases_of(*persons: int) -> None:
    """Hold every case of theirs, in the order in which all acts do."""
    _asked("lock_cases_of(%s::bigint[])", list(persons))


def _asked(function: str, *given) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}", given)  # noqa: S608 - named in this module; values go as parameters
        return cursor.fetchall()
