"""What is drawn by lot before anything is written: temporary tables `gen_*`."""

import random
from datetime import date
from itertools import pairwise

from psycopg2.extras import execute_values

from agencies.lookup import codes, countries
from cases import stages
from cases.choices import Stage

PROFILES = 2_000
PATHS = 400
LONGEST_PATH = 9
# A path goes on with this chance after each stage; days until the next one.
GOES_ON = 0.7
GAPS = (2, 90)
LISTS = {
    "other_modus": ("modus_operandi", (0, 0, 0, 1)),
    "platforms": ("digital_platform", (0, 1, 1, 2)),
    "acts": ("trafficking_act", (1, 2, 3)),
    "means": ("trafficking_means", (1, 1, 2)),
    "exploitation": ("exploitation_type", (1, 1, 1, 2)),
    "push_factors": ("vulnerability_push", (0, 1, 2, 3)),
    "pull_factors": ("vulnerability_pull", (0, 1, 2)),
}
MASKS = ("platforms", "exploitation", "push_factors", "pull_factors")

# Weights: people, times six in the three provinces of the first offices.
SPOTS = """
CREATE TEMP TABLE gen_around ON COMMIT DROP AS
WITH RECURSIVE up(start, id) AS (
  SELECT id, id FROM agencies_region
  UNION ALL
  SELECT up.start, r.parent_id FROM up JOIN agencies_region r ON r.id = up.id
   WHERE r.parent_id IS NOT NULL)
SELECT start AS region_id, array_agg(-id::int ORDER BY id) AS keys
  FROM up GROUP BY start;
CREATE UNIQUE INDEX ON gen_around (region_id);

CREATE TEMP TABLE gen_spot ON COMMIT DROP AS
WITH office AS (
  SELECT r.id AS region_id, r.code, r.population, a.id AS agency_id,
         a.code AS agency_code, a.ancestors::int[] AS ancestors,
         CASE WHEN a.type = 'police' AND a.level = 'unit' THEN 6
              WHEN a.type = 'police' AND a.level = 'regency' THEN 3 ELSE 1 END AS share
    FROM agencies_region r
    JOIN agencies_agency a ON EXISTS (
      SELECT FROM agencies_agency_regions s JOIN agencies_region of_office
          ON of_office.id = s.region_id
       WHERE s.agency_id = a.id AND r.code LIKE of_office.code || '%')
   WHERE r.kind IN ('regency', 'city') AND (
     a.type = 'uptd_ppa' OR (a.type = 'bp3mi' AND a.level = 'province') OR (
       a.type = 'police' AND (
         a.level IN ('province', 'regency') OR a.code LIKE '%-PPA')))),
weighed AS (
  SELECT *, population::float8 * share / sum(share) OVER (PARTITION BY region_id)
    * CASE WHEN left(code, 2) IN ('63', '64', '65') THEN 6 ELSE 1 END AS weight
    FROM office)
SELECT row_number() OVER o AS no, sum(weight) OVER o AS bound, region_id, agency_id,
       ancestors, agency_code,
       (SELECT n.id FROM agencies_agency n
         WHERE n.id = ANY (w.ancestors) AND (n.numbers_cases OR n.parent_id IS NULL)
         ORDER BY array_position(w.ancestors, n.id::int) DESC LIMIT 1) AS numbers_id,
       ARRAY(SELECT d.id FROM agencies_region d WHERE d.parent_id = w.region_id
              ORDER BY d.code) AS districts
  FROM weighed w WINDOW o AS (ORDER BY code, agency_code);
CREATE UNIQUE INDEX ON gen_spot (no);
"""

