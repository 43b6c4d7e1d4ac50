"""An identity destroyed for good: its key is gone, so no backup opens it either.

The owner alone does it, by `manage.py shred_person`. The rows stay, and what the
register counts with them; who it was is nowhere any more.
"""

from django.db import transaction

from agencies import audit, clock
from agencies.sealing import keystore
from cases.actions import rows
from cases.models import Person, Shelter
from cases.models.merge import merged_into, standing_person


def shred(person: Person) -> None:
    """Destroy who somebody is and where she is housed. KeyStays unless as the owner.

    Records that were merged are one person: all of them go, whichever is named. The
    keys go first, at once and for good; what a crash leaves of the rest is done when
    this is repeated.
    """
    person = standing_person(person)
    persons = (person, *merged_into(person))
    houses = Shelter.objects.filter(victim__involvements__person=person).distinct()
    for row in (*persons, *houses):
        keystore.shred(row.public_id)
    with transaction.atomic():
        for each in persons:
            found = Person.objects.select_for_update().get(pk=each.pk)
            if not found.is_shredded:
                _forget(found)
        for house in Shelter.objects.filter(pk__in=[h.pk for h in houses]):
            if house.sealed is not None:
                house.sealed = None
                rows.save_changed(house, "sealed")
                rows.note(house, by=None, verb="shredded_shelter", changes={})


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
