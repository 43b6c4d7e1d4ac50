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
from agencies.choices import AssignmentKind
from agencies.models import Assignment, User


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


def suspend(user: User, *, by: User) -> User:
    """Take an account's sight away; it acts at its next request. Her sessions and
    tokens are over for good: with her sight given back she signs in anew."""
    return _set(user, by=by, act=Act.SUSPEND, verb="suspended_account")


def unsuspend(user: User, *, by: User) -> User:
    """Give it back: an administrator's act, not that of whoever took it away."""
    return _set(user, by=by, act=Act.MANAGE_ACCOUNTS, verb="unsuspended_account")


def _set(user: User, *, by: User, act: Act, verb: str) -> User:
    require(by.hat, act)
    if user.pk == by.pk:
        raise PermissionDenied(_("Anda tidak dapat membekukan akun Anda sendiri."))
    with transaction.atomic():
        user = locked(user, by=by)
        is_to_act = act == Act.MANAGE_ACCOUNTS
        if user.is_active == is_to_act:
            raise ValidationError(
                _("Akun ini sudah aktif.")
                if is_to_act
                else _("Akun ini sudah dibekukan.")
            )
        user.suspended_at = None if is_to_act else clock.now()
        if not is_to_act:
            user.signed_out_at = user.suspended_at
            user.api_tokens.filter(revoked_at=None).update(revoked_at=clock.now())
        user.save(update_fields=["suspended_at", "signed_out_at"])
        audit.record(by=by, verb=verb, subject=user)
    return user


def locked(user: User, *, by: User) -> User:
    """The account as it stands now, locked; OutOfScope if it is not hers to command."""
    found = commanded_by(by).select_for_update(of=("self",)).filter(pk=user.pk).first()
    if found is None:
        raise OutOfScope
    return found
