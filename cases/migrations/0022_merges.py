"""Two persons may turn out to be one: merges, what is found of pairs, and facts that
say by a number who it is."""

import agencies.clock
import agencies.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from agencies.sections import Section


# A part changes hands by a merge alone: the serving role may not write whose it is.
MOVES = """
CREATE FUNCTION person_merge_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE source bigint := NEW.merged_id; goal bigint := NEW.kept_id; n int;
BEGIN
  IF TG_RELID <> 'public.cases_personmerge'::regclass THEN
    RAISE EXCEPTION 'parts are moved by merges alone'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.parted_at IS NOT NULL THEN
      RAISE EXCEPTION 'who was parted is merged anew'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.parted_at IS NULL THEN
      RAISE EXCEPTION 'a merge that stands keeps its parts'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    source := NEW.kept_id;
    goal := NEW.merged_id;
  END IF;
  -- Nobody is merged into who is somebody else by now, so that merges make no ring:
  -- asked with both locked, for two merges see nothing of each other.
  PERFORM FROM cases_person WHERE id IN (source, goal) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM cases_personmerge
              WHERE merged_id = NEW.kept_id AND parted_at IS NULL) THEN
    RAISE EXCEPTION 'who stays was merged herself'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE cases_involvement SET person_id = goal, version = version + 1
   WHERE id = ANY (NEW.moved) AND person_id = source;
  GET DIAGNOSTICS n = ROW_COUNT;
  IF n <> cardinality(NEW.moved) OR TG_OP = 'INSERT' AND EXISTS (
    SELECT FROM cases_involvement WHERE person_id = source) THEN
    RAISE EXCEPTION 'not all parts of this person are moved'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER person_merge_moves
  AFTER INSERT OR UPDATE OF parted_at ON cases_personmerge
  FOR EACH ROW EXECUTE FUNCTION person_merge_moves();
"""

# Who somebody is by now. For the wall too: whoever was merged is shown where the one
# who stays is, so that declining reaches her. The trigger lets no ring be made; one that
# the owner made is walked once, for whoever asks would never have an answer.
STANDING = """
CREATE FUNCTION standing_person(someone bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE here bigint := someone; further bigint; seen bigint[] := '{}';
BEGIN
  LOOP
    SELECT kept_id INTO further FROM cases_personmerge
     WHERE merged_id = here AND parted_at IS NULL AND kept_id <> ALL (seen);
    EXIT WHEN NOT FOUND;
    seen := seen || here;
    here := further;
  END LOOP;
  RETURN here;
END $$;

-- Is there a part beside the known ones? Told to whoever would do to somebody what
-- reaches all of her cases, and no more than that: nobody joins people, or lets one be
-- forgotten, of whom she sees less than there is. In a withdrawn case nobody can do
-- anything: of who stays such a part keeps nobody from it.
CREATE FUNCTION parts_elsewhere(kept bigint, merged bigint, known bigint[])
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM cases_involvement i JOIN cases_case c ON c.id = i.case_id
     WHERE (i.person_id = merged
            OR i.person_id = kept AND i.withdrawn_at IS NULL AND c.withdrawn_at IS NULL)
       AND NOT i.id = ANY (known));
$$;
"""

