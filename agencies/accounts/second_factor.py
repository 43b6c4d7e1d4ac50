"""What she has, beside what she knows: six digits from a device, or a code on paper.

django-allauth keeps both (`Authenticator`), makes the key and its address for the QR
code, and checks recovery codes under a lock. Of its pages, signals and limits nothing
is used. What it leaves open is done here, in `check` and `Adapter`: it remembers used
codes in the cache and for half a minute, which is shorter than they hold; it knows the
machine's time only; and it encrypts nothing.
"""

import base64
import hmac
import re

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.db import transaction
from django.utils.functional import cached_property

from agencies import clock
from agencies.access import needs_second_factor
from agencies.models import User
from agencies.sealing import crypto, keyring

PERIOD = 30  # seconds, as every app counts (RFC 6238)
# A phone's clock may be off, and typing takes a while: the step before and after hold.
AROUND = (0, -1, 1)
CODE, SET_UP = "code", "set_up"
CONTEXT = "mfa.Authenticator"
# Of str, \D knows the digits of all scripts; an app shows ASCII.
NO_DIGITS = re.compile(r"[^0-9]")
KINDS = Authenticator.Type


class Adapter(DefaultMFAAdapter):
    """What allauth asks for: secrets sealed by our keyring, the account by its name."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.seal(self._key, text, CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return crypto.open_sealed(self._key, sealed, CONTEXT)

    def get_totp_label(self, user) -> str:
        return user.username

    @cached_property
    def _key(self) -> bytes:
        return keyring.digest("second factor", "")


def step_of(user: User) -> str:
    """What must follow her password: CODE, SET_UP, or "" for nothing. Whoever had
    one that was reset sets one up again: her password alone was not enough before."""
    if has_one(user):
        return CODE
    needs = is_needed_by(user) or user.requests.unused_resets().exists()
    return SET_UP if needs else ""


def is_needed_by(user: User) -> bool:
    """By any of her roles of today."""
    roles = [hat.post.role for hat in user.assignments_today]
    return settings.SECOND_FACTOR_REQUIRED and needs_second_factor(roles)


def has_one(user: User) -> bool:
    return _rows(user, KINDS.TOTP).exists()


def new_secret() -> str:
    """A fresh key, in base32."""
    return totp.generate_totp_secret()


def address(user: User, secret: str) -> str:
    """The key as authenticator apps read it from a QR code."""
    return Adapter().build_totp_url(user, secret)


def step_that_fits(secret: str, code: str, *, after: int = -1) -> int | None:
    """The half minute, counted from 1970, of which this is the code; None if it is of
    none around now, or of none that comes after `after`."""
    now = int(clock.now().timestamp()) // PERIOD
    for step in (now + around for around in AROUND):
        expected = totp.format_hotp_value(totp.hotp_value(secret, step))
        if step > after and hmac.compare_digest(expected, digits(code)):
            return step
    return None


def check(user: User, code: str) -> str:
    """Use up a code: how it was known ("totp", "recovery_codes"), or "" if it is none.

    A code works once: the row remembers the newest half minute that was used, under a
    lock, so that of the same code sent twice at once one is refused.
    """
    with transaction.atomic():
        row = _rows(user, KINDS.TOTP).select_for_update().first()
        if row is None:
            return ""
        step = step_that_fits(_of(row, "secret"), code, after=row.data["last"])
        if step is None:
            return KINDS.RECOVERY_CODES if _is_recovery(user, code) else ""
        row.data["last"] = step
        row.last_used_at = clock.now()
        row.save(update_fields=["data", "last_used_at"])
    return KINDS.TOTP


def set_up(user: User, secret: str, *, step: int) -> list[str]:
    """Keep the key in the place of any other; her recovery codes, told this once.
    `step` is that of the code which showed that she has it."""
    with transaction.atomic():
        remove(user)
        _keep(user, KINDS.TOTP, last=step, secret=secret)
        return renew_codes(user)


def renew_codes(user: User) -> list[str]:
    """Ten new recovery codes; those of before work no more."""
    with transaction.atomic():
        _rows(user, KINDS.RECOVERY_CODES).delete()
        seed = RecoveryCodes.generate_seed()
        row = _keep(user, KINDS.RECOVERY_CODES, used_mask=0, seed=seed)
        codes = RecoveryCodes(row).generate_codes()
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def codes_left(user: User) -> int:
    row = _rows(user, KINDS.RECOVERY_CODES).first()
    return len(RecoveryCodes(row).get_unused_codes()) if row else 0


def remove(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()


def digits(code: str) -> str:
    """People write codes with blanks and dashes."""
    return NO_DIGITS.sub("", code)


def _is_recovery(user: User, code: str) -> bool:
    row = _rows(user, KINDS.RECOVERY_CODES).first()
    if row is None or not _of(row, "seed"):
        return False
    return RecoveryCodes(row).validate_code(digits(code))


def _rows(user: User, kind: str):
    return Authenticator.objects.filter(user_id=user.pk, type=kind)


def _keep(user: User, kind: str, **data) -> Authenticator:
    """Sealed together with whose it is: moved to another account's row it is worth
    nothing (`_of`)."""
    for name in ("secret", "seed"):
        if name in data:
            data[name] = Adapter().encrypt(f"{_owner(user.pk)}{data[name]}")
    return Authenticator.objects.create(user_id=user.pk, type=kind, data=data)


def _of(row: Authenticator, name: str) -> str:
    """CannotOpen if it was sealed for another account."""
    owner, text = _owner(row.user_id), Adapter().decrypt(row.data[name])
    if not text.startswith(owner):
        raise crypto.CannotOpen("A second factor stands in another account's row.")
    return text.removeprefix(owner)


def _owner(user_id: int) -> str:
    return f"user {user_id}: "
