from django.db import migrations, models


class Migration(migrations.Migration):
    """Tokens that were made before remember no posting: they are refused."""

    dependencies = [("agencies", "0013_export_holds")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="worn",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="signed_out_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
