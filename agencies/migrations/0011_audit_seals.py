"""Seals over committed audit events, and the eras in which transactions are numbered."""

from django.db import migrations, models

import agencies.clock
import agencies.models.audit_event

# The era of this database, of the cluster in which it was made.
FORWARD = """
INSERT INTO agencies_auditera (era, system, begun_at, after, reason)
  SELECT audit_era(), system_identifier, now(), 0, '' FROM pg_control_system();

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE
  ON agencies_auditseal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE
  ON agencies_auditseal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE
  ON agencies_auditera FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE
  ON agencies_auditera FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0010_personal_keys")]
    operations = [
        migrations.CreateModel(
            "AuditEra",
            [
                (
                    "era",
                    models.PositiveSmallIntegerField(primary_key=True, serialize=False),
                ),
                ("system", models.CharField(max_length=20)),
                ("begun_at", models.DateTimeField(default=agencies.clock.now)),
                ("after", models.BigIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            "AuditSeal",
            [
                ("batch", models.BigIntegerField(primary_key=True, serialize=False)),
                ("era", models.PositiveSmallIntegerField()),
                ("lo", agencies.models.audit_event.Xid8Field()),
                ("hi", agencies.models.audit_event.Xid8Field()),
                ("rows", models.PositiveIntegerField()),
                ("forged", models.PositiveIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("key_id", models.PositiveSmallIntegerField()),
                ("mac", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            "auditevent",
            models.Index(fields=["-at", "-id"], name="audit_by_moment"),
        ),
        migrations.AddIndex(
            "auditevent",
            models.Index(fields=["by", "-at", "-id"], name="audit_of_person"),
        ),
        migrations.AddIndex(
            "auditevent",
            models.Index(
                fields=["-at", "-id"],
                name="audit_of_refusals",
                condition=models.Q(verb__in=("denied", "sign_in_refused")),
            ),
        ),
        migrations.AddIndex(
            "auditevent",
            models.Index(
                fields=["-at"],
                name="audit_of_verifications",
                condition=models.Q(verb="verified_audit"),
            ),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
