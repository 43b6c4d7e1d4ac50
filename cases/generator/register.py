"""Register rows from what was drawn: cases and what hangs on them."""

from agencies.lookup import codes

# Gapless for each numbering agency and year, going on where its series stands.
NUMBERS = """
CREATE TEMP TABLE gen_number ON COMMIT DROP AS
SELECT c.id, c.year, c.numbers_id,
       coalesce(s.n, 0) + row_number() OVER (
         PARTITION BY c.numbers_id, c.year ORDER BY c.id) AS n
  FROM (SELECT *, extract(year FROM reported_on)::int AS year FROM gen_case) c
  LEFT JOIN agencies_numberseries s
    ON s.agency_id = c.numbers_id AND s.year = c.year;
CREATE UNIQUE INDEX ON gen_number (id);
ANALYZE gen_number;
INSERT INTO agencies_numberseries (agency_id, year, n)
SELECT numbers_id, year, max(n) FROM gen_number GROUP BY numbers_id, year ORDER BY 1, 2
ON CONFLICT (agency_id, year) DO UPDATE SET n = excluded.n;
"""

# One in seven has a further place; every fifth of those abroad.
PLACES = """
INSERT INTO cases_place (id, public_id, version, created_by_id, created_at,
  withdraw_reason, case_id, region_id, country)
SELECT base + row_number() OVER (ORDER BY c.id),
       pg_temp.uuid7_of(c.created_at, 'place' || c.id), 1, o.user_id, c.created_at, '',
       c.id, CASE WHEN c.place_lot < 0.03 THEN NULL ELSE s.region_id END,
       CASE WHEN c.place_lot < 0.03 THEN 'MY' ELSE '' END
  FROM (SELECT coalesce(max(id), 0) AS base FROM cases_place) b, gen_case c
  JOIN gen_officer o USING (agency_id)
  JOIN gen_spot s ON s.no = 1 + c.i % (SELECT count(*) FROM gen_spot)
 WHERE c.place_lot < 0.15 ORDER BY c.id;
"""

KEYS = """
CREATE TEMP TABLE gen_keys ON COMMIT DROP AS
SELECT c.id, c.ancestors || CASE WHEN p.case_id IS NULL THEN a.keys ELSE ARRAY(
         SELECT DISTINCT k FROM unnest(a.keys || b.keys) k ORDER BY k DESC) END AS keys
  FROM gen_case c
  JOIN gen_around a ON a.region_id = coalesce(c.region_id,
    (SELECT id FROM agencies_region WHERE kind = 'nation'))
  LEFT JOIN cases_place p ON p.case_id = c.id
  LEFT JOIN gen_around b ON b.region_id = p.region_id;
CREATE UNIQUE INDEX ON gen_keys (id);
ANALYZE gen_keys;
"""

CASES = """
INSERT INTO cases_case (id, public_id, version, created_by_id, created_at, withdrawn_at,
  withdraw_reason, lead_agency_id, register_agency_id, register_year, register_n,
  register_no, happened_on, happened_precision, reported_on, counted_on, region_id,
  country, known_via, modus, other_modus, platforms, acts, means, exploitation,
  push_factors, pull_factors, stage, scope_keys)
SELECT c.id, pg_temp.uuid7_of(c.created_at, 'case' || c.id),
       c.kept + c.is_withdrawn::int, o.user_id, c.created_at,
       CASE WHEN c.is_withdrawn THEN c.created_at + interval '1 hour' END,
       CASE WHEN c.is_withdrawn THEN 'double' ELSE '' END,
       c.agency_id, c.numbers_id, n.year, n.n,
       'KAS/' || a.code || '/' || n.year || '/'
         || lpad(n.n::text, greatest(4, length(n.n::text)), '0'),
       c.happened_on, 'day', c.reported_on, coalesce(c.lp_on, c.reported_on),
       c.region_id, c.country, c.known_via, c.modus,
       array_remove(f.other_modus, c.modus), f.platforms, f.acts, f.means,
       f.exploitation, f.push_factors, f.pull_factors, c.stage, k.keys
  FROM gen_case c
  JOIN gen_officer o USING (agency_id)
  JOIN gen_number n ON n.id = c.id
  JOIN agencies_agency a ON a.id = c.numbers_id
  JOIN gen_profile f ON f.no = c.profile
  JOIN gen_keys k ON k.id = c.id
 ORDER BY c.id;
"""

# One in twenty of those with an LP has a second one, a month later at most.
POLICE_REPORTS = """
INSERT INTO cases_policereport (id, public_id, version, created_by_id, created_at,
  withdraw_reason, case_id, number, normalised, model, dated_on)
SELECT base + row_number() OVER w, pg_temp.uuid7_of(c.created_at, 'lp' || c.id || k), 1,
       o.user_id, c.created_at, '', c.id, number, number,
       CASE WHEN c.lp_lot < 0.8 THEN 'B' ELSE 'A' END, c.lp_on
  FROM (SELECT coalesce(max(id), 0) AS base FROM cases_policereport) b, gen_case c
  JOIN gen_officer o USING (agency_id),
  generate_series(1, 1 + (c.lp_lot < 0.05)::int) k,
  LATERAL (SELECT 'LP/' || CASE WHEN c.lp_lot < 0.8 THEN 'B' ELSE 'A' END || '/'
    || 1 + c.i % 90000 + k || '/' || to_char(c.lp_on, 'FMRM') || '/'
    || extract(year FROM c.lp_on) || '/SPKT/'
    || trim('-' FROM regexp_replace(c.agency_code, '[^A-Z]+', '-', 'g')) AS number) lp
 WHERE c.lp_on IS NOT NULL
WINDOW w AS (ORDER BY c.id, k) ORDER BY c.id, k;
"""

