"""Acts on persons while others merge or part them: no ring, and whoever comes second
waits, is told, and blocks nobody."""

from collections.abc import Callable
from threading import Event

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.access import OutOfScope
from cases import actions
from cases.conflicts import StaleVersion
from cases.models import Involvement, Person, PersonMerge
from cases.models.merge import merged_into, standing_person
from cases.register_feed import told
from cases.shredding import shred
from tests import ground
from tests.cases.alike import OTHER, WHY, fresh, merged, two, victim_of
from tests.cases.somebody import FIELDS
from tests.cases.test_shredding import as_owner
from tests.parallel import SECONDS, together, until_somebody_waits
from tests.people import person

FEW = 20  # statements: who goes round in a ring asks without end


def three() -> list[Involvement]:
    return [victim_of("sari", {"name": name}) for name in ("Ayu", "Ayoe", "Ayuh")]


def held(act: Callable[[], object], is_held: Event) -> str:
    """The act, done and not yet committed until another waits for it."""
    with transaction.atomic():
        act()
        is_held.set()
        until_somebody_waits()
    return "done"


def by_hand(kept: Involvement, other: Involvement) -> PersonMerge:
    """Without the act: what the trigger lets through."""
    told_ = {"kept": kept.person, "merged": other.person, "moved": [other.pk]}
    return PersonMerge.objects.create(reason=WHY, by=person("sari"), **told_)


# -- No ring ---------------------------------------------------------------------------


def test_nobody_is_merged_into_who_is_being_merged(committed):
    a, b, c = three()
    is_held = Event()

    def second() -> str:
        is_held.wait(SECONDS)
        with pytest.raises(OutOfScope):
            merged(b, a)
        return "refused"

    tries = (lambda: held(lambda: merged(c, b), is_held), second)
    assert together(*tries) == ["done", "refused"]
    assert [fresh(part).person for part in (a, b, c)] == [a.person, c.person, c.person]


def test_a_part_that_came_meanwhile_is_not_left_behind_nor_moved_unlocked(committed):
    kept, other = two()
    third = victim_of("sari", {"name": "Ayu"})
    is_held = Event()

    def link() -> Involvement:
        case, by = fresh(third).case, person("sari")
        return actions.link_person(other.person, case, "witness", by=by)

    def second() -> str:
        is_held.wait(SECONDS)
        with pytest.raises(StaleVersion):
            merged(kept, other)
        return "stale"

    assert together(lambda: held(link, is_held), second) == ["done", "stale"]
    assert not PersonMerge.objects.exists()


def test_the_trigger_lets_nobody_be_merged_into_who_was(committed):
    a, b, c = three()
    merged(c, b)
    with pytest.raises(DatabaseError, match="merged herself"):
        by_hand(b, a)
    with pytest.raises(DatabaseError, match="merged herself"):
        by_hand(b, c)
    assert [fresh(part).person for part in (a, c)] == [a.person, c.person]


def test_the_trigger_waits_for_a_merge_of_whoever_stays(committed):
    a, b, c = three()
    is_held = Event()

    def second() -> str:
        is_held.wait(SECONDS)
        with pytest.raises(DatabaseError, match="merged herself"):
            by_hand(b, a)
        return "refused"

    tries = (lambda: held(lambda: by_hand(c, b), is_held), second)
    assert together(*tries) == ["done", "refused"]
    assert fresh(a).person == a.person


def test_a_merge_that_stands_keeps_its_parts(committed):
    kept, other = two()
    made = merged(kept, other)
    with pytest.raises(DatabaseError, match="keeps its parts"):
        PersonMerge.objects.filter(pk=made.pk).update(parted_at=None)
    assert fresh(other).person == kept.person


@pytest.fixture
def ring(committed) -> tuple[Person, Person]:
    """As the owner could have made it, past the trigger."""
    kept, other = two()
    merged(kept, other)
    with ground.superuser(connection.settings_dict["NAME"]) as owner:
        owner.cursor().execute(
            "SET session_replication_role = replica;"
            " INSERT INTO cases_personmerge"
            " (public_id, kept_id, merged_id, moved, reason, by_id, at)"
            " SELECT gen_random_uuid(), merged_id, kept_id, '{}', reason, by_id, at"
            " FROM cases_personmerge"
        )
    return kept.person, other.person


def test_who_follows_a_ring_comes_to_an_end(ring):
    one, other = ring
    asked = []

    def few(execute, *statement):
        asked.append(statement)
        assert len(asked) <= FEW
        return execute(*statement)

    with connection.execute_wrapper(few):
        assert merged_into(one) == [other]
        assert merged_into(other) == [one]
        assert standing_person(one) == other
        assert len(told(Person.objects.order_by("pk"))) == 2


def test_the_wall_follows_a_ring_once(ring):
    one, other = ring
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '2s'")
        cursor.execute("SELECT standing_person(%s)", [one.pk])
        assert cursor.fetchone() == (other.pk,)


# -- One order of locks ----------------------------------------------------------------


def test_who_declines_while_she_is_destroyed_waits_and_no_deadlock(committed):
    other, kept = victim_of("sari", OTHER), victim_of("sari", FIELDS)
    merged(kept, other)
    assert other.person_id < kept.person_id  # so declining came to her second
    seen, sari = fresh(kept).person.version, person("sari")
    is_held, destroying_waits = Event(), Event()

    def holder() -> str:
        with transaction.atomic():
            Person.objects.select_for_update(of=("self",)).get(pk=other.person_id)
            is_held.set()
            until_somebody_waits()
            destroying_waits.set()
            until_somebody_waits(2)
        return "held"

    def destroy() -> str:
        is_held.wait(SECONDS)
        as_owner(shred, kept.person)
        return "destroyed"

    def decline() -> str:
        destroying_waits.wait(SECONDS)
        with pytest.raises(StaleVersion):
            actions.declare_declined(kept, by=sari, seen=seen)
        return "stale"

    assert together(holder, destroy, decline) == ["held", "destroyed", "stale"]


def test_whoever_is_merged_while_she_is_destroyed_is_destroyed_whole(committed):
    kept, other = two()
    is_held = Event()

    def destroy() -> str:
        is_held.wait(SECONDS)
        as_owner(shred, other.person)
        return "destroyed"

    tries = (lambda: held(lambda: merged(kept, other), is_held), destroy)
    assert together(*tries) == ["done", "destroyed"]
    assert all(each.is_shredded for each in Person.objects.all())
