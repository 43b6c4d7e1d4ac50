import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0007_codes_and_regions_stay")]
    operations = [
        migrations.AddField(
            "job",
            "hat",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.assignment",
            ),
        ),
        # varchar to text: no row is written anew.
        migrations.AlterField(
            "job", "reason", models.TextField(blank=True, verbose_name="sebab")
        ),
    ]
