"""Compiling as a job: asked for once, carried out by a worker, by night."""

import time
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from agencies import clock, jobs
from agencies.choices import AssignmentKind, JobState
from agencies.lookup import directory
from agencies.models import Assignment, AuditEvent, Job, Region, User
from reports import areas, tasks
from reports.models import Edition
from reports.sheets import Sheet
from tests.cases.examples import a_case
from tests.people import person
from tests.reports.editions import BALIKPAPAN, NOVEMBER


def test_a_worker_compiles_what_is_asked_for(celery_worker_process):
    a_case(person("sari"))
    job = tasks.ask_to_compile(areas.area(BALIKPAPAN), NOVEMBER, by=person("dewi"))
    ended = wait_for(job)
    assert (ended.state, ended.done, ended.of) == (JobState.DONE, 1, 1)
    edition = Edition.objects.get(public_id=ended.outcome)
    assert Sheet(edition.cells).value("cases") == 1
    assert edition.compiled_by == person("dewi")


def wait_for(job: Job) -> Job:
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        job = Job.objects.get(pk=job.pk)
        if not job.is_open:
            return job
        time.sleep(0.1)
    raise AssertionError(f"{job.state} after 20 s: {job.reason}")


@pytest.mark.django_db
def test_an_open_job_is_asked_for_once():
    area = areas.area(BALIKPAPAN)
    first = tasks.ask_to_compile(area, NOVEMBER, by=person("dewi"))
    assert tasks.ask_to_compile(area, NOVEMBER, by=person("seto")) == first


@pytest.mark.django_db
def test_nights_of_the_first_five_days_ask_for_last_month_once_each():
    def asked_at(*moment: int) -> int:
        with clock.set_to(datetime(*moment, tzinfo=clock.WIB)):
            tasks.compile_last_month()
        return Job.objects.filter(kind=tasks.COMPILE_MONTH).count()

    assert asked_at(2025, 12, 1, 1, 59) == 0
    assert asked_at(2025, 12, 1, 2, 0) == 1
    assert asked_at(2025, 12, 1, 3, 0) == 1
    assert asked_at(2025, 12, 2, 2, 0) == 2
    assert asked_at(2025, 12, 6, 2, 0) == 2
    first = Job.objects.filter(kind=tasks.COMPILE_MONTH).order_by("id").first()
    assert (first.given, first.of) == ({"month": "2025-11"}, 1 + 38 + 514)


@pytest.mark.django_db
def test_the_hat_in_which_it_was_asked_is_kept_and_worn():
    dewi = person("dewi")
    job = tasks.ask_to_compile(areas.area("64"), NOVEMBER, by=dewi)
    tasks.compile_one(str(job.public_id))
    job.refresh_from_db()
    assert (job.hat_id, job.state) == (dewi.assignment.pk, JobState.DONE)
    event = AuditEvent.objects.get(verb="compile_edition")
    assert (event.by, event.post_id) == (dewi, dewi.assignment.post_id)


def suspend(user: User) -> None:
    User.objects.filter(pk=user.pk).update(suspended_at=clock.now())


def end_posting(user: User) -> None:
    """Another post is hers from now on, which compiles for that region too."""
    hat = user.assignment
    other = person("seto").assignment.post
    yesterday = clock.today() - timedelta(days=1)
    Assignment.objects.filter(pk=hat.pk).update(ends_on=yesterday)
    Assignment.objects.create(
        user=user, post=other, kind=AssignmentKind.HOME, starts_on=yesterday
    )


def take_the_region(user: User) -> None:
    user.assignment.post.agency.regions.set(Region.objects.filter(code="51"))
    directory.forget()


@pytest.mark.django_db
@pytest.mark.parametrize("befell", [suspend, end_posting, take_the_region])
def test_who_may_no_longer_compile_gets_no_edition(befell):
    dewi = person("dewi")
    job = tasks.ask_to_compile(areas.area("64"), NOVEMBER, by=dewi)
    befell(dewi)
    tasks.compile_one(str(job.public_id))
    directory.forget()
    job.refresh_from_db()
    assert (job.state, job.tries) == (JobState.FAILED, 1)
    assert job.reason
    assert not Edition.objects.exists()
    denied = AuditEvent.objects.get(verb="denied")
    assert (denied.by, denied.reason) == (dewi, "403 reports.compile")


def test_a_region_that_keeps_failing_stops_no_other_of_its_month(
    committed, monkeypatch
):
    """One that the database does not know, so that its edition cannot be kept. A month
    that no other test asks a worker for."""
    gone = replace(areas.area("64.71"), id=0)
    wanted = [areas.area("64"), gone, areas.area("64.72")]
    monkeypatch.setattr(areas, "compiled_every_month", lambda: wanted)
    given = {"month": "2025-03"}
    job = Job.objects.create(kind=tasks.COMPILE_MONTH, subject="x", given=given, of=3)
    for _try in range(jobs.MOST_TRIES):
        tasks.compile_month(str(job.public_id))
    job.refresh_from_db()
    assert (job.state, job.done, job.of) == (JobState.FAILED, 2, 3)
    assert job.reason == (
        "1 dari 3 wilayah tidak tersusun: Kota Balikpapan (Program terganggu, nomor"
        f" rujukan {job.public_id.hex[-8:]}). Yang lain tersusun."
    )
    kept = Edition.objects.filter(last=date(2025, 3, 31))
    assert {edition.region.code for edition in kept} == {"64", "64.72"}
