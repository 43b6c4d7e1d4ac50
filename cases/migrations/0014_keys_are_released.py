"""Personal keys that end with a post leave an event on their cases, as work does."""

from django.db import migrations

# Like release_case_work: whoever moves people sees no case.
RELEASE = """
CREATE FUNCTION release_case_keys(of_user bigint, of_agency bigint, at timestamptz)
RETURNS TABLE (id bigint, version int, case_id bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH ended AS (
    UPDATE agencies_personalkey k SET ended_at = at
     WHERE k.user_id = of_user AND k.agency_id = of_agency
       AND k.ended_at IS NULL AND (k.ends_at IS NULL OR k.ends_at > at)
    RETURNING k.id
  )
  UPDATE cases_casekey c SET version = c.version + 1
    FROM ended WHERE c.key_id = ended.id
  RETURNING c.id, c.version, c.case_id
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_gaps_of_people")]
    operations = [migrations.RunSQL(RELEASE, "DROP FUNCTION release_case_keys")]
