"""What the audit needs of the register, whoever asks: gaps, and cases by their number.

Neither an auditor nor whoever verifies the trail stands in the scope of any case, so
the owner's functions tell them the little that they may know.
"""

from django.db import migrations

# A child made with its case has no event of its own for its first version.
GAPS = "\n UNION ALL ".join(
    f"""SELECT '{label}', coalesce(t.id, e.id)
      FROM {table} t FULL JOIN (
        SELECT subject_id AS id, count(*) AS n FROM agencies_auditevent
         WHERE subject_type = '{label}' AND subject_version >= {first} GROUP BY 1
      ) e ON e.id = t.id
     WHERE coalesce(e.n, 0) <> coalesce(t.version - {first} + 1, 0)"""
    for label, table, first in (
        ("cases.Case", "cases_case", 1),
        ("cases.Victim", "cases_victim", 2),
        ("cases.Suspect", "cases_suspect", 2),
        ("cases.PoliceReport", "cases_policereport", 2),
        ("cases.Place", "cases_place", 2),
    )
)
DEFINER = "STABLE SECURITY DEFINER SET search_path = public, pg_temp"
FORWARD = f"""
CREATE FUNCTION audit_gaps() RETURNS TABLE (subject text, id bigint)
LANGUAGE sql {DEFINER} AS $$ {GAPS} $$;

CREATE FUNCTION audit_case(number text) RETURNS bigint
LANGUAGE sql {DEFINER} AS $$
  SELECT id FROM cases_case WHERE register_no = number
$$;

CREATE FUNCTION audit_numbers(cases bigint[]) RETURNS TABLE (id bigint, number text)
LANGUAGE sql {DEFINER} AS $$
  SELECT id, register_no FROM cases_case WHERE id = ANY (cases)
$$;
"""  # noqa: S608 - constants of this module
BACK = """
DROP FUNCTION audit_gaps(); DROP FUNCTION audit_case(text);
DROP FUNCTION audit_numbers(bigint[])
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_scope_of_sections"),
        ("agencies", "0011_audit_seals"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
