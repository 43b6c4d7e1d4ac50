"""Numbers kept ready, written by `fold_marginals()` alone, with the owner's rights.

`marginals_definition` holds the statements that `reports.marginals.define` compiles
from the figures; `marginals.cells` has one number for each slot of its figure. The
one row of `marginals_state` says as known at which tick; without it, nothing is kept.
"""

from django.db import migrations

TABLES = """
CREATE TABLE marginals_definition (
  figure text PRIMARY KEY, fingerprint text NOT NULL, counted text NOT NULL);
CREATE TABLE marginals_state (
  one boolean PRIMARY KEY DEFAULT true CHECK (one), tick bigint NOT NULL);
CREATE TABLE marginals (
  figure text, area int, month date, cells int[] NOT NULL,
  PRIMARY KEY (figure, area, month)) WITH (fillfactor = 90);

-- Where each region is counted: itself down to regencies, its province, the nation.
-- Codes nest by fixed width (reports/areas.py). 0 is any place in another country.
CREATE VIEW marginals_place AS
SELECT r.id AS region_id, coalesce(g.id, p.id, n.id)::int AS lowest,
       array_remove(ARRAY[g.id, p.id, n.id], NULL)::int[] AS areas
  FROM agencies_region n, agencies_region r
  LEFT JOIN agencies_region g ON g.code = left(r.code, 5) AND length(g.code) = 5
  LEFT JOIN agencies_region p ON p.code = left(r.code, 2) AND p.code <> 'ID'
 WHERE n.code = 'ID'
UNION ALL
SELECT 0, 0, ARRAY[0, id]::int[] FROM agencies_region WHERE code = 'ID';
"""

FOLD = """
CREATE FUNCTION cells_sum(a int[], b int[]) RETURNS int[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(x + y ORDER BY i) FROM unnest(a, b) WITH ORDINALITY u(x, y, i) $$;

-- Returns the tick as known at which the marginals now are; NULL when another fold is
-- under way. Without a state, or after an act that names no cases, all is counted anew.
CREATE FUNCTION fold_marginals() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET jit = off SET work_mem = '256MB' AS $$
DECLARE
  since bigint; until bigint; touched bigint[]; kept record;
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
      EXECUTE 'INSERT INTO marginals AS m (figure, area, month, cells) ' || kept.counted
        || ' ON CONFLICT (figure, area, month)'
           ' DO UPDATE SET cells = cells_sum(m.cells, excluded.cells)'
        USING since, until, touched;
    END LOOP;
  END IF;
  INSERT INTO marginals_state (tick) VALUES (until)
  ON CONFLICT (one) DO UPDATE SET tick = excluded.tick;
  RETURN until;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_acts_name_their_cases"),
        ("reports", "0003_signatures"),
    ]
    operations = [
        migrations.RunSQL(TABLES, migrations.RunSQL.noop),
        migrations.RunSQL(FOLD, migrations.RunSQL.noop),
    ]
