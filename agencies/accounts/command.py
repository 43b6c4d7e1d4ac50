"""Who answers for whom: the office one level up, and who watches the watchers.

Offices are told by their ids, those in whose name a supervisor may act today first.
"""

from collections.abc import Iterable

from agencies import clock
from agencies.access import Act, may
from agencies.choices import Role
from agencies.models import Agency, Assignment, User

PROPAM = "propam"
POLICE = ("police", PROPAM)


def supervised(offices: Iterable[int], *, besides: User) -> list[int]:
    """Those of the offices in which a supervisor other than `besides` may act today,
    the one that stands lowest first."""
    held = (
        Assignment.objects.current(clock.today())
        .filter(post__role=Role.SUPERVISOR, user__suspended_at=None)
        .filter(post__agency_id__in=list(offices))
        .exclude(user=besides)
    )
    found = Agency.objects.filter(posts__assignments__in=held).distinct()
    return [office.pk for office in sorted(found, key=_height)]


def supervised_above(agency: Agency, *, besides: User) -> list[int]:
    """Ids of `agency` and the offices above it in which a supervisor may act today, the
    nearest first; `besides` and her own office do not count."""
    offices = [pk for pk in agency.ancestors if pk != besides.hat.agency_id]
    return supervised(offices, besides=besides)


def one_level_up(user: User, *, beyond_command: bool = False) -> list[int]:
    """The office that answers for what she does under the hat that she wears: her
    unit's supervisors; for one of them, or where there is none, the nearest office
    above in which one may act. `beyond_command` leaves her chain out.

    Where nobody is left, or may know: internal affairs; without them no office, which
    is the auditor.
    """
    office = user.assignment.post.agency
    if beyond_command:
        return internal_affairs(office, besides=user)
    return level_above(office, besides=user, inside=not may(user.hat, Act.REVIEW))


def level_above(office: Agency, *, besides: User, inside: bool = False) -> list[int]:
    """The nearest office above `office` (or that itself, if `inside`) in which a
    supervisor may act; internal affairs where there is none."""
    offices = [pk for pk in office.ancestors if inside or pk != office.pk]
    return supervised(offices, besides=besides)[:1] or internal_affairs(
        office, besides=besides
    )


def internal_affairs(office: Agency, *, besides: User) -> list[int]:
    """For the police the nearest Propam beside an office above, never one below it;
    rather one in which somebody acts. Other trades have none."""
    if office.type not in POLICE:
        return []
    found = Agency.objects.filter(type=PROPAM, parent_id__in=office.ancestors)
    offices = sorted(found.exclude(ancestors__contains=[office.pk]), key=_height)
    keys = [office.pk for office in offices]
    return (supervised(keys, besides=besides) or keys)[:1]


def _height(office: Agency) -> int:
    """The lowest has the most above it."""
    return -len(office.ancestors)
