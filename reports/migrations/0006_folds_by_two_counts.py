"""A fold adds what the touched cases count for now and takes away what they did.

Two counts by one statement instead of one with signs: counting everything anew needs
the first alone. Where each region is counted stands in a table: the view was computed
at each fold. `part` is the regency or city, 0 for any place in another country, NULL
for one known no further than its province; `reports.marginals.define` fills it.
"""

from django.db import migrations

FORWARD = """
DROP VIEW marginals_place;
CREATE TABLE marginals_place (region_id int PRIMARY KEY, part int, province int);
DROP FUNCTION cells_sum(int[], int[]);

CREATE FUNCTION cells_sum(a int[], b int[], times int) RETURNS int[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(x + y * times ORDER BY i)
    FROM unnest(a, b) WITH ORDINALITY u(x, y, i) $$;

-- In order, because the months of a region are read together.
-- Groups are guessed to be many and are few: hashed, they take a tenth of that memory.
-- Returns the tick as known at which the marginals now are; NULL when another fold is
-- under way. Without a state, or after an act that names no cases, all is counted anew.
CREATE OR REPLACE FUNCTION fold_marginals() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET jit = off SET work_mem = '256MB' SET hash_mem_multiplier = 8 AS $$
DECLARE
  since bigint; until bigint; touched bigint[]; kept record; into_marginals text :=
    'INSERT INTO marginals AS m (figure, area, month, cells) %s ORDER BY area, month'
    ' ON CONFLICT (figure, area, month)'
    ' DO UPDATE SET cells = cells_sum(m.cells, excluded.cells, %s)';
BEGIN
  IF NOT pg_try_advisory_xact_lock('marginals'::regclass::oid::bigint) THEN
    RETURN NULL;
  END IF;
  since := coalesce((SELECT tick FROM marginals_state), 0);
  until := facts_cutoff();
  IF until <= since THEN
    RETURN since;
  END IF;
  IF since = 0 OR EXISTS (SELECT FROM facts_act
      WHERE tick >= since AND tick < until AND cases IS NULL) THEN
    since := 0;
    DELETE FROM marginals;
  ELSE
    SELECT coalesce(array_agg(DISTINCT c), '{}') INTO touched FROM facts_act,
      unnest(cases) c WHERE tick >= since AND tick < until;
  END IF;
  IF touched IS NULL OR touched <> '{}' THEN
    FOR kept IN SELECT counted FROM marginals_definition LOOP
      EXECUTE format(into_marginals, kept.counted, 1) USING until, touched;
      IF since > 0 THEN
        EXECUTE format(into_marginals, kept.counted, -1) USING since, touched;
      END IF;
    END LOOP;
  END IF;
  INSERT INTO marginals_state (tick) VALUES (until)
  ON CONFLICT (one) DO UPDATE SET tick = excluded.tick;
  RETURN until;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_external_figures")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
