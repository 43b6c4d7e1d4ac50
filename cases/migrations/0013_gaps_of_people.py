"""Versions of keys, assignments and referrals against their events, as of other rows:
a break-glass that is taken out of the trail before its seal is found."""

from django.db import migrations

# (label, table, the first version that has an event of its own): a child made with its
# case has none. Whoever is let in is let in by an act of its own.
BEFORE = (
    ("cases.Case", "cases_case", 1),
    ("cases.Victim", "cases_victim", 2),
    ("cases.Suspect", "cases_suspect", 2),
    ("cases.PoliceReport", "cases_policereport", 2),
    ("cases.Place", "cases_place", 2),
)
PEOPLE = (
    ("cases.CaseKey", "cases_casekey", 1),
    ("cases.CaseWorker", "cases_caseworker", 1),
    ("cases.Referral", "cases_referral", 1),
)


def gaps(*rows: tuple[str, str, int]) -> str:
    body = "\n UNION ALL ".join(
        f"""SELECT '{label}', coalesce(t.id, e.id)
      FROM {table} t FULL JOIN (
        SELECT subject_id AS id, count(*) AS n FROM agencies_auditevent
         WHERE subject_type = '{label}' AND subject_version >= {first} GROUP BY 1
      ) e ON e.id = t.id
     WHERE coalesce(e.n, 0) <> coalesce(t.version - {first} + 1, 0)"""
        for label, table, first in rows
    )
    return f"""
CREATE OR REPLACE FUNCTION audit_gaps() RETURNS TABLE (subject text, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
{body}
$$;
"""  # noqa: S608 - constants of this module


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_referral_brief")]
    operations = [migrations.RunSQL(gaps(*BEFORE, *PEOPLE), gaps(*BEFORE))]
