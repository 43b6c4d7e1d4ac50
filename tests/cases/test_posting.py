"""Suspension and mutasi: sight ends with the post, and the work stays with the unit."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agencies import clock, drafts
from agencies.access import OutOfScope
from agencies.accounts import staff
from agencies.accounts.authentication import acting_user
from agencies.choices import Role, SuspendReason
from agencies.models import (
    Agency,
    Assignment,
    AuditEvent,
    Draft,
    PersonalKey,
    Post,
    Region,
    User,
)
from cases import actions, handover
from cases.choices import RestrictReason
from cases.models import Case, CaseKey, CaseWorker
from tests.cases.examples import a_case, assign
from tests.cases.moving import move_person
from tests.cases.test_danger import a_full_case, opened
from tests.people import person

pytestmark = pytest.mark.django_db

TEXT = {"narrative": ["Diajak kerja."]}


def post_in(code: str) -> Post:
    agency = Agency.objects.get(code=code)
    return Post.objects.create(agency=agency, role=Role.OFFICER, title="Penyidik")


def moved(username: str, code: str = "POLRESTA-DPS-PPA", by: str = "tono"):
    return move_person(
        person(username), to=post_in(code), letter_number="ST/9/2025", by=person(by)
    )


def a_draft(username: str) -> Draft:
    return drafts.save_draft(
        by=person(username), public_id=uuid4(), kind="case", fields=TEXT, done=1
    )


def opens(username: str, draft: Draft) -> dict:
    kept = {"by": person(username), "public_id": draft.public_id, "kind": "case"}
    return drafts.open_draft(**kept)[1]


def test_a_suspension_is_on_record_with_its_reason_and_letter():
    staff.suspend(
        person("budi"),
        reason=SuspendReason.DISCIPLINE,
        letter_number=" ND/7/XI/2025 ",
        by=person("rini"),
    )
    event = staff.suspension_of(User.objects.get(username="budi"))
    assert event is not None
    assert (event.by, event.reason) == (person("rini"), "discipline")
    assert event.changes == {"letter_number": [None, "ND/7/XI/2025"]}


@pytest.mark.parametrize("by", ["tono", "rini"])
def test_the_administrator_and_her_supervisor_suspend_her(by):
    staff.suspend(person("budi"), reason=SuspendReason.MISUSE, by=person(by))
    assert acting_user(user__username="budi") is None
    assert AuditEvent.objects.get().verb == "suspended_account"


def test_only_the_administrator_gives_it_back():
    staff.suspend(person("budi"), reason=SuspendReason.MISUSE, by=person("rini"))
    budi = User.objects.get(username="budi")
    with pytest.raises(PermissionDenied):
        staff.unsuspend(budi, by=person("rini"))
    staff.unsuspend(budi, by=person("tono"))
    assert person("budi")


def test_a_supervisor_commands_the_people_of_her_own_unit_and_nobody_else():
    for username in ("citra", "wati", "dewi", "tono"):
        with pytest.raises(OutOfScope):
            staff.suspend(
                person(username), reason=SuspendReason.MISUSE, by=person("rini")
            )


@pytest.mark.parametrize("by", ["sari", "wati", "seto", "ani"])
def test_nobody_else_suspends_or_moves(by):
    with pytest.raises(PermissionDenied):
        staff.suspend(person("budi"), reason=SuspendReason.MISUSE, by=person(by))
    with pytest.raises(PermissionDenied):
        moved("budi", by=by)


def test_the_administrator_gives_no_post_to_herself():
    with pytest.raises(OutOfScope):
        moved("tono", by="tono")


@pytest.mark.parametrize("letter", [" ", ".", "menyusul", "S/1"])
def test_a_move_needs_its_letter(letter):
    with pytest.raises(ValidationError, match="surat"):
        move_person(
            person("budi"),
            to=post_in("POLDA-KALTIM"),
            letter_number=letter,
            by=person("tono"),
        )


def test_she_acts_for_her_new_office_from_now_on():
    moved("budi")
    assert (
        person("budi").hat.agency_id == Agency.objects.get(code="POLRESTA-DPS-PPA").pk
    )


def test_her_work_ends_and_does_not_come_back_with_her():
    case = a_case(person("sari"))
    worker = assign(case, "budi")
    moved("budi")

    worker.refresh_from_db()
    assert worker.ended_at is not None
    assert not CaseWorker.objects.today().filter(case=case).exists()
    event = AuditEvent.objects.get(verb="ended_work")
    assert (event.case_id, event.subject_version) == (case.pk, worker.version)
    assert worker.versions.count() == 2


def test_her_keys_of_that_office_end():
    case = a_case(person("citra"))
    actions.restrict_case(case, by=person("citra"), reason=RestrictReason.LEAK)
    moved("citra", "POLRESTA-BPP-PPA")
    assert not PersonalKey.objects.live_at(clock.now()).exists()
    assert not Case.objects.visible_to(person("citra")).exists()


def test_a_key_that_ends_with_the_post_is_told_on_its_case():
    case = a_full_case()
    opened(case, "citra")
    moved("citra", "POLRESTA-BPP-PPA")

    key = CaseKey.objects.get()
    event = AuditEvent.objects.get(verb="ended_key")
    assert (event.case_id, event.subject_version) == (case.pk, key.version)
    assert key.versions.count() == key.version == 2
    assert AuditEvent.objects.get(verb="left_office").changes["keys"] == 1


def test_what_ended_before_is_not_lengthened():
    held = person("budi").assignment
    assert held is not None
    last = clock.today() - timedelta(days=30)
    Assignment.objects.filter(pk=held.pk).update(ends_on=last)
    with pytest.raises(ValidationError, match="sudah berakhir"):
        actions.end_post(held, by=person("tono"))
    held.refresh_from_db()
    assert held.ends_on == last


def test_a_new_post_is_made_with_the_move_and_on_record():
    to = Post(
        agency=Agency.objects.get(code="POLRESTA-DPS-PPA"),
        role=Role.OFFICER,
        title="Penyidik pembantu",
    )
    there = {"to": to, "letter_number": "ST/9/2025", "by": person("tono")}
    move_person(person("budi"), **there)
    event = AuditEvent.objects.get(verb="made_post")
    held = person("budi").assignment.post
    assert (held.pk, held.title, held.agency) == (event.subject_id, to.title, to.agency)


def test_a_refused_move_makes_no_post():
    moved("budi")
    before = Post.objects.count()
    with pytest.raises(ValidationError, match="baru dimulai hari ini"):
        move_person(
            person("budi"),
            to=Post(
                agency=Agency.objects.get(code="POLDA-KALTIM"),
                role=Role.OFFICER,
                title="Penyidik pembantu",
            ),
            letter_number="ST/9/2025",
            by=person("tono"),
        )
    assert Post.objects.count() == before


@pytest.mark.parametrize(
    ("code", "role", "region"),
    [
        ("DKP3A-KALTIM", Role.SECRETARIAT, "64"),
        ("POLRI-STAMAOPS", Role.ANALYST, "ID"),
    ],
)
def test_a_new_post_of_a_task_force_looks_at_the_region_of_its_office(
    code, role, region
):
    agency = Agency.objects.get(code=code)
    move_person(
        person("budi"),
        to=Post(agency=agency, role=role, title="Staf"),
        letter_number="ST/9/2025",
        by=person("tono"),
    )
    wanted = Region.objects.get(code=region)
    assert person("budi").hat.region_keys == (-wanted.pk,)


def test_within_one_office_nothing_is_left():
    draft = a_draft("budi")
    moved("budi", "POLRESTA-BPP-PPA")
    assert opens("budi", draft) == TEXT


def test_her_drafts_stay_with_the_unit_and_are_taken_by_who_is_in_charge():
    draft = a_draft("budi")
    moved("budi")

    with pytest.raises(OutOfScope):
        opens("budi", draft)
    with pytest.raises(OutOfScope):
        drafts.take_draft(by=person("dewi"), public_id=draft.public_id)
    with pytest.raises(PermissionDenied):
        drafts.take_draft(by=person("sari"), public_id=draft.public_id)
    assert [left["id"] for left in handover.drafts_left(person("rini"))] == [
        draft.public_id
    ]
    drafts.take_draft(by=person("rini"), public_id=draft.public_id)
    assert opens("rini", draft) == TEXT
    assert handover.drafts_left(person("rini")) == []


def test_a_draft_taken_over_on_its_last_day_is_kept_as_if_typed_today():
    with clock.set_to(clock.now() - drafts.FORGOTTEN_AFTER + timedelta(hours=1)):
        draft = a_draft("budi")
    moved("budi")
    drafts.take_draft(by=person("rini"), public_id=draft.public_id)
    with clock.set_to(clock.now() + timedelta(hours=2)):
        assert drafts.sweep(by=None) == 0
    assert opens("rini", draft) == TEXT


def test_a_late_autosave_of_hers_brings_nothing_back():
    draft = a_draft("budi")
    moved("budi")
    with pytest.raises(OutOfScope):
        drafts.save_draft(
            by=person("budi"),
            public_id=draft.public_id,
            kind="case",
            fields=TEXT,
            done=2,
        )


def test_the_handover_lists_cases_that_nobody_works_on_any_more():
    mine, other = a_case(person("budi")), a_case(person("sari"))
    assert handover.without_anybody(person("rini")) == []
    moved("budi")
    assert handover.without_anybody(person("rini")) == [mine]
    assert handover.without_anybody(person("dewi")) == []

    assign(mine, "sari")
    staff.suspend(person("sari"), reason=SuspendReason.MISUSE, by=person("rini"))

    assert set(handover.without_anybody(person("rini"))) == {mine, other}


def test_a_post_of_today_is_not_ended_today():
    moved("budi")
    budi = person("budi")
    with pytest.raises(ValidationError, match="Bekukan"):
        actions.end_post(budi.assignment, by=person("tono"))


def test_a_second_hat_ends_and_the_home_post_stays():
    budi = person("budi")
    hat = next(hat for hat in budi.assignments_today if hat.kind == "bko")
    actions.end_post(hat, by=person("tono"))
    assert [hat.kind for hat in person("budi").assignments_today] == ["home"]
