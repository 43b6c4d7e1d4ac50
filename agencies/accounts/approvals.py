"""What needs two people: an administrator asks, another person approves.

A post for somebody (`cases.actions.posting` carries it out, for her work stays behind),
and a new beginning of a second factor. Nobody asks or approves for herself, nobody
approves what she asked; the table refuses it too.
"""

import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from agencies import audit, clock
from agencies.access import Act, OutOfScope, may, require
from agencies.accounts import second_factor, sessions, staff
from agencies.choices import (
    AssignmentKind,
    RequestKind,
    RequestState,
    Role,
    SessionEnd,
)
from agencies.models import AccountRequest, Agency, Assignment, Post, User
from agencies.sealing import keyring

CODE_DIGITS = 12
CODE_HOLDS = timedelta(hours=24)
# They look over others, from outside every command: one of their own agrees.
OVER_ALL = (Role.ADMINISTRATOR, Role.AUDITOR)


def to_decide(user: User) -> QuerySet[AccountRequest]:
    """Open requests that she may decide: all for an administrator, for a supervisor
    those about posts and people in her own office and below it."""
    if not may(user.hat, Act.APPROVE_ACCOUNTS):
        return AccountRequest.objects.none()
    found = AccountRequest.objects.open().exclude(asked_by=user).exclude(user=user)
    if may(user.hat, Act.MANAGE_ACCOUNTS):
        return found
    below = Agency.objects.filter(ancestors__contains=[user.hat.agency_id])
    of_post = Q(kind=RequestKind.POST, agency__in=below) & ~Q(role__in=OVER_ALL)
    of_people = Q(kind=RequestKind.SECOND_FACTOR) & _people_of(below)
    return found.filter(of_post | of_people)


def _people_of(below: QuerySet[Agency]) -> Q:
    """Whose home it is, and who looks over no command by any post of hers and holds
    none elsewhere: who is told the code of a reset may be she, in all her posts."""
    today = Assignment.objects.current(clock.today())
    home = today.filter(kind=AssignmentKind.HOME, post__agency__in=below)
    beyond = Q(post__role__in=OVER_ALL) | ~Q(post__agency__in=below)
    elsewhere = today.filter(beyond).values("user")
    return Q(user__in=home.values("user")) & ~Q(user__in=elsewhere)


def ask_for_post(
    user: User, *, to: Post, letter_number: str, by: User
) -> AccountRequest:
    """Ask that she gets the post; it begins when it is approved."""
    about = {"agency": to.agency, "role": to.role, "title": to.title}
    about["letter_number"] = letter_number
    return _ask(user, RequestKind.POST, about, by=by)


def ask_for_reset(user: User, *, by: User) -> AccountRequest:
    """Ask that her second factor begins anew: her device is lost, or the code with
    which she was to set one up after a reset."""
    if not (second_factor.has_one(user) or reset_of(user)):
        raise ValidationError(_("Akun ini belum memasang verifikasi dua langkah."))
    return _ask(user, RequestKind.SECOND_FACTOR, {}, by=by)


def _ask(user: User, kind: RequestKind, about: dict, *, by: User) -> AccountRequest:
    """One request of a kind is open at a time: a new one takes the place of the old,
    and one that says the same is refused, as long as the old may be approved."""
    require(by.hat, Act.MANAGE_ACCOUNTS)
    with transaction.atomic():
        user = staff.locked(user, by=by)
        _require_new(user.requests.open().filter(kind=kind, **about))
        waiting = user.requests.filter(kind=kind, state=RequestState.ASKED)
        waiting.update(state=RequestState.REPLACED)
        asked = AccountRequest(user=user, kind=kind, asked_by=by, **about)
        asked.full_clean()
        asked.save()
        changes = {"kind": [None, str(kind)], "role": [None, asked.role]}
        audit.record(by=by, verb="asked_account_change", subject=asked, changes=changes)
    return asked


DECIDED = {
    RequestState.APPROVED: "approved_account_change",
    RequestState.DECLINED: "declined_account_change",
}


def _require_new(same: QuerySet[AccountRequest]) -> None:
    before = same.select_related("asked_by").first()
    if before is not None and _may_still_ask(before.asked_by):
        refusal = _(
            "Permintaan yang sama sudah diajukan %(name)s dan menunggu persetujuan."
        )
        raise ValidationError(refusal % {"name": before.asked_by.full_name})