# What reaches the cases of somebody that the actor does not see.
ELSEWHERE = f"""
-- Since when a case knows her, as the number of her first part there: what became of
-- that does not make the others younger.
CREATE FUNCTION known_since(someone bigint, of_case bigint) RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT min(id) FROM cases_involvement WHERE person_id = someone AND case_id = of_case;
$$;

-- Does she stand in a restricted case where none of these keys opens a part of hers on
-- that day? Then nothing is known of her to who holds them, by whatever other case:
-- but for an elder one. Whoever knew her before she came into that case keeps her.
CREATE FUNCTION hidden_from(someone bigint, keys int[], day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER COST 500
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM cases_involvement i JOIN cases_case c ON c.id = i.case_id
     WHERE i.person_id = someone AND i.withdrawn_at IS NULL
       AND c.is_restricted AND c.withdrawn_at IS NULL
       AND NOT EXISTS (
         SELECT FROM cases_involvement own
           JOIN cases_casescope s ON s.case_id = own.case_id
          WHERE own.person_id = someone AND own.withdrawn_at IS NULL
            AND (own.case_id = i.case_id
                 OR known_since(someone, own.case_id) < known_since(someone, i.case_id))
            AND s.scope_key = ANY (keys) AND NOT s.withdrawn
            AND (s.until IS NULL OR s.until >= day)
            AND s.granted & CASE own.part WHEN 'suspect'
                THEN {Section.SUSPECT:d} ELSE {Section.VICTIM_IDENTITY:d} END <> 0));
$$;

-- The other cases in which she stands, for the trail of each; is she nothing but a
-- suspect there? Is the one of the act restricted, and does it hide her there, where
-- she came to be known later?
CREATE FUNCTION cases_to_tell(someone bigint, of_case bigint)
RETURNS TABLE (
  told_case bigint, is_suspect boolean, of_restricted boolean, is_hidden boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.case_id, bool_and(i.part = 'suspect'), here.restricted,
         here.restricted
         AND known_since(someone, i.case_id) > known_since(someone, of_case)
    FROM cases_involvement i CROSS JOIN (
      SELECT EXISTS (SELECT FROM cases_case WHERE id = of_case AND is_restricted)
        AS restricted) here
   WHERE i.person_id = someone AND i.withdrawn_at IS NULL AND i.case_id <> of_case
   GROUP BY i.case_id, here.restricted ORDER BY i.case_id;
$$;

-- Is there a part beside the known ones that stands, or that was withdrawn after
-- something of her was written in its case? What was told there is hers still.
CREATE FUNCTION told_elsewhere(someone bigint, known bigint[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM cases_involvement i
     WHERE i.person_id = someone AND NOT i.id = ANY (known)
       AND (i.withdrawn_at IS NULL OR EXISTS (
         SELECT FROM agencies_auditevent e
          WHERE e.subject_type = 'cases.Person' AND e.subject_id = someone
            AND e.subject_version IS NOT NULL AND e.case_id = i.case_id)));
$$;

-- The parts that a merge moved, for the trail and the facts of their cases.
CREATE FUNCTION parts_moved(merge bigint)
RETURNS TABLE (part bigint, of_case bigint, version int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, i.case_id, i.version
    FROM cases_personmerge m JOIN cases_involvement i ON i.id = ANY (m.moved)
   WHERE m.id = merge ORDER BY i.case_id, i.id;
$$;

-- Hold every case of these persons, in the order in which all acts do. It says nothing.
CREATE FUNCTION lock_cases_of(people bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM cases_case WHERE id IN (
    SELECT case_id FROM cases_involvement WHERE person_id = ANY (people))
    ORDER BY id FOR UPDATE;
END $$;
"""  # noqa: S608 - bits of sections

# As in 0019; whoever was opened, corrected or emptied counts as one who was shown, be
# she a witness or a companion, and once where she is a victim of a case looked at too,
# or was merged.
SHOWN = """
-- Does an act on somebody in that case show an identity? Not of who is a suspect alone.
CREATE FUNCTION shows_identity(of_case bigint, someone bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM cases_involvement i
     WHERE i.case_id = of_case AND i.part <> 'suspect'
       AND i.person_id IN (someone, standing_person(someone)))
$$;

CREATE OR REPLACE FUNCTION identities_shown(
  people bigint[], since timestamptz, until timestamptz)
RETURNS TABLE (user_id bigint, day date, n bigint, n_open bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH e AS (
    SELECT by_id, case_id, subject_id, verb IN ('opened_case', 'listed_identity') AS looked,
           (at AT TIME ZONE 'Asia/Jakarta')::date AS day
      FROM agencies_auditevent
     WHERE by_id = ANY(people) AND at >= since AND at < until
       AND (verb IN ('revealed', 'edited_particulars', 'declined_recording')
         OR verb IN ('opened_case', 'listed_identity')
        AND 'victim_identity' = ANY(string_to_array(changes #>> '{sections,1}', ',')))),
  shown AS (
    SELECT e.by_id, e.day, e.case_id, coalesce(i.person_id, -v.id) AS who
      FROM e JOIN cases_victim v ON v.case_id = e.case_id
       AND (v.created_at AT TIME ZONE 'Asia/Jakarta')::date <= e.day
      LEFT JOIN cases_involvement i ON i.victim_id = v.id AND i.withdrawn_at IS NULL
     WHERE e.looked
     UNION ALL
    SELECT e.by_id, e.day, e.case_id, standing_person(e.subject_id) FROM e
     WHERE NOT e.looked AND shows_identity(e.case_id, e.subject_id))
  SELECT s.by_id, s.day, count(DISTINCT s.who),
         count(DISTINCT s.who) FILTER (WHERE NOT c.is_restricted)
    FROM shown s JOIN cases_case c ON c.id = s.case_id
   GROUP BY 1, 2
$$;
"""

