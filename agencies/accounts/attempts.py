"""How often a password or a code may be guessed, and by whom; and how often glass be
broken, other offices be asked, or names be searched and compared.

An attempt is paid for before the password is looked at, so that a hundred guesses sent
at once are counted like a hundred sent in a row. A good sign-in gets its payment back,
one with a second factor when that was shown too.

Someone elsewhere who guesses at an account spends the account's budget for unknown
devices. The owner's own device carries a signed cookie (`accounts.devices`) and has a
budget of its own, so she still gets in. Names and addresses are kept as keyed digests,
and a name that nobody has is counted like any other.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from agencies import audit, clock
from agencies.models import SignInAttempt, User
from agencies.sealing import keyring

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ACCOUNT_AND_SOURCE = 5
PER_SOURCE = 30
PER_DEVICE = 10
# Three half minutes of a million codes hold at once: whoever has the password must not
# guess on day after day (NIST SP 800-63B 5.2.2: at most 100 in a row).
CODES_PER_DAY = 30
KEPT = timedelta(days=2)
# Of what is not a sign-in, by one person in an hour, or in a day where it comes in
# rows; and by one office in a day, so that its people do not take turns.
TRY_WINDOW, DAY = timedelta(hours=1), timedelta(days=1)
TRIES = {"break-glass": 5, "match": 5, "name search": 60, "duplicates": 200}
A_DAY = frozenset({"duplicates"})
OFFICE_TRIES = {"match": 30}
# Nor does one of them use up what her office has.
TRIES_A_DAY = {"match": 10}


class LockedOut(Exception):
    """Too many attempts; `until` is the aware moment at which one is free again."""

    def __init__(self, until: datetime):
        super().__init__("Too many attempts.")
        self.until = until


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where an attempt comes from: a network, and a device that the account knows.

    `device` is empty unless the visitor shows this account's own device cookie.
    """

    network: str
    device: str = ""

    @property
    def source(self) -> bytes:
        if self.device:
            return keyring.digest("sign-in device", self.device)
        return keyring.digest("sign-in network", self.network)


# What is counted, how much of it is free, and how long it counts.
Budget = tuple[Q, int, timedelta]
Budgets = Callable[[bytes, Visitor], Iterable[Budget]]


def account_digest(username: str) -> bytes:
    """The account as attempts and device cookies name it (32 bytes, keyed)."""
    return keyring.digest("sign-in account", username)


def spend_attempt(username: str, visitor: Visitor) -> SignInAttempt:
    """Pay for one look at a password, or raise LockedOut. Locked costs nothing."""
    return _spend_attempt(username, visitor, _budgets)


def spend_code(username: str, visitor: Visitor) -> SignInAttempt:
    """The same for one look at a code, which has budgets of its own, for a day too."""
    return _spend_attempt(f"{username} code", visitor, _budgets_of_codes)


def _spend_attempt(name: str, visitor: Visitor, budgets: Budgets) -> SignInAttempt:
    account = account_digest(name)
    with transaction.atomic():
        # A flood of guesses from elsewhere must not make her own device wait.
        _queue_up(visitor.source, *([] if visitor.device else [account]))
        until = _locked_until(budgets(account, visitor))
        if until is not None:
            raise LockedOut(until)
        return SignInAttempt.objects.create(
            account=account, source=visitor.source, known_device=bool(visitor.device)
        )


def spend_try(
    at_what: str, by: User, *, reason: str, verb: str = "denied"
) -> list[int]:
    """Pay for one of the tries that somebody has, and her office: the keys of what was
    paid. LockedOut without one, and that is on record under `verb` and `reason`.

    Good or bad, a try is paid for: the few are for the few emergencies there are.
    """
    try:
        return _spend(*_tries_of(at_what, by))
    except LockedOut:
        audit.record_denial(by=by, verb=verb, reason=reason)
        raise


def _tries_of(at_what: str, by: User) -> Iterator[tuple[bytes, int, timedelta]]:
    """What is counted, how many there are, and for how long one counts."""
    window = DAY if at_what in A_DAY else TRY_WINDOW
    yield keyring.digest(at_what, str(by.pk)), TRIES[at_what], window
    if at_what in TRIES_A_DAY:
        hers = keyring.digest(f"{at_what} in a day", str(by.pk))
        yield hers, TRIES_A_DAY[at_what], DAY
    if at_what in OFFICE_TRIES:
        office = str(by.hat.agency_id)
        theirs = keyring.digest(f"{at_what} of an office", office)
        yield theirs, OFFICE_TRIES[at_what], DAY


def _spend(*tries: tuple[bytes, int, timedelta]) -> list[int]:
    """One of each or none: what her office has used up costs her nothing of her own."""
    digests = [digest for digest, _free, _window in tries]
    with transaction.atomic():
        _queue_up(*digests)
        until = _locked_until((Q(account=each), n, time) for each, n, time in tries)
        if until is not None:
            raise LockedOut(until)
        paid = [SignInAttempt(account=each, source=each) for each in digests]
        return [attempt.pk for attempt in SignInAttempt.objects.bulk_create(paid)]


def give_back(*attempts: int) -> None:
    """She was right: what she paid (keys of SignInAttempt) does not count. Old ones are
    forgotten."""
    SignInAttempt.objects.filter(pk__in=attempts).delete()
    SignInAttempt.objects.filter(at__lt=clock.now() - KEPT).delete()


def _queue_up(*digests: bytes) -> None:
    """Attempts at one account, or from one source, are counted one after another."""
    locks = sorted(int.from_bytes(d[:8], "big", signed=True) for d in set(digests))
    with connection.cursor() as cursor:
        for lock in locks:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def _budgets(account: bytes, visitor: Visitor) -> Iterator[Budget]:
    here = Q(source=visitor.source)
    if visitor.device:
        yield here & Q(account=account), PER_DEVICE, WINDOW
        return
    yield here & Q(account=account), PER_ACCOUNT_AND_SOURCE, WINDOW
    yield here, PER_SOURCE, WINDOW
    yield Q(account=account, known_device=False), PER_ACCOUNT, WINDOW


def _budgets_of_codes(account: bytes, visitor: Visitor) -> Iterator[Budget]:
    """A device that she signed in from has a day's count of its own: a laptop that was
    stolen with her password on it guesses no faster than anybody."""
    yield from _budgets(account, visitor)
    here = Q(source=visitor.source) if visitor.device else Q(known_device=False)
    yield here & Q(account=account), CODES_PER_DAY, DAY


def _locked_until(budgets: Iterable[Budget]) -> datetime | None:
    ends = []
    for which, budget, window in budgets:
        recent = SignInAttempt.objects.filter(which, at__gt=clock.now() - window)
        spent = list(recent.order_by("-at").values_list("at", flat=True)[:budget])
        if len(spent) == budget:
            ends.append(spent[-1] + window)
    return max(ends, default=None)
