"""Accounts under command: whose they are, taking their sight away, giving it back.

A suspended person is nobody at her next request, by page and by token, and her jobs
that run are refused where they next ask who asked (`authentication.acting_user`).
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies import audit, clock
from agencies.access import Act, OutOfScope, may, require
from agencies.accounts import sessions
from agencies.choices import AssignmentKind, SessionEnd, SuspendReason
from agencies.models import Assignment, AuditEvent, User

SUSPENDED = "suspended_account"


def commanded_by(user: User) -> QuerySet[User]:
    """Accounts that she may suspend: every other one for an administrator, for a
    supervisor those who have their home post in her unit."""
    others = User.objects.exclude(pk=user.pk)
    if may(user.hat, Act.MANAGE_ACCOUNTS):
        return others
    if not may(user.hat, Act.SUSPEND):
        return others.none()
    return others.filter(pk__in=_people_of(user.hat.agency_id))


def _people_of(agency_id: int | None) -> QuerySet:
    home = Assignment.objects.current(clock.today()).filter(kind=AssignmentKind.HOME)
    return home.filter(post__agency_id=agency_id).values("user_id")


def suspend(
    user: User, *, reason: SuspendReason, letter_number: str = "", by: User
) -> User:
    """Take an account's sight away; it acts at its next request. Her sessions and
    tokens are over for good: with her sight given back she signs in anew."""
    with transaction.atomic():
        user = _other(user, by=by, act=Act.SUSPEND)
        if not user.is_active:
            raise ValidationError(_("Akun ini sudah dibekukan."))
        user.suspended_at = clock.now()
        user.save(update_fields=["suspended_at"])
        sessions.end_everywhere(user, SessionEnd.SUSPENDED)
        user.api_tokens.all().revoke()
        audit.record(
            by=by,
            verb=SUSPENDED,
            subject=user,
            reason=SuspendReason(reason).value,
            changes={"letter_number": [None, letter_number.strip()]},
        )
    return user


def unsuspend(user: User, *, by: User) -> User:
    """Give it back: an administrator's act, not that of whoever took it away."""
    with transaction.atomic():
        user = _other(user, by=by, act=Act.MANAGE_ACCOUNTS)
        if user.is_active:
            raise ValidationError(_("Akun ini sudah aktif."))
        user.suspended_at = None
        user.save(update_fields=["suspended_at"])
        audit.record(by=by, verb="unsuspended_account", subject=user)
    return user


def end_sessions(user: User, *, by: User) -> int:
    """End every sign-in of hers, on all devices, and tokens of hers that she made
    herself; how many sign-ins there were."""
    with transaction.atomic():
        user = _other(user, by=by, act=Act.MANAGE_ACCOUNTS)
        ended = sessions.end_everywhere(user, SessionEnd.ADMINISTRATOR)
        user.api_tokens.of_her_own().revoke()
        changes = {"sessions": [None, ended]}
        audit.record(by=by, verb="ended_sessions", subject=user, changes=changes)
    return ended


def suspension_of(user: User) -> AuditEvent | None:
    """By whom and why an account was suspended; None of one that is active."""
    if user.is_active:
        return None
    found = AuditEvent.objects.filter(
        subject_type=User._meta.label, subject_id=user.pk, verb=SUSPENDED
    )
    return found.select_related("by").order_by("-at", "-id").first()


def _other(user: User, *, by: User, act: Act) -> User:
    """Locked, and not she who acts."""
    require(by.hat, act)
    if user.pk == by.pk:
        raise PermissionDenied(_("Anda tidak dapat mengubah akun Anda sendiri."))
    return locked(user, by=by)


def locked(user: User, *, by: User) -> User:
    """The account as it stands now, locked; OutOfScope if it is not hers to command."""
    # Not its key: the events of what she does herself at that moment name her by it.
    mine = commanded_by(by).select_for_update(of=("self",), no_key=True)
    found = mine.filter(pk=user.pk).first()
    if found is None:
        raise OutOfScope
    return found
