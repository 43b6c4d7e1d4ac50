"""What becomes of alarms that stand over a case when it is restricted, and after."""

from datetime import UTC, datetime, timedelta

import pytest

from agencies import audit, clock
from agencies.access import OutOfScope
from agencies.models import AuditEvent
from cases import actions, looks, sight
from cases.choices import AlarmKind, RestrictReason, Verdict
from cases.models import Alarm, Case
from tests.cases.examples import GIRL, a_case
from tests.cases.involved import MORNING, OFFICER
from tests.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sunday_morning")]


def look(username: str, case: Case) -> None:
    user = person(username)
    looks.opened(sight.of(user, case), user)


def queue(username: str) -> list[tuple[str, str]]:
    """Whose looking waits for her, and of what kind."""
    found = Alarm.objects.to_review_by(person(username)).order_by("pk")
    return list(found.values_list("user__username", "kind"))


def close(case: Case) -> None:
    actions.restrict_case(case, by=person("rini"), reason=RestrictReason.LEAK)


UNASSIGNED, IDENTITIES = AlarmKind.UNASSIGNED, AlarmKind.IDENTITIES


def test_who_closes_what_she_looked_at_is_told_past_command():
    """She reports an official in a colleague's case, and so reads it by name."""
    case = a_case(person("sari"))
    look("budi", case)
    actions.add_suspect(case, OFFICER, by=person("budi"))
    assert queue("hadi") == [("budi", UNASSIGNED)]
    told = AuditEvent.objects.filter(verb="raised_alarm").latest("at", "id")
    assert told.subject_id == Alarm.objects.get(beyond_command=True).pk
    assert audit.is_genuine(told)


def test_closing_tells_of_each_who_looked_and_of_nothing_else():
    few = [a_case(person("sari"), victims=(GIRL,) * 3) for _n in range(2)]
    for case in few:
        look("rini", case)
    look("budi", few[0])
    look("sari", few[0])  # her own work, and three are not many
    look("budi", a_case(person("budi"), victims=(GIRL,) * 6))  # not of this case
    close(few[0])
    assert queue("hadi") == [("rini", IDENTITIES), ("budi", UNASSIGNED)]
    close(few[1])
    assert len(queue("hadi")) == 2


def test_what_was_found_justified_is_not_told_again():
    case = a_case(person("sari"))
    look("budi", case)
    alarm = Alarm.objects.get()
    actions.review_alarm(alarm, verdict=Verdict.JUSTIFIED, by=person("rini"))
    close(case)
    assert queue("hadi") == []


def test_command_is_not_shown_what_it_may_hear_no_more_of_until_that_is_lifted():
    many = [a_case(person("sari"), victims=(GIRL,) * 3) for _n in range(2)]
    for case in many:
        look("rini", case)
    assert queue("dewi") == [("rini", IDENTITIES)]
    close(many[0])  # three are left: an alarm over them would tell of the others
    assert queue("dewi") == []
    actions.lift_restriction(many[0], by=person("rini"))
    assert queue("dewi") == [("rini", IDENTITIES)]


def test_what_is_left_of_it_stays():
    closed, left = a_case(person("sari")), a_case(person("sari"))
    for case in (closed, left):
        look("budi", case)
    close(closed)
    assert queue("rini") == [("budi", UNASSIGNED)]
    close(left)
    assert queue("rini") == []


def test_what_was_reviewed_before_does_not_keep_it_shown():
    before, after = a_case(person("sari")), a_case(person("sari"))
    look("budi", before)
    alarm = Alarm.objects.get()
    with clock.set_to(MORNING + timedelta(minutes=30)):
        actions.review_alarm(alarm, verdict=Verdict.JUSTIFIED, by=person("rini"))
    with clock.set_to(MORNING + timedelta(hours=1)):
        look("budi", after)
        assert queue("rini") == [("budi", UNASSIGNED)]
        close(after)
        assert queue("rini") == []


def test_nobody_gives_a_verdict_on_what_she_is_not_shown():
    case = a_case(person("sari"))
    look("budi", case)
    alarm = Alarm.objects.get()
    close(case)
    with pytest.raises(OutOfScope):
        actions.review_alarm(alarm, verdict=Verdict.JUSTIFIED, by=person("rini"))


@pytest.mark.parametrize(
    "moment", [datetime(2026, 11, 22, 16, 59, tzinfo=UTC), MORNING.replace(hour=17)]
)
def test_a_day_is_that_of_jakarta(moment):
    with clock.set_to(moment):
        look("budi", a_case(person("sari")))
        look("sari", a_case(person("sari"), victims=(GIRL,) * 6))
        assert len(queue("rini")) == 2
