"""What triggers and actions keep beside the register: scope, versions, facts."""

SCOPE = """
INSERT INTO cases_casescope
  (case_id, scope_key, reported_on, stage, modus, grounds, granted, withdrawn)
SELECT c.id, k, c.reported_on, stage_no(c.stage), m.bit,
       CASE WHEN k < 0 THEN 4 WHEN k = c.lead_agency_id THEN 1 ELSE 8 END,
       CASE WHEN k < 0 THEN 0 WHEN k = c.lead_agency_id THEN 255 ELSE 7 END,
       c.withdrawn_at IS NOT NULL
  FROM cases_case c
  JOIN agencies_code m ON m.list = 'modus_operandi' AND m.code = c.modus,
  unnest(c.scope_keys) k
 WHERE c.id IN (SELECT id FROM gen_case) ORDER BY c.id, k;
"""

# The first version is the entry; each further stage and a withdrawal made one more.
CASE_VERSIONS = """
INSERT INTO cases_caseevent (pgh_created_at, pgh_label, pgh_obj_id, {columns},
  version, stage, counted_on, withdrawn_at, withdraw_reason)
SELECT c.created_at + g.offsets[least(k, g.kept)] * interval '1 day',
       CASE WHEN k = 1 THEN 'insert' ELSE 'update' END, c.id, {of_case},
       k, g.stages[least(k, g.kept)],
       CASE WHEN k >= g.lp_at THEN g.lp_on ELSE c.reported_on END,
       CASE WHEN k > g.kept THEN c.withdrawn_at END,
       CASE WHEN k > g.kept THEN c.withdraw_reason ELSE '' END
  FROM gen_case g JOIN cases_case c USING (id), generate_series(1, c.version) k
 ORDER BY c.id, k;
"""
OWN = {"version", "stage", "counted_on", "withdrawn_at", "withdraw_reason"}

CHILD_VERSIONS = """
INSERT INTO cases_{child}event (pgh_created_at, pgh_label, pgh_obj_id, {columns})
SELECT created_at, 'insert', id, {columns} FROM cases_{child}
 WHERE case_id IN (SELECT id FROM gen_case) ORDER BY id;
"""
CHILDREN = ("place", "victim", "suspect", "policereport", "stageentry")

COMMON = """
SELECT c.id AS case_id, c.counted_on, c.region_id, c.country <> '' AS is_abroad,
       c.lead_agency_id AS agency_id, m.bit AS modus, stage_no(c.stage) AS stage,
       progress_no(c.stage) AS progress, g.lp_on IS NOT NULL AS has_lp,
       f.platforms_mask AS platforms, f.exploitation_mask AS exploitation,
       f.push_factors_mask AS push_factors, f.pull_factors_mask AS pull_factors
  FROM gen_case g JOIN cases_case c USING (id) JOIN gen_profile f ON f.no = g.profile
  JOIN agencies_code m ON m.list = 'modus_operandi' AND m.code = c.modus
 WHERE c.withdrawn_at IS NULL
"""
NAMES = (
    "{}region_id, {}is_abroad, {}agency_id, {}modus, {}stage, {}progress, {}has_lp,"
    " {}platforms, {}exploitation, {}push_factors, {}pull_factors"
)
HERE, THERE = NAMES.replace("{}", ""), NAMES.replace("{}", "s.")
FACTS = f"""
CREATE TEMP TABLE gen_fact ON COMMIT DROP AS {COMMON};
CREATE UNIQUE INDEX ON gen_fact (case_id);
ANALYZE gen_fact;
INSERT INTO f_case (kf, why, case_id, counted_on, {HERE})
SELECT tick, 1, case_id, counted_on, {HERE}
  FROM gen_fact, (SELECT facts_tick() AS tick) t ORDER BY case_id;
INSERT INTO f_police_report (kf, why, unit, case_id, counted_on, {HERE})
SELECT tick, 1, p.id, case_id, p.dated_on, {THERE}
  FROM cases_policereport p JOIN gen_fact s USING (case_id),
       (SELECT facts_tick() AS tick) t ORDER BY p.id;
INSERT INTO f_victim (kf, why, unit, case_id, counted_on, {HERE},
  sex, age_group, determination)
SELECT tick, 1, v.id, case_id, s.counted_on, {THERE},
       sex_no(v.sex), age_group_no(v.age_group), determination_no(v.determination)
  FROM cases_victim v JOIN gen_fact s USING (case_id),
       (SELECT facts_tick() AS tick) t ORDER BY v.id;
INSERT INTO f_suspect (kf, why, unit, case_id, counted_on, {HERE},
  sex, age_group, legal_status, roles)
SELECT tick, 1, v.id, case_id, s.counted_on, {THERE}, sex_no(v.sex),
       age_group_no(v.age_group), legal_status_no(v.legal_status), 1::bigint << r.bit
  FROM cases_suspect v JOIN gen_fact s USING (case_id)
  JOIN agencies_code r ON r.list = 'suspect_role' AND r.code = v.roles[1],
       (SELECT facts_tick() AS tick) t ORDER BY v.id;
INSERT INTO facts_act (tick) VALUES (facts_tick()) ON CONFLICT DO NOTHING;
"""  # noqa: S608 - names of our tables, constants of this module

SEQUENCES = """
SELECT setval(pg_get_serial_sequence(t, 'id'), n)
  FROM (VALUES {tables}) v(t, n) WHERE n IS NOT NULL
"""


def write(cursor, told) -> None:
    cursor.execute(SCOPE)
    told("scope rows")
    columns = [name for name in _columns(cursor, "cases_caseevent") if name not in OWN]
    cursor.execute(
        CASE_VERSIONS.format(
            columns=", ".join(columns),
            of_case=", ".join(f"c.{name}" for name in columns),
        )
    )
    for child in CHILDREN:
        names = ", ".join(f'"{n}"' for n in _columns(cursor, f"cases_{child}event"))
        cursor.execute(CHILD_VERSIONS.format(child=child, columns=names))
    told("versions")
    cursor.execute(FACTS)
    told("facts")
    tables = ", ".join(
        f"('cases_{noun}', (SELECT max(id) FROM cases_{noun}))"  # noqa: S608 - names of our tables, from CHILDREN
        for noun in ("case", *CHILDREN)
    )
    cursor.execute(SEQUENCES.format(tables=tables))


def _columns(cursor, table: str) -> list[str]:
    """The columns that a version row copies from its row."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
        " AND attnum > 0 AND attname NOT LIKE 'pgh%%' ORDER BY attnum",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]
