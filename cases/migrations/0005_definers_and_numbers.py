"""What runs with the owner's rights serves its own table only; a number stays.

The scope triggers write where the serving role cannot. Hung on a table of the role's
own making, they would write what that table says: each now looks which table called it.
"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION case_scope_before() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_RELID <> 'public.cases_case'::regclass THEN
    RAISE EXCEPTION 'scope is made from cases alone'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.scope_keys := case_keys(
    NEW.id, NEW.lead_agency_id, NEW.region_id, NEW.country <> '');
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION case_scope_after() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_RELID <> 'public.cases_case'::regclass THEN
    RAISE EXCEPTION 'scope is made from cases alone'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM cases_casescope
     WHERE case_id = NEW.id AND NOT scope_key = ANY(NEW.scope_keys);
  END IF;
  INSERT INTO cases_casescope
    (case_id, scope_key, reported_on, stage, modus, grounds, withdrawn)
  SELECT NEW.id, k, NEW.reported_on, stage_no(NEW.stage),
         code_bit('modus_operandi', NEW.modus), CASE WHEN k > 0 THEN 1 ELSE 4 END,
         NEW.withdrawn_at IS NOT NULL
    FROM unnest(NEW.scope_keys) k
  ON CONFLICT (case_id, scope_key) DO UPDATE
    SET reported_on = excluded.reported_on, stage = excluded.stage,
        modus = excluded.modus, withdrawn = excluded.withdrawn;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION place_scope_after() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_RELID <> 'public.cases_place'::regclass THEN
    RAISE EXCEPTION 'scope is made from places alone'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE cases_case SET lead_agency_id = lead_agency_id WHERE id = NEW.case_id;
  RETURN NULL;
END $$;

CREATE TRIGGER number_stays
  BEFORE UPDATE OF register_no, register_n, register_year, register_agency_id
  ON cases_case FOR EACH ROW
  WHEN (OLD.register_no IS NOT NULL AND
    (NEW.register_no, NEW.register_n, NEW.register_year, NEW.register_agency_id)
    IS DISTINCT FROM
    (OLD.register_no, OLD.register_n, OLD.register_year, OLD.register_agency_id))
  EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_versions_by_row_only"),
        ("agencies", "0003_upwards_and_in_time"),
    ]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
