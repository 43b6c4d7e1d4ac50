"""What ends by its date ends for good: work by letter, and what a post opened."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from agencies import clock, drafts
from agencies.choices import AssignmentKind
from agencies.models import Assignment, AuditEvent, Draft, PersonalKey, User
from agencies.sections import Section
from cases import actions, sight, tasks
from cases.choices import Work
from cases.models import Case, CaseWorker
from tests.cases.examples import assign
from tests.cases.involved import a_traced_case, at, order_for, read, send
from tests.cases.test_restricted_work import LEAK
from tests.people import person

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


@pytest.fixture
def case() -> Case:
    return a_traced_case()


def works_until_today(case: Case) -> CaseWorker:
    return actions.assign_worker(
        case,
        user=person("budi"),
        work=Work.INVESTIGATOR,
        letter_number="Sprin/417/XI/2025",
        starts_on=clock.today(),
        ends_on=clock.today(),
        by=person("rini"),
    )


def last_day(username: str) -> None:
    """Her home post ends today, by its date."""
    held = Assignment.objects.filter(user__username=username, kind=AssignmentKind.HOME)
    held.update(ends_on=clock.today())


def posted_again(username: str) -> None:
    user = User.objects.get(username=username)
    (before,) = user.assignments.filter(kind=AssignmentKind.HOME)
    Assignment.objects.create(
        user=user, post=before.post, kind=before.kind, starts_on=clock.today()
    )


def verbs() -> list[str]:
    by_nobody = AuditEvent.objects.filter(by=None).exclude(verb__startswith="refused")
    return sorted(by_nobody.values_list("verb", flat=True))


def test_work_holds_on_its_last_day_and_ends_after_it(case):
    worker = works_until_today(case)
    tasks.end_passed()
    worker.refresh_from_db()
    assert worker.ended_at is None
    with pytest.raises(ValidationError, match="belum berakhir"):
        actions.end_work(worker, by=None)

    with clock.set_to(clock.now() + TOMORROW):
        tasks.end_passed()
        tasks.end_passed()

    worker.refresh_from_db()
    assert worker.ended_at is not None
    event = AuditEvent.objects.get(verb="ended_work")
    assert (event.by, event.case_id) == (None, case.pk)
    assert event.subject_version == worker.version


def test_a_letter_that_has_passed_is_told_as_passed_and_a_new_one_is_taken(case):
    works_until_today(case)
    with clock.set_to(clock.now() + TOMORROW):
        tasks.end_passed()
        page = read("rini", at("case", case))
        assert "Orang dan instansi 0" in page
        assert "menurut suratnya" in page.split("Penugasan yang berakhir")[1]

        send("rini", at("case_worker_new", case), order_for("budi"))
    assert case.workers.filter(ended_at=None).count() == 1


def test_one_whose_case_was_withdrawn_ends_all_the_same(case):
    worker = works_until_today(case)
    Case.objects.filter(pk=case.pk).update(
        withdrawn_at=clock.now(), withdraw_reason="double"
    )
    with clock.set_to(clock.now() + TOMORROW):
        tasks.end_passed()
    worker.refresh_from_db()
    assert worker.ended_at is not None


def test_a_post_that_ends_by_its_date_opens_nothing_when_she_comes_back(case):
    assign(case, "budi")
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    drafts.save_draft(
        by=person("budi"), public_id=uuid4(), kind="case", fields={}, done=1
    )
    last_day("budi")
    tasks.end_passed()
    assert sight.of(person("budi"), case).sees(Section.NARRATIVE)

    with clock.set_to(clock.now() + TOMORROW):
        tasks.end_passed()
        tasks.end_passed()

    assert verbs() == ["ended_key", "ended_work", "left_draft", "left_office"]
    assert PersonalKey.objects.get(user__username="budi").ended_at is not None
    assert Draft.objects.get().left_at is not None
    with clock.set_to(clock.now() + timedelta(days=200)):
        posted_again("budi")
        assert not sight.of(person("budi"), case).opened
        actions.lift_restriction(case, by=person("sari"))
        assert not sight.of(person("budi"), case).sees(Section.NARRATIVE)


def test_who_goes_on_in_another_post_of_the_office_keeps_what_she_works_on(case):
    worker = assign(case, "budi")
    last_day("budi")
    with clock.set_to(clock.now() + TOMORROW):
        posted_again("budi")
        tasks.end_passed()
        assert sight.of(person("budi"), case).sees(Section.NARRATIVE)
    worker.refresh_from_db()
    assert (worker.ended_at, verbs()) == (None, [])


def test_her_second_hat_elsewhere_keeps_nothing_of_the_office_that_she_left(case):
    """Budi holds one at a neighbour's, and works there on nothing."""
    worker = assign(case, "budi")
    last_day("budi")
    with clock.set_to(clock.now() + TOMORROW):
        assert person("budi").assignment
        tasks.end_passed()
    worker.refresh_from_db()
    assert worker.ended_at is not None
