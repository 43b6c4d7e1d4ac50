"""Attacks on the door, counted (S10): guessing, spraying, replay, telling apart.

Each begins with a quiet register and is undone. What was looked at is what left an
event of a refusal: a locked attempt leaves none.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.test import Client

from agencies import clock
from agencies.accounts.attempts import PER_SOURCE, WINDOW
from agencies.demo import PASSWORD
from agencies.models import AuditEvent
from tests.agencies.factors import (
    WRONG,
    code,
    given,
    is_in,
    show_code,
    show_password,
)
from tests.agencies.pages import sign_in

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
# After a code was used: at once, in its half minute, in the next, as long as it holds.
LATER = (0, 5, 29, 31, 45, 59, 61, 89)


def _looked_at() -> int:
    return AuditEvent.objects.filter(verb="sign_in_refused").count()


def _from(n: int) -> str:
    return f"10.{n // 62_500 + 2}.{n // 250 % 250}.{n % 250 + 1}"


def guessing(times: int) -> Counter:
    """One account from everywhere, within 15 minutes; then its owner comes by her own
    device. Names that nobody has are guessed at as long."""
    found: Counter = Counter()
    owner = Client()
    sign_in(owner, "sari")
    owner.post("/sign-out/")
    for name in ("sari", "nobody"):
        before = _looked_at()
        for n in range(times):
            sign_in(Client(REMOTE_ADDR=_from(n)), name, password=f"guess {n}")
        found[f"evaluated_of_{name}"] = _looked_at() - before
    found["guesses"] = 2 * times
    sign_in(owner, "sari")
    found["owner_kept_out"] = int(not is_in(owner))
    return found


def spraying(times: int) -> Counter:
    """One password on many names from one network, 15 minutes after 15 minutes."""
    found: Counter = Counter(sprayed=2 * times)
    for quarter in range(2):
        with clock.set_to(NOON + quarter * (WINDOW + timedelta(seconds=1))):
            before = _looked_at()
            for n in range(times):
                sign_in(Client(), f"user{quarter}.{n}", password="Indonesia2025!")
            found["sprayed_evaluated"] = max(
                found["sprayed_evaluated"], _looked_at() - before
            )
    return found


def guessing_codes(times: int) -> Counter:
    """By somebody who has the password; then the owner comes by her own device."""
    secret, found = given("dewi"), Counter(codes_guessed=times)
    with clock.set_to(NOON):
        owner = show_password("dewi")
        show_code(owner, code(secret))
        owner.post("/sign-out/")
        before = _looked_at()
        thief = show_password("dewi")
        for n in range(times):
            show_code(thief, WRONG, ip=_from(n))
            found["opened_by_guess"] += is_in(thief)
        found["codes_evaluated"] = _looked_at() - before
    with clock.set_to(NOON + timedelta(minutes=1)):
        show_password("dewi", client=owner)
        show_code(owner, code(secret))
        found["owner_kept_out"] = int(not is_in(owner))
    return found


def replaying(times: int) -> Counter:
    """Each code that she used, by somebody who saw it and has her password."""
    secret, found = given("dewi"), Counter()
    for n in range(times):
        start = NOON + timedelta(hours=n)
        with clock.set_to(start):
            hers, seen = show_password("dewi"), code(secret)
            show_code(hers, seen)
            found["used"] += is_in(hers)
        later = LATER[n % len(LATER)]
        with clock.set_to(start + timedelta(seconds=later)):
            thief = show_password("dewi", ip="10.9.9.9")
            show_code(thief, seen, ip="10.9.9.9")
            found["replayed"] += 1
            found["replays_accepted"] += is_in(thief)
    return found


def telling_apart(_times: int) -> Counter:
    """The answers to a wrong password of an account that is there, is not there, is
    suspended or has a second factor: the same to the byte, and no cookie tells."""
    given("dewi")
    asked = [("nobody", PASSWORD), ("agus", PASSWORD), ("sari", "x"), ("dewi", "x")]
    answers = set()
    for n, (name, password) in enumerate(asked):
        answer = sign_in(Client(REMOTE_ADDR=_from(n)), name, password=password)
        page = answer.content.decode().replace(name, "NAME")
        answers.add(
            (
                answer.status_code,
                page.split("csrfmiddlewaretoken")[0],
                tuple(sorted(answer.cookies)),
            )
        )
    return Counter(doors_compared=len(asked), told_apart=len(answers) - 1)


ATTACKS: dict[str, Callable[[int], Counter]] = {
    attack.__name__: attack
    for attack in (guessing, spraying, guessing_codes, replaying, telling_apart)
}


def undone(attack: Callable[[int], Counter], times: int) -> Counter:
    with transaction.atomic():
        try:
            return attack(times)
        finally:
            transaction.set_rollback(True)


def holds(found: Counter) -> bool:
    """Ten looked at of an account in 15 minutes, thirty from a source; no replay opens,
    nothing tells accounts apart, the owner gets in."""
    budgets = ("evaluated_of_sari", "evaluated_of_nobody", "codes_evaluated")
    never = ("owner_kept_out", "opened_by_guess", "replays_accepted", "told_apart")
    return (
        all(0 < found[name] <= 10 for name in budgets)
        and 0 < found["sprayed_evaluated"] <= PER_SOURCE
        and found["used"] == found["replayed"] > 0
        and not any(found[name] for name in never)
    )
