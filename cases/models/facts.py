"""Facts: narrow rows without identity, one for each unit, live and history.

The database makes them (`cases/migrations/0002_*`); these models only read. A row holds
while `kf < tick <= kt`; the present is `kt = FOREVER`, so that a question about today
never reads history. Masks hold the bits of code lists (`agencies.models.Code.bit`).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Count, F
from django.db.models.functions import Coalesce

from agencies import access
from agencies.sections import Ground, Section
from cases.models.scope import CaseScope

FOREVER = 2**63 - 1


@models.BigIntegerField.register_lookup
class HasBit(models.Lookup):
    """`platforms__has_bit=3`: does the mask hold the code with that bit?"""

    lookup_name = "has_bit"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"({column} & %s) <> 0", [*params, 1 << self.rhs]


class FactQuerySet(models.QuerySet):
    def known_at(self, cutoff: int | None):
        """Rows that held below that tick; those that hold now without one."""
        if cutoff is None:
            return self.filter(kt=FOREVER)
        return self.filter(kf__lt=cutoff, kt__gte=cutoff)

    def visible_to(self, user, *, past: bool = False):
        """Rows of cases that she sees as cases: summaries open no figure.

        With `past`, of those alone that her office leads or commands: what a case was
        before an office was asked in is none of its business.
        """
        grounds = access.opening(user.hat, self.model.section).freely
        if past:
            grounds &= Ground.LEAD | Ground.COMMAND
        scope = CaseScope.objects.under(user.hat.agency_keys)
        return self.filter(
            scope.opening(self.model.section, grounds).exists_for("case_id")
        )


class Fact(models.Model):
    section: ClassVar[Section] = Section.SUMMARY

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

    objects = FactQuerySet.as_manager()

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

    section = Section.LAW

    unit = models.BigIntegerField(primary_key=True)
    case_id = models.BigIntegerField()

    class Meta(Fact.Meta):
        db_table = "fact_police_report"


class PeopleFactQuerySet(FactQuerySet):
    def persons(self) -> int:
        """How many persons these are: who stands in several cases counts once, who has
        not been identified by herself. No figure is published of it yet."""
        who = Coalesce("person_id", -F("unit"))
        return self.aggregate(n=Count(who, distinct=True))["n"]


class VictimFact(Fact):
    """`person_id` is a number by which one person in several cases is known as one."""

    unit = models.BigIntegerField(primary_key=True)
    case_id = models.BigIntegerField()
    sex = models.SmallIntegerField()
    age_group = models.SmallIntegerField()
    determination = models.SmallIntegerField()
    person_id = models.BigIntegerField(null=True)

    objects = PeopleFactQuerySet.as_manager()

    class Meta(Fact.Meta):
        db_table = "fact_victim"


class SuspectFact(Fact):
    section = Section.SUSPECT

    unit = models.BigIntegerField(primary_key=True)
    case_id = models.BigIntegerField()
    sex = models.SmallIntegerField()
    age_group = models.SmallIntegerField()
    legal_status = models.SmallIntegerField()
    roles = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)

    objects = PeopleFactQuerySet.as_manager()

    class Meta(Fact.Meta):
        db_table = "fact_suspect"
