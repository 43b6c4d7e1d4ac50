"""Keys to single cases that one person holds, beside the key of her office."""

from django.db import models
from django.db.models import Q

# Ids of agencies end far below: a scope key from here on is a person's.
FIRST = 1_000_000_000


class PersonalKeyQuerySet(models.QuerySet):
    def live_at(self, moment):
        return self.filter(
            Q(ends_at=None) | Q(ends_at__gt=moment),
            ended_at=None,
            opened_at__lte=moment,
        )


class PersonalKey(models.Model):
    """Held under one hat, from when to when. What it opens, the case says.

    A key that has ended is not in her hand at her next request, whatever still stands
    under it.
    """

    user = models.ForeignKey(
        "agencies.User", models.PROTECT, related_name="personal_keys"
    )
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = PersonalKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("opened_at")),
                name="personal_key_ends_after_it_opens",
            )
        ]

    def __str__(self):
        return f"PersonalKey {self.pk}"

    @property
    def scope_key(self) -> int:
        return FIRST + self.pk
