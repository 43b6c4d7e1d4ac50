"""What was done, refused or taken away: written once, signed, never changed."""

import os
from contextlib import closing
from datetime import timedelta

import psycopg2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.urls import path
from psycopg2.errors import InsufficientPrivilege

from agencies import audit, clock
from agencies.access import OutOfScope
from agencies.models import AuditEvent, User
from agencies.sealing import keyring
from tests import ground
from tests.people import browser_of, person
from tppo_tracker.urls import urlpatterns as real_urls

CHANGES = (
    "UPDATE agencies_auditevent SET verb = 'other'",
    "DELETE FROM agencies_auditevent",
    "TRUNCATE agencies_auditevent",
)
FORGERIES = (
    ("at", "at + interval '1 microsecond'"),
    ("by_id", "(SELECT id FROM agencies_user WHERE username = 'budi')"),
    ("post_id", "(SELECT max(id) FROM agencies_post)"),
    ("verb", "'signed_out'"),
    ("subject_type", "'cases.Case'"),
    ("subject_id", "subject_id + 1"),
    ("subject_version", "7"),
    ("case_id", "7"),
    ("changes", """'{"language": ["id", "id"]}'"""),
    ("reason", "'other'"),
    ("request_id", "'other'"),
    ("mac", r"'\x00'"),
)


def work_then_refuse(request):
    """Stands for an action that has written before it finds the right missing."""
    with transaction.atomic():
        User.objects.filter(pk=request.user.pk).update(full_name="Half done")
        audit.record(by=request.user, verb="half_done")
        raise PermissionDenied


def hide(request):
    raise OutOfScope


def mistype(request):
    raise Http404


def fine(request):
    return HttpResponse("fine")


urlpatterns = [
    *real_urls,
    path("refused/", work_then_refuse, name="case_withdraw"),
    path("hidden/", hide, name="case"),
    path("mistyped/", mistype, name="mistyped"),
    path("fine/", fine, name="fine"),
]
with_test_pages = pytest.mark.urls(__name__)


def event(**fields) -> AuditEvent:
    given = {"by": person("sari"), "verb": "chose_language", "subject": person("sari")}
    given |= {"changes": {"language": ["id", "en"]}, "reason": "asked"}
    return audit.record(**given | fields)


# Written once


@pytest.mark.parametrize("role", ["DATABASE_URL", "DATABASE_OWNER_URL"])
@pytest.mark.parametrize("statement", CHANGES)
def test_neither_role_changes_or_empties_the_trail(committed, role, statement):
    event()
    with closing(psycopg2.connect(os.environ[role])) as there:
        cursor = there.cursor()
        cursor.execute("SELECT count(*) FROM agencies_auditevent")
        assert cursor.fetchone() == (1,)
        with pytest.raises(InsufficientPrivilege):
            cursor.execute(statement)

    assert AuditEvent.objects.get().verb == "chose_language"


def test_no_act_without_its_event_and_no_event_without_its_act(committed):
    def act_that_fails():
        with transaction.atomic():
            event()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_that_fails()
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_a_version_of_a_row_has_one_event():
    event(version=3)

    with pytest.raises(Exception, match="one_event_per_version"), transaction.atomic():
        event(version=3)


# Signed


@pytest.mark.django_db
def test_a_row_reads_back_as_it_was_signed():
    written = event(case_id=5, version=2)

    assert audit.is_genuine(AuditEvent.objects.get(pk=written.pk))


@pytest.mark.parametrize(("column", "value"), FORGERIES)
def test_an_edited_row_is_found(committed, column, value):
    event()
    with closing(ground.superuser(f"test_{ground.worker()}")) as there:
        cursor = there.cursor()
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"UPDATE agencies_auditevent SET {column} = {value}")
        assert cursor.rowcount == 1

    assert not audit.is_genuine(AuditEvent.objects.get())


@pytest.mark.django_db
def test_a_row_signed_with_a_key_that_we_never_had_is_found():
    written = event()
    written.key_id = max(keyring.current().audit) + 1

    assert not audit.is_genuine(written)


@pytest.mark.django_db
def test_content_may_not_move_from_one_column_to_the_next():
    first, second = event(reason="a", verb="bc"), event(reason="ab", verb="c")

    second.mac = first.mac
    second.id, second.at = first.id, first.at
    assert not audit.is_genuine(second)


# Denials


@with_test_pages
def test_a_denial_is_written_though_its_request_was_rolled_back(committed):
    client = browser_of("sari")
    before = person("sari").full_name

    assert client.get("/refused/").status_code == 403

    denial = AuditEvent.objects.get()
    assert (denial.verb, denial.reason) == ("denied", "403 case_withdraw")
    assert denial.by == person("sari")
    assert denial.post == person("sari").assignment.post
    assert person("sari").full_name == before
    assert audit.is_genuine(denial)


@pytest.mark.django_db
@with_test_pages
def test_a_row_out_of_scope_is_not_found_and_recorded():
    assert browser_of("citra").get("/hidden/").status_code == 404

    assert AuditEvent.objects.get().reason == "404 case"


@pytest.mark.django_db
@with_test_pages
@pytest.mark.parametrize("address", ["/fine/", "/mistyped/", "/nowhere/"])
def test_what_is_no_denial_is_not_recorded_as_one(address):
    browser_of("sari").get(address)

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
@with_test_pages
def test_a_denial_carries_no_address_and_no_value():
    browser_of("sari").get("/refused/?q=6471012345678901")

    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM agencies_auditevent t")
        assert "6471012345678901" not in cursor.fetchone()[0]


@pytest.mark.django_db
def test_an_event_names_the_transaction_that_wrote_it():
    first = AuditEvent.objects.get(pk=event().pk)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        assert first.xid == int(cursor.fetchone()[0])
    assert first.at - first.at.replace(microsecond=0) < timedelta(seconds=1)


def test_an_act_at_a_moment_of_another_zone_is_genuine(db):
    """The clock is in UTC, wherever the moment was written down."""
    with clock.set_to(clock.midnight(clock.today())):
        audit.record(by=person("sari"), verb="signed_in")
    assert audit.is_genuine(AuditEvent.objects.get())
