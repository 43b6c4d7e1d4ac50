"""Merged persons in a register of real commits: at ticks, destroyed, two at once."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from agencies.access import OutOfScope
from agencies.sealing import keystore
from cases import actions, facts
from cases.conflicts import StaleVersion
from cases.models import Identifier, Person, PersonMerge, VictimFact
from tests import ground
from tests.cases.alike import merged, two
from tests.parallel import together
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


def _merged(kept, other) -> bool:
    try:
        merged(kept, other)
    except (StaleVersion, ValidationError, OutOfScope):
        return False
    return True
