"""Alarms over what somebody looks at: when one is raised, and for whom."""

import datetime
from collections.abc import Collection, Sequence
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from agencies import audit, clock
from agencies.access import Act, may
from agencies.accounts import command
from agencies.models import AuditEvent, User
from agencies.sections import Section
from cases.choices import (
    ANSWERED_MATCH,
    CONTACTS_A_DAY,
    HANDLED,
    IDENTITIES_A_DAY,
    LOOKS,
    UNASSIGNED,
    AlarmKind,
)
from cases.models import Alarm, Case, IsRestricted
from cases.models.alarm import ShowsIdentity
from cases.person_choices import MatchAnswer

DAY = datetime.timedelta(days=1)
IDENTITY = str(Section.VICTIM_IDENTITY.name).lower()
# The acts that each kind is about.
VERBS_OF = {
    AlarmKind.UNASSIGNED: LOOKS,
    AlarmKind.IDENTITIES: (*LOOKS, *HANDLED),
    AlarmKind.CONTACTS: (ANSWERED_MATCH,),
}

# Of the events that were written, twice: for her command, and for who stands beyond it
# because a case is restricted (against an official, so that command is not to know of
# it). Is one of their cases of that sort; which alarms stand over this post of hers
# today; how many identities she was shown today, since that was last reviewed: not
# counted where the alarm stands or is none of those asked for.
STATE = f"""
WITH written(cases) AS (
  SELECT array_agg(case_id) FROM agencies_auditevent WHERE id = ANY(%s::uuid[])),
hers AS (
  SELECT * FROM cases_alarm WHERE user_id = %s::bigint AND post_id = %s::bigint
     AND day = %s::date)
SELECT beyond, EXISTS (SELECT FROM cases_case WHERE id = ANY(cases)
  AND is_restricted = beyond), kinds, CASE
  WHEN '{AlarmKind.IDENTITIES.value}' = ANY(%s::text[])
    AND '{AlarmKind.IDENTITIES.value}' <> ALL(kinds)
  THEN (SELECT coalesce(sum(CASE WHEN beyond AND n > n_open THEN n
      WHEN NOT beyond THEN n_open END), 0)
    FROM identities_shown(ARRAY[%s::bigint], greatest(%s::timestamptz,
      (SELECT max(reviewed_at) FROM hers
        WHERE kind = '{AlarmKind.IDENTITIES.value}' AND beyond_command = beyond)),
      %s::timestamptz))
  ELSE 0 END
FROM written, unnest(ARRAY[false, true]) beyond, LATERAL (SELECT ARRAY(
  SELECT kind FROM hers WHERE beyond_command = beyond AND verdict = '') AS kinds) open
WHERE cases IS NOT NULL
"""  # noqa: S608 - only the value of an AlarmKind is put in; the rest are parameters


def question(events: list[str], kinds: Collection[AlarmKind], *, by: User) -> list:
    """What `follow` wants to know of these events (by id): the values for STATE."""
    day, post = clock.today(), by.assignment.post_id
    first, last = clock.midnight(day), clock.midnight(day + DAY)
    ids, asked = f"{{{','.join(events)}}}", [str(kind) for kind in kinds]
    return [ids, by.pk, post, day, asked, by.pk, first, last]


def follow(answer: list[tuple], kinds: Collection[AlarmKind], *, by: User) -> None:
    """Raise what is to be raised of `kinds` over what she is shown now."""
    for beyond, is_shown_such, standing, identities in answer:
        calls_for = {
            AlarmKind.UNASSIGNED: is_shown_such,
            AlarmKind.IDENTITIES: identities > IDENTITIES_A_DAY,
        }
        for kind in kinds:
            if calls_for[kind] and kind not in standing:
                reviewers = command.one_level_up(by, beyond_command=beyond)
                of = {"user": by, "post": by.assignment.post, "day": clock.today()}
                _raise(reviewers, by=by, kind=kind.value, beyond_command=beyond, **of)


