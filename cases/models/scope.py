"""Who may see the row, as rows: one for each case and scope key.

Only database triggers write this table. A key is the id of an agency (of the lead
agency and everyone above it, of one that was asked in), a person's own for this case
(`personal_key`), or minus the id of a region (of each place and everything around it).
A list starts here: the index holds its order and its commonest filters.
"""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, OuterRef, Q

from agencies import clock
from agencies.sections import Ground, Section


class CaseScopeQuerySet(models.QuerySet):
    def under(self, keys: Iterable[int]):
        """Rows of any of `keys` that hold today."""
        return self.filter(
            Q(until=None) | Q(until__gte=clock.today()), scope_key__in=list(keys)
        )

    def opening(self, section: Section, grounds: Ground):
        """Rows that open the section by one of `grounds`."""
        return self.filter(granted__shares=section, grounds__shares=grounds)

    def standing(self):
        """Rows of cases that are not withdrawn."""
        return self.filter(withdrawn=False)

    def also_under(self, key: int, **by):
        """Rows whose case stands under this other key too; `by` narrows why.

        The date is compared as well: it is the same on every row of a case, and saying
        so lets the database walk the index of whichever key is the narrower one.
        """
        other = CaseScope.objects.filter(
            case_id=OuterRef("case_id"),
            reported_on=OuterRef("reported_on"),
            scope_key=key,
            **by,
        )
        return self.filter(models.Exists(other))

    def exists_for(self, column: str):
        """As a condition on a row that names its case in `column`."""
        return models.Exists(self.filter(case_id=OuterRef(column)))


@models.SmallIntegerField.register_lookup
class Shares(models.Lookup):
    """`grounds__shares=mask`: do the two masks have a bit in common?"""

    lookup_name = "shares"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"({column} & %s) <> 0", [*params, int(self.rhs)]


class CaseScope(models.Model):
    """`grounds` are bits of `Ground`, `granted` bits of `Section`: why the case stands
    under the key, and what of it that key can open at most."""

    pk = models.CompositePrimaryKey("case_id", "scope_key")
    case = models.ForeignKey(
        "cases.Case",
        models.CASCADE,
        related_name="scopes",
        db_index=False,
        db_constraint=False,
    )
    scope_key = models.IntegerField()
    reported_on = models.DateField()
    stage = models.SmallIntegerField()
    modus = models.SmallIntegerField()
    until = models.DateField(null=True)
    grounds = models.SmallIntegerField()
    granted = models.SmallIntegerField(default=0, db_default=0)
    withdrawn = models.BooleanField(default=False, db_default=False)

    objects = CaseScopeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                F("scope_key"),
                F("reported_on").desc(),
                F("case_id").desc(),
                include=[
                    "until",
                    "stage",
                    "modus",
                    "withdrawn",
                    "grounds",
                    "granted",
                ],
                name="case_scope_page",
            ),
            models.Index(
                F("scope_key"),
                F("stage"),
                F("reported_on").desc(),
                F("case_id").desc(),
                include=["until", "modus", "withdrawn"],
                name="case_scope_stage",
            ),
            models.Index(
                F("scope_key"),
                F("reported_on").desc(),
                F("case_id").desc(),
                condition=Q(withdrawn=True),
                name="case_scope_withdrawn",
            ),
        ]

    def __str__(self):
        return f"CaseScope {self.case_id}/{self.scope_key}"
