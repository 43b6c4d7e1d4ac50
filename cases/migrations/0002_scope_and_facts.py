"""What the database keeps by itself: who may see a case, and what it adds up to.

Scope. A trigger before each write of a case puts its scope keys on the row; one after
it brings the side table in line. Both run with the owner's rights: the serving role
reads `cases_casescope` and can never write it.

Facts. `s_*` are views of what the register says now; `sync_facts(ids, why)` opens and
closes the fact rows of those cases that differ from it, at the tick of this
transaction. Ticks are transaction ids, so a cut-off `X = facts_cutoff()` has below it
exactly what was committed before. Never edit a migration: a later one replaces views.
"""

from django.db import migrations

SCOPE = """
-- plpgsql, because its plans are kept: in SQL each call would be planned anew. The
-- switches keep a few index look-ups from being guessed into a scan of all regions.
CREATE FUNCTION case_keys(case_key bigint, lead bigint, place bigint, abroad boolean)
RETURNS int[] LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  RETURN (SELECT g.ancestors::int[] FROM agencies_agency g WHERE g.id = lead) || (
    WITH RECURSIVE around(id, parent_id) AS (
      SELECT r.id, r.parent_id FROM agencies_region r WHERE r.id = ANY (
        place
        || ARRAY(SELECT p.region_id FROM cases_place p
                  WHERE p.case_id = case_key AND p.withdrawn_at IS NULL)
        || ARRAY(SELECT n.id FROM agencies_region n WHERE abroad AND n.code = 'ID'))
      UNION
      SELECT r.id, r.parent_id FROM agencies_region r
        JOIN around a ON r.id = a.parent_id)
    SELECT coalesce(array_agg(-id::int ORDER BY id), '{}') FROM around);
END $$;

CREATE FUNCTION stage_no(stage text) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
  SELECT (array_position(ARRAY[
    'intake', 'lp_issued', 'pre_investigation', 'investigation', 'spdp_sent',
    'suspect_named', 'suspect_detained', 'suspect_wanted', 'file_stage_1', 'file_p18',
    'file_p19', 'file_p21', 'file_stage_2', 'indicted', 'trial', 'demand', 'verdict',
    'appeal', 'cassation', 'judicial_review', 'final', 'executed', 'sp3',
    'lidik_stopped', 'prosecution_stopped', 'diverted', 'transferred'
  ], stage) - 1)::smallint
$$;

CREATE FUNCTION progress_no(stage text) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
  SELECT (CASE
    WHEN stage_no(stage) = 0 THEN 0
    WHEN stage_no(stage) <= 2 THEN 1
    WHEN stage_no(stage) <= 10 THEN 2
    WHEN stage_no(stage) <= 21 THEN 3
    WHEN stage_no(stage) <= 25 THEN 4
    ELSE 5 END)::smallint
$$;

CREATE FUNCTION sex_no(sex text) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
  SELECT (array_position(ARRAY['female', 'male', 'not_recorded'], sex) - 1)::smallint
$$;

CREATE FUNCTION age_group_no(age text) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
  SELECT (array_position(ARRAY['child', 'adult', 'not_recorded'], age) - 1)::smallint
$$;

CREATE FUNCTION determination_no(word text) RETURNS smallint
LANGUAGE sql IMMUTABLE AS $$
  SELECT (array_position(
    ARRAY['indicated', 'presumed', 'confirmed', 'not_victim'], word) - 1)::smallint
$$;

CREATE FUNCTION legal_status_no(word text) RETURNS smallint
LANGUAGE sql IMMUTABLE AS $$
  SELECT (array_position(ARRAY['reported', 'suspect', 'defendant', 'convicted',
    'acquitted', 'not_recorded'], word) - 1)::smallint
$$;

CREATE FUNCTION code_bit(of_list text, of_code text) RETURNS smallint
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT bit FROM agencies_code WHERE list = of_list AND code = of_code);
END $$;

CREATE FUNCTION code_mask(of_list text, codes text[]) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF codes = '{}' THEN RETURN 0; END IF;
  RETURN (SELECT coalesce(bit_or(1::bigint << bit::int), 0) FROM agencies_code
           WHERE list = of_list AND code = ANY(codes));
END $$;

CREATE FUNCTION case_scope_before() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.scope_keys := case_keys(
    NEW.id, NEW.lead_agency_id, NEW.region_id, NEW.country <> '');
  RETURN NEW;
END $$;

CREATE FUNCTION case_scope_after() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stage_of_case smallint := stage_no(NEW.stage);
  modus_of_case smallint := code_bit('modus_operandi', NEW.modus);
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM cases_casescope
     WHERE case_id = NEW.id AND NOT scope_key = ANY(NEW.scope_keys);
  END IF;
  INSERT INTO cases_casescope (case_id, scope_key, reported_on, stage, modus, grounds)
  SELECT NEW.id, k, NEW.reported_on, stage_of_case, modus_of_case,
         CASE WHEN k > 0 THEN 1 ELSE 4 END
    FROM unnest(NEW.scope_keys) k
  ON CONFLICT (case_id, scope_key) DO UPDATE
    SET reported_on = excluded.reported_on, stage = excluded.stage,
        modus = excluded.modus;
  RETURN NULL;
END $$;

CREATE FUNCTION place_scope_after() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE cases_case SET lead_agency_id = lead_agency_id WHERE id = NEW.case_id;
  RETURN NULL;
END $$;

CREATE TRIGGER scope_before
  BEFORE INSERT OR UPDATE OF lead_agency_id, region_id, country, scope_keys
  ON cases_case FOR EACH ROW EXECUTE FUNCTION case_scope_before();
CREATE TRIGGER scope_after
  AFTER INSERT OR UPDATE OF
    lead_agency_id, region_id, country, scope_keys, reported_on, stage, modus
  ON cases_case FOR EACH ROW EXECUTE FUNCTION case_scope_after();
CREATE TRIGGER place_scope
  AFTER INSERT OR UPDATE OF region_id, country, withdrawn_at
  ON cases_place FOR EACH ROW EXECUTE FUNCTION place_scope_after();
"""

