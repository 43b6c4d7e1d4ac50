"""An edition keeps the head of the audit trail of its hour, for good."""

from django.db import migrations, models

KEPT = """
CREATE TRIGGER edition_keeps_its_head BEFORE UPDATE OF audit_head
  ON reports_edition FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_editions_move_forward")]
    operations = [
        migrations.AddField(
            "edition",
            "audit_head",
            models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.RunSQL(
            KEPT, "DROP TRIGGER edition_keeps_its_head ON reports_edition"
        ),
    ]
