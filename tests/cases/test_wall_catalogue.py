"""The second wall as the database has it, and who looks past it in the code."""

import re

import pytest
from django.db import connection

from agencies import eyes
from agencies.accounts.authentication import acting_user
from cases import wall
from tests.cases.examples import a_case
from tests.cases.walled import eyes_of, tables
from tests.ground import CHECKOUT
from tests.people import person

pytestmark = pytest.mark.django_db

# The only code that looks past the wall, by its place. Each is the system's own work,
# or a command of whoever runs the server: it shows nobody a row.
LOOKS_AT_EVERYTHING = {
    "cases/management/commands/rescue_case.py": 1,
    "cases/management/commands/learn_name_weights.py": 1,
    "cases/register_feed.py": 1,  # tells the name index who is called what
    "cases/tasks.py": 2,  # ends what its last day has passed; looks for who was asked
    "reports/actions.py": 2,  # counts an edition, and counts it again
    "reports/tasks.py": 1,  # counts the editions of a month
    "reports/management/commands/figures.py": 1,
    "reports/management/commands/prove_facts.py": 1,
}

# Both walls: the database's, and the one inside the name index.
KNOW_THE_KEY = ("wall.py", "scopes.py")


@pytest.mark.parametrize("table", ["cases_case", "cases_casescope", "cases_victim"])
def test_keys_are_computed_once_for_a_statement(table):
    a_case(person("sari"))
    with eyes_of("sari"), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN SELECT count(*) FROM {table}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "InitPlan" in plan
    assert "current_setting" not in "".join(re.findall(r"Filter: .*", plan))


HANGS_ON_A_CASE = """
WITH RECURSIVE hangs(oid) AS (
  SELECT 'cases_case'::regclass::oid
  UNION SELECT attrelid FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
   WHERE attname IN ('case_id', 'person_id', 'pgh_obj_id')
     AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
  UNION SELECT 'cases_person'::regclass
  UNION SELECT k.conrelid FROM pg_constraint k JOIN hangs h ON k.confrelid = h.oid
)
SELECT c.relname, c.relrowsecurity AND EXISTS (
  SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'wall'
    AND p.polcmd = '*' AND p.polpermissive)
  FROM hangs JOIN pg_class c USING (oid)
"""


def test_every_table_that_hangs_on_a_case_stands_within_the_wall():
    with connection.cursor() as cursor:
        cursor.execute(HANGS_ON_A_CASE)
        found = dict(cursor.fetchall())
    assert {table for table, is_within in found.items() if is_within} == set(tables())
    open_to_all = {table for table, is_within in found.items() if not is_within}
    assert open_to_all <= wall.OUTSIDE.keys()


def test_no_view_looks_with_its_owners_eyes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace ="
            " 'public'::regnamespace AND NOT coalesce('security_invoker=true' ="
            " ANY (reloptions), false)"
        )
        assert cursor.fetchall() == []


def test_whatever_looks_past_the_wall_is_named_here():
    found = {}
    for app_name in ("agencies", "cases", "reports", "tppo_tracker"):
        for file in (CHECKOUT / app_name).rglob("*.py"):
            text = file.read_text()
            if n := len(re.findall(r"with [^\n]*looking_at_everything\(", text)):
                found[str(file.relative_to(CHECKOUT))] = n
            if file.name != "eyes.py" and "migrations" not in file.parts:
                assert file.name in KNOW_THE_KEY or "EVERYTHING" not in re.findall(
                    r"eyes[. ]+(?:import )?(EVERYTHING)", text
                )
    assert found == LOOKS_AT_EVERYTHING


def test_no_user_ever_has_the_key_of_everything(db):
    for username in ("sari", "dewi", "seto", "ani", "tono"):
        user = acting_user(user__username=username)
        assert eyes.EVERYTHING[0] not in user.hat.scope_keys