def decide(
    asked: AccountRequest, kind: RequestKind, state: RequestState, *, by: User
) -> AccountRequest:
    """The request, locked and decided: a part of the act that carries it out, for which
    a request of another kind does not count (OutOfScope). Whoever may decide about a
    post may not be one who decides about a second factor."""
    require(by.hat, Act.APPROVE_ACCOUNTS)
    asked = _locked(asked, kind, by=by)
    if state == RequestState.APPROVED and not _may_still_ask(asked.asked_by):
        raise ValidationError(
            _(
                "Yang meminta tidak lagi administrator, atau akunnya dibekukan. Minta"
                " lagi."
            )
        )
    asked.state, asked.decided_by, asked.decided_at = state, by, clock.now()
    asked.save(update_fields=["state", "decided_by", "decided_at"])
    changes = {"kind": [None, str(asked.kind)]}
    audit.record(by=by, verb=DECIDED[state], subject=asked, changes=changes)
    return asked


def _may_still_ask(user: User) -> bool:
    held = Assignment.objects.current(clock.today()).that_may(Act.MANAGE_ACCOUNTS)
    return user.is_active and held.filter(user=user).exists()


def _locked(asked: AccountRequest, kind: RequestKind, *, by: User) -> AccountRequest:
    """OutOfScope unless it is open, of this kind and hers to decide; her own is refused
    aloud."""
    if by.pk in (asked.asked_by_id, asked.user_id):
        raise PermissionDenied(_("Orang lain yang menyetujui permintaan ini."))
    # As `_ask` does: first the account, then what is asked about it.
    User.objects.select_for_update(no_key=True).get(pk=asked.user_id)
    mine = to_decide(by).select_for_update(of=("self",))
    mine = mine.filter(pk=asked.pk, kind=kind)
    found = mine.select_related("user", "asked_by").first()
    if found is None:
        raise OutOfScope
    return found


def decline(asked: AccountRequest, *, by: User) -> AccountRequest:
    with transaction.atomic():
        kind = RequestKind(asked.kind)
        return decide(asked, kind, RequestState.DECLINED, by=by)


def asked_by(user: User) -> QuerySet[AccountRequest]:
    """What she asked that nobody has decided yet."""
    return AccountRequest.objects.open().filter(asked_by=user)


def take_back(asked: AccountRequest, *, by: User) -> AccountRequest:
    """Her own request needs no decision any more; OutOfScope if it is not, or has
    one."""
    with transaction.atomic():
        # As `_ask` does: first the account, then what is asked about it.
        User.objects.select_for_update(no_key=True).get(pk=asked.user_id)
        mine = asked_by(by).select_for_update(of=("self",))
        found = mine.filter(pk=asked.pk).first()
        if found is None:
            raise OutOfScope
        found.state = RequestState.REPLACED
        found.save(update_fields=["state"])
        changes = {"kind": [None, str(found.kind)]}
        audit.record(
            by=by, verb="withdrew_account_change", subject=found, changes=changes
        )
    return found


def approve_reset(asked: AccountRequest, *, by: User) -> str:
    """Her second factor is gone and her sign-ins are over; the code with which she sets
    up another within a day, told this once: whoever has her password alone cannot. One
    that was told before holds no more, nor do tokens that she made herself."""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    with transaction.atomic():
        kind = RequestKind.SECOND_FACTOR
        asked = decide(asked, kind, RequestState.APPROVED, by=by)
        before = asked.user.requests.unused_resets().exclude(pk=asked.pk)
        before.update(state=RequestState.REPLACED)
        asked.code = _digest(asked, code)
        asked.save(update_fields=["code"])
        second_factor.remove(asked.user)
        sessions.end_everywhere(asked.user, SessionEnd.SECOND_FACTOR)
        asked.user.api_tokens.of_her_own().revoke()
        audit.record(by=by, verb="reset_second_factor", subject=asked.user)
    return "-".join(code[at : at + 4] for at in range(0, CODE_DIGITS, 4))


def reset_of(user: User) -> AccountRequest | None:
    """The approved reset after which she has set up nothing yet."""
    return user.requests.unused_resets().order_by("-decided_at").first()


def use_code(reset: AccountRequest, code: str) -> bool:
    """Is it the code that was told, in time? It is used up by that."""
    holds = reset.decided_at is not None and clock.now() < reset.decided_at + CODE_HOLDS
    given = _digest(reset, second_factor.digits(code))
    if not (holds and secrets.compare_digest(reset.code, given)):
        return False
    unused = AccountRequest.objects.filter(pk=reset.pk, used_at=None)
    return bool(unused.update(used_at=clock.now()))


def _digest(asked: AccountRequest, code: str) -> str:
    return keyring.digest(f"reset {asked.public_id}", code).hex()
