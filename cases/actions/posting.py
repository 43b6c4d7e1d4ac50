"""Mutasi: people leave a post and get another, by letter; their work stays behind.

What opened cases to her in the office that she leaves ends in the same transaction (by
the hourly sweep, where the post ended by its date): her assignments to cases, and the
keys that she held there. What she typed and never sent
is left to the office. Whoever is in charge there finds both in the handover list.
"""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from agencies import audit, clock, drafts
from agencies.access import NATION, Act, require
from agencies.accounts import staff
from agencies.choices import AssignmentKind, Role
from agencies.models import Agency, Assignment, Post, Region, User
from cases import letters
from cases.models import CaseKey, CaseWorker

# What opens cases to her, ended by the database: whoever moves people sees no case.
WORK = "SELECT id, version, case_id FROM release_case_work(%s, %s, %s)"
KEYS = "SELECT id, version, case_id FROM release_case_keys(%s, %s, %s)"


def move_person(user: User, *, to: Post, letter_number: str, by: User) -> Assignment:
    """Give her a home post from today on, in the place of the one that she has. A post
    that was not saved yet is made."""
    require(by.hat, Act.MANAGE_ACCOUNTS)
    letter = letters.read(letter_number)
    with transaction.atomic():
        user = staff.locked(user, by=by)
        today = user.assignments.current(clock.today())
        before = today.filter(kind=AssignmentKind.HOME).select_related("post").first()
        if before is not None:
            _end(before, by=by)
        if to.pk is None:
            _make(to, by=by)
        now = Assignment.objects.create(
            user=user,
            post=to,
            kind=AssignmentKind.HOME,
            letter_number=letter,
            starts_on=clock.today(),
        )
        changes = {"post": [before.post_id if before else None, to.pk]}
        audit.record(by=by, verb="moved_person", subject=now, changes=changes)
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
        _leave(user, assignment.post.agency, by=by)
    return assignment


def hand_over(assignment: Assignment, *, by: None) -> None:
    """What a post opened ends with it where its last day has passed: nobody acts, the
    calendar does."""
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=assignment.user_id)
        _leave(user, assignment.post.agency, by=by)


def _make(post: Post, *, by: User) -> None:
    """A post of a task force looks at the region that its office serves."""
    if post.role in Role.of_task_forces():
        post.region = _region_of(post.agency)
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