# Officers of the offices, who cannot sign in: "!" is no hash of any password.
OFFICERS = """
CREATE FUNCTION pg_temp.uuid7_of(at timestamptz, salt text) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
    || substr(md5(salt), 1, 3) || 'a' || substr(md5(salt), 4, 15))::uuid $$;
INSERT INTO agencies_user (password, public_id, username, full_name, language)
SELECT '!', pg_temp.uuid7_of(now(), 'user' || a.agency_id), 'gen.' || a.agency_id,
       'Petugas ' || a.agency_id, 'id'
  FROM (SELECT DISTINCT agency_id FROM gen_spot) a
ON CONFLICT (username) DO NOTHING;
INSERT INTO agencies_post (role, title, agency_id)
SELECT 'officer', 'Petugas (data uji)', a.agency_id
  FROM (SELECT DISTINCT agency_id FROM gen_spot) a
ON CONFLICT (agency_id, role, title) DO NOTHING;
INSERT INTO agencies_assignment (kind, letter_number, starts_on, user_id, post_id)
SELECT 'home', '', '2015-01-01', u.id, p.id
  FROM agencies_post p JOIN agencies_user u ON u.username = 'gen.' || p.agency_id
 WHERE p.title = 'Petugas (data uji)'
   AND NOT EXISTS (SELECT FROM agencies_assignment a WHERE a.user_id = u.id);
CREATE TEMP TABLE gen_officer ON COMMIT DROP AS
SELECT p.agency_id, u.id AS user_id, p.id AS post_id
  FROM agencies_post p JOIN agencies_user u ON u.username = 'gen.' || p.agency_id
 WHERE p.title = 'Petugas (data uji)';
SET CONSTRAINTS ALL IMMEDIATE;
"""

CASES = """
CREATE TEMP TABLE gen_case ON COMMIT DROP AS
WITH lot AS MATERIALIZED (
  SELECT i, %(first)s + floor(%(days)s * power((i - 0.5) / %(cases)s, 0.7))::int
           AS reported_on,
         random() AS where_, random() AS which, random() AS precise, random() AS hour,
         1 + floor(random() * %(profiles)s)::int AS profile,
         1 + floor(random() * %(paths)s)::int AS path,
         floor(power(random(), 3) * 40)::int AS late, random() AS modus_lot,
         random() AS known_lot, random() AS victim_lot, random() AS suspect_lot,
         random() AS lp_lot, random() AS place_lot, random() AS withdrawn_lot
    FROM generate_series(1, %(cases)s) i),
placed AS (
  SELECT lot.*, s.agency_id, s.numbers_id, s.agency_code, s.ancestors,
         CASE WHEN precise < 0.05 THEN NULL
              WHEN precise < 0.60 OR s.districts = '{}' THEN s.region_id
              ELSE s.districts[1 + floor(which * cardinality(s.districts))::int] END
           AS region_id,
         p.stages, p.offsets, p.lp_at
    FROM lot
    JOIN gen_spot s ON s.no = 1 + width_bucket(where_ * %(total)s, %(bounds)s::float8[])
    JOIN gen_path p ON p.no = lot.path),
walked AS (
  SELECT *, (SELECT count(*)::int FROM unnest(offsets) o
              WHERE reported_on + o <= %(today)s) AS kept FROM placed)
SELECT %(base)s + row_number() OVER (ORDER BY i) AS id, i, agency_id, numbers_id,
       agency_code, ancestors, region_id,
       CASE WHEN region_id IS NULL
            THEN (%(countries)s::text[])[1 + floor(which * %(n_countries)s)::int]
            ELSE '' END AS country,
       reported_on, reported_on - late AS happened_on,
       (reported_on + time '08:00' + hour * interval '9 hours')
         AT TIME ZONE 'Asia/Jakarta' AS created_at,
       (%(modus)s::text[])[
         1 + floor(modus_lot * modus_lot * cardinality(%(modus)s::text[]))::int]
         AS modus,
       (%(known)s::text[])[1 + floor(known_lot * cardinality(%(known)s::text[]))::int]
         AS known_via,
       profile, stages, offsets, kept, stages[kept] AS stage,
       CASE WHEN lp_at <= kept THEN reported_on + offsets[lp_at] END AS lp_on,
       CASE WHEN lp_at <= kept THEN lp_at END AS lp_at, lp_lot, place_lot,
       withdrawn_lot < 0.005 AS is_withdrawn,
       width_bucket(victim_lot, ARRAY[0.03, 0.66, 0.87, 0.95, 0.98]) AS n_victims,
       width_bucket(suspect_lot, ARRAY[0.12, 0.71, 0.92, 0.98]) AS n_suspects
  FROM walked;
CREATE UNIQUE INDEX ON gen_case (id);
ANALYZE gen_case;
"""


