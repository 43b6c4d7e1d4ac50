"""A restricted case is never left alone: who goes on with it holds a post for it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from agencies import clock
from agencies.choices import AssignmentKind, Role
from agencies.models import Assignment, AuditEvent, Post, User
from cases import actions, handover, readers
from cases.models import Case
from tests.cases.examples import PIMP, assign
from tests.cases.involved import at, read
from tests.cases.test_restricted_work import LEAK, a_full_case, rescued, seen, taken
from tests.people import person

OFFICER = PIMP | {"public_office": "police"}

pytestmark = pytest.mark.django_db


def home(username: str):
    held = Assignment.objects.filter(user__username=username)
    return held.filter(kind=AssignmentKind.HOME)


def becomes(username: str, role: Role) -> None:
    """A post of that role in her own office, in the place of the one that she has."""
    office = home(username).get().post.agency
    post = Post.objects.create(agency=office, role=role, title="Lain")
    home(username).update(post=post)


def ends(username: str) -> None:
    home(username).update(ends_on=clock.today() - timedelta(days=1))


def read_by(*usernames: str) -> Case:
    """A case that sari closed and named these readers of."""
    case = a_full_case()
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    for username in usernames:
        actions.name_reader(case, user=person(username), by=person("sari"))
    return case


def leave_budi(how: str) -> None:
    if how == "ended":
        ends("budi")
    else:
        becomes("budi", Role(how))


@pytest.mark.parametrize("how", ["ended", "administrator", "auditor", "companion"])
def test_a_reader_without_a_post_for_it_is_not_the_one_who_stays(how):
    case = read_by("budi")
    leave_budi(how)
    sari = readers.named(case).get(key__user__username="sari")

    with pytest.raises(ValidationError, match="terakhir"):
        actions.end_key(sari, by=person("sari"))

    User.objects.filter(username="sari").update(suspended_at=clock.now())
    assert rescued(case) == "named\n"


def test_who_recorded_the_official_and_reads_the_open_parts_is_not_the_one_who_stays():
    """budi works on nothing of it: his key opens what he saw before."""
    case = a_full_case()
    actions.add_suspect(case, OFFICER, by=person("budi"))
    sari = readers.named(case).get(key__user__username="sari")

    with pytest.raises(ValidationError, match="terakhir"):
        actions.end_key(sari, by=person("sari"))

    User.objects.filter(username="sari").update(suspended_at=clock.now())
    assert rescued(case) == "named\n"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_wrote_it_and_sees_cases_no_more_does_not_keep_her_supervisor_out(role):
    case = a_full_case()
    becomes("sari", role)
    found = {user.username for user, _more in readers.to_be(case, by=person("wati"))}
    assert found == {"wati", "rini"}


def test_who_sees_it_and_may_not_go_on_with_it_has_her_supervisor_beside_her():
    case = a_full_case()
    becomes("sari", Role.COMPANION)
    found = {user.username for user, _more in readers.to_be(case, by=person("wati"))}
    assert found == {"wati", "sari", "rini"}


def test_who_answers_for_an_office_reads_under_the_hat_that_answers():
    case = a_full_case()
    taken(case)
    case.workers.update(ended_at=clock.now())
    second = Post.objects.create(
        agency=home("wati").get().post.agency, role=Role.CASE_MANAGER, title="Lain"
    )
    becomes("wati", Role.COMPANION)
    Assignment.objects.create(
        user=User.objects.get(username="wati"),
        post=second,
        kind=AssignmentKind.BKO,
        letter_number="Sprin/9",
        starts_on=clock.today(),
    )
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    assert seen(case, "wati")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECRETARIAT])
def test_the_handover_lists_a_case_whose_worker_may_not_write_it(role):
    case = a_full_case()
    assign(case, "budi")
    home("sari").update(ends_on=clock.today() - timedelta(days=1))
    assert handover.without_anybody(person("rini")) == []
    becomes("budi", role)
    assert handover.without_anybody(person("rini")) == [case]


LONG = "Sprin/1117/XI/RES.1.15./2025/Ditreskrimum Polda Kaltim"


def rescue(case: Case, letter: str) -> None:
    call_command("rescue_case", case.register_no, "--to", "rini", "--letter", letter)


def test_a_rescue_keeps_its_letter_however_long_and_takes_none_that_is_no_number():
    case = read_by()
    User.objects.filter(username="sari").update(suspended_at=clock.now())
    for no_number in ("menyusul", " ", "S/1"):
        with pytest.raises(CommandError, match="nomor"):
            rescue(case, no_number)

    rescue(case, LONG)

    event = AuditEvent.objects.get(verb="rescued_case")
    assert event.changes["letter_number"] == [None, LONG]


def test_who_wrote_it_is_not_taken_off_and_the_words_say_why():
    case = read_by("rini", "budi")
    sari = readers.named(case).get(key__user__username="sari")

    with pytest.raises(ValidationError, match="mencatat perkara ini"):
        actions.end_key(sari, by=person("rini"))

    page = read("rini", at("case", case))
    assert "Keluarkan Budi" in page
    assert "Keluarkan Rini" in page, "she may leave"
    assert "Keluarkan Sari" not in page
    assert "Keluarkan Sari" in read("sari", at("case", case)), "so may the writer"


def test_who_was_assigned_is_not_offered_to_be_taken_off():
    case = a_full_case()
    taken(case)
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    actions.name_reader(case, user=person("rini"), by=person("sari"))
    page = read("sari", at("case", case))
    assert "Keluarkan Rini" in page
    assert "Keluarkan Wati" not in page
