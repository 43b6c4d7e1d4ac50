"""What people do with their own accounts. Each act is one transaction and one event."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from agencies import audit, clock
from agencies.accounts import approvals, second_factor, sessions
from agencies.accounts.attempts import (
    Visitor,
    give_back,
    spend_attempt,
    spend_code,
)
from agencies.accounts.authentication import acting_user, token_digest
from agencies.choices import SessionEnd
from agencies.models import ApiToken, Assignment, Session, User


class Refused(Exception):
    """No such account, another password, suspended or without a post: never said. Or a
    code that is none."""


class Admitted(NamedTuple):
    """Whose password it was, what must follow it (`second_factor.step_of`), and the key
    of what she paid: it is given back when that has followed."""

    user: User
    step: str
    paid: int


def sign_in(*, username: str, password: str, visitor: Visitor) -> Admitted:
    """Who may begin a session, or go on to her second factor; Refused or LockedOut
    (`accounts.attempts`).

    Attempts that are locked out are not looked at and leave no event; those that used
    up the budget have left theirs.
    """
    attempt = spend_attempt(username, visitor)
    account = User.objects.filter(username=username).first()
    fits = _password_fits(account, password)
    # Read after the look, which may have renewed the hash: a session is made from it.
    user = acting_user(user__username=username)
    if not fits or user is None or not _is_the_same(account, user, password):
        reason = _ground(account, user)
        audit.record_denial(
            by=None, verb="sign_in_refused", reason=reason, subject=account
        )
        raise Refused
    step = second_factor.step_of(user)
    with transaction.atomic():
        if step:
            # Nobody has signed in yet: it may be whoever phished her password.
            audit.record(by=None, verb="showed_password", subject=user, reason=step)
        else:
            give_back(attempt.pk)
            _signed_in(user, visitor)
    return Admitted(user, step, attempt.pk)


def enter_code(*, by: User, code: str, visitor: Visitor, paid: int = 0) -> str:
    """Her second factor, after her password: how it was known (`second_factor.check`);
    Refused or LockedOut. Codes have budgets of their own: whoever has a password must
    not guess them faster."""

    def enter() -> str:
        known = second_factor.check(by, code)
        if known:
            _signed_in(by, visitor, by_code=known)
        return known

    return _for_a_code(by, visitor, enter, paid=paid)


def set_up_second_factor(
    *,
    by: User,
    secret: str,
    code: str,
    visitor: Visitor,
    told: str = "",
    here: str = "",
    replaces: bool = False,
    paid: int = 0,
) -> list[str]:
    """Keep the key whose code she shows; her recovery codes, told this once. Refused or
    LockedOut. `told` is the code that she was told after a reset; `replaces` says that
    she has shown a code of the device that she puts away. Her other sessions end;
    `here` is the digest of the one that goes on, without it she is signing in."""
    codes: list[str] = []

    def keep() -> str:
        # Of two who come as far as this with her password one finds a device there.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if second_factor.has_one(by) and not replaces:
            return ""
        step = second_factor.step_that_fits(secret, code)
        reset = approvals.reset_of(by)
        if step is None or (reset and not approvals.use_code(reset, told)):
            return ""
        codes.extend(second_factor.set_up(by, secret, step=step))
        sessions.end_everywhere(by, SessionEnd.SECOND_FACTOR, besides=here)
        audit.record(by=by, verb="set_up_second_factor", subject=by)
        if not here:
            _signed_in(by, visitor, by_code="totp")
        return "totp"

    _for_a_code(by, visitor, keep, paid=paid)
    return codes


def confirm_code(*, by: User, code: str, visitor: Visitor) -> None:
    """She at the open session has the device too; Refused or LockedOut."""
    _for_a_code(by, visitor, lambda: second_factor.check(by, code))


def renew_recovery_codes(*, by: User, code: str, visitor: Visitor) -> list[str]:
    """Ten new ones, for a code of hers; Refused or LockedOut."""
    codes: list[str] = []

    def renew() -> str:
        known = second_factor.check(by, code)
        if known:
            codes.extend(second_factor.renew_codes(by))
            audit.record(by=by, verb="renewed_recovery_codes", subject=by)
        return known

    _for_a_code(by, visitor, renew)
    return codes


def _for_a_code(
    user: User, visitor: Visitor, act: Callable[[], str], *, paid: int = 0
) -> str:
    """Pay for the look at a code of hers, and do what it is for: `act` says how it was
    known, "" if it is none, and then has done nothing. `paid` is what her password has
    cost before."""
    attempt = spend_code(user.username, visitor)
    with transaction.atomic():
        known = act()
        if known:
            give_back(attempt.pk, paid)
    if not known:
        audit.record_denial(
            by=None, verb="sign_in_refused", reason="second_factor", subject=user
        )
        raise Refused
    return known


def _signed_in(user: User, visitor: Visitor, *, by_code: str = "") -> None:
    reason = "known_device" if visitor.device else "new_device"
    changes = {"second_factor": [None, str(by_code)]} if by_code else {}
    audit.record(
        by=user, verb="signed_in", subject=user, reason=reason, changes=changes
    )


def sign_out(*, by: User) -> None:
    """Note that she left."""
    with transaction.atomic():
        audit.record(by=by, verb="signed_out", subject=by)


def confirm_password(*, by: User, current: str, visitor: Visitor) -> None:
    """She who sits at an open session is she whose it is; Refused or LockedOut as at
    sign-in."""
    attempt = spend_attempt(by.username, visitor)
    # Renewing an outdated hash would end the session that she sits in.
    if not check_password(current, by.password):
        audit.record_denial(
            by=by, verb="sign_in_refused", reason="changing_password", subject=by
        )
        raise Refused
    give_back(attempt.pk)


def change_password(
    *, by: User, current: str, new: str, visitor: Visitor, here: str = ""
) -> None:
    """Give her own account a new password; Refused or LockedOut as at sign-in. Her
    other sessions end, and tokens of hers that she made herself; `here` is the digest
    of the session that goes on."""
    confirm_password(by=by, current=current, visitor=visitor)
    with transaction.atomic():
        by.set_password(new)
        by.password_changed_at = clock.now()
        by.save(update_fields=["password", "password_changed_at"])
        by.sessions.exclude(digest=here).end(SessionEnd.PASSWORD)
        by.api_tokens.of_her_own().revoke()
        audit.record(by=by, verb="changed_password", subject=by)


def end_session(session: Session, *, by: User) -> None:
    """End a sign-in of hers on another device."""
    _end_own(by.sessions.filter(pk=session.pk), by=by)


def end_other_sessions(*, by: User, here: str) -> None:
    """End all of hers but the one with this digest."""
    _end_own(by.sessions.exclude(pk=here), by=by)


def _end_own(rows, *, by: User) -> None:
    with transaction.atomic():
        ended = rows.end(SessionEnd.REVOKED)
        changes = {"sessions": [None, ended]}
        audit.record(by=by, verb="ended_sessions", subject=by, changes=changes)


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
            made_by=by,
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
    return check_password(
        password, account.password, setter=lambda _fits: _renew_hash(account, password)
    )


def _renew_hash(account: User, password: str) -> None:
    """Her password is right, and hashed as was good years ago. Not while another
    sign-in of hers is open: it would end, and be told that somebody changed her
    password."""
    if sessions.running(account).exists():
        return
    renewed = make_password(password)
    as_read = User.objects.filter(pk=account.pk, password=account.password)
    if as_read.update(password=renewed):
        account.password = renewed


def _is_the_same(account: User | None, user: User, password: str) -> bool:
    """Is hers still the password that fitted? Another sign-in may have renewed the hash
    while this one looked, or she has changed it."""
    known = account is not None and user.password == account.password
    return known or check_password(password, user.password)


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