CLOCK = """
CREATE TABLE facts_clock (
  one boolean PRIMARY KEY DEFAULT true CHECK (one), off bigint NOT NULL);
INSERT INTO facts_clock VALUES (true, 0);
CREATE FUNCTION facts_tick() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT off + pg_current_xact_id()::text::bigint FROM facts_clock $$;
CREATE FUNCTION facts_cutoff() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT off + pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM facts_clock
$$;
CREATE TABLE facts_act (
  tick bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp());
"""

SOURCES = """
CREATE VIEW s_case AS
SELECT c.id AS case_id, c.counted_on, c.region_id, c.country <> '' AS is_abroad,
       c.lead_agency_id AS agency_id, code_bit('modus_operandi', c.modus) AS modus,
       stage_no(c.stage) AS stage, progress_no(c.stage) AS progress,
       EXISTS (SELECT 1 FROM cases_policereport p
                WHERE p.case_id = c.id AND p.withdrawn_at IS NULL) AS has_lp,
       code_mask('digital_platform', c.platforms) AS platforms,
       code_mask('exploitation_type', c.exploitation) AS exploitation,
       code_mask('vulnerability_push', c.push_factors) AS push_factors,
       code_mask('vulnerability_pull', c.pull_factors) AS pull_factors
  FROM cases_case c WHERE c.withdrawn_at IS NULL;

CREATE VIEW s_police_report AS
SELECT p.id AS unit, s.case_id, p.dated_on AS counted_on, s.region_id, s.is_abroad,
       s.agency_id, s.modus, s.stage, s.progress, s.has_lp, s.platforms,
       s.exploitation, s.push_factors, s.pull_factors
  FROM cases_policereport p JOIN s_case s USING (case_id)
 WHERE p.withdrawn_at IS NULL;

CREATE VIEW s_victim AS
SELECT v.id AS unit, s.*, sex_no(v.sex) AS sex, age_group_no(v.age_group) AS age_group,
       determination_no(v.determination) AS determination
  FROM cases_victim v JOIN s_case s USING (case_id) WHERE v.withdrawn_at IS NULL;

CREATE VIEW s_suspect AS
SELECT t.id AS unit, s.*, sex_no(t.sex) AS sex, age_group_no(t.age_group) AS age_group,
       legal_status_no(t.legal_status) AS legal_status,
       code_mask('suspect_role', t.roles) AS roles
  FROM cases_suspect t JOIN s_case s USING (case_id) WHERE t.withdrawn_at IS NULL;
"""

COMMON = {
    "counted_on": "date NOT NULL",
    "region_id": "int",
    "is_abroad": "boolean NOT NULL",
    "agency_id": "int NOT NULL",
    "modus": "smallint NOT NULL",
    "stage": "smallint NOT NULL",
    "progress": "smallint NOT NULL",
    "has_lp": "boolean NOT NULL",
    "platforms": "bigint NOT NULL",
    "exploitation": "bigint NOT NULL",
    "push_factors": "bigint NOT NULL",
    "pull_factors": "bigint NOT NULL",
}
PERSON = {"sex": "smallint NOT NULL", "age_group": "smallint NOT NULL"}
UNITS = {
    "case": {},
    "police_report": {},
    "victim": {**PERSON, "determination": "smallint NOT NULL"},
    "suspect": {
        **PERSON,
        "legal_status": "smallint NOT NULL",
        "roles": "bigint NOT NULL",
    },
}
FOREVER = 2**63 - 1


