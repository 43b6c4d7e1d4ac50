"""What somebody finds of two persons who are alike: kept, so that weights learn."""

from collections.abc import Mapping

from django.db import transaction

from agencies import audit, clock
from agencies.access import Act, OutOfScope, require
from agencies.models import User
from cases.choices import Sameness
from cases.models import DuplicateDecision, Person


def decide_duplicate(
    one: Person,
    other: Person,
    verdict: Sameness,
    *,
    by: User,
    features: Mapping[str, float],
) -> DuplicateDecision:
    """Keep her verdict on a pair, with the `features` that spoke for it. It merges
    nobody. OutOfScope unless she sees both."""
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
            by=by,
            at=clock.now(),
        )
        changes = {"verdict": [None, made.verdict]}
        audit.record(by=by, verb="decided_duplicate", subject=made, changes=changes)
    return made
