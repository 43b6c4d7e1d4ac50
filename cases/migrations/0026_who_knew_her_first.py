"""Of two records that are merged neither case knew her first: who recorded somebody
beforehand, to merge others into her, hides nobody by that."""

from django.db import migrations

from agencies.sections import Section

FORWARD = f"""
-- Did the one case know her before the other came to? By the first part in each; but
-- both have known her where a merge made one person of the two whom they knew.
CREATE FUNCTION knew_before(someone bigint, one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH first(own, theirs) AS (
    SELECT known_since(someone, one), known_since(someone, other))
  SELECT own < theirs OR EXISTS (
      SELECT FROM cases_personmerge m
       WHERE m.parted_at IS NULL AND (own = ANY (m.moved)) <> (theirs = ANY (m.moved))
         AND (own = ANY (m.moved) OR m.at > (
           SELECT created_at FROM cases_involvement WHERE id = own)))
    FROM first;
$$;

-- As in 0022.
CREATE OR REPLACE FUNCTION hidden_from(someone bigint, keys int[], day date)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER COST 500
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM cases_involvement i JOIN cases_case c ON c.id = i.case_id
     WHERE i.person_id = someone AND i.withdrawn_at IS NULL
       AND c.is_restricted AND c.withdrawn_at IS NULL
       AND NOT EXISTS (
         SELECT FROM cases_involvement own
           JOIN cases_casescope s ON s.case_id = own.case_id
          WHERE own.person_id = someone AND own.withdrawn_at IS NULL
            AND (own.case_id = i.case_id
                 OR knew_before(someone, own.case_id, i.case_id))
            AND s.scope_key = ANY (keys) AND NOT s.withdrawn
            AND (s.until IS NULL OR s.until >= day)
            AND s.granted & CASE own.part WHEN 'suspect'
                THEN {Section.SUSPECT:d} ELSE {Section.VICTIM_IDENTITY:d} END <> 0));
$$;

CREATE OR REPLACE FUNCTION cases_to_tell(someone bigint, of_case bigint)
RETURNS TABLE (
  told_case bigint, is_suspect boolean, of_restricted boolean, is_hidden boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.case_id, bool_and(i.part = 'suspect'), here.restricted,
         here.restricted AND NOT knew_before(someone, i.case_id, of_case)
    FROM cases_involvement i CROSS JOIN (
      SELECT EXISTS (SELECT FROM cases_case WHERE id = of_case AND is_restricted)
        AS restricted) here
   WHERE i.person_id = someone AND i.withdrawn_at IS NULL AND i.case_id <> of_case
   GROUP BY i.case_id, here.restricted ORDER BY i.case_id;
$$;
"""  # noqa: S608 - bits of sections


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0025_suspects_do_not_decline'),
    ]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
