"""Who stands as a suspect here and as somebody else elsewhere: what her version tells,
and whose opening counts."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# As in 0022; and of whoever was not begun in that case: those whom somebody links to it
# as suspects, to open them there, are the same identities. That he is recorded elsewhere
# the case says by itself; as what, this tells nobody.
SHOWN = """
CREATE OR REPLACE FUNCTION shows_identity(of_case bigint, someone bigint)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM cases_involvement i
     WHERE i.case_id = of_case AND i.part <> 'suspect'
       AND i.person_id IN (someone, standing_person(someone)))
  OR NOT EXISTS (
    SELECT FROM agencies_auditevent e
     WHERE e.case_id = of_case AND e.verb = 'added_person'
       AND e.subject_id IN (someone, standing_person(someone)))
$$;
"""
ONLY_HERE = """
CREATE OR REPLACE FUNCTION shows_identity(of_case bigint, someone bigint)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM cases_involvement i
     WHERE i.case_id = of_case AND i.part <> 'suspect'
       AND i.person_id IN (someone, standing_person(someone)))
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0026_who_knew_her_first'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='update_update',
        ),
        migrations.AddField(
            model_name='person',
            name='version_as_suspect',
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name='personevent',
            name='version_as_suspect',
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_personevent" ("client_code", "created_at", "created_by_id", "id", "kind", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded", "shredded_at", "version", "version_as_suspect", "withdraw_reason", "withdrawn_at") VALUES (NEW."client_code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."kind", NOW(), \'insert\', NEW."id", NEW."recorded", NEW."shredded_at", NEW."version", NEW."version_as_suspect", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;', hash='762e1f915179c823cde318c777e5b1c49c4cd417', operation='INSERT', pgid='pgtrigger_insert_insert_eb0b4', table='cases_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."client_code" IS DISTINCT FROM (NEW."client_code") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."recorded" IS DISTINCT FROM (NEW."recorded") OR OLD."shredded_at" IS DISTINCT FROM (NEW."shredded_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."version_as_suspect" IS DISTINCT FROM (NEW."version_as_suspect") OR OLD."withdraw_reason" IS DISTINCT FROM (NEW."withdraw_reason") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))', func='INSERT INTO "cases_personevent" ("client_code", "created_at", "created_by_id", "id", "kind", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded", "shredded_at", "version", "version_as_suspect", "withdraw_reason", "withdrawn_at") VALUES (NEW."client_code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."kind", NOW(), \'update\', NEW."id", NEW."recorded", NEW."shredded_at", NEW."version", NEW."version_as_suspect", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;', hash='f939e999730e22913344b9b3bb3a4ee901bd7afc', operation='UPDATE', pgid='pgtrigger_update_update_6804f', table='cases_person', when='AFTER')),
        ),
        migrations.RunSQL(SHOWN, ONLY_HERE),
    ]
