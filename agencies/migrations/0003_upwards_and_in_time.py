"""Numbers run upwards only, and an audit row names the transaction that writes it."""

from django.db import migrations

SQL = """
CREATE TRIGGER upwards_only BEFORE UPDATE ON agencies_numberseries FOR EACH ROW
  WHEN (NEW.n < OLD.n OR (NEW.agency_id, NEW.year) IS DISTINCT FROM
        (OLD.agency_id, OLD.year))
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER own_transaction BEFORE INSERT ON agencies_auditevent FOR EACH ROW
  WHEN (NEW.xid <> pg_current_xact_id())
  EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_ancestors_and_append_only")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
