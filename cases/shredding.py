"""An identity destroyed for good: its key is gone, so no backup opens it either.

The owner alone does it, by `manage.py shred_person`. The rows stay, and what the
register counts with them; who it was is nowhere any more.
"""

from django.db import transaction
from django.db.models import QuerySet

from agencies import audit, clock
from agencies.sealing import keystore
from cases.actions import rows
from cases.actions.parts import lock_people
from cases.models import Involvement, Person, Shelter
from cases.models.merge import merged_into, standing_person


def shred(person: Person) -> None:
    """Destroy who somebody is and where she is housed. KeyStays unless as the owner.

    Records that were merged are one person: all of them go, whichever is named. The
    keys go first, at once and for good; what a crash leaves of the rest is done when
    this is repeated.
    """
    while not _shred_all(person):
        pass  # somebody merged or parted her meanwhile: look again


def _shred_all(person: Person) -> bool:
    """Shred everybody who is this person, all locked; False, and nobody, if others are
    it by the time that they are locked."""
    with transaction.atomic():
        standing, known = _records(person)
        people = lock_people(*known)
        if _records(person) != (standing, known):
            return False
        houses = list(_houses(standing))
        for row in (*people.values(), *houses):
            keystore.shred(row.public_id)
        for each in people.values():
            if not each.is_shredded:
                _forget(each)
        for house in houses:
            if house.sealed is not None:
                house.sealed = None
                rows.save_changed(house, "sealed")
                rows.note(house, by=None, verb="shredded_shelter", changes={})
    return True


def _houses(person: Person) -> QuerySet[Shelter]:
    """Where she is housed. By a part that was taken back too, unless somebody else
    stands as that victim: then it was a slip, and the house is hers who stands."""
    parts = Involvement.objects.exclude(victim=None)
    hers, others = parts.filter(person=person), parts.exclude(person=person)
    return Shelter.objects.filter(victim__in=hers.values("victim")).exclude(
        victim__in=others.standing().values("victim")
    )


def _records(person: Person) -> tuple[Person, set[int]]:
    """Who this person is by now, and by their keys all who are that."""
    standing = standing_person(person)
    return standing, {standing.pk, *(each.pk for each in merged_into(standing))}


def _forget(person: Person) -> None:
    person.forget()
    person.shredded_at = clock.now()
    rows.save_changed(person, "sealed", "recorded", "shredded_at")
    person.unfind()
    # Told once for each of her cases; the first event is that of the version. Whoever
    # was merged into somebody has none.
    cases = person.involvements.order_by("case_id").values_list("case_id", flat=True)
    for n, case_id in enumerate(dict.fromkeys(cases) or [None]):
        audit.record(
            by=None,
            verb="shredded_person",
            subject=person,
            version=None if n else person.version,
            case_id=case_id,
        )
