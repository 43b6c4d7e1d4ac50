"""Running sessions, and those that ended lately: one row for each browser."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.choices import SessionEnd
from agencies.models.fields import PublicIdField


class SessionQuerySet(models.QuerySet):
    def open(self):
        """Not ended by anybody. Whether its time is up, `accounts.sessions` says."""
        return self.filter(ended_at=None)

    def end(self, why: SessionEnd) -> int:
        """How many ended now. What they held is gone with them."""
        gone = {"ended_at": clock.now(), "ended_why": why, "sealed": b""}
        return self.open().update(**gone)


class Session(models.Model):
    """A browser that came by, from the sign-in on hers.

    Its key is in the cookie alone: the row is found by a keyed digest of it, and what
    the session holds is sealed under a key made from it (`accounts.store`). So whoever
    has the table opens no session and reads none.
    """

    digest = models.CharField(max_length=64, primary_key=True, editable=False)
    public_id = PublicIdField()
    user = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="sessions"
    )
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    # `Assignment.worn`: it ends with the posting that it stands on.
    worn = models.JSONField(default=list)
    # In words ("Firefox, Android"), and the beginning of an address: for her alone, so
    # that she knows her own sign-ins from others.
    device = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=16, choices=SessionEnd, blank=True)
    sealed = models.BinaryField(default=bytes)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sesi")
        verbose_name_plural = _("sesi")

    def __str__(self):
        return f"Session {self.public_id}"
