"""Facts and editions hold a code by its bit and a region by its code: both stay.

Two bits swapped would make recruiters of pimps in every figure ever counted.
"""

from django.db import migrations

FORWARD = """
CREATE TRIGGER code_stays BEFORE UPDATE OF list, code, bit ON agencies_code
  FOR EACH ROW
  WHEN ((OLD.list, OLD.code, OLD.bit) IS DISTINCT FROM (NEW.list, NEW.code, NEW.bit))
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER region_stays BEFORE UPDATE OF code ON agencies_region
  FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code)
  EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0006_job_starts")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
