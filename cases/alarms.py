"""Alarms over what somebody looks at: when one is raised, and for whom."""

import datetime
from collections.abc import Collection, Sequence
from functools import reduce
from itertools import product
from operator import or_

from django.db import connection
from django.db.models import Q

from agencies import audit, clock
from agencies.access import Act, may
from agencies.accounts import command
from agencies.models import AuditEvent, User
from agencies.sections import Section
from cases.choices import LOOKS, UNASSIGNED, AlarmKind
from cases.models import Alarm

# So many victims may one person be shown in a day before somebody asks why.
IDENTITIES_A_DAY = 5
DAY = datetime.timedelta(days=1)
IDENTITY = str(Section.VICTIM_IDENTITY.name).lower()

# Of the events that were written: is one of their cases restricted (against an
# official, so that command is not to know); which alarms stand over her today; how many
# identities she was shown today, since they were last reviewed: not counted where that
# alarm stands or is none of those asked for.
STATE = f"""
WITH written(cases) AS (
  SELECT array_agg(case_id) FROM agencies_auditevent WHERE id = ANY(%s::uuid[])),
about(beyond) AS (
  SELECT EXISTS (SELECT FROM cases_case WHERE id = ANY(cases) AND is_restricted)
    FROM written WHERE cases IS NOT NULL),
standing(kinds) AS (
  SELECT ARRAY(SELECT kind FROM cases_alarm WHERE user_id = %s::bigint
    AND day = %s::date AND beyond_command = beyond AND verdict = '') FROM about)
SELECT beyond, kinds, CASE
  WHEN '{AlarmKind.IDENTITIES.value}' = ANY(%s::text[])
    AND '{AlarmKind.IDENTITIES.value}' <> ALL(kinds)
  THEN (SELECT coalesce(sum(n), 0) FROM identities_shown(ARRAY[%s::bigint],
    greatest(%s::timestamptz, (SELECT max(reviewed_at) FROM cases_alarm
      WHERE user_id = %s::bigint AND day = %s::date
        AND kind = '{AlarmKind.IDENTITIES.value}')), %s::timestamptz))
  ELSE 0 END
FROM about, standing
"""  # noqa: S608 - a constant of the code


def question(events: list[str], kinds: Collection[AlarmKind], *, by: User) -> list:
    """What `follow` wants to know of these events (by id): the values for STATE."""
    day = clock.today()
    first, last = clock.midnight(day), clock.midnight(day + DAY)
    ids, asked = f"{{{','.join(events)}}}", [str(kind) for kind in kinds]
    return [ids, by.pk, day, asked, by.pk, first, by.pk, day, last]


def follow(answer: list[tuple], kinds: Collection[AlarmKind], *, by: User) -> None:
    """Raise what is to be raised of `kinds` over what she is shown now."""
    for beyond, standing, shown in answer:
        for kind in kinds:
            is_few = kind == AlarmKind.IDENTITIES and shown <= IDENTITIES_A_DAY
            if not is_few and kind not in standing:
                _raise(kind, clock.today(), by=by, beyond=beyond)


def _raise(kind: AlarmKind, day: datetime.date, *, by: User, beyond: bool) -> None:
    """In the transaction of the look. Two requests at once raise one."""
    alarm, is_new = Alarm.objects.get_or_create(
        user=by,
        day=day,
        kind=kind.value,
        beyond_command=beyond,
        verdict="",
        defaults={
            "post": by.assignment.post,
            "raised_at": clock.now(),
            "reviewers": command.one_level_up(by, beyond_command=beyond),
        },
    )
    if is_new:
        told = {"kind": kind.value, "reviewers": alarm.reviewers}
        changes = {name: [None, value] for name, value in told.items()}
        audit.record(by=by, verb="raised_alarm", subject=alarm, changes=changes)


def next_above(alarm: Alarm, *, by: User) -> list[int] | None:
    """Who looks next when the reviewer finds it not justified; None after the last."""
    if not may(by.hat, Act.REVIEW) or by.hat.agency_type == command.PROPAM:
        return None
    return command.level_above(by.assignment.post.agency, besides=alarm.user)


def looks_of(alarms: Sequence[Alarm]) -> dict[int, list[AuditEvent]]:
    """By the alarm's id: the looks of that day which it is about, one for each case."""
    if not alarms:
        return {}
    looks = AuditEvent.objects.filter(reduce(or_, map(_of_day, alarms)))
    found: dict[int, dict[int | None, AuditEvent]] = {alarm.pk: {} for alarm in alarms}
    for event, alarm in product(looks.order_by("at", "id"), alarms):
        if _is_about(event, alarm):
            found[alarm.pk].setdefault(event.case_id, event)
    return {pk: list(seen.values()) for pk, seen in found.items()}


def _of_day(alarm: Alarm) -> Q:
    """Her looks of the alarm's day."""
    first = clock.midnight(alarm.day)
    last = clock.midnight(alarm.day + DAY)
    return Q(by=alarm.user_id, at__gte=first, at__lt=last, verb__in=LOOKS)


def _is_about(event: AuditEvent, alarm: Alarm) -> bool:
    day = event.at.astimezone(clock.WIB).date()
    if (event.by_id, day) != (alarm.user_id, alarm.day):
        return False
    if alarm.kind == AlarmKind.UNASSIGNED:
        return event.reason == UNASSIGNED
    return IDENTITY in event.changes["sections"][1].split(",")


def identities_of(
    people: Sequence[int], first: datetime.date, last: datetime.date
) -> dict[int, dict[datetime.date, int]]:
    """By user and day: how many victims she was shown the identity of. Counted behind
    the wall, for who reviews may see none of their cases."""
    found: dict[int, dict[datetime.date, int]] = {}
    since, until = clock.midnight(first), clock.midnight(last + DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM identities_shown(%s::bigint[], %s, %s)",
            [list(people), since, until],
        )
        for user, day, n in cursor.fetchall():
            found.setdefault(user, {})[day] = n
    return found
