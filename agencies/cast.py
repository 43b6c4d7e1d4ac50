"""Brings the cast of `agencies.demo` into the register, and back to how it was.

A visitor of the demo may change a password or end an assignment; the next load undoes
it, so that the accounts on the sign-in page always work.
"""

from datetime import UTC, date, datetime
from typing import TypeVar

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction

from agencies import clock
from agencies.choices import AssignmentKind
from agencies.demo import CAST, PASSWORD, SECOND_HATS, Member, SecondHat
from agencies.models import Agency, Assignment, Post, Region, User
from agencies.reference import Count, wait_for_other_loads

M = TypeVar("M", bound=models.Model)

IN_POST_SINCE = date(2020, 1, 6)
SECOND_HAT_SINCE = date(2025, 10, 1)
SUSPENDED_AT = datetime(2025, 9, 1, 1, 0, tzinfo=UTC)


def load_cast() -> Count:
    """Users, posts and assignments of the cast, in one transaction."""
    with transaction.atomic():
        wait_for_other_loads()
        password = stored_password()
        count = Count()
        for member in CAST:
            user, counted = load_user(member, password)
            count += counted
            count += assign_home(user, member)
        for hat in SECOND_HATS:
            count += assign_second(hat)
        # A device that a visitor set up would keep the next one out.
        cast = [member.username for member in CAST]
        Authenticator.objects.filter(user__username__in=cast).delete()
        return count


def stored_password() -> str:
    """The password's hash, one for all: hashing it for each would cost seconds."""
    first = User.objects.filter(username=CAST[0].username).first()
    if first and check_password(PASSWORD, first.password):
        return first.password
    return make_password(PASSWORD)


def load_user(member: Member, password: str) -> tuple[User, Count]:
    user = User.objects.filter(username=member.username).first()
    return bring(
        user or User(username=member.username, password_changed_at=clock.now()),
        full_name=member.full_name,
        password=password,
        suspended_at=SUSPENDED_AT if member.suspended else None,
    )


def assign_home(user: User, member: Member) -> Count:
    post, count = load_post(member, region=member.region)
    home = user.assignments.filter(kind=AssignmentKind.HOME, ends_on=None).first()
    _row, assigned = bring(
        home or Assignment(user=user, kind=AssignmentKind.HOME),
        post_id=post.pk,
        starts_on=IN_POST_SINCE,
    )
    return count + assigned


def assign_second(hat: SecondHat) -> Count:
    """A hat of the running year: dated, and still to be tried next year."""
    post, count = load_post(hat, region=None)
    user = User.objects.get(username=hat.username)
    held = user.assignments.filter(kind=hat.kind, post=post).first()
    _row, assigned = bring(
        held or Assignment(user=user, kind=hat.kind, post=post),
        letter_number=hat.letter_number,
        starts_on=SECOND_HAT_SINCE,
        ends_on=date(clock.today().year, 12, 31),
    )
    return count + assigned


def load_post(holder: Member | SecondHat, *, region: str | None) -> tuple[Post, Count]:
    """The post of that agency, role and title; raises DoesNotExist for a wrong code."""
    agency = Agency.objects.get(code=holder.agency)
    keys = {"agency": agency, "role": holder.role, "title": holder.title}
    post = Post.objects.filter(**keys).first()
    wanted = Region.objects.get(code=region).pk if region else None
    return bring(post or Post(**keys), region_id=wanted)


def bring(row: M, **values) -> tuple[M, Count]:
    """`row` with these values, saved when it is new or differs; and what was done."""
    new = row.pk is None
    if not new and all(getattr(row, name) == values[name] for name in values):
        return row, Count(unchanged=1)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save(update_fields=None if new else list(values))
    return row, Count(created=int(new), changed=int(not new))
