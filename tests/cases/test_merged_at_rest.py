"""Merged persons in a register of real commits: at ticks, destroyed, two at once."""

from functools import partial
from threading import Event

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agencies.access import OutOfScope
from agencies.sealing import keystore
from cases import actions, facts
from cases.conflicts import StaleVersion
from cases.models import Identifier, Person, PersonMerge, VictimFact
from tests import ground
from tests.cases.alike import case_of, merged, two
from tests.cases.test_restricted_work import LEAK
from tests.parallel import SECONDS, together, until_somebody_waits
from tests.people import person


def persons(cutoff: int | None = None) -> tuple[int, int]:
    """(victims, persons among them) as known below a tick."""
    found = VictimFact.objects.known_at(cutoff)
    return found.count(), found.persons()


def test_persons_of_an_earlier_tick_are_counted_as_they_were(committed):
    pair = two()
    apart = facts.settled_cutoff()
    made = merged(*pair)
    joined = facts.settled_cutoff()
    actions.part_persons(made, by=person("sari"))
    assert [persons(tick) for tick in (apart, joined, None)] == [(2, 2), (2, 1), (2, 2)]
    assert [facts.overlaps(unit) for unit in facts.UNITS] == [0, 0, 0, 0]


def test_whoever_is_destroyed_is_destroyed_in_every_record_of_hers(committed):
    kept, other = two()
    made = merged(kept, other)
    # The operator names the record that she knows of.
    ground.manage("shred_person", str(other.person.public_id))
    for each in (kept.person, other.person):
        with pytest.raises(keystore.KeyGone):
            keystore.key_of(each.public_id)
        found = Person.objects.get(pk=each.pk)
        assert (found.sealed, found.recorded, found.is_shredded) == (None, {}, True)
    assert not Identifier.objects.exists()
    with pytest.raises(ValidationError, match="dimusnahkan"):
        actions.part_persons(made, by=person("sari"))


def test_two_who_merge_the_same_two_at_once_make_one_merge(committed):
    for _round in range(5):
        one, other = two()
        tries = (partial(_merged, one, other), partial(_merged, other, one))
        assert sum(together(*tries)) <= 1
        standing = PersonMerge.objects.standing().filter(
            merged__in=[one.person, other.person]
        )
        assert standing.count() <= 1


def test_a_case_that_is_closed_at_that_moment_is_waited_for(committed):
    """That of the one who stays too, in which nothing moves."""
    kept, other = two()
    closing = Event()

    def close() -> None:
        with transaction.atomic():
            actions.restrict_case(case_of(kept), by=person("sari"), reason=LEAK)
            closing.set()
            until_somebody_waits()

    def merge() -> bool:
        closing.wait(SECONDS)
        return _merged(kept, other)

    _closed, is_merged = together(close, merge)
    assert not is_merged
    assert not PersonMerge.objects.exists()


def _merged(kept, other) -> bool:
    try:
        merged(kept, other)
    except (StaleVersion, ValidationError, OutOfScope, PermissionDenied):
        return False
    return True
