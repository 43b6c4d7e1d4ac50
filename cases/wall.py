"""The second wall: row-level security on the case and on every table that hangs on it.

`manage.py grant_serving_role` puts it up before it gives rights, after each migration,
so that a table which came since has its policy before anybody may read it. The keys of
whoever looks come with each statement (`agencies.eyes`). A case stands open under any
of its keys; what hangs on it under those above 0 alone: a region's key, which opens a
summary, opens no victim. The owner passes, and so do the functions of the owner's.

It stops a forgotten filter. It does not stop whoever can send SQL of his own: he could
tell the database other keys.
"""

import json
from collections.abc import Iterator

from psycopg2 import sql

from agencies.eyes import EVERYTHING, OPENING, SETTING
from agencies.models.personal_key import FIRST
from cases.choices import AgeGroup, Determination

# Tables that name cases and are read by those who open none, each with its reason.
OUTSIDE = {
    "agencies_auditevent": "the auditor and the sealer read who did what to any case;"
    " it holds no identity, is never changed and comes by way of its case",
    "facts_act": "a queue of ticks with ids of cases, and nothing of them",
}
# How a table names its case where it is not by `case_id`.
NAMES_ITS_CASE = {"cases_caseevent": "pgh_obj_id"}
# A person stands in no case: she is shown to whoever is shown a part of hers in one.
NAMES_ITS_PERSON = {
    "cases_person": "id",
    "cases_personevent": "pgh_obj_id",
    "cases_identifier": "person_id",
    "cases_personmerge": "kept_id",
    "cases_duplicatedecision": "one_id",
}

_KEYS = f"nullif(current_setting('{SETTING}', true), '')::int[]"
_OPENING = f"nullif(current_setting('{OPENING}', true), '')::int[]"
# Sub-selects, so that each is computed once for a statement, prepared ones included.
KEYS = f"(SELECT {_KEYS})::int[]"
ALL = f"(SELECT {EVERYTHING[0]} = ANY ({_KEYS}))"

CASE = f"{ALL} OR scope_keys && {KEYS}"
# Rows of one's own key first: the walk of a list looks at no case.
SCOPE = f"{ALL} OR scope_key = ANY ({KEYS}) OR wall_shows(case_id)"
CHILD = (
    f"{ALL} OR (SELECT c.scope_keys && (SELECT {_OPENING})::int[]"  # noqa: S608 - constants of this module
    " FROM cases_case c WHERE c.id = {column})"
)
# Who is asked in reads what she is asked before she sees the case.
ASKED = f"to_agency_id = ANY ({KEYS}) OR {CHILD.format(column='case_id')}"
# Who breaks glass writes what her own key opens before the case stands under it, and
# who is to review that does so though the case was closed to her meanwhile.
HERS = (
    f"({FIRST} + key_id)::int = ANY ({KEYS}) OR reviewers && {KEYS}::bigint[]"
    f" OR {CHILD.format(column='{column}')}"
)
# What it asks stands within the wall itself, so a row is enough. Whoever was merged
# into another has no part left, and is shown where the other one is.
PERSON = (
    f"{ALL} OR EXISTS (SELECT FROM cases_involvement i WHERE i.person_id = {{column}})"  # noqa: S608 - constants of this module
    " OR EXISTS (SELECT FROM cases_involvement i"
    " WHERE i.person_id = standing_person({column}))"
)
# Both of a pair; and a question, where it was asked and where it found somebody.
PAIR = " AND ".join(
    f"({PERSON.format(column=f'cases_duplicatedecision.{column}')})"
    for column in ("one_id", "other_id")
)
QUESTION = (
    f"{CHILD.format(column='case_id')} OR EXISTS (SELECT FROM cases_matchhit h"
    " WHERE h.request_id = cases_matchrequest.id)"
)
OF_TABLE = {
    "cases_case": CASE,
    "cases_casescope": SCOPE,
    "cases_referral": ASKED,
    "cases_referralevent": ASKED,
    "cases_casekey": HERS.format(column="case_id"),
    "cases_casekeyevent": HERS.format(column="case_id"),
    **{
        table: PERSON.format(column=f"{table}.{column}")
        for table, column in NAMES_ITS_PERSON.items()
    },
    "cases_duplicatedecision": PAIR,
    "cases_matchrequest": QUESTION,
}

AGE_GROUPS = ", ".join(
    f"count(*) FILTER (WHERE age_group = '{group.value}')" for group in AgeGroup
)
COUNTED = ", ".join(f"'{each.value}'" for each in Determination.counted())
# What is answered from behind the wall: nothing that tells of a row which is not shown.
DOORS = f"""
CREATE OR REPLACE FUNCTION wall_shows(of_case bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 5 SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT {CASE} FROM cases_case WHERE id = of_case);
END $$;

-- Counted victims of a case by age group: all that a summary says of them.
CREATE OR REPLACE FUNCTION counted_victims(of_case bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 50 SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT array[{AGE_GROUPS}] FROM cases_victim
    WHERE case_id = of_case AND withdrawn_at IS NULL AND determination IN ({COUNTED})
      AND (SELECT {CASE} FROM cases_case WHERE id = of_case));
END $$;

-- The day of the case that so many newer ones stand before, under one key.
CREATE OR REPLACE FUNCTION scope_edge(of_key int, newer int) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 5000
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT reported_on FROM cases_casescope WHERE scope_key = of_key
    ORDER BY reported_on DESC, case_id DESC OFFSET newer LIMIT 1);
END $$;
"""  # noqa: S608 - constants of this module

TABLES = """
SELECT c.relname, coalesce(%s::jsonb ->> c.relname, a.attname, f.attname)
  FROM pg_class c
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'case_id'
  LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f'
    AND k.confrelid = 'cases_case'::regclass
  LEFT JOIN pg_attribute f ON f.attrelid = c.oid AND f.attnum = k.conkey[1]
 WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
VIEWS = """
SELECT relname FROM pg_class
 WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
"""
PUT_UP = (
    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
    "DROP POLICY IF EXISTS wall ON {table};"
    "CREATE POLICY wall ON {table} TO {role} USING ({shown})"
)


def put_up(cursor, role: str) -> None:
    """As the owner: every table that hangs on a case shows `role` what is hers."""
    cursor.execute(DOORS)
    for table, column in list(hanging(cursor)):
        shown = OF_TABLE.get(table) or CHILD.format(column=column)
        cursor.execute(
            sql.SQL(PUT_UP).format(
                table=sql.Identifier(table),
                role=sql.Identifier(role),
                shown=sql.SQL(shown),
            )
        )
    # A view would look with its owner's eyes, past the wall.
    cursor.execute(VIEWS)
    for (view,) in cursor.fetchall():
        seen = "ALTER VIEW {} SET (security_invoker = true)"
        cursor.execute(sql.SQL(seen).format(sql.Identifier(view)))


def hanging(cursor) -> Iterator[tuple[str, str]]:
    """Each table within the wall, and the column by which it names its case, or its
    person."""
    named = {"cases_case": "id", **NAMES_ITS_CASE, **NAMES_ITS_PERSON}
    cursor.execute(TABLES, [json.dumps(named)])
    for table, column in cursor.fetchall():
        if column is not None and table not in OUTSIDE:
            yield table, column
