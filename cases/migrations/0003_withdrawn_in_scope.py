"""Whether a case is withdrawn stands in its scope rows too.

Every list leaves withdrawn cases out. Asked of the case, that is one look-up for each
row that is walked or counted; asked of the scope row, the index alone answers. The few
withdrawn ones have an index of their own. The trigger is the one of migration 0002
with this column added.
"""

from django.db import migrations, models
from django.db.models import F, Q

FORWARD = """
CREATE OR REPLACE FUNCTION case_scope_after() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
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

DROP TRIGGER scope_after ON cases_case;
CREATE TRIGGER scope_after
  AFTER INSERT OR UPDATE OF
    lead_agency_id, region_id, country, scope_keys, reported_on, stage, modus,
    withdrawn_at
  ON cases_case FOR EACH ROW EXECUTE FUNCTION case_scope_after();

UPDATE cases_casescope s SET withdrawn = true FROM cases_case c
 WHERE c.id = s.case_id AND c.withdrawn_at IS NOT NULL;
"""

PAGE = (F("scope_key"), F("reported_on").desc(), F("case_id").desc())
STAGE = (F("scope_key"), F("stage"), F("reported_on").desc(), F("case_id").desc())


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_scope_and_facts")]
    operations = [
        migrations.AddField(
            "casescope",
            "withdrawn",
            models.BooleanField(default=False, db_default=False),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
        migrations.RemoveIndex("casescope", "case_scope_page"),
        migrations.RemoveIndex("casescope", "case_scope_stage"),
        migrations.AddIndex(
            "casescope",
            models.Index(
                *PAGE,
                include=["until", "stage", "modus", "withdrawn"],
                name="case_scope_page",
            ),
        ),
        migrations.AddIndex(
            "casescope",
            models.Index(
                *STAGE,
                include=["until", "modus", "withdrawn"],
                name="case_scope_stage",
            ),
        ),
        migrations.AddIndex(
            "casescope",
            models.Index(
                *PAGE, condition=Q(withdrawn=True), name="case_scope_withdrawn"
            ),
        ),
    ]
