"""Somebody is moved at the very moment at which another ends what she may open."""

from collections.abc import Callable
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from agencies.access import OutOfScope
from agencies.choices import Role
from agencies.models import Agency, PersonalKey, Post
from cases import actions
from cases.choices import SightReason, Verdict
from cases.models import CaseKey
from tests.cases.examples import DAY
from tests.cases.test_restricted_endings import assigned
from tests.cases.test_restricted_work import LEAK, a_full_case
from tests.parallel import SECONDS, together, until_somebody_waits
from tests.people import person

Ending = Callable[[], object]


def of_a_reader() -> Ending:
    case = a_full_case()
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    key = actions.name_reader(case, user=person("budi"), by=person("sari"))
    return lambda: actions.end_key(key, by=person("sari"))


def of_work() -> Ending:
    case = a_full_case()
    worker = assigned(case, "budi", "rini")
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    actions.name_reader(case, user=person("rini"), by=person("sari"))
    return lambda: actions.end_work(worker, by=person("rini"))


def of_the_restriction() -> Ending:
    case = a_full_case()
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    actions.name_reader(case, user=person("budi"), by=person("sari"))
    return lambda: actions.lift_restriction(case, by=person("sari"))


def of_what_was_opened_in_danger() -> Ending:
    case = a_full_case()
    case.refresh_from_db()
    actions.break_glass(
        number=case.register_no, day=DAY, reason=SightReason.MISSING, by=person("citra")
    )
    [key] = CaseKey.objects.to_review_by(person("rini"))
    return lambda: actions.review_key(
        key, verdict=Verdict.UNJUSTIFIED, by=person("rini")
    )


@pytest.mark.parametrize(
    ("who", "to", "scene"),
    [
        ("budi", "POLRESTA-DPS-PPA", of_a_reader),
        ("budi", "POLRESTA-DPS-PPA", of_work),
        ("budi", "POLRESTA-DPS-PPA", of_the_restriction),
        ("citra", "POLRESTA-BPP-PPA", of_what_was_opened_in_danger),
    ],
)
def test_who_is_moved_meanwhile_locks_nobody_out(committed, who, to, scene):
    """Both lock the personal key first: whoever comes second waits, and no deadlock."""
    end = scene()
    office = Agency.objects.get(code=to)
    post = Post.objects.create(agency=office, role=Role.OFFICER, title="Penyidik")
    asked = actions.ask_move(
        person(who), to=post, letter_number="ST/9/2025", by=person("tono")
    )
    hers = PersonalKey.objects.filter(user__username=who, ended_at=None)
    is_held = Event()

    def move() -> str:
        with transaction.atomic():
            assert list(hers.select_for_update(of=("self",)))
            is_held.set()
            until_somebody_waits()
            actions.approve_move(asked, by=person("yuli"))
        return "moved"

    def other() -> str:
        is_held.wait(SECONDS)
        try:
            end()
        except (ValidationError, OutOfScope):
            return "refused"
        return "ended"

    assert together(move, other)[0] == "moved"
    assert not hers.exists()
