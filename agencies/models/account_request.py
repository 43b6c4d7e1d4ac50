"""What one person asks about another's account, and a third one decides."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.choices import RequestKind, RequestState, Role
from agencies.models.fields import PublicIdField

# Nobody approves today what was right a week ago.
OPEN_FOR = timedelta(days=7)


class AccountRequestQuerySet(models.QuerySet):
    def open(self):
        """Asked, not decided, and not forgotten."""
        since = clock.now() - OPEN_FOR
        return self.filter(state=RequestState.ASKED, asked_at__gt=since)

    def unused_resets(self):
        """Approved resets of a second factor after which nothing was set up. Without an
        end: a code that is over must not leave the password alone."""
        kind, state = RequestKind.SECOND_FACTOR, RequestState.APPROVED
        return self.filter(kind=kind, state=state, used_at=None)


class AccountRequest(models.Model):
    """A post for somebody, or a new beginning of her second factor.

    Of a post: the office, the role, the title and the letter; it is made, if there is
    none such, when the request is approved. Of a second factor: the code that she needs
    to set one up again, as a keyed digest, told once to whoever approved.
    """

    public_id = PublicIdField()
    kind = models.CharField(max_length=16, choices=RequestKind)
    user = models.ForeignKey("agencies.User", models.PROTECT, related_name="requests")
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.CharField(_("peran"), max_length=16, choices=Role, blank=True)
    title = models.CharField(_("jabatan"), max_length=120, blank=True)
    letter_number = models.CharField(_("nomor surat"), max_length=80, blank=True)
    asked_by = models.ForeignKey("agencies.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    state = models.CharField(
        max_length=16, choices=RequestState, default=RequestState.ASKED
    )
    decided_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=64, blank=True, editable=False)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = AccountRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            # Whatever the programs do: three people, or no change.
            models.CheckConstraint(
                condition=~Q(asked_by=F("user")), name="nobody_asks_for_herself"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("user"))),
                name="another_person_decides",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RequestState.ASKED, RequestState.REPLACED])
                | Q(decided_by__isnull=False),
                name="a_decision_has_its_person",
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(state=RequestState.ASKED),
                name="one_open_request_of_a_kind",
            ),
        ]
        verbose_name = _("permintaan akun")
        verbose_name_plural = _("permintaan akun")

    def __str__(self):
        return f"AccountRequest {self.pk}"