def columns_of(unit: str) -> dict[str, str]:
    parent = {} if unit == "case" else {"case_id": "bigint NOT NULL"}
    return {**parent, **COMMON, **UNITS[unit]}


def key_of(unit: str) -> str:
    return "case_id" if unit == "case" else "unit"


def tables(unit: str) -> str:
    key, columns = key_of(unit), columns_of(unit)
    body = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    listed = ", ".join([key, "kf", "kt", "why", *columns])
    own_index = (
        f"CREATE INDEX f_{unit}_of_case ON f_{unit} (case_id);"
        if unit != "case"
        else ""
    )
    return f"""
CREATE TABLE f_{unit} ({key} bigint PRIMARY KEY, kf bigint NOT NULL,
  kt bigint NOT NULL DEFAULT {FOREVER} CHECK (kt = {FOREVER}),
  why smallint NOT NULL, {body});
CREATE INDEX f_{unit}_cut ON f_{unit} (counted_on, region_id);
{own_index}
CREATE TABLE f_{unit}_h ({key} bigint NOT NULL, kf bigint NOT NULL,
  kt bigint NOT NULL CHECK (kt < {FOREVER}),
  why smallint NOT NULL, why_closed smallint NOT NULL, {body});
CREATE INDEX f_{unit}_h_ticks ON f_{unit}_h USING brin (kt, kf);
CREATE INDEX f_{unit}_h_cut ON f_{unit}_h (counted_on, region_id);
CREATE INDEX f_{unit}_h_unit ON f_{unit}_h ({key});
CREATE VIEW fact_{unit} AS
  SELECT {listed} FROM f_{unit} UNION ALL SELECT {listed} FROM f_{unit}_h;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON f_{unit}_h
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON f_{unit}_h
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


def sync_of(unit: str) -> str:
    """Close what differs from the source, open what the source says."""
    key, columns = key_of(unit), list(columns_of(unit))
    names = ", ".join(columns)
    of_fact = ", ".join(f"f.{name}" for name in columns)
    of_source = ", ".join(f"s.{name}" for name in columns)
    of_closed = ", ".join(f"d.{name}" for name in columns)
    excluded = ", ".join(f"{name} = excluded.{name}" for name in columns)
    return f"""
  WITH s AS (SELECT * FROM s_{unit} WHERE case_id = ANY(ids)),
  d AS (
    SELECT f.*, s.{key} IS NULL AS gone FROM f_{unit} f LEFT JOIN s USING ({key})
     WHERE f.case_id = ANY(ids)
       AND (s.{key} IS NULL OR ({of_fact}) IS DISTINCT FROM ({of_source}))),
  h AS (
    INSERT INTO f_{unit}_h ({key}, kf, kt, why, why_closed, {names})
    SELECT d.{key}, d.kf, tick, d.why, reason, {of_closed} FROM d WHERE d.kf < tick),
  x AS (DELETE FROM f_{unit} f USING d WHERE f.{key} = d.{key} AND d.gone)
  INSERT INTO f_{unit} ({key}, kf, why, {names})
  SELECT s.{key}, tick, reason, {of_source} FROM s
    LEFT JOIN f_{unit} f USING ({key})
   WHERE f.{key} IS NULL OR f.{key} IN (SELECT d.{key} FROM d)
  ON CONFLICT ({key}) DO UPDATE SET kf = tick, why = reason, {excluded};
  GET DIAGNOSTICS n = ROW_COUNT;
  changed := changed + n;
"""


SYNC = f"""
CREATE FUNCTION sync_facts(ids bigint[], reason smallint) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET jit = off SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE tick bigint := facts_tick(); n int; changed int := 0;
BEGIN
{"".join(sync_of(unit) for unit in UNITS)}
  INSERT INTO facts_act (tick) VALUES (tick) ON CONFLICT DO NOTHING;
  RETURN changed;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("agencies", "0002_ancestors_and_append_only"),
    ]
    operations = [
        migrations.RunSQL(SCOPE, migrations.RunSQL.noop),
        migrations.RunSQL(CLOCK, migrations.RunSQL.noop),
        migrations.RunSQL(SOURCES, migrations.RunSQL.noop),
        *[
            migrations.RunSQL(tables(unit), migrations.RunSQL.noop)
            for unit in UNITS
        ],
        migrations.RunSQL(SYNC, migrations.RunSQL.noop),
    ]
