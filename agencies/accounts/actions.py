"""What people do with their own accounts. Each act is one transaction and one event."""

import secrets
from datetime import timedelta
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from agencies import audit, clock
from agencies.accounts.attempts import Visitor, give_back, spend_attempt
from agencies.accounts.authentication import acting_user, token_digest
from agencies.models import ApiToken, Assignment, User


class Refused(Exception):
    """No such account, another password, suspended or without a post: never said."""


def sign_in(*, username: str, password: str, visitor: Visitor) -> User:
    """The user who may begin a session; Refused or LockedOut (`accounts.attempts`).

    Attempts that are locked out are not looked at and leave no event; those that used
    up the budget have left theirs.
    """
    attempt = spend_attempt(username, visitor)
    account = User.objects.filter(username=username).first()
    user = acting_user(user__username=username)
    if not _password_fits(account, password) or user is None:
        reason = _ground(account, user)
        audit.record_denial(
            by=None, verb="sign_in_refused", reason=reason, subject=account
        )
        raise Refused
    with transaction.atomic():
        give_back(attempt)
        reason = "known_device" if visitor.device else "new_device"
        audit.record(by=user, verb="signed_in", subject=user, reason=reason)
    return user


def sign_out(*, by: User) -> None:
    """Note that she left."""
    with transaction.atomic():
        audit.record(by=by, verb="signed_out", subject=by)


def change_password(*, by: User, current: str, new: str, visitor: Visitor) -> None:
    """Give her own account a new password; Refused or LockedOut as at sign-in."""
    attempt = spend_attempt(by.username, visitor)
    if not by.check_password(current):
        audit.record_denial(
            by=by, verb="sign_in_refused", reason="changing_password", subject=by
        )
        raise Refused
    with transaction.atomic():
        give_back(attempt)
        by.set_password(new)
        by.password_changed_at = clock.now()
        by.save(update_fields=["password", "password_changed_at"])
        audit.record(by=by, verb="changed_password", subject=by)


def switch_hat(*, by: User, to: Assignment) -> None:
    """Note under the old hat that she puts on another one of hers."""
    with transaction.atomic():
        changes = {"assignment": [by.assignment.pk, to.pk]}
        audit.record(by=by, verb="switched_hat", subject=to, changes=changes)


def choose_language(*, by: User, language: str) -> None:
    """Keep her language with her account; nothing is written if it is the same."""
    if by.language == language:
        return
    with transaction.atomic():
        changes = {"language": [by.language, language]}
        by.language = language
        by.save(update_fields=["language"])
        audit.record(by=by, verb="chose_language", subject=by, changes=changes)


def make_api_token(*, by: User, user: User, label: str, days: int) -> str:
    """A new token for `user`, shown this once; only its digest is kept.

    It acts for the post that she wears, as long as she holds it as it is today. `by` is
    who runs the command: the event names her.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = ApiToken.objects.create(
            user=user,
            worn=user.assignment.worn,
            label=label,
            digest=token_digest(token),
            expires_at=clock.now() + timedelta(days=days),
        )
        audit.record(by=by, verb="made_api_token", subject=row)
    return token


def _password_fits(account: User | None, password: str) -> bool:
    """The same work for an account that exists and for one that does not."""
    if account is None:
        check_password(password, _nobodys_password())
        return False
    return account.check_password(password)


@cache
def _nobodys_password() -> str:
    return make_password(secrets.token_urlsafe())


def _ground(account: User | None, user: User | None) -> str:
    """Why she was refused, for the auditor; asks the database nothing more."""
    if account is None:
        return "no_such_account"
    if not account.is_active:
        return "suspended"
    return "no_post" if user is None else "password"
