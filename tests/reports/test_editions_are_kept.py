"""The database lets no edition be rewritten, forged, moved back or removed."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, InternalError, transaction

from agencies import clock
from reports import actions
from reports.choices import EditionState
from reports.models import Edition
from tests.cases.examples import a_case
from tests.people import person
from tests.reports.editions import compiled


def test_the_database_refuses_to_rewrite_or_remove_an_edition(committed):
    edition = compiled()
    for change in (
        lambda: Edition.objects.filter(pk=edition.pk).update(cells=[]),
        lambda: Edition.objects.filter(pk=edition.pk).update(cutoff=1),
        edition.delete,
    ):
        with pytest.raises((DatabaseError, InternalError)), transaction.atomic():
            change()
    edition.refresh_from_db()
    assert actions.reproduce(edition).is_same


def test_the_database_lets_an_edition_only_move_forward(committed):
    dewi, budi = person("dewi"), person("budi")
    a_case(person("sari"))
    first = actions.publish_edition(compiled(), by=dewi)
    a_case(person("sari"))
    second = compiled()
    now, published = clock.now(), EditionState.PUBLISHED
    for edition, change in (
        (first, {"state": EditionState.PROVISIONAL}),
        (first, {"published_by": budi}),
        (first, {"signed_as": {"name": "Budi"}}),
        (first, {"state": EditionState.SUPERSEDED}),
        (second, {"state": EditionState.SUPERSEDED, "superseded_by": first}),
        (second, {"state": published}),
        # It would be the second one that is quoted.
        (second, {"state": published, "published_at": now, "published_by": dewi}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**change)
    assert actions.publish_edition(second, by=dewi).supersedes.get() == first


@pytest.mark.parametrize(
    "forged",
    [
        {"state": EditionState.PUBLISHED},
        {"published_at": datetime(2025, 12, 1, tzinfo=UTC)},
        {"signed_as": {"name": "Budi"}},
        {"n": 7},
        {"cutoff": 10**15},
    ],
    ids=lambda forged: next(iter(forged)),
)
def test_no_edition_is_born_but_as_the_next_provisional_one(committed, forged):
    twin = Edition.objects.get(pk=compiled().pk)
    twin.pk, twin.public_id, twin.n = None, uuid.uuid4(), 2
    for name, value in forged.items():
        setattr(twin, name, value)
    refused = pytest.raises(DatabaseError, match="begins as the next provisional")
    with refused, transaction.atomic():
        twin.save(force_insert=True)
