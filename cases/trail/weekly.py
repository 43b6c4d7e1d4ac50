"""Tinjauan mingguan: who looked at what in a week, for whoever answers for it."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Func, Q, QuerySet
from django.urls import reverse

from agencies import clock
from agencies.access import Act, may
from agencies.accounts import command
from agencies.choices import Role
from agencies.models import Agency, Assignment, AuditEvent, Post, User
from cases import alarms
from cases.alarms import DAY
from cases.choices import (
    BROKE_GLASS,
    LOOKS,
    OPENED,
    REVEALED,
    REVIEWED_WEEK,
    UNASSIGNED,
)
from cases.models import Case, IsRestricted
from cases.trail import reading

MOST = 100
NAME = re.compile(r"(20\d{2})-W(\d{2})\Z")
EXPORTED = "downloaded_export"
# By user: how often each code.
Counts = dict[int, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Week:
    """By its Monday; days are those of Jakarta."""

    first: date

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(day - day.weekday() * DAY)

    @classmethod
    def named(cls, name: str) -> "Week":
        """By ISO 8601, "2026-W47"; ValueError for anything else."""
        if not (said := NAME.match(name)):
            raise ValueError(name)
        return cls(date.fromisocalendar(int(said[1]), int(said[2]), 1))

    @property
    def name(self) -> str:
        return f"{self.first:%G-W%V}"

    @property
    def last(self) -> date:
        return self.first + 6 * DAY

    @property
    def before(self) -> "Week":
        return Week(self.first - 7 * DAY)

    @property
    def after(self) -> "Week":
        return Week(self.first + 7 * DAY)

    @property
    def has_ended(self) -> bool:
        return self.last < clock.today()


@dataclass(frozen=True, slots=True)
class Line:
    """What one person looked at in a week. `cases` are the keys of those that she
    opened without any tie to them; `fields` and `reasons` say how often she opened what
    of somebody's identity, and why."""

    user: User
    posts: list[Post]
    cases: list[int]
    identities: dict[date, int]
    in_danger: int
    exports: int
    fields: dict[str, int]
    reasons: dict[str, int]


def lines(by: User, week: Week) -> list[Line]:
    """The people whom `by` answers for; who opened most that was not theirs first."""
    count = Count("id", filter=Q(verb=BROKE_GLASS))
    files = Count("subject_id", filter=Q(verb=EXPORTED), distinct=True)
    own = Q(verb=OPENED, reason=UNASSIGNED)
    cases = ArrayAgg("case_id", filter=own, distinct=True, default=[])
    opened = Count("case_id", filter=own, distinct=True)
    found = list(
        _events(by, week, (*LOOKS, REVEALED, BROKE_GLASS, EXPORTED))
        .values("by")
        .annotate(
            cases=cases,
            opened=opened,
            in_danger=count,
            exports=files,
            posts=ArrayAgg("post", distinct=True),
        )
        .order_by("-opened", "-in_danger", "-exports", "by")[:MOST]
    )
    users = User.objects.in_bulk([row["by"] for row in found])
    keys = {post for row in found for post in row["posts"]}
    posts = Post.objects.select_related("agency").in_bulk(keys)
    days = (week.first, week.last)
    shown = alarms.identities_of(list(users), *days, beyond=_stands_beyond(by))
    fields, reasons = _opened(by, week, list(users))
    return [
        Line(
            users[row["by"]],
            [posts[post] for post in row["posts"]],
            row["cases"],
            shown.get(row["by"], {}),
            row["in_danger"],
            row["exports"],
            fields.get(row["by"], {}),
            reasons.get(row["by"], {}),
        )
        for row in found
    ]


def _opened(by: User, week: Week, users: list[int]) -> tuple[Counts, Counts]:
    """Fields of identities that they opened, and the reasons that they gave: of no
    restricted case, whoever asks."""
    found = _events(by, week, (REVEALED,)).filter(by__in=users)
    found = found.exclude(IsRestricted("case_id")).order_by()
    named = found.annotate(said=Func("changes", function="jsonb_object_keys"))
    return tuple(
        _by_person(each.values_list("by", "said").annotate(n=Count("pk")))
        for each in (named, found.annotate(said=F("reason")))
    )


def _by_person(rows: Iterable[tuple[int, str, int]]) -> Counts:
    counts: Counts = {}
    for person, said, n in sorted(rows, key=lambda row: (-row[2], row[1])):
        counts.setdefault(person, {})[said] = n
    return counts


def _events(by: User, week: Week, verbs: Collection[str]) -> QuerySet[AuditEvent]:
    """Such acts of the week by those whom she answers for; of no restricted case for
    command."""
    events = AuditEvent.objects.filter(
        at__gte=clock.midnight(week.first),
        at__lt=clock.midnight(week.after.first),
        verb__in=verbs,
        post__isnull=False,
    ).exclude(by=by)
    if not may(by.hat, Act.REVIEW):  # the auditor
        return events
    own = by.assignment.post.agency
    top = own.parent_id if own.type == command.PROPAM else own.pk
    below = Agency.objects.filter(ancestors__contains=[top])
    people = Assignment.objects.filter(post__agency__in=below).values("user")
    events = events.filter(by__in=people, post__agency__in=below)
    if not _stands_beyond(by):
        events = events.exclude(IsRestricted("case_id"))
    return events.exclude(post__agency=own, post__role=Role.SUPERVISOR)


def _stands_beyond(by: User) -> bool:
    """Past all command: the auditor, and internal affairs."""
    return not may(by.hat, Act.REVIEW) or by.hat.agency_type == command.PROPAM


def reviewed(by: User, week: Week) -> AuditEvent | None:
    """That her office has looked at the week, if it has."""
    marks = AuditEvent.objects.filter(
        subject_type=Agency._meta.label,
        subject_id=by.hat.agency_id,
        verb=REVIEWED_WEEK,
        reason=week.name,
    )
    return marks.select_related("by").order_by("at").first()


@dataclass(frozen=True, slots=True)
class Named:
    """A case by its register number; `url` where its page opens to the reader."""

    number: str
    url: str = ""


def named(by: User, cases: Collection[int]) -> dict[int, Named]:
    """Those of the cases that she may see, by key; the auditor reads the numbers of all
    of them, as in the trail, and opens none."""
    if may(by.hat, Act.READ_AUDIT):
        found = reading.numbers_of(set(cases))
        return {pk: Named(number) for pk, number in found.items()}
    seen = Case.objects.open_to(by).filter(pk__in=cases)
    return {
        pk: Named(number, reverse("case", args=[public_id]))
        for pk, number, public_id in seen.values_list("pk", "register_no", "public_id")
    }