def over(event: AuditEvent, kinds: Collection[AlarmKind], *, by: User) -> None:
    """Raise what an act calls for that showed her somebody, as a look does."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, question([str(event.pk)], kinds, by=by))
        answer = cursor.fetchall()
    follow(answer, kinds, by=by)


def over_contacts(*, by: User) -> None:
    """Raise one over how many she got in touch with today, since that was last
    reviewed. A record may have been typed to learn who looks for somebody, and nobody
    else hears of its hits. Of no case, so that command hears of each."""
    of = {"user": by, "post": by.assignment.post, "day": clock.today()}
    of |= {"kind": AlarmKind.CONTACTS.value, "beyond_command": False}
    hers = Alarm.objects.filter(**of)
    since = hers.aggregate(last=Max("reviewed_at"))["last"]
    said = AuditEvent.objects.filter(
        by=by,
        post=of["post"],
        at__gte=since or clock.midnight(of["day"]),
        verb=ANSWERED_MATCH,
        changes__answer=["", MatchAnswer.CONTACT],
    )
    if said.count() > CONTACTS_A_DAY and not hers.filter(verdict="").exists():
        _raise(command.one_level_up(by), by=by, **of)


def go_beyond(case: Case, *, by: User) -> None:
    """Before `case` is restricted: each look at it that stands in an alarm is told past
    command, which hears of it no more."""
    verbs = VERBS_OF[AlarmKind.IDENTITIES]
    looks = AuditEvent.objects.filter(case_id=case.pk, verb__in=verbs)
    standing = Alarm.objects.filter(
        verdict="", beyond_command=False, user__in=looks.values("by")
    )
    alarms = list(standing.select_related("user", "post__agency").order_by("pk"))
    seen = looks_of(alarms)
    for alarm in alarms:
        if any(look.case_id == case.pk for look in seen[alarm.pk]):
            office = alarm.post.agency
            reviewers = command.internal_affairs(office, besides=alarm.user)
            of = {"user": alarm.user, "post": alarm.post, "day": alarm.day}
            _raise(reviewers, by=by, kind=alarm.kind, beyond_command=True, **of)


def _raise(reviewers: list[int], *, by: User, **of: Any) -> None:
    """In the transaction of what calls for it. Two requests at once raise one."""
    defaults = {"raised_at": clock.now(), "reviewers": reviewers}
    alarm, is_new = Alarm.objects.get_or_create(**of, verdict="", defaults=defaults)
    if is_new:
        told = {"kind": alarm.kind, "reviewers": alarm.reviewers}
        changes = {name: [None, value] for name, value in told.items()}
        audit.record(by=by, verb="raised_alarm", subject=alarm, changes=changes)


def next_above(alarm: Alarm, *, by: User) -> list[int] | None:
    """Who looks next when the reviewer finds it not justified; None after the last."""
    if not may(by.hat, Act.REVIEW) or by.hat.agency_type == command.PROPAM:
        return None
    return command.level_above(by.assignment.post.agency, besides=alarm.user)


def looks_of(alarms: Sequence[Alarm]) -> dict[int, list[AuditEvent]]:
    """By the alarm's id: the looks of that day which it is about, one for each case,
    and for each person the first act that showed her. Command hears of no restricted
    case."""
    return {pk: [acts[0] for acts in found] for pk, found in acts_of(alarms).items()}


def acts_of(alarms: Sequence[Alarm]) -> dict[int, list[list[AuditEvent]]]:
    """The same, with all that was done later of the same case or person: who opens a
    name first and the address afterwards has opened both."""
    if not alarms:
        return {}
    looks = AuditEvent.objects.filter(reduce(or_, map(_of_day, alarms)))
    looks = looks.annotate(
        is_beyond=IsRestricted("case_id"),
        shows_identity=ShowsIdentity("case_id", "subject_id"),
    )
    found: dict[int, dict[tuple, list]] = {alarm.pk: {} for alarm in alarms}
    for event, alarm in product(looks.order_by("at", "id"), alarms):
        if _is_about(event, alarm):
            about = (event.case_id, event.subject_id)
            found[alarm.pk].setdefault(about, []).append(event)
    return {pk: list(seen.values()) for pk, seen in found.items()}


def _of_day(alarm: Alarm) -> Q:
    """What she did of its sort on the alarm's day."""
    first = clock.midnight(alarm.day)
    last = clock.midnight(alarm.day + DAY)
    verbs = VERBS_OF[AlarmKind(alarm.kind)]
    return Q(by=alarm.user_id, at__gte=first, at__lt=last, verb__in=verbs)


def _is_about(event: AuditEvent, alarm: Alarm) -> bool:
    day = event.at.astimezone(clock.WIB).date()
    is_hers = (event.by_id, day) == (alarm.user_id, alarm.day)
    if not is_hers or event.verb not in VERBS_OF[AlarmKind(alarm.kind)]:
        return False
    if event.is_beyond and not alarm.beyond_command:
        return False
    if alarm.kind == AlarmKind.UNASSIGNED:
        return event.reason == UNASSIGNED and event.post_id == alarm.post_id
    if alarm.kind == AlarmKind.CONTACTS:
        told = event.changes["answer"][1]
        return told == MatchAnswer.CONTACT and event.post_id == alarm.post_id
    if event.verb in HANDLED:
        return event.shows_identity
    return IDENTITY in event.changes["sections"][1].split(",")


def identities_of(
    people: Sequence[int], first: datetime.date, last: datetime.date, *, beyond: bool
) -> dict[int, dict[datetime.date, int]]:
    """By user and day: how many victims she was shown the identity of; those of
    restricted cases only for who stands `beyond` command. Counted behind the wall, for
    who reviews may see none of their cases."""
    found: dict[int, dict[datetime.date, int]] = {}
    since, until = clock.midnight(first), clock.midnight(last + DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM identities_shown(%s::bigint[], %s, %s)",
            [list(people), since, until],
        )
        for user, day, n, n_open in cursor.fetchall():
            if shown := n if beyond else n_open:
                found.setdefault(user, {})[day] = shown
    return found