# Facts say by a number who a victim or suspect is, so that persons are counted once.
# The functions are those of 0002, 0006 and 0007, with that column.
OF_CASE = (
    "counted_on, region_id, is_abroad, agency_id, modus, stage, progress, has_lp,"
    " platforms, exploitation, push_factors, pull_factors"
)
OF_PERSON = {"sex": "sex_no(u.sex)", "age_group": "age_group_no(u.age_group)"}
WHO = (
    "(SELECT i.person_id FROM cases_involvement i"
    " WHERE i.{unit}_id = u.id AND i.withdrawn_at IS NULL)"
)
# By unit: its table, the day that it counts on, its own columns.
UNITS = {
    "police_report": ("cases_policereport", "u.dated_on", {}),
    "victim": (
        "cases_victim",
        "c.counted_on",
        {
            **OF_PERSON,
            "determination": "determination_no(u.determination)",
            "person_id": WHO.format(unit="victim"),
        },
    ),
    "suspect": (
        "cases_suspect",
        "c.counted_on",
        {
            **OF_PERSON,
            "legal_status": "legal_status_no(u.legal_status)",
            "roles": "code_mask('suspect_role', u.roles)",
            "person_id": WHO.format(unit="suspect"),
        },
    ),
}
PEOPLE = ("victim", "suspect")


def columns_of(unit: str) -> str:
    if unit == "case":
        return OF_CASE
    return ", ".join(["case_id", OF_CASE, *UNITS[unit][2]])


def source(unit: str, case: str) -> str:
    table, day, own = UNITS[unit]
    of_case = OF_CASE.replace("counted_on, ", "").replace(", ", ", c.")
    of_unit = "".join(f", {what} AS {name}" for name, what in own.items())
    return f"""
  SELECT u.id AS unit, c.case_id, {day} AS counted_on, c.{of_case}{of_unit}
    FROM {table} u JOIN {case} c USING (case_id) WHERE u.withdrawn_at IS NULL"""  # noqa: S608 - constants of this module


def facts_of(unit: str) -> str:
    names = f"unit, kf, kt, why, {columns_of(unit)}"
    return f"""
ALTER TABLE f_{unit} ADD COLUMN person_id bigint;
ALTER TABLE f_{unit}_h ADD COLUMN person_id bigint;
CREATE OR REPLACE VIEW s_{unit} AS {source(unit, "s_case")};
CREATE OR REPLACE VIEW fact_{unit} AS
  SELECT {names} FROM f_{unit} UNION ALL SELECT {names} FROM f_{unit}_h;
"""  # noqa: S608 - constants of this module


def opened(unit: str) -> str:
    names = f"unit, {columns_of(unit)}"
    return f"""
  INSERT INTO f_{unit} (kf, why, {names})
  SELECT tick, reason, s.* FROM ({source(unit, "f_case")} AND case_id = ANY(ids)) s;
  GET DIAGNOSTICS n = ROW_COUNT;
  changed := changed + n;"""  # noqa: S608 - constants of this module


def synced(unit: str) -> str:
    """Close what differs from the source, open what the source says."""
    key = "case_id" if unit == "case" else "unit"
    names = columns_of(unit).split(", ")
    listed = ", ".join(names)
    of_fact, of_source, of_closed = (
        ", ".join(f"{letter}.{name}" for name in names) for letter in "fsd"
    )
    excluded = ", ".join(f"{name} = excluded.{name}" for name in names)
    return f"""
  WITH s AS (SELECT * FROM s_{unit} WHERE case_id = ANY(ids)),
  d AS (
    SELECT f.*, s.{key} IS NULL AS gone FROM f_{unit} f LEFT JOIN s USING ({key})
     WHERE f.case_id = ANY(ids)
       AND (s.{key} IS NULL OR ({of_fact}) IS DISTINCT FROM ({of_source}))),
  h AS (
    INSERT INTO f_{unit}_h ({key}, kf, kt, why, why_closed, {listed})
    SELECT d.{key}, d.kf, tick, d.why, reason, {of_closed} FROM d WHERE d.kf < tick),
  x AS (DELETE FROM f_{unit} f USING d WHERE f.{key} = d.{key} AND d.gone)
  INSERT INTO f_{unit} ({key}, kf, why, {listed})
  SELECT s.{key}, tick, reason, {of_source} FROM s
    LEFT JOIN f_{unit} f USING ({key})
   WHERE f.{key} IS NULL OR f.{key} IN (SELECT d.{key} FROM d)
  ON CONFLICT ({key}) DO UPDATE SET kf = tick, why = reason, {excluded};
  GET DIAGNOSTICS n = ROW_COUNT;
  changed := changed + n;
"""  # noqa: S608 - constants of this module


