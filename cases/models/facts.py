"""Facts: narrow rows without identity, one for each unit, live and history.

The database makes them (`cases/migrations/0002_*`); these models only read. A row holds
while `kf < tick <= kt`; the present is `kt = FOREVER`, so that a question about today
never reads history. Masks hold the bits of code lists (`agencies.models.Code.bit`).
"""

from django.db import models

FOREVER = 2**63 - 1


class Fact(models.Model):
    kf = models.BigIntegerField()
    kt = models.BigIntegerField()
    why = models.SmallIntegerField()
    counted_on = models.DateField()
    region_id = models.BigIntegerField(null=True)
    is_abroad = models.BooleanField()
    agency_id = models.BigIntegerField()
    modus = models.SmallIntegerField()
    stage = models.SmallIntegerField()
    progress = models.SmallIntegerField()
    has_lp = models.BooleanField()
    platforms = models.BigIntegerField()
    exploitation = models.BigIntegerField()
    push_factors = models.BigIntegerField()
    pull_factors = models.BigIntegerField()

    class Meta:
        abstract = True
        managed = False

    def __str__(self):
        return f"{type(self).__name__} {self.pk}"


class CaseFact(Fact):
    case_id = models.BigIntegerField(primary_key=True)

    class Meta(Fact.Meta):
        db_table = "fact_case"


class PoliceReportFact(Fact):
    """`counted_on` is the report's own date."""

    unit = models.BigIntegerField(primary_key=True)
    case_id = models.BigIntegerField()

    class Meta(Fact.Meta):
        db_table = "fact_police_report"


class VictimFact(Fact):
    unit = models.BigIntegerField(primary_key=True)
    case_id = models.BigIntegerField()
    sex = models.SmallIntegerField()
    age_group = models.SmallIntegerField()
    determination = models.SmallIntegerField()

    class Meta(Fact.Meta):
        db_table = "fact_victim"


class SuspectFact(Fact):
    unit = models.BigIntegerField(primary_key=True)
    case_id = models.BigIntegerField()
    sex = models.SmallIntegerField()
    age_group = models.SmallIntegerField()
    legal_status = models.SmallIntegerField()
    roles = models.BigIntegerField()

    class Meta(Fact.Meta):
        db_table = "fact_suspect"
