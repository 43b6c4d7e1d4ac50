"""An identity destroyed for good: its key is gone, so no backup opens it either.

The owner alone does it, by `manage.py shred_person`. The rows stay, and what the
register counts with them; who it was is nowhere any more.
"""

from django.db import transaction

from agencies import audit, clock
from agencies.sealing import keystore
from cases import register_feed
from cases.actions import rows
from cases.models import Person, Shelter


def shred(person: Person) -> None:
    """Destroy who somebody is and where she is housed. KeyStays unless as the owner.

    The keys go first, at once and for good; what a crash leaves of the rest is done
    when this is repeated.
    """
    houses = Shelter.objects.filter(victim__involvements__person=person).distinct()
    for row in (person, *houses):
        keystore.shred(row.public_id)
    with transaction.atomic():
        found = Person.objects.select_for_update().get(pk=person.pk)
        if not found.is_shredded:
            _forget(found)
        for house in Shelter.objects.filter(pk__in=[h.pk for h in houses]):
            if house.sealed is not None:
                house.sealed = None
                rows.save_changed(house, "sealed")
                rows.note(house, by=None, verb="shredded_shelter", changes={})
        register_feed.push_after_commit(person.pk)


def _forget(person: Person) -> None:
    person.forget()
    person.shredded_at = clock.now()
    rows.save_changed(person, "sealed", "recorded", "shredded_at")
    person.index(())
    # Told once for each of her cases; the first event is that of the version.
    cases = person.involvements.order_by("case_id").values_list("case_id", flat=True)
    for n, case_id in enumerate(dict.fromkeys(cases)):
        audit.record(
            by=None,
            verb="shredded_person",
            subject=person,
            version=None if n else person.version,
            case_id=case_id,
        )
