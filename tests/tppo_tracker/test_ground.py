"""The suite stands on what it says it stands on."""

import uuid

import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connection, connections, transaction

from agencies import clock
from agencies.models import AuditEvent, Region
from tests import ground, register


@pytest.mark.django_db
def test_code_under_test_runs_as_the_serving_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == ("tppo_app", f"test_{ground.worker()}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE x (y int)",
        "DROP TABLE agencies_region",
        "TRUNCATE agencies_auditevent",
        "UPDATE agencies_auditevent SET verb = 'x'",
        "DELETE FROM agencies_auditevent",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
    ],
)
def test_the_serving_role_cannot(statement):
    with pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(statement)


def test_what_a_test_commits_is_gone_for_the_next_one(committed):
    AuditEvent.objects.create(
        id=uuid.uuid4(),
        at=clock.now(),
        verb="x",
        subject_type="x",
        key_id=1,
        mac=b"x" * 32,
    )
    assert AuditEvent.objects.exists()
    connections.close_all()
    register.restore()
    assert not AuditEvent.objects.exists()


def test_touched_reference_data_comes_back(committed):
    before = list(Region.objects.values_list("pk", "name").order_by("pk"))
    Region.objects.filter(pk__in=[pk for pk, _ in before[:3]]).update(name="Atlantis")
    connections.close_all()
    register.restore()
    assert list(Region.objects.values_list("pk", "name").order_by("pk")) == before


def test_each_worker_has_a_redis_database_of_its_own():
    cache.set("x", ground.worker())
    assert cache.get("x") == ground.worker()
    pool = cache._cache.get_client().connection_pool
    assert pool.connection_kwargs["db"] == ground.number()
