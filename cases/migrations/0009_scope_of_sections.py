"""Scope rows say why a case stands under a key, and which sections the key can open.

Grounds and sections are the bits of `agencies.sections`: LEAD 1, PARTICIPATION 2,
PLACE 4, COMMAND 8, PERSONAL 16; the office that leads may open everything (255),
command the open sections (7), who stands above an office asked in the summary (1).
A restricted case stands under the keys of its named readers alone.
"""

from django.db import migrations

# From what hangs on the case: accepted referrals, and keys of single persons.
SHARED = """
CREATE FUNCTION case_shared(case_key bigint, restricted boolean)
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
         CASE WHEN p.agency_id = c.lead_agency_id AND o.kind = 'named'
              THEN 17 ELSE 16 END::smallint,
         o.sections, NULL
    FROM cases_casekey o JOIN agencies_personalkey p ON p.id = o.key_id
    JOIN cases_case c ON c.id = o.case_id
   WHERE o.case_id = case_key AND o.withdrawn_at IS NULL AND p.ended_at IS NULL
     AND (o.kind = 'named' OR NOT restricted)
$$;
"""

BEFORE = """
CREATE OR REPLACE FUNCTION case_scope_before() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_RELID <> 'public.cases_case'::regclass THEN
    RAISE EXCEPTION 'scope is made from cases alone'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.scope_keys := CASE WHEN NEW.is_restricted THEN '{}' ELSE case_keys(
    NEW.id, NEW.lead_agency_id, NEW.region_id, NEW.country <> '') END;
  IF TG_OP = 'UPDATE' THEN
    NEW.scope_keys := NEW.scope_keys || ARRAY(
      SELECT DISTINCT s.k FROM case_shared(NEW.id, NEW.is_restricted) s
       WHERE NOT s.k = ANY (NEW.scope_keys) ORDER BY s.k);
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER scope_before ON cases_case;
CREATE TRIGGER scope_before
  BEFORE INSERT OR UPDATE OF
    lead_agency_id, region_id, country, scope_keys, is_restricted
  ON cases_case FOR EACH ROW EXECUTE FUNCTION case_scope_before();
"""

# Of the case itself: keys that no referral and no person brought.
OWN = """
      SELECT own AS k,
             CASE WHEN own < 0 THEN 4 WHEN own = NEW.lead_agency_id THEN 1 ELSE 8 END
               ::smallint AS grounds,
             CASE WHEN own < 0 THEN 0 WHEN own = NEW.lead_agency_id THEN 255 ELSE 7 END
               ::smallint AS granted"""
COLUMNS = (
    "case_id, scope_key, reported_on, stage, modus, withdrawn, until, grounds, granted"
)
OF_CASE = (
    "NEW.id, k, NEW.reported_on, stage_of_case, modus_of_case,"
    " NEW.withdrawn_at IS NOT NULL"
)
AFTER = f"""
CREATE OR REPLACE FUNCTION case_scope_after() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stage_of_case smallint := stage_no(NEW.stage);
  modus_of_case smallint := code_bit('modus_operandi', NEW.modus);
BEGIN
  IF TG_RELID <> 'public.cases_case'::regclass THEN
    RAISE EXCEPTION 'scope is made from cases alone'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO cases_casescope ({COLUMNS})
    SELECT {OF_CASE}, NULL, grounds, granted
      FROM (SELECT unnest(NEW.scope_keys) AS own) u, LATERAL ({OWN}) o;
    RETURN NULL;
  END IF;
  DELETE FROM cases_casescope
   WHERE case_id = NEW.id AND NOT scope_key = ANY(NEW.scope_keys);
  INSERT INTO cases_casescope ({COLUMNS})
  SELECT {OF_CASE}, CASE WHEN bool_and(until IS NOT NULL) THEN max(until) END,
         bit_or(grounds), bit_or(granted)
    FROM (SELECT o.*, NULL::date AS until
            FROM unnest(CASE WHEN NEW.is_restricted THEN '{{}}' ELSE case_keys(
              NEW.id, NEW.lead_agency_id, NEW.region_id, NEW.country <> '') END
            ) own, LATERAL ({OWN}) o
          UNION ALL
          SELECT s.k, s.grounds, s.granted, s.until
            FROM case_shared(NEW.id, NEW.is_restricted) s) z
   GROUP BY k
  ON CONFLICT (case_id, scope_key) DO UPDATE
    SET reported_on = excluded.reported_on, stage = excluded.stage,
        modus = excluded.modus, withdrawn = excluded.withdrawn,
        until = excluded.until, grounds = excluded.grounds, granted = excluded.granted;
  RETURN NULL;
END $$;

DROP TRIGGER scope_after ON cases_case;
CREATE TRIGGER scope_after
  AFTER INSERT OR UPDATE OF
    lead_agency_id, region_id, country, scope_keys, reported_on, stage, modus,
    withdrawn_at, is_restricted
  ON cases_case FOR EACH ROW EXECUTE FUNCTION case_scope_after();
"""

FOLLOWING = """
CREATE FUNCTION shared_scope_after() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_RELID NOT IN
     ('public.cases_referral'::regclass, 'public.cases_casekey'::regclass) THEN
    RAISE EXCEPTION 'scope is made from referrals and keys alone'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE cases_case SET scope_keys = scope_keys WHERE id = NEW.case_id;
  RETURN NULL;
END $$;
CREATE TRIGGER shared_scope
  AFTER INSERT OR UPDATE OF state, sections, ends_on, withdrawn_at
  ON cases_referral FOR EACH ROW EXECUTE FUNCTION shared_scope_after();
CREATE TRIGGER shared_scope
  AFTER INSERT OR UPDATE OF sections, withdrawn_at
  ON cases_casekey FOR EACH ROW EXECUTE FUNCTION shared_scope_after();
"""

KNOWN = """
UPDATE cases_casescope s
   SET grounds = CASE WHEN scope_key < 0 THEN 4
                      WHEN scope_key = c.lead_agency_id THEN 1 ELSE 8 END,
       granted = CASE WHEN scope_key < 0 THEN 0
                      WHEN scope_key = c.lead_agency_id THEN 255 ELSE 7 END
  FROM cases_case c WHERE c.id = s.case_id;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_guard")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (SHARED, BEFORE, AFTER, FOLLOWING, KNOWN)
    ]
