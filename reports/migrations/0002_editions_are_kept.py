"""An edition's figures never change and no edition goes: the database refuses."""

from django.db import migrations

KEPT = """
CREATE TRIGGER edition_is_kept BEFORE UPDATE OF
  public_id, region_id, first, last, n, cutoff, definitions, tree_version, cells,
  digest, compiled_at, compiled_by_id
  ON reports_edition FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER edition_stays BEFORE DELETE
  ON reports_edition FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER editions_stay BEFORE TRUNCATE
  ON reports_edition FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_edition"),
        ("agencies", "0002_ancestors_and_append_only"),
    ]
    operations = [migrations.RunSQL(KEPT, migrations.RunSQL.noop)]
