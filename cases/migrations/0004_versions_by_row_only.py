"""Writing a case costs less: fewer indexes on version rows, fewer steps for new facts.

Version rows are found by the row that they are of; the indexes on their other foreign
keys (twelve for a case with a victim and a suspect) were written and never read. A
case without live facts, which every new one is, has none to compare or to close.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


CASE = (
    "counted_on, region_id, is_abroad, agency_id, modus, stage, progress, has_lp,"
    " platforms, exploitation, push_factors, pull_factors"
)
UNITS = {
    "case": f"case_id, {CASE}",
    "police_report": f"unit, case_id, {CASE}",
    "victim": f"unit, case_id, {CASE}, sex, age_group, determination",
    "suspect": f"unit, case_id, {CASE}, sex, age_group, legal_status, roles",
}
LIVE = " OR ".join(
    f"EXISTS (SELECT FROM f_{unit} WHERE case_id = ANY(ids))" for unit in UNITS
)
OPENED = "".join(
    f"""
  INSERT INTO f_{unit} (kf, why, {columns})
  SELECT tick, reason, {columns} FROM s_{unit} WHERE case_id = ANY(ids);
  GET DIAGNOSTICS n = ROW_COUNT;
  changed := changed + n;"""
    for unit, columns in UNITS.items()
)
SYNC = f"""
ALTER FUNCTION sync_facts(bigint[], smallint) RENAME TO sync_known_facts;
CREATE FUNCTION sync_facts(ids bigint[], reason smallint) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET jit = off SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE tick bigint := facts_tick(); n int; changed int := 0;
BEGIN
  IF {LIVE} THEN
    RETURN sync_known_facts(ids, reason);
  END IF;{OPENED}
  INSERT INTO facts_act (tick) VALUES (tick) ON CONFLICT DO NOTHING;
  RETURN changed;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_ancestors_and_append_only'),
        ('cases', '0003_withdrawn_in_scope'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='caseevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='lead_agency',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.agency'),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='region',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.region', verbose_name='tempat kejadian utama'),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='register_agency',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.agency'),
        ),
        migrations.AlterField(
            model_name='placeevent',
            name='case',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='placeevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='placeevent',
            name='region',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.region', verbose_name='wilayah'),
        ),
        migrations.AlterField(
            model_name='policereportevent',
            name='case',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='policereportevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='stageentryevent',
            name='case',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='stageentryevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='suspectevent',
            name='case',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='suspectevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='victimevent',
            name='case',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='victimevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunSQL(SYNC, migrations.RunSQL.noop),
    ]
