"""Mutasi: people leave a post and get another, by letter; their work stays behind.

What opened cases to her in the office that she leaves ends in the same transaction: her
assignments to cases, and the keys that she held there. What she typed and never sent
is left to the office. Whoever is in charge there finds both in the handover list.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from agencies import audit, clock, drafts
from agencies.access import Act, require
from agencies.accounts import staff
from agencies.choices import AssignmentKind
from agencies.models import Agency, Assignment, PersonalKey, Post, User
from cases.models import CaseWorker


def move_person(user: User, *, to: Post, letter_number: str, by: User) -> Assignment:
    """Give her a home post from today on, in the place of the one that she has."""
    require(by.hat, Act.MANAGE_ACCOUNTS)
    letter = letter_number.strip()
    if not letter:
        raise ValidationError({"letter_number": _("Isi nomor suratnya.")})
    with transaction.atomic():
        user = staff.locked(user, by=by)
        today = user.assignments.current(clock.today())
        before = today.filter(kind=AssignmentKind.HOME).select_related("post").first()
        if before is not None:
            _end(before, by=by)
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
        _end(assignment, by=by)
        _leave(user, assignment.post.agency, by=by)
    return assignment


def _end(assignment: Assignment, *, by: User) -> None:
    """Yesterday was its last day, so that it is none of hers at her next request."""
    last = clock.today() - datetime.timedelta(days=1)
    if assignment.starts_on > last:
        raise ValidationError(
            _("Jabatan ini baru dimulai hari ini. Bekukan akunnya bila mendesak.")
        )
    before = assignment.ends_on and assignment.ends_on.isoformat()
    assignment.ends_on = last
    assignment.save(update_fields=["ends_on"])
    changes = {"ends_on": [before, last.isoformat()]}
    audit.record(by=by, verb="ended_posting", subject=assignment, changes=changes)


def _leave(user: User, agency: Agency, *, by: User) -> None:
    """Unless she still holds another post there."""
    if user.assignments.current(clock.today()).filter(post__agency=agency).exists():
        return
    keys = PersonalKey.objects.filter(user=user, agency=agency, ended_at=None)
    ended = sorted(keys.values_list("pk", flat=True))
    keys.update(ended_at=clock.now())
    work = _release(user, agency)
    for pk, version, case_id in work:
        audit.record(
            by=by,
            verb="ended_work",
            subject=CaseWorker(pk=pk),
            version=version,
            case_id=case_id,
            changes={},
        )
    left = drafts.leave_drafts(by=by, of=user, agency=agency)
    changes = {"keys": ended, "work": len(work), "drafts": left}
    audit.record(by=by, verb="left_office", subject=user, changes=changes)


def _release(user: User, agency: Agency) -> list[tuple[int, int, int]]:
    """(id, version, case's id) of her work there, ended: whoever moves people sees no
    case, so the database ends it for them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, version, case_id FROM release_case_work(%s, %s, %s)",
            [user.pk, agency.pk, clock.now()],
        )
        return cursor.fetchall()
