"""The independent recount (F1): figures in plain SQL over the register's own rows.

Written from `docs/figures.md` alone, by somebody who had read neither the product's
counting nor its facts. It asks no fact, no derived column (`counted_on`, `stage`) and
no code of the product, so that it can disagree.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

OF_A_CASE = (
    *("region", "year", "month", "modus", "progress", "has_lp", "lead_agency"),
    *("exploitation", "platform", "push", "pull"),
)
OF_A_PERSON = (*OF_A_CASE, "sex", "age_group")
CUTS = {
    "police_reports": OF_A_CASE,
    "cases": OF_A_CASE,
    "victims": OF_A_PERSON,
    "child_victims": OF_A_PERSON,
    "suspects": (*OF_A_PERSON, "role"),
}
# A unit may have several keys of these: cells do not add up to the total.
SEVERAL = ("role", "exploitation", "platform", "push", "pull")

VICTIMS = """
  SELECT c.*, v.id AS unit, c.counted_on AS dated,
    ARRAY[v.sex::text] AS sex, ARRAY[v.age_group::text] AS age_group,
    NULL::text[] AS role
  FROM standing c JOIN cases_victim v ON v.case_id = c.case_id
  WHERE v.withdrawn_at IS NULL AND v.determination IN ('presumed', 'confirmed')
"""
UNITS = {
    "police_reports": """
  SELECT c.*, r.id AS unit, r.dated_on AS dated,
    NULL::text[] AS sex, NULL::text[] AS age_group, NULL::text[] AS role
  FROM standing c JOIN cases_policereport r ON r.case_id = c.case_id
  WHERE r.withdrawn_at IS NULL AND r.model IN ('A', 'B')
""",
    "cases": """
  SELECT c.*, c.case_id AS unit, c.counted_on AS dated,
    NULL::text[] AS sex, NULL::text[] AS age_group, NULL::text[] AS role
  FROM standing c
""",
    "victims": VICTIMS,
    "child_victims": f"{VICTIMS} AND v.age_group = 'child'",
    "suspects": """
  SELECT c.*, s.id AS unit, c.counted_on AS dated,
    ARRAY[s.sex::text] AS sex, ARRAY[s.age_group::text] AS age_group,
    s.roles::text[] AS role
  FROM standing c JOIN cases_suspect s ON s.case_id = c.case_id
  WHERE s.withdrawn_at IS NULL
    AND s.legal_status IN ('suspect', 'defendant', 'convicted', 'acquitted')
