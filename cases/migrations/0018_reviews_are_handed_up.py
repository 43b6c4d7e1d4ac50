"""A review that goes one level up leaves the sight of whoever gives it."""

from django.db import migrations

# Only what waits for that office, and nothing of it but who looks next.
HAND_UP = """
CREATE FUNCTION hand_up_review(of_key bigint, of_office bigint, above bigint[])
RETURNS int
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE cases_casekey k SET reviewers = above, version = k.version + 1
   WHERE k.id = of_key AND k.kind = 'break_glass' AND k.verdict = ''
     AND of_office = ANY (k.reviewers)
  RETURNING k.version
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_restricted_keeps_work")]
    operations = [migrations.RunSQL(HAND_UP, "DROP FUNCTION hand_up_review")]
