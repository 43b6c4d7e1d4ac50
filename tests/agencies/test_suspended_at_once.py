"""Two who take each other's sight away at the same moment."""

import threading

from django.db import transaction

from agencies.accounts import staff
from agencies.choices import Role, SuspendReason
from agencies.models import AuditEvent, Post, User
from tests.parallel import together
from tests.people import person


def test_two_administrators_who_suspend_each_other_both_do(committed):
    Post.objects.filter(assignments__user__username="rini").update(
        role=Role.ADMINISTRATOR
    )
    tono, rini, both = person("tono"), person("rini"), threading.Barrier(2)

    def suspend(user: User, by: User) -> None:
        with transaction.atomic():
            staff.locked(user, by=by)
            both.wait(30)
            staff.suspend(user, reason=SuspendReason.MISUSE, by=by)

    together(lambda: suspend(rini, tono), lambda: suspend(tono, rini))

    assert AuditEvent.objects.filter(verb=staff.SUSPENDED).count() == 2
    assert not User.objects.filter(pk__in=[tono.pk, rini.pk], suspended_at=None)
