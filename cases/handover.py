"""Serah terima: what people who left, or may act no more, have left to their unit."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies import clock
from agencies.access import Act, may
from agencies.models import Assignment, Draft, PersonalKey, User
from agencies.sections import Ground
from cases import stages
from cases.choices import Progress, Stage
from cases.models import Case, CaseScope, CaseWorker

SHOWN = 50
OPEN = [
    stage
    for stage in Stage
    if stages.PROGRESS_OF[stage] not in (Progress.STOPPED, Progress.TRANSFERRED)
    and stage != Stage.EXECUTED
]


def without_anybody(user: User) -> list[Case]:
    """Open cases that her office leads and on which nobody there works who may act:
    neither assigned, nor still there as who wrote it. The latest first, up to SHOWN."""
    hat = user.hat
    if not may(hat, Act.ASSIGN):
        return []
    posts = Assignment.objects.current(clock.today()).that_may(Act.EDIT_CASE)
    there = posts.filter(post__agency_id=hat.agency_id, user__suspended_at=None)
    at_work = CaseWorker.objects.today().filter(
        case_id=OuterRef("pk"), agency_id=hat.agency_id, user__in=there.values("user")
    )
    led = CaseScope.objects.under([hat.agency_id]).filter(grounds__shares=Ground.LEAD)
    found = (
        Case.objects.standing()
        .filter(led.exists_for("pk"), stage__in=OPEN)
        .exclude(Q(Exists(at_work)) | Q(created_by__in=there.values("user")))
    )
    return list(found.order_by("-reported_on", "-pk")[:SHOWN])


def not_handed_over() -> QuerySet[Assignment]:
    """Posts whose last day has gone by, of people who hold no other in that office,
    and to whom something is still open there: work, a key, a draft. One an office."""
    user, agency = OuterRef("user"), OuterRef("post__agency")
    posts = Assignment.objects.current(clock.today())
    hers = {"user": user, "agency": agency}
    held = (
        Exists(CaseWorker.objects.standing().filter(**hers, ended_at=None))
        | Exists(PersonalKey.objects.live_at(clock.now()).filter(**hers))
        | Exists(Draft.objects.kept().filter(by=user, agency=agency))
    )
    return (
        Assignment.objects.filter(held, ends_on__lt=clock.today())
        .exclude(Exists(posts.filter(user=user, post__agency=agency)))
        .order_by("user_id", "post__agency_id", "pk")
        .distinct("user_id", "post__agency_id")
        .select_related("post__agency")
    )


def drafts_left(user: User) -> list[dict[str, Any]]:
    """Drafts left to her office: {"id", "done", "by" (name), "at"}; no word of them."""
    if not may(user.hat, Act.ASSIGN):
        return []
    left = Draft.objects.left_to(user.hat.agency_id).select_related("by")
    return [
        {
            "id": draft.public_id,
            "done": draft.done,
            "by": draft.by.full_name,
            "at": draft.updated_at,
        }
        for draft in left[:SHOWN]
    ]