STAGES = """
INSERT INTO cases_stageentry (id, public_id, version, created_by_id, created_at,
  withdraw_reason, case_id, stage, "on")
SELECT base + row_number() OVER w,
       pg_temp.uuid7_of(c.created_at + c.offsets[k] * interval '1 day',
                        'stage' || c.id || '/' || k),
       1, o.user_id, c.created_at + c.offsets[k] * interval '1 day', '', c.id,
       c.stages[k], c.reported_on + c.offsets[k]
  FROM (SELECT coalesce(max(id), 0) AS base FROM cases_stageentry) b, gen_case c
  JOIN gen_officer o USING (agency_id), generate_series(1, c.kept) k
WINDOW w AS (ORDER BY c.id, k) ORDER BY c.id, k;
"""

VICTIMS = """
INSERT INTO cases_victim (id, public_id, version, created_by_id, created_at,
  withdraw_reason, case_id, sex, age, age_group, determination, recording, whereabouts)
SELECT base + row_number() OVER (ORDER BY case_id, k),
       pg_temp.uuid7_of(created_at, 'victim' || case_id || '/' || k), 1, user_id,
       created_at, '', case_id,
       (ARRAY['female', 'male', 'not_recorded'])[
         1 + width_bucket(sex, ARRAY[0.7, 0.97])],
       age, CASE WHEN age < 18 THEN 'child' WHEN age IS NOT NULL THEN 'adult'
         ELSE (ARRAY['child', 'adult', 'not_recorded'])[
           1 + width_bucket(grouped, ARRAY[0.3, 0.7])] END,
       (ARRAY['presumed', 'confirmed', 'indicated', 'not_victim'])[
         1 + width_bucket(determined, ARRAY[0.55, 0.95, 0.99])],
       (ARRAY['unknown', 'identified', 'client_code'])[
         1 + width_bucket(recorded, ARRAY[0.5, 0.95])],
       (ARRAY['not_recorded', 'with_family', 'shelter', 'repatriated', 'missing'])[
         1 + width_bucket(found, ARRAY[0.4, 0.7, 0.85, 0.97])]
  FROM (SELECT coalesce(max(id), 0) AS base FROM cases_victim) b, (
    SELECT c.id AS case_id, k, o.user_id, c.created_at, random() AS sex,
           CASE WHEN random() < 0.7 THEN 8 + floor(power(random(), 1.5) * 45)::int END
             AS age,
           random() AS grouped, random() AS determined, random() AS recorded,
           random() AS found
      FROM gen_case c JOIN gen_officer o USING (agency_id),
           generate_series(1, c.n_victims) k ORDER BY c.id, k) v
 ORDER BY case_id, k;
"""

SUSPECTS = """
INSERT INTO cases_suspect (id, public_id, version, created_by_id, created_at,
  withdraw_reason, case_id, sex, age, age_group, roles, legal_status, custody)
SELECT base + row_number() OVER (ORDER BY case_id, k),
       pg_temp.uuid7_of(created_at, 'suspect' || case_id || '/' || k), 1, user_id,
       created_at, '', case_id,
       (ARRAY['female', 'male', 'not_recorded'])[
         1 + width_bucket(sex, ARRAY[0.35, 0.98])],
       age, CASE WHEN age < 18 THEN 'child' WHEN age IS NOT NULL THEN 'adult'
         ELSE 'not_recorded' END,
       ARRAY[(%(roles)s::text[])[
         1 + floor(role * cardinality(%(roles)s::text[]))::int]],
       (ARRAY['suspect', 'reported', 'defendant', 'convicted', 'acquitted'])[
         1 + width_bucket(status, ARRAY[0.4, 0.6, 0.8, 0.98])],
       (ARRAY['not_recorded', 'detained', 'free', 'wanted'])[
         1 + width_bucket(held, ARRAY[0.3, 0.7, 0.93])]
  FROM (SELECT coalesce(max(id), 0) AS base FROM cases_suspect) b, (
    SELECT c.id AS case_id, k, o.user_id, c.created_at, random() AS sex,
           CASE WHEN random() < 0.85 THEN 17 + floor(random() * 45)::int END AS age,
           random() AS role, random() AS status, random() AS held
      FROM gen_case c JOIN gen_officer o USING (agency_id),
           generate_series(1, c.n_suspects) k ORDER BY c.id, k) t
 ORDER BY case_id, k;
"""

STEPS = {
    "register numbers": NUMBERS,
    "places": PLACES,
    "scope keys": KEYS,
    "cases": CASES,
    "police reports": POLICE_REPORTS,
    "stages": STAGES,
    "victims": VICTIMS,
}


def write(cursor, told) -> None:
    """Every register table, in the order of its keys."""
    for name, statement in STEPS.items():
        cursor.execute(statement)
        told(name)
    cursor.execute(SUSPECTS, {"roles": sorted(codes.entries("suspect_role"))})
    told("suspects")
