"""Who works on a restricted case for an office that was asked in goes on with it.

Her key stands under both grounds, her own (16) and her office's part (2): it opens what
her office was asked for, until the referral ends.
"""

from django.db import migrations

SHARED = """
CREATE OR REPLACE FUNCTION case_shared(case_key bigint, restricted boolean)
RETURNS TABLE (k int, grounds smallint, granted smallint, until date)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT above::int, CASE WHEN above = r.to_agency_id THEN 2 ELSE 8 END::smallint,
         CASE WHEN above = r.to_agency_id THEN r.sections | 1 ELSE 1 END::smallint,
         r.ends_on
    FROM cases_referral r JOIN agencies_agency g ON g.id = r.to_agency_id,
         unnest(g.ancestors) above
   WHERE r.case_id = case_key AND r.state = 'accepted' AND r.withdrawn_at IS NULL
     AND NOT restricted
  UNION ALL
  SELECT (1000000000 + p.id)::int,
         CASE WHEN o.kind <> 'named' THEN 16
              WHEN p.agency_id = c.lead_agency_id THEN 17
              WHEN r.id IS NOT NULL THEN 18 ELSE 16 END::smallint,
         CASE WHEN r.id IS NULL THEN o.sections
              ELSE o.sections & (r.sections | 1) END::smallint,
         r.ends_on
    FROM cases_casekey o JOIN agencies_personalkey p ON p.id = o.key_id
    JOIN cases_case c ON c.id = o.case_id
    LEFT JOIN cases_referral r ON o.kind = 'named' AND r.case_id = o.case_id
      AND r.to_agency_id = p.agency_id AND p.agency_id <> c.lead_agency_id
      AND r.state = 'accepted' AND r.withdrawn_at IS NULL
   WHERE o.case_id = case_key AND o.withdrawn_at IS NULL AND p.ended_at IS NULL
     AND (o.kind = 'named' OR NOT restricted)
$$;
"""

# With a referral ends what its office's people do: their work, and what they read by
# name. Whoever ends it may see nothing of the case; nothing else can be ended by it.
ENDING = """
CREATE FUNCTION end_part_of_office(of_case bigint, of_agency bigint, at timestamptz)
RETURNS TABLE (kind text, id bigint, version int)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (
    SELECT c.id FROM cases_case c
     WHERE c.id = of_case AND c.lead_agency_id <> of_agency
       AND EXISTS (SELECT FROM cases_referral r WHERE r.case_id = of_case
                      AND r.to_agency_id = of_agency AND r.state = 'ended')
       AND NOT EXISTS (SELECT FROM cases_referral r WHERE r.case_id = of_case
                          AND r.to_agency_id = of_agency AND r.state = 'accepted')),
  work AS (
    UPDATE cases_caseworker w SET ended_at = at, version = w.version + 1 FROM gone
     WHERE w.case_id = gone.id AND w.agency_id = of_agency
       AND w.ended_at IS NULL AND w.withdrawn_at IS NULL
    RETURNING w.id, w.version),
  keys AS (
    UPDATE agencies_personalkey p SET ended_at = at
      FROM gone JOIN cases_casekey o ON o.case_id = gone.id
     WHERE p.id = o.key_id AND o.kind = 'named'
       AND p.agency_id = of_agency AND p.ended_at IS NULL
    RETURNING p.id),
  read AS (
    UPDATE cases_casekey o SET version = o.version + 1 FROM keys
     WHERE o.key_id = keys.id RETURNING o.id, o.version)
  SELECT 'work', work.id, work.version FROM work
  UNION ALL SELECT 'key', read.id, read.version FROM read
$$;
"""
# The asked office locks the case before its referral, like everybody, though it does
# not see it yet. It says nothing.
LOCKING = """
CREATE FUNCTION lock_case_of_referral(of_referral bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM cases_case c
    WHERE c.id = (SELECT r.case_id FROM cases_referral r WHERE r.id = of_referral)
      FOR UPDATE;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_appointed_readers")]
    operations = [
        migrations.RunSQL(SHARED, migrations.RunSQL.noop),
        migrations.RunSQL(ENDING, "DROP FUNCTION end_part_of_office"),
        migrations.RunSQL(LOCKING, "DROP FUNCTION lock_case_of_referral"),
    ]