""",
}
# Every cut is an array of the unit's keys; most hold exactly one.
SHEET = """
WITH RECURSIVE
around AS (  -- the primary place of each case, and every region around it
  SELECT c.id AS case_id, r.id AS region_id, r.code, r.parent_id
  FROM cases_case c JOIN agencies_region r ON r.id = c.region_id
  UNION ALL
  SELECT a.case_id, r.id, r.code, r.parent_id
  FROM around a JOIN agencies_region r ON r.id = a.parent_id
),
command AS (  -- the office that leads each case, and everyone above it
  SELECT c.id AS case_id, o.code, o.parent_id
  FROM cases_case c JOIN agencies_agency o ON o.id = c.lead_agency_id
  UNION ALL
  SELECT a.case_id, o.code, o.parent_id
  FROM command a JOIN agencies_agency o ON o.id = a.parent_id
),
first_report AS (
  SELECT case_id, min(dated_on) AS dated_on
  FROM cases_policereport WHERE withdrawn_at IS NULL GROUP BY case_id
),
stage_now AS (
  SELECT DISTINCT ON (case_id) case_id, stage
  FROM cases_stageentry WHERE withdrawn_at IS NULL
  ORDER BY case_id, "on" DESC, id DESC
),
progress_of (stage, progress) AS (VALUES
  ('intake', 'no_lp'),
  ('lp_issued', 'lidik'), ('pre_investigation', 'lidik'),
  ('investigation', 'sidik'), ('spdp_sent', 'sidik'), ('suspect_named', 'sidik'),
  ('suspect_detained', 'sidik'), ('suspect_wanted', 'sidik'),
  ('file_stage_1', 'sidik'), ('file_p18', 'sidik'), ('file_p19', 'sidik'),
  ('file_p21', 'p21'), ('file_stage_2', 'p21'), ('indicted', 'p21'),
  ('trial', 'p21'), ('demand', 'p21'), ('verdict', 'p21'), ('appeal', 'p21'),
  ('cassation', 'p21'), ('judicial_review', 'p21'), ('final', 'p21'),
  ('executed', 'p21'),
  ('sp3', 'dihentikan'), ('lidik_stopped', 'dihentikan'),
  ('prosecution_stopped', 'dihentikan'), ('diverted', 'dihentikan'),
  ('transferred', 'dilimpahkan')
),
standing AS (
  SELECT c.id AS case_id,
    coalesce(r.dated_on, c.reported_on) AS counted_on,
    ARRAY[CASE WHEN c.country <> '' THEN 'abroad' ELSE coalesce(
      (SELECT a.code FROM around a JOIN agencies_region up ON up.id = a.parent_id
       WHERE a.case_id = c.id AND up.code = %(region)s), 'not_recorded')
    END::text] AS region,
    ARRAY[c.modus::text] AS modus,
    ARRAY[p.progress] AS progress,
    ARRAY[CASE WHEN r.dated_on IS NULL THEN 'false' ELSE 'true' END] AS has_lp,
    ARRAY[lead.code::text] AS lead_agency,
    c.exploitation::text[] AS exploitation, c.platforms::text[] AS platform,
    c.push_factors::text[] AS push, c.pull_factors::text[] AS pull
  FROM cases_case c
  JOIN agencies_agency lead ON lead.id = c.lead_agency_id
  LEFT JOIN stage_now s ON s.case_id = c.id
  LEFT JOIN progress_of p ON p.stage = s.stage
  LEFT JOIN first_report r ON r.case_id = c.id
  WHERE c.withdrawn_at IS NULL
    AND (%(region)s = 'ID' OR EXISTS (
      SELECT FROM around a WHERE a.case_id = c.id AND a.code = %(region)s))
    AND (%(office)s = '' OR EXISTS (
      SELECT FROM command a WHERE a.case_id = c.id AND a.code = %(office)s))
),
counted AS ({units}),
sheet AS (
  SELECT unit, region, modus, progress, has_lp, lead_agency, sex, age_group,
    ARRAY[to_char(dated, 'YYYY')] AS year, ARRAY[to_char(dated, 'YYYY-MM')] AS month,
    CASE WHEN role = '{{}}' THEN ARRAY['empty'] ELSE role END AS role,
    CASE WHEN exploitation = '{{}}' THEN ARRAY['empty'] ELSE exploitation END
      AS exploitation,
    CASE WHEN platform = '{{}}' THEN ARRAY['empty'] ELSE platform END AS platform,
    CASE WHEN push = '{{}}' THEN ARRAY['empty'] ELSE push END AS push,
    CASE WHEN pull = '{{}}' THEN ARRAY['empty'] ELSE pull END AS pull
  FROM counted WHERE dated BETWEEN %(since)s AND %(until)s
)
"""


@dataclass(frozen=True)
class Question:
    """What is counted: from the first to the last day, both included.

    `by` are cuts, `narrowed` the one key that a cut must have; `office` is the code of
    the asker's office: cases that it or one below it leads. "" asks for everything.
    """

    figure: str
    since: date
    until: date
    region: str = "ID"
    by: tuple[str, ...] = ()
    narrowed: Mapping[str, str] = field(default_factory=dict)
    office: str = ""


@dataclass(frozen=True)
class Answer:
    """Cells by the keys of their cuts, in the order asked; no cell is 0."""

    cells: Counter
    total: int


def recount(question: Question) -> Answer:
    narrow = [f"%(only_{cut})s = ANY({cut})" for cut in question.narrowed]
    asked = f"SELECT * FROM sheet WHERE {' AND '.join(['true', *narrow])}"
    keys = ", ".join(f"{cut}_key" for cut in question.by)
    lines = "".join(f", unnest({cut}) AS {cut}_key" for cut in question.by)
    # A code that is written twice on one unit still counts that unit once.
    statement = f"""
{SHEET.format(units=UNITS[question.figure])}, asked AS ({asked})
SELECT ARRAY[]::text[], count(*) FROM asked
UNION ALL
SELECT ARRAY[{keys}]::text[], count(DISTINCT unit) FROM asked{lines}
GROUP BY ARRAY[{keys}]::text[]
"""
    values = {
        "region": question.region,
        "office": question.office,
        "since": question.since,
        "until": question.until,
        **{f"only_{cut}": key for cut, key in question.narrowed.items()},
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        [(_none, total), *rest] = cursor.fetchall()
    cells = {tuple(key): n for key, n in rest if key}
    return Answer(Counter(cells), total)
