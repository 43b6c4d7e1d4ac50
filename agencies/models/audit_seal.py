"""Seals over the audit trail, and the eras in which its transaction numbers run."""

from django.db import models

from agencies import clock
from agencies.models.audit_event import Xid8Field


class AuditSeal(models.Model):
    """All events of an era whose transactions number from `lo` up to below `hi`.

    `root` is over their ids, transactions and digests, `mac` over the seal and the one
    before it (`agencies.chain`). `forged` counts events that were not genuine when they
    were sealed: sealing goes on, and who verifies hears of each.
    """

    batch = models.BigIntegerField(primary_key=True)
    era = models.PositiveSmallIntegerField()
    lo = Xid8Field()
    hi = Xid8Field()
    rows = models.PositiveIntegerField()
    forged = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    key_id = models.PositiveSmallIntegerField()
    mac = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    def __str__(self):
        return f"AuditSeal {self.pk}"

    @property
    def head(self) -> str:
        """The seal's number and the beginning of its digest, as editions print it."""
        return f"{self.batch} {bytes(self.mac).hex()[:16]}"


class AuditEra(models.Model):
    """A cluster of PostgreSQL in which the trail was written.

    Transaction numbers begin anew where a dump is restored, so there the owner begins
    another era. `after` is the last seal before it; the outside file may know of more,
    which were lost.
    """

    era = models.PositiveSmallIntegerField(primary_key=True)
    system = models.CharField(max_length=20)
    begun_at = models.DateTimeField(default=clock.now)
    after = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)

    def __str__(self):
        return f"AuditEra {self.pk}"
