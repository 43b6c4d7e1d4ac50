"""An act names the cases that it touched: the acts are the queue of what was counted.

Each `sync_facts` adds one row, several in one transaction stand under one tick, and
nothing is looked up or rewritten for it. A row without cases touched any number of them
(a bulk load, or whatever was there before this migration).
"""

from django.db import migrations

BEFORE = "INSERT INTO facts_act (tick) VALUES (tick) ON CONFLICT DO NOTHING;"
AFTER = "INSERT INTO facts_act (tick, cases) VALUES (tick, ids);"
FORWARD = f"""
ALTER TABLE facts_act DROP CONSTRAINT facts_act_pkey, ADD COLUMN cases bigint[];
CREATE INDEX facts_act_tick ON facts_act (tick);
CREATE INDEX facts_act_at ON facts_act (at, tick);
DO $do$
DECLARE name regprocedure; body text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'sync_facts(bigint[], smallint)', 'sync_known_facts(bigint[], smallint)'
  ]::regprocedure[] LOOP
    body := pg_get_functiondef(name);
    IF position('{BEFORE}' IN body) = 0 THEN
      RAISE EXCEPTION '% adds no act', name;
    END IF;
    EXECUTE replace(body, '{BEFORE}', '{AFTER}');
  END LOOP;
END $do$;
"""  # noqa: S608 - constants of this module


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_fewer_steps")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
