"""Answering for what one's people look at: an alarm, and a week."""

from django.db import transaction

from agencies import audit, clock
from agencies.access import OutOfScope, require_review
from agencies.models import AuditEvent, User
from cases import alarms
from cases.actions import rows
from cases.choices import REVIEWED_WEEK, Verdict
from cases.models import Alarm


def review_alarm(alarm: Alarm, *, verdict: Verdict, by: User) -> Alarm:
    """Say whether it was justified. What is not goes one level up, until nobody is left
    above; OutOfScope unless it is hers to look at."""
    require_review(by.hat)
    with transaction.atomic():
        waiting = Alarm.objects.to_review_by(by).select_for_update(of=("self",))
        locked = waiting.select_related("user").filter(pk=alarm.pk).first()
        if locked is None:
            raise OutOfScope
        is_justified = verdict == Verdict.JUSTIFIED
        above = None if is_justified else alarms.next_above(locked, by=by)
        if above is None:
            locked.verdict = Verdict(verdict).value
            locked.reviewed_at = clock.now()
        else:
            locked.reviewers = above
        locked.save(update_fields=["reviewers", "verdict", "reviewed_at"])
        changes = {"verdict": ["", Verdict(verdict).value]}
        audit.record(by=by, verb="reviewed_alarm", subject=locked, changes=changes)
    return locked


def review_week(week: str, *, by: User) -> AuditEvent:
    """Put on record that her office has looked at that week ("2026-W47")."""
    require_review(by.hat)
    return audit.record(
        by=by, verb=REVIEWED_WEEK, subject=rows.agency_of(by), reason=week
    )
