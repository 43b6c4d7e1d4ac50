"""Whether another office knows somebody: questions, and hits for who holds her case."""

import agencies.clock
import agencies.models.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cases.choices import Recording
from cases.person_choices import Part

# From which case another office may be asked: a record of the same number may have been
# typed to wait for the question. Not from a restricted one, nor where somebody is
# housed, protected or declines.
MAY_ASK = f"""
CREATE FUNCTION may_ask_from(of_case bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM cases_case k
     WHERE k.id = of_case AND NOT k.is_restricted AND NOT case_protects(k.id)
       AND NOT EXISTS (
         SELECT FROM cases_victim v
          WHERE v.case_id = k.id AND v.withdrawn_at IS NULL
            AND v.recording = '{Recording.CLIENT_CODE.value}')
       AND NOT EXISTS (
         SELECT FROM cases_involvement i JOIN cases_person p ON p.id = i.person_id
          WHERE i.case_id = k.id AND i.withdrawn_at IS NULL
            AND p.client_code IS NOT NULL))
$$;
"""  # noqa: S608 - a value of a choice
# Whether who holds somebody's case may be told that it was asked from that one: nobody
# there is hidden by another case either, of which the asker may not know. A question of
# a suspect is told where a victim is housed, but nothing of who stands in any restricted
# case, or beside one who does.
MAY_TELL = f"""
CREATE FUNCTION may_tell_who_asks(of_case bigint, of_suspect boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN of_suspect THEN NOT EXISTS (
    SELECT FROM cases_case k
     WHERE k.is_restricted AND (k.id = of_case OR EXISTS (
       SELECT FROM cases_involvement i JOIN cases_involvement o USING (person_id)
        WHERE i.case_id = of_case AND i.withdrawn_at IS NULL
          AND o.case_id = k.id AND o.withdrawn_at IS NULL)))
  ELSE may_ask_from(of_case) AND NOT EXISTS (
    SELECT FROM cases_involvement i
     WHERE i.case_id = of_case AND i.withdrawn_at IS NULL
       AND i.part <> '{Part.SUSPECT.value}' AND NOT may_be_told_of(i.person_id))
  END
$$;
"""  # noqa: S608 - a value of a choice


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0016_sessions_and_requests'),
        ('cases', '0022_merges'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(MAY_ASK, "DROP FUNCTION may_ask_from"),
        migrations.RunSQL(MAY_TELL, "DROP FUNCTION may_tell_who_asks"),
        migrations.AlterField(
            model_name='alarm',
            name='kind',
            field=models.CharField(choices=[('unassigned', 'Perkara dibuka tanpa penugasan'), ('identities', 'Identitas banyak korban dibuka dalam sehari'), ('contacts', 'Banyak penanya dihubungi dalam sehari')], max_length=12, verbose_name='jenis'),
        ),
        migrations.CreateModel(
            name='MatchHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', agencies.models.fields.PublicIdField(default=agencies.models.fields.uuid7, editable=False, unique=True)),
                ('at', models.DateTimeField(default=agencies.clock.now)),
                ('answer', models.CharField(blank=True, choices=[('contact', 'Hubungi yang bertanya'), ('silent', 'Jangan hubungi')], default='', max_length=12, verbose_name='jawaban')),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'kecocokan',
                'verbose_name_plural': 'kecocokan',
            },
        ),
        migrations.CreateModel(
            name='MatchRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', agencies.models.fields.PublicIdField(default=agencies.models.fields.uuid7, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('nik', 'NIK'), ('passport', 'Paspor'), ('phone', 'Telepon'), ('michat', 'Akun MiChat'), ('ewallet', 'Dompet elektronik'), ('vehicle', 'Kendaraan'), ('bank_account', 'Rekening bank'), ('social', 'Akun media sosial'), ('name', 'Nama')], max_length=12, verbose_name='jenis pengenal')),
                ('digest', models.BinaryField(max_length=32, null=True)),
                ('at', models.DateTimeField(default=agencies.clock.now)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('of_suspect', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'permintaan pencocokan',
                'verbose_name_plural': 'permintaan pencocokan',
            },
        ),
        migrations.AddField(
            model_name='matchhit',
            name='answered_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='matchhit',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='match_hits', to='cases.case'),
        ),
        migrations.AddField(
            model_name='matchhit',
            name='involvement',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.involvement'),
        ),
        migrations.AddField(
            model_name='matchrequest',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        migrations.AddField(
            model_name='matchrequest',
            name='answered_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        migrations.AddField(
            model_name='matchrequest',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='matchrequest',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='match_requests', to='cases.case'),
        ),
        migrations.AddField(
            model_name='matchhit',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hits', to='cases.matchrequest'),
        ),
        migrations.AddIndex(
            model_name='matchrequest',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['at'], name='matches_to_resolve'),
        ),
        migrations.AddConstraint(
            model_name='matchrequest',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'name'), _negated=True), name='no_match_by_a_name'),
        ),
        migrations.AddConstraint(
            model_name='matchrequest',
            constraint=models.CheckConstraint(condition=models.Q(('resolved_at', None), ('digest', None), _connector='OR'), name='match_forgets_what_was_asked'),
        ),
        migrations.AddConstraint(
            model_name='matchhit',
            constraint=models.UniqueConstraint(fields=('request', 'involvement'), name='match_hit_once'),
        ),
    ]
