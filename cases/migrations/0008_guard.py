
import agencies.clock
import agencies.models.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0010_personal_keys'),
        ('cases', '0007_acts_name_their_cases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', agencies.models.fields.PublicIdField(default=agencies.models.fields.uuid7, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=agencies.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdraw_reason', models.CharField(blank=True, choices=[('double', 'Tercatat ganda'), ('wrong_case', 'Salah perkara'), ('wrong_entry', 'Salah isi'), ('not_tppo', 'Ternyata bukan TPPO'), ('test', 'Data uji coba')], editable=False, max_length=12, verbose_name='alasan penarikan')),
                ('kind', models.CharField(choices=[('named', 'Pembaca bernama'), ('break_glass', 'Buka darurat')], max_length=12, verbose_name='jenis')),
                ('sections', models.PositiveSmallIntegerField(verbose_name='bagian perkara yang dibuka')),
                ('reason', models.CharField(choices=[('official_suspect', 'Terlapor penyelenggara negara'), ('handling', 'Menangani perkara terbatas'), ('oversight', 'Pengawasan internal (Propam, Irwasda, APIP)'), ('threat', 'Ancaman terhadap nyawa atau keselamatan'), ('missing', 'Korban hilang atau dibawa pergi'), ('child_alone', 'Anak tanpa pendamping'), ('medical', 'Tindakan medis mendesak'), ('court_order', 'Perintah pengadilan')], max_length=20, verbose_name='alasan')),
            ],
            options={
                'verbose_name': 'kunci perkara',
                'verbose_name_plural': 'kunci perkara',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CaseKeyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=agencies.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdraw_reason', models.CharField(blank=True, choices=[('double', 'Tercatat ganda'), ('wrong_case', 'Salah perkara'), ('wrong_entry', 'Salah isi'), ('not_tppo', 'Ternyata bukan TPPO'), ('test', 'Data uji coba')], editable=False, max_length=12, verbose_name='alasan penarikan')),
                ('kind', models.CharField(choices=[('named', 'Pembaca bernama'), ('break_glass', 'Buka darurat')], max_length=12, verbose_name='jenis')),
                ('sections', models.PositiveSmallIntegerField(verbose_name='bagian perkara yang dibuka')),
                ('reason', models.CharField(choices=[('official_suspect', 'Terlapor penyelenggara negara'), ('handling', 'Menangani perkara terbatas'), ('oversight', 'Pengawasan internal (Propam, Irwasda, APIP)'), ('threat', 'Ancaman terhadap nyawa atau keselamatan'), ('missing', 'Korban hilang atau dibawa pergi'), ('child_alone', 'Anak tanpa pendamping'), ('medical', 'Tindakan medis mendesak'), ('court_order', 'Perintah pengadilan')], max_length=20, verbose_name='alasan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CaseWorker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', agencies.models.fields.PublicIdField(default=agencies.models.fields.uuid7, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=agencies.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdraw_reason', models.CharField(blank=True, choices=[('double', 'Tercatat ganda'), ('wrong_case', 'Salah perkara'), ('wrong_entry', 'Salah isi'), ('not_tppo', 'Ternyata bukan TPPO'), ('test', 'Data uji coba')], editable=False, max_length=12, verbose_name='alasan penarikan')),
                ('work', models.CharField(choices=[('investigator', 'Penyidik (Surat Perintah)'), ('prosecutor', 'Jaksa penuntut umum (P-16)'), ('case_manager', 'Manajer kasus'), ('companion', 'Pendamping')], max_length=12, verbose_name='sebagai')),
                ('letter_number', models.CharField(max_length=80, verbose_name='nomor surat')),
                ('starts_on', models.DateField(verbose_name='sejak')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='sampai')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='diakhiri')),
            ],
            options={
                'verbose_name': 'penugasan perkara',
                'verbose_name_plural': 'penugasan perkara',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CaseWorkerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=agencies.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdraw_reason', models.CharField(blank=True, choices=[('double', 'Tercatat ganda'), ('wrong_case', 'Salah perkara'), ('wrong_entry', 'Salah isi'), ('not_tppo', 'Ternyata bukan TPPO'), ('test', 'Data uji coba')], editable=False, max_length=12, verbose_name='alasan penarikan')),
                ('work', models.CharField(choices=[('investigator', 'Penyidik (Surat Perintah)'), ('prosecutor', 'Jaksa penuntut umum (P-16)'), ('case_manager', 'Manajer kasus'), ('companion', 'Pendamping')], max_length=12, verbose_name='sebagai')),
                ('letter_number', models.CharField(max_length=80, verbose_name='nomor surat')),
                ('starts_on', models.DateField(verbose_name='sejak')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='sampai')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='diakhiri')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', agencies.models.fields.PublicIdField(default=agencies.models.fields.uuid7, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=agencies.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdraw_reason', models.CharField(blank=True, choices=[('double', 'Tercatat ganda'), ('wrong_case', 'Salah perkara'), ('wrong_entry', 'Salah isi'), ('not_tppo', 'Ternyata bukan TPPO'), ('test', 'Data uji coba')], editable=False, max_length=12, verbose_name='alasan penarikan')),
                ('purpose', models.CharField(max_length=40, verbose_name='keperluan')),
                ('sections', models.PositiveSmallIntegerField(verbose_name='bagian perkara yang dibuka')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='sampai')),
                ('state', models.CharField(choices=[('asked', 'Menunggu jawaban'), ('accepted', 'Diterima'), ('declined', 'Ditolak'), ('ended', 'Berakhir')], default='asked', editable=False, max_length=8, verbose_name='keadaan')),
                ('decline_reason', models.CharField(blank=True, choices=[('no_capacity', 'Kapasitas penuh'), ('not_our_remit', 'Bukan kewenangan kami'), ('needs_more', 'Permintaan belum lengkap'), ('no_consent', 'Korban tidak setuju')], editable=False, max_length=16, verbose_name='alasan ditolak')),
            ],
            options={
                'verbose_name': 'rujukan',
                'verbose_name_plural': 'rujukan',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReferralEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=agencies.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdraw_reason', models.CharField(blank=True, choices=[('double', 'Tercatat ganda'), ('wrong_case', 'Salah perkara'), ('wrong_entry', 'Salah isi'), ('not_tppo', 'Ternyata bukan TPPO'), ('test', 'Data uji coba')], editable=False, max_length=12, verbose_name='alasan penarikan')),
                ('purpose', models.CharField(max_length=40, verbose_name='keperluan')),
                ('sections', models.PositiveSmallIntegerField(verbose_name='bagian perkara yang dibuka')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='sampai')),
                ('state', models.CharField(choices=[('asked', 'Menunggu jawaban'), ('accepted', 'Diterima'), ('declined', 'Ditolak'), ('ended', 'Berakhir')], default='asked', editable=False, max_length=8, verbose_name='keadaan')),
                ('decline_reason', models.CharField(blank=True, choices=[('no_capacity', 'Kapasitas penuh'), ('not_our_remit', 'Bukan kewenangan kami'), ('needs_more', 'Permintaan belum lengkap'), ('no_consent', 'Korban tidak setuju')], editable=False, max_length=16, verbose_name='alasan ditolak')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='case',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='case',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='suspect',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='suspect',
            name='update_update',
        ),
        migrations.RemoveIndex(
            model_name='casescope',
            name='case_scope_page',
        ),
        migrations.AddField(
            model_name='case',
            name='is_restricted',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='perkara terbatas'),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='is_restricted',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='perkara terbatas'),
        ),
        migrations.AddField(
            model_name='casescope',
            name='granted',
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='suspect',
            name='public_office',
            field=models.CharField(choices=[('none', 'Bukan penyelenggara negara'), ('police', 'Anggota Polri'), ('military', 'Anggota TNI'), ('official', 'Penyelenggara negara atau ASN lain'), ('not_recorded', 'Tidak tercatat')], db_default='not_recorded', default='not_recorded', help_text='Anggota Polri, TNI, atau pejabat: perkara menjadi terbatas.', max_length=12, verbose_name='kedudukan'),
        ),
        migrations.AddField(
            model_name='suspectevent',
            name='public_office',
            field=models.CharField(choices=[('none', 'Bukan penyelenggara negara'), ('police', 'Anggota Polri'), ('military', 'Anggota TNI'), ('official', 'Penyelenggara negara atau ASN lain'), ('not_recorded', 'Tidak tercatat')], db_default='not_recorded', default='not_recorded', help_text='Anggota Polri, TNI, atau pejabat: perkara menjadi terbatas.', max_length=12, verbose_name='kedudukan'),
        ),
        migrations.AddIndex(
            model_name='casescope',
            index=models.Index(models.F('scope_key'), models.OrderBy(models.F('reported_on'), descending=True), models.OrderBy(models.F('case_id'), descending=True), include=('until', 'stage', 'modus', 'withdrawn', 'grounds', 'granted'), name='case_scope_page'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_caseevent" ("acts", "counted_on", "country", "created_at", "created_by_id", "exploitation", "happened_on", "happened_precision", "happened_time", "id", "is_restricted", "known_via", "lead_agency_id", "means", "modus", "other_modus", "pgh_created_at", "pgh_label", "pgh_obj_id", "platforms", "pull_factors", "push_factors", "region_id", "register_agency_id", "reported_on", "stage", "version", "withdraw_reason", "withdrawn_at") VALUES (NEW."acts", NEW."counted_on", NEW."country", NEW."created_at", NEW."created_by_id", NEW."exploitation", NEW."happened_on", NEW."happened_precision", NEW."happened_time", NEW."id", NEW."is_restricted", NEW."known_via", NEW."lead_agency_id", NEW."means", NEW."modus", NEW."other_modus", NOW(), \'insert\', NEW."id", NEW."platforms", NEW."pull_factors", NEW."push_factors", NEW."region_id", NEW."register_agency_id", NEW."reported_on", NEW."stage", NEW."version", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;', hash='a59635417eb33fc799ca6633e4c1138e7d7633bf', operation='INSERT', pgid='pgtrigger_insert_insert_0b483', table='cases_case', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."acts" IS DISTINCT FROM (NEW."acts") OR OLD."counted_on" IS DISTINCT FROM (NEW."counted_on") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."exploitation" IS DISTINCT FROM (NEW."exploitation") OR OLD."happened_on" IS DISTINCT FROM (NEW."happened_on") OR OLD."happened_precision" IS DISTINCT FROM (NEW."happened_precision") OR OLD."happened_time" IS DISTINCT FROM (NEW."happened_time") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_restricted" IS DISTINCT FROM (NEW."is_restricted") OR OLD."known_via" IS DISTINCT FROM (NEW."known_via") OR OLD."lead_agency_id" IS DISTINCT FROM (NEW."lead_agency_id") OR OLD."means" IS DISTINCT FROM (NEW."means") OR OLD."modus" IS DISTINCT FROM (NEW."modus") OR OLD."other_modus" IS DISTINCT FROM (NEW."other_modus") OR OLD."platforms" IS DISTINCT FROM (NEW."platforms") OR OLD."pull_factors" IS DISTINCT FROM (NEW."pull_factors") OR OLD."push_factors" IS DISTINCT FROM (NEW."push_factors") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."register_agency_id" IS DISTINCT FROM (NEW."register_agency_id") OR OLD."reported_on" IS DISTINCT FROM (NEW."reported_on") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."withdraw_reason" IS DISTINCT FROM (NEW."withdraw_reason") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))', func='INSERT INTO "cases_caseevent" ("acts", "counted_on", "country", "created_at", "created_by_id", "exploitation", "happened_on", "happened_precision", "happened_time", "id", "is_restricted", "known_via", "lead_agency_id", "means", "modus", "other_modus", "pgh_created_at", "pgh_label", "pgh_obj_id", "platforms", "pull_factors", "push_factors", "region_id", "register_agency_id", "reported_on", "stage", "version", "withdraw_reason", "withdrawn_at") VALUES (NEW."acts", NEW."counted_on", NEW."country", NEW."created_at", NEW."created_by_id", NEW."exploitation", NEW."happened_on", NEW."happened_precision", NEW."happened_time", NEW."id", NEW."is_restricted", NEW."known_via", NEW."lead_agency_id", NEW."means", NEW."modus", NEW."other_modus", NOW(), \'update\', NEW."id", NEW."platforms", NEW."pull_factors", NEW."push_factors", NEW."region_id", NEW."register_agency_id", NEW."reported_on", NEW."stage", NEW."version", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;', hash='3664e9fdf256b4921e9c65773262dd3f1e760589', operation='UPDATE', pgid='pgtrigger_update_update_f5146', table='cases_case', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suspect',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_suspectevent" ("age", "age_group", "case_id", "created_at", "created_by_id", "custody", "id", "legal_status", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_office", "roles", "sex", "version", "withdraw_reason", "withdrawn_at") VALUES (NEW."age", NEW."age_group", NEW."case_id", NEW."created_at", NEW."created_by_id", NEW."custody", NEW."id", NEW."legal_status", NOW(), \'insert\', NEW."id", NEW."public_office", NEW."roles", NEW."sex", NEW."version", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;', hash='d9157f7c8c58987216594b9c49084b7628870803', operation='INSERT', pgid='pgtrigger_insert_insert_43195', table='cases_suspect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suspect',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."age" IS DISTINCT FROM (NEW."age") OR OLD."age_group" IS DISTINCT FROM (NEW."age_group") OR OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."custody" IS DISTINCT FROM (NEW."custody") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."legal_status" IS DISTINCT FROM (NEW."legal_status") OR OLD."public_office" IS DISTINCT FROM (NEW."public_office") OR OLD."roles" IS DISTINCT FROM (NEW."roles") OR OLD."sex" IS DISTINCT FROM (NEW."sex") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."withdraw_reason" IS DISTINCT FROM (NEW."withdraw_reason") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))', func='INSERT INTO "cases_suspectevent" ("age", "age_group", "case_id", "created_at", "created_by_id", "custody", "id", "legal_status", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_office", "roles", "sex", "version", "withdraw_reason", "withdrawn_at") VALUES (NEW."age", NEW."age_group", NEW."case_id", NEW."created_at", NEW."created_by_id", NEW."custody", NEW."id", NEW."legal_status", NOW(), \'update\', NEW."id", NEW."public_office", NEW."roles", NEW."sex", NEW."version", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;', hash='44a950c07878919f00a45c7f3a597ed4163e418b', operation='UPDATE', pgid='pgtrigger_update_update_665fa', table='cases_suspect', when='AFTER')),
        ),
        migrations.AddField(
            model_name='casekey',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='cases.case'),
        ),
        migrations.AddField(
            model_name='casekey',
            name='created_by',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casekey',
            name='key',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='opens', to='agencies.personalkey'),
        ),
        migrations.AddField(
            model_name='casekeyevent',
            name='case',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='casekeyevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casekeyevent',
            name='key',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.personalkey'),
        ),
        migrations.AddField(
            model_name='casekeyevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='cases.casekey'),
        ),
        migrations.AddField(
            model_name='caseworker',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        migrations.AddField(
            model_name='caseworker',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workers', to='cases.case'),
        ),
        migrations.AddField(
            model_name='caseworker',
            name='created_by',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='caseworker',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_work', to=settings.AUTH_USER_MODEL, verbose_name='petugas'),
        ),
        migrations.AddField(
            model_name='caseworkerevent',
            name='agency',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.agency'),
        ),
        migrations.AddField(
            model_name='caseworkerevent',
            name='case',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='caseworkerevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='caseworkerevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='cases.caseworker'),
        ),
        migrations.AddField(
            model_name='caseworkerevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='petugas'),
        ),
        migrations.AddField(
            model_name='referral',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.case'),
        ),
        migrations.AddField(
            model_name='referral',
            name='created_by',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='referral',
            name='to_agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='agencies.agency', verbose_name='instansi yang diminta'),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='case',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='cases.referral'),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='to_agency',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.agency', verbose_name='instansi yang diminta'),
        ),
        migrations.AddConstraint(
            model_name='casekey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdraw_reason', ''), ('withdrawn_at', None)), models.Q(('withdrawn_at__isnull', False), models.Q(('withdraw_reason', ''), _negated=True)), _connector='OR'), name='casekey_withdrawn_with_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casekey',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_casekeyevent" ("case_id", "created_at", "created_by_id", "id", "key_id", "kind", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "sections", "version", "withdraw_reason", "withdrawn_at") VALUES (NEW."case_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."key_id", NEW."kind", NOW(), \'insert\', NEW."id", NEW."reason", NEW."sections", NEW."version", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;', hash='9401b34e76b8a16d3437767ed21fc0ad93bac38b', operation='INSERT', pgid='pgtrigger_insert_insert_da2d8', table='cases_casekey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casekey',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key_id" IS DISTINCT FROM (NEW."key_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."sections" IS DISTINCT FROM (NEW."sections") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."withdraw_reason" IS DISTINCT FROM (NEW."withdraw_reason") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))', func='INSERT INTO "cases_casekeyevent" ("case_id", "created_at", "created_by_id", "id", "key_id", "kind", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "sections", "version", "withdraw_reason", "withdrawn_at") VALUES (NEW."case_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."key_id", NEW."kind", NOW(), \'update\', NEW."id", NEW."reason", NEW."sections", NEW."version", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;', hash='955fa64107e1bcce6da5e2e5e2b7d4d731129d93', operation='UPDATE', pgid='pgtrigger_update_update_0fcde', table='cases_casekey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casekeyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c455b97489cd8592c7246e3fd4f9bb70c8aaad65', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_16811', table='cases_casekeyevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='caseworker',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdraw_reason', ''), ('withdrawn_at', None)), models.Q(('withdrawn_at__isnull', False), models.Q(('withdraw_reason', ''), _negated=True)), _connector='OR'), name='caseworker_withdrawn_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='caseworker',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='case_work_ends_after_start', violation_error_message='Tanggal akhir tidak boleh sebelum tanggal mulai.'),
        ),
        migrations.AddConstraint(
            model_name='caseworker',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('withdrawn_at', None)), fields=('case', 'user', 'agency', 'work'), name='case_work_once', violation_error_message='Petugas ini sudah ditugaskan.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseworker',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_caseworkerevent" ("agency_id", "case_id", "created_at", "created_by_id", "ended_at", "ends_on", "id", "letter_number", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "user_id", "version", "withdraw_reason", "withdrawn_at", "work") VALUES (NEW."agency_id", NEW."case_id", NEW."created_at", NEW."created_by_id", NEW."ended_at", NEW."ends_on", NEW."id", NEW."letter_number", NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."user_id", NEW."version", NEW."withdraw_reason", NEW."withdrawn_at", NEW."work"); RETURN NULL;', hash='c072cc31ca4c32bf22a2aeb7e3aff4176909809e', operation='INSERT', pgid='pgtrigger_insert_insert_4633c', table='cases_caseworker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseworker',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."letter_number" IS DISTINCT FROM (NEW."letter_number") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."withdraw_reason" IS DISTINCT FROM (NEW."withdraw_reason") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."work" IS DISTINCT FROM (NEW."work"))', func='INSERT INTO "cases_caseworkerevent" ("agency_id", "case_id", "created_at", "created_by_id", "ended_at", "ends_on", "id", "letter_number", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "user_id", "version", "withdraw_reason", "withdrawn_at", "work") VALUES (NEW."agency_id", NEW."case_id", NEW."created_at", NEW."created_by_id", NEW."ended_at", NEW."ends_on", NEW."id", NEW."letter_number", NOW(), \'update\', NEW."id", NEW."starts_on", NEW."user_id", NEW."version", NEW."withdraw_reason", NEW."withdrawn_at", NEW."work"); RETURN NULL;', hash='5448fabab5e0781977ed9caf290892b647be2ca2', operation='UPDATE', pgid='pgtrigger_update_update_6abae', table='cases_caseworker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseworkerevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b02bccf2c97f2480664f5b88377bdd752c4f8f8c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_00e31', table='cases_caseworkerevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(models.F('to_agency'), models.OrderBy(models.F('id'), descending=True), name='referrals_of_an_office'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdraw_reason', ''), ('withdrawn_at', None)), models.Q(('withdrawn_at__isnull', False), models.Q(('withdraw_reason', ''), _negated=True)), _connector='OR'), name='referral_withdrawn_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'accepted']), ('withdrawn_at', None)), fields=('case', 'to_agency'), name='one_open_referral_to_an_office', violation_error_message='Instansi ini sudah diminta.'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'declined'), ('decline_reason', ''), _connector='XOR'), name='referral_declined_with_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_referralevent" ("case_id", "created_at", "created_by_id", "decline_reason", "ends_on", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "sections", "state", "to_agency_id", "version", "withdraw_reason", "withdrawn_at") VALUES (NEW."case_id", NEW."created_at", NEW."created_by_id", NEW."decline_reason", NEW."ends_on", NEW."id", NOW(), \'insert\', NEW."id", NEW."purpose", NEW."sections", NEW."state", NEW."to_agency_id", NEW."version", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;', hash='baf6cdb8c94f44028b6dc8cca7282d25c25ced48', operation='INSERT', pgid='pgtrigger_insert_insert_b2939', table='cases_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."decline_reason" IS DISTINCT FROM (NEW."decline_reason") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."sections" IS DISTINCT FROM (NEW."sections") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."to_agency_id" IS DISTINCT FROM (NEW."to_agency_id") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."withdraw_reason" IS DISTINCT FROM (NEW."withdraw_reason") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))', func='INSERT INTO "cases_referralevent" ("case_id", "created_at", "created_by_id", "decline_reason", "ends_on", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "sections", "state", "to_agency_id", "version", "withdraw_reason", "withdrawn_at") VALUES (NEW."case_id", NEW."created_at", NEW."created_by_id", NEW."decline_reason", NEW."ends_on", NEW."id", NOW(), \'update\', NEW."id", NEW."purpose", NEW."sections", NEW."state", NEW."to_agency_id", NEW."version", NEW."withdraw_reason", NEW."withdrawn_at"); RETURN NULL;', hash='72e427afe5de42cfdc3b4bb65db49a6b894c4c9b', operation='UPDATE', pgid='pgtrigger_update_update_18505', table='cases_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referralevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bc82db1996239c0691e7b0f1c59a08df1be6a2ed', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_77cf2', table='cases_referralevent', when='BEFORE')),
        ),
    ]
