"""An audit row stands in the era of its database; only the owner begins another.

Transaction numbers begin anew where a dump is restored, so the owner then replaces
`audit_era` with one that says the next number. A column grant would not do: Django
names every column of an INSERT, those that take their default too.
"""

from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION audit_era() RETURNS smallint LANGUAGE sql STABLE
  RETURN 1::smallint;
"""
TRIGGER = """
CREATE TRIGGER own_era BEFORE INSERT ON agencies_auditevent FOR EACH ROW
  WHEN (NEW.era <> audit_era())
  EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_job")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION audit_era()"),
        migrations.AlterField(
            "auditevent",
            "era",
            models.PositiveSmallIntegerField(
                db_default=models.Func(function="audit_era")
            ),
        ),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER own_era ON agencies_auditevent"),
    ]
