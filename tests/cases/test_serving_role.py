"""What somebody who has the web server's database role still cannot do."""

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from agencies.models import AuditEvent
from cases.lists import CaseList
from cases.models import Case
from tests.cases.examples import a_case
from tests.people import person

pytestmark = pytest.mark.django_db


def refused(statement: str, params: list | None = None) -> None:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        connection.cursor().execute(statement, params)
    assert isinstance(refusal.value.__cause__, psycopg2.errors.InsufficientPrivilege), (
        refusal.value
    )


def test_it_changes_no_case_without_a_version():
    case = a_case(person("sari"))
    before = case.versions.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(tgname::text)::text FROM pg_trigger"
            " WHERE tgrelid = 'cases_case'::regclass AND tgname LIKE 'pgtrigger%'"
        )
        named = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [named])
        cursor.execute("UPDATE cases_case SET happened_on = happened_on - 9")
    assert case.versions.count() == before + 1


@pytest.mark.parametrize(
    "function", ["case_scope_before", "case_scope_after", "place_scope_after"]
)
def test_it_hangs_no_trigger_of_the_owners_on_a_table(function):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege(%s, 'EXECUTE')", [f"{function}()"]
        )
        assert cursor.fetchone() == (False,)
    refused("CREATE TEMP TABLE t (id bigint)")


def test_it_may_call_no_trigger_function():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prorettype = 'trigger'::regtype"
            " AND pronamespace = 'public'::regnamespace"
            " AND has_function_privilege(oid, 'EXECUTE')"
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    ("table", "function"),
    [
        ("cases_case", "case_scope_before"),
        ("cases_case", "case_scope_after"),
        ("cases_place", "place_scope_after"),
    ],
)
def test_even_the_owners_scope_triggers_serve_their_own_tables_alone(table, function):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
        assert f"IF TG_RELID <> 'public.{table}'::regclass" in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "change",
    [
        "cases_case SET public_id = gen_random_uuid()",
        "cases_case SET created_by_id = created_by_id + 1",
        "cases_case SET created_at = created_at - interval '1 day'",
        "cases_case SET scope_keys = '{}'",
        "cases_case SET register_no = 'KAS/X/2025/0001'",
        "cases_case SET register_n = register_n + 1",
        "cases_case SET register_agency_id = register_agency_id + 1",
        "cases_victim SET case_id = case_id + 1",
        "cases_victim SET created_by_id = created_by_id + 1",
        "agencies_agency SET parent_id = NULL",
        "agencies_agency SET ancestors = '{}'",
        "agencies_user SET public_id = gen_random_uuid()",
        "agencies_user SET username = username || '.'",
        "agencies_idempotencykey SET user_id = 1",
        "agencies_numberseries SET n = n - 1",
        "agencies_numberseries SET year = year + 1",
    ],
)
def test_what_was_written_once_stays(change):
    a_case(person("sari"), key="once")
    refused(f"UPDATE {change}")


@pytest.mark.parametrize(
    ("column", "forged"),
    [("xid", "(xid::text::bigint - 1)::text::xid8"), ("era", "era + 1")],
)
def test_an_audit_row_names_the_transaction_and_the_era_that_write_it(column, forged):
    a_case(person("sari"))
    columns = ", ".join(f.column for f in AuditEvent._meta.fields)
    values = columns.replace("id,", "gen_random_uuid(),", 1)
    values = values.replace(column, forged)
    values = values.replace("subject_version", "subject_version + 1")
    refused(
        f"INSERT INTO agencies_auditevent ({columns})"
        f" SELECT {values} FROM agencies_auditevent"
    )


def test_citra_is_shown_nothing_that_scope_does_not_give():
    a_case(person("sari"))
    refused(
        "INSERT INTO cases_casescope (case_id, scope_key, reported_on, stage, modus)"
        " SELECT id, %s, reported_on, 0, 0 FROM cases_case",
        [person("citra").hat.agency_id],
    )
    assert CaseList(person("citra")).page().rows == []
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "way",
    [
        "ALTER TABLE cases_victim DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases_victim NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY wall ON cases_victim",
        "ALTER POLICY wall ON cases_victim USING (true)",
        "CREATE POLICY gate ON cases_victim USING (true)",
        "SET row_security = off; SELECT * FROM cases_victim",
        "SET ROLE tppo_owner",
        "SET SESSION AUTHORIZATION tppo_owner",
        "ALTER TABLE cases_victim OWNER TO CURRENT_USER",
        "ALTER VIEW fact_victim SET (security_invoker = false)",
        "CREATE VIEW past_the_wall AS SELECT * FROM cases_victim",
        "CREATE FUNCTION past() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER FUNCTION wall_shows(bigint) SECURITY INVOKER",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
    ],
)
def test_it_does_not_step_round_the_wall(way):
    a_case(person("sari"))
    refused(way)


def test_it_owns_nothing_and_stands_in_no_other_role():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication"
            " OR EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid)"
            " OR EXISTS (SELECT FROM pg_class WHERE relowner = r.oid)"
            " OR EXISTS (SELECT FROM pg_proc WHERE proowner = r.oid)"
            " FROM pg_roles r WHERE rolname = CURRENT_USER"
        )
        assert cursor.fetchone() == (False,)
