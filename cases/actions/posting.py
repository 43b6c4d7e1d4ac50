"""Mutasi: people leave a post and get another, by letter; their work stays behind.

What opened cases to her in the office that she leaves ends in the same transaction (by
the hourly sweep, where the post ended by its date): her assignments to cases, and the
keys that she held there. What she typed and never sent
is left to the office. Whoever is in charge there finds both in the handover list.

A post gives sight and rights, so it takes two: an administrator asks for it, another
person approves (`agencies.accounts.approvals`). To end one, one is enough.
"""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from agencies import audit, clock, drafts
from agencies.access import NATION, Act, require
from agencies.accounts import approvals, staff
from agencies.choices import (
    AssignmentKind,
    RequestKind,
    RequestState,
    Role,
    SessionEnd,
)
from agencies.models import (
    AccountRequest,
    Agency,
    Assignment,
    Post,
    Region,
    User,
)
from cases import letters
from cases.models import CaseKey, CaseWorker

# What opens cases to her, ended by the database: whoever moves people sees no case.
WORK = "SELECT id, version, case_id FROM release_case_work(%s, %s, %s)"
KEYS = "SELECT id, version, case_id FROM release_case_keys(%s, %s, %s)"


def ask_move(user: User, *, to: Post, letter_number: str, by: User) -> AccountRequest:
    """Ask for a home post for her; `approve_move` by another person gives it. A post
    that was not saved yet is made then."""
    require(by.hat, Act.MANAGE_ACCOUNTS)
    letter = letters.read(letter_number)
    if to.pk is None:
        _look_at_region(to)
        to.full_clean()
    return approvals.ask_for_post(user, to=to, letter_number=letter, by=by)


def approve_move(asked: AccountRequest, *, by: User) -> Assignment:
    """Give her the home post that was asked for, from today on, in the place of the one
    that she has."""
    with transaction.atomic():
        kind = RequestKind.POST
        asked = approvals.decide(asked, kind, RequestState.APPROVED, by=by)
        # Not her key: what she does herself at that moment names her by it.
        people = User.objects.select_for_update(of=("self",), no_key=True)
        user = people.get(pk=asked.user_id)
        today = user.assignments.current(clock.today())
        before = today.filter(kind=AssignmentKind.HOME).select_related("post").first()
        if before is not None:
            _end(before, by=by)
        to = _post_of(asked, by=by)
        now = Assignment.objects.create(
            user=user,
            post=to,
            kind=AssignmentKind.HOME,
            letter_number=asked.letter_number,
            starts_on=clock.today(),
        )
        changes = {"post": [before.post_id if before else None, to.pk]}
        audit.record(by=by, verb="moved_person", subject=now, changes=changes)
        _end_sessions(user)
        if before is not None:
            _leave(user, before.post.agency, by=by)
    return now


def end_post(assignment: Assignment, *, by: User) -> Assignment:
    """End a post that she holds today, the home post or a second hat."""
    require(by.hat, Act.MANAGE_ACCOUNTS)
    with transaction.atomic():
        user = staff.locked(assignment.user, by=by)
        assignment.refresh_from_db(fields=["ends_on"])
        _end(assignment, by=by)
        _end_sessions(user)
        _leave(user, assignment.post.agency, by=by)
    return assignment


def hand_over(assignment: Assignment, *, by: None) -> None:
    """What a post opened ends with it where its last day has passed: nobody acts, the
    calendar does."""
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=assignment.user_id)
        _leave(user, assignment.post.agency, by=by)


def _post_of(asked: AccountRequest, *, by: User) -> Post:
    """The post that was asked for; made now, if there is still none such."""
    what = {"agency": asked.agency, "role": asked.role, "title": asked.title}
    post = Post.objects.filter(**what).first()
    if post is None:
        post = Post(**what)
        _make(post, by=by)
    return post


def _look_at_region(post: Post) -> None:
    """A post of a task force looks at the region that its office serves."""
    if post.role in Role.of_task_forces():
        post.region = _region_of(post.agency)


def _make(post: Post, *, by: User) -> None:
    _look_at_region(post)
    post.full_clean()
    post.save()
    changes = {"agency": [None, post.agency_id], "role": [None, post.role]}
    audit.record(by=by, verb="made_post", subject=post, changes=changes)


def _region_of(agency: Agency) -> Region:
    served = list(agency.regions.all()[:2])
    if not served:
        return Region.objects.get(code=NATION)
    if len(served) > 1:
        raise ValidationError(
            {"role": _("Instansi ini melayani beberapa wilayah, bukan satu.")}
        )
    return served[0]


def _end(assignment: Assignment, *, by: User) -> None:
    """Yesterday was its last day, so that it is none of hers at her next request."""
    last = clock.today() - datetime.timedelta(days=1)
    if assignment.ends_on is not None and assignment.ends_on <= last:
        raise ValidationError(_("Jabatan ini sudah berakhir."))
    if assignment.starts_on > last:
        raise ValidationError(
            _("Jabatan ini baru dimulai hari ini. Bekukan akunnya bila mendesak.")
        )
    before = assignment.ends_on and assignment.ends_on.isoformat()
    assignment.ends_on = last
    assignment.save(update_fields=["ends_on"])
    changes = {"ends_on": [before, last.isoformat()]}
    audit.record(by=by, verb="ended_posting", subject=assignment, changes=changes)


def _end_sessions(user: User) -> None:
    """Whichever hat she wears there: what she may put on has changed. Not everywhere,
    as `sessions.end_everywhere` does: one that begins at this moment wears a post that
    she has by now, or is over at its first request."""
    user.sessions.all().end(SessionEnd.POSTING)


def _leave(user: User, agency: Agency, *, by: User | None) -> None:
    """Unless she still holds another post there."""
    if user.assignments.current(clock.today()).filter(post__agency=agency).exists():
        return
    held = [user.pk, agency.pk, clock.now()]
    changes = {
        "keys": _release(CaseKey, KEYS, held, by=by, verb="ended_key"),
        "work": _release(CaseWorker, WORK, held, by=by, verb="ended_work"),
        "drafts": drafts.leave_drafts(by=by, of=user, agency=agency),
    }
    audit.record(by=by, verb="left_office", subject=user, changes=changes)


def _release(
    model: type[CaseKey] | type[CaseWorker],
    query: str,
    held: list[Any],
    *,
    by: User | None,
    verb: str,
) -> int:
    """End rows of hers, an event for each; how many."""
    with connection.cursor() as cursor:
        cursor.execute(query, held)
        released = cursor.fetchall()
    for pk, version, case_id in released:
        audit.record(
            by=by,
            verb=verb,
            subject=model(pk=pk),
            version=version,
            case_id=case_id,
            changes={},
        )
    return len(released)
