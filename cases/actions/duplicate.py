"""What somebody finds of two persons who are alike: kept, so that weights learn."""

from collections.abc import Mapping

from django.db import transaction

from agencies import audit, clock
from agencies.access import Act, OutOfScope, require
from agencies.models import User
from cases.actions.known import writes
from cases.models import DuplicateDecision, Person
from cases.models.merge import parts_of
from cases.person_choices import Sameness


def decide_duplicate(
    one: Person,
    other: Person,
    verdict: Sameness,
    *,
    by: User,
    features: Mapping[str, float],
) -> DuplicateDecision:
    """Keep her verdict on a pair, with the `features` that spoke for it. It merges
    nobody, and counts if she writes in a case of either. OutOfScope unless she sees
    both."""
    require(by.hat, Act.EDIT_CASE)
    one, other = sorted((one, other), key=lambda person: person.pk)
    seen = Person.objects.visible_to(by).filter(pk__in=[one.pk, other.pk])
    if one.pk == other.pk or seen.count() < 2:
        raise OutOfScope
    with transaction.atomic():
        made = DuplicateDecision.objects.create(
            one=one,
            other=other,
            verdict=Sameness(verdict).value,
            features=dict(features),
            counts=_writes_of(by, one, other),
            by=by,
            at=clock.now(),
        )
        changes = {"verdict": [None, made.verdict]}
        audit.record(by=by, verb="decided_duplicate", subject=made, changes=changes)
    return made


def _writes_of(by: User, *persons: Person) -> bool:
    """By her office's part in a case of theirs: whoever commands, or came in danger,
    reads alone, and takes no pair from those who know them."""
    standing = (part for part in parts_of(by, *persons) if not part.is_withdrawn)
    return any(writes(by, part) for part in standing)
