"""Ancestors of an agency are kept by the database; audit rows are never changed."""

from django.db import migrations

SQL = """
CREATE FUNCTION agency_ancestors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.ancestors := coalesce(
    (SELECT p.ancestors FROM agencies_agency p WHERE p.id = NEW.parent_id), '{}'
  ) || NEW.id;
  RETURN NEW;
END $$;

CREATE FUNCTION agency_descendants() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE agencies_agency SET parent_id = parent_id WHERE parent_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER ancestors_of_self BEFORE INSERT OR UPDATE OF parent_id
  ON agencies_agency FOR EACH ROW EXECUTE FUNCTION agency_ancestors();
CREATE TRIGGER ancestors_of_children AFTER UPDATE OF parent_id
  ON agencies_agency FOR EACH ROW WHEN (OLD.ancestors IS DISTINCT FROM NEW.ancestors)
  EXECUTE FUNCTION agency_descendants();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE
  ON agencies_auditevent FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE
  ON agencies_auditevent FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