def reference(cursor, seed: int) -> None:
    """Offices with their places, their officers, sets of codes, paths of stages."""
    lot = random.Random(seed)  # noqa: S311 - a register for tests, not a secret
    cursor.execute(SPOTS)
    cursor.execute(OFFICERS)
    columns = ", ".join(f"{name} text[]" for name in LISTS)
    masks = ", ".join(f"{name}_mask bigint" for name in MASKS)
    cursor.execute(
        f"CREATE TEMP TABLE gen_profile (no int PRIMARY KEY, {columns}, {masks})"
        " ON COMMIT DROP;"
        "CREATE TEMP TABLE gen_path (no int PRIMARY KEY, stages text[],"
        " offsets int[], lp_at int) ON COMMIT DROP"
    )
    profiles = [(no, *profile(lot)) for no in range(1, PROFILES + 1)]
    execute_values(cursor.cursor, "INSERT INTO gen_profile VALUES %s", profiles)
    paths = [(no, *path(lot)) for no in range(1, PATHS + 1)]
    execute_values(cursor.cursor, "INSERT INTO gen_path VALUES %s", paths)
    cursor.execute("ANALYZE gen_spot, gen_profile, gen_path, gen_around, gen_officer")


def profile(lot: random.Random) -> list:
    """A set of codes for each multi-valued field, then the masks of those counted."""
    sets = {
        name: lot.sample(sorted(codes.entries(code_list)), lot.choice(sizes))
        for name, (code_list, sizes) in LISTS.items()
    }
    masks = [
        sum(1 << codes.entries(LISTS[name][0])[code].bit for code in sets[name])
        for name in MASKS
    ]
    return [*sets.values(), *masks]


def path(lot: random.Random) -> tuple[list[str], list[int], int | None]:
    """Stages by the table of transitions, the day of each, where the LP is."""
    walked = [Stage.INTAKE]
    while len(walked) < LONGEST_PATH and lot.random() < GOES_ON:
        left = stages.NEXT[walked[-1]] - {*walked}
        following = [stage for stage in Stage if stage in left]
        if not following:
            break
        walked.append(following[0] if lot.random() < 0.7 else lot.choice(following))
    days = [0]
    for _before, _after in pairwise(walked):
        days.append(days[-1] + lot.randint(*GAPS))
    lp_at = walked.index(Stage.LP_ISSUED) + 1 if Stage.LP_ISSUED in walked else None
    return [stage.value for stage in walked], days, lp_at


def cases(cursor, count: int, today: date, years: int) -> None:
    """`gen_case`: one row for each case to come, all lots drawn."""
    days = 365 * years
    cursor.execute("SELECT array_agg(bound ORDER BY no), max(bound) FROM gen_spot")
    bounds, total = cursor.fetchone()
    cursor.execute("SELECT coalesce(max(id), 0) FROM cases_case")
    base = cursor.fetchone()[0]
    met = sorted(countries.met_most())
    cursor.execute(
        CASES,
        {
            "first": date.fromordinal(today.toordinal() - days - 1),
            "days": days,
            "today": today,
            "cases": count,
            "profiles": PROFILES,
            "paths": PATHS,
            "bounds": bounds[:-1],
            "total": total,
            "base": base,
            "countries": met,
            "n_countries": len(met),
            "modus": sorted(codes.entries("modus_operandi")),
            "known": sorted(codes.entries("complaint_channel")),
        },
    )