ALL_UNITS = ("case", *UNITS)
LIVE = " OR ".join(
    f"EXISTS (SELECT FROM f_{unit} WHERE case_id = ANY(ids))" for unit in ALL_UNITS
)
HEAD = """(ids bigint[], reason smallint) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET jit = off SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$"""
ACT = "INSERT INTO facts_act (tick, cases) VALUES (tick, ids);"
SYNC = f"""
CREATE OR REPLACE FUNCTION sync_known_facts{HEAD}
DECLARE tick bigint := facts_tick(); n int; changed int := 0;
BEGIN
{"".join(map(synced, ALL_UNITS))}
  {ACT}
  RETURN changed;
END $$;

CREATE OR REPLACE FUNCTION sync_facts{HEAD}
DECLARE tick bigint; n int; changed int;
BEGIN
  IF {LIVE} THEN
    RETURN sync_known_facts(ids, reason);
  END IF;
  -- facts_tick(), without being planned in each transaction.
  SELECT off + pg_current_xact_id()::text::bigint INTO tick FROM facts_clock;
  INSERT INTO f_case (kf, why, case_id, {OF_CASE})
  SELECT tick, reason, case_id, {OF_CASE}
    FROM s_case WHERE case_id = ANY(ids);
  GET DIAGNOSTICS changed = ROW_COUNT;{"".join(map(opened, UNITS))}
  {ACT}
  RETURN changed;
END $$;
"""  # noqa: S608 - constants of this module
REBUILD = 7
# Whoever was linked before is known by her number from here on.
KNOWN = f"""
SELECT sync_facts(array_agg(DISTINCT case_id), {REBUILD}::smallint)
  FROM cases_involvement WHERE victim_id IS NOT NULL OR suspect_id IS NOT NULL
HAVING count(*) > 0;
"""  # noqa: S608 - constants of this module


def sql(text: str) -> migrations.RunSQL:
    return migrations.RunSQL(text, migrations.RunSQL.noop)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0021_names_changed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DuplicateDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('same', 'Orang yang sama'), ('different', 'Bukan orang yang sama'), ('unsure', 'Belum dapat dipastikan')], max_length=12, verbose_name='penilaian')),
                ('features', models.JSONField(default=dict)),
                ('counts', models.BooleanField(verbose_name='menentukan')),
                ('at', models.DateTimeField(default=agencies.clock.now)),
            ],
            options={
                'verbose_name': 'penilaian orang ganda',
                'verbose_name_plural': 'penilaian orang ganda',
            },
        ),
        migrations.CreateModel(
            name='PersonMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', agencies.models.fields.PublicIdField(default=agencies.models.fields.uuid7, editable=False, unique=True)),
                ('moved', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('reason', models.CharField(choices=[('papers', 'Dokumen identitas yang sama'), ('said', 'Ia sendiri atau keluarganya menyatakannya'), ('confirmed', 'Dipastikan petugas yang mengenalnya'), ('double', 'Dicatat dua kali oleh petugas yang sama')], max_length=12, verbose_name='alasan')),
                ('at', models.DateTimeField(default=agencies.clock.now)),
                ('parted_at', models.DateTimeField(null=True, verbose_name='dipisahkan')),
            ],
            options={
                'verbose_name': 'penggabungan orang',
                'verbose_name_plural': 'penggabungan orang',
            },
        ),
        migrations.RemoveConstraint(
            model_name='identifier',
            name='identifier_once',
        ),
        migrations.AddField(
            model_name='duplicatedecision',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='duplicatedecision',
            name='one',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.person'),
        ),
        migrations.AddField(
            model_name='duplicatedecision',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.person'),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='kept',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='cases.person'),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='merged',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged_by', to='cases.person'),
        ),
        migrations.AddField(
            model_name='personmerge',
            name='parted_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='identifier',
            name='merge',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='cases.personmerge'),
        ),
        migrations.AddConstraint(
            model_name='identifier',
            constraint=models.UniqueConstraint(fields=('person', 'kind', 'digest', 'merge'), name='identifier_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='duplicatedecision',
            constraint=models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='pair_in_order'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.UniqueConstraint(condition=models.Q(('parted_at', None)), fields=('merged',), name='person_merged_once', violation_error_message='Orang ini sudah digabungkan.'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.CheckConstraint(condition=models.Q(('kept', models.F('merged')), _negated=True), name='merged_with_another'),
        ),
        migrations.AddConstraint(
            model_name='personmerge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parted_at', None), ('parted_by', None)), models.Q(('parted_at__isnull', False), ('parted_by__isnull', False)), _connector='OR'), name='merge_parted_by_somebody'),
        ),
        sql(MOVES),
        sql(STANDING),
        sql(ELSEWHERE),
        sql(SHOWN),
        *[sql(facts_of(unit)) for unit in PEOPLE],
        sql(SYNC),
        sql(KNOWN),
    ]
