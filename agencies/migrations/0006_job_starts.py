from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_era_of_the_audit")]
    operations = [
        # The default stays in the database while the release before still adds jobs.
        migrations.AddField(
            "job", "starts", models.PositiveSmallIntegerField(default=0, db_default=0)
        )
    ]
