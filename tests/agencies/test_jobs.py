"""Long work ends once: by its own faults, never by what befell its worker."""

import pytest
from django.db import OperationalError, connection, connections

from agencies import jobs
from agencies.choices import JobState
from agencies.models import Job
from tests.parallel import together

KIND = "tests.some_work"


@pytest.fixture
def job(committed) -> Job:
    return Job.objects.create(kind=KIND, subject="x", of=4)


def run(job: Job, work) -> Job:
    jobs.run(str(job.public_id), work)
    job.refresh_from_db()
    return job


def lose_the_database(_job: Job) -> str:
    with connections.create_connection("default").cursor() as other:
        other.execute(
            "SELECT pg_terminate_backend(%s)",
            [connection.connection.info.backend_pid],
        )
    Job.objects.count()
    return "never"


class Killed(BaseException):
    """What a worker does not survive."""


def die(_job: Job) -> str:
    raise Killed


def test_a_lost_database_is_no_fault_of_the_job(job):
    for start in range(1, 6):
        run(job, lose_the_database)
        assert (job.state, job.starts, job.tries) == (JobState.RUNNING, start, 0)
    run(job, lambda _job: "made")
    assert (job.state, job.outcome, job.done) == (JobState.DONE, "made", 4)


def test_a_lost_database_says_nothing_over_the_next_holder(job):
    """Its connection comes back, the lock does not: another may be at it by now."""

    def lose_and_find_again(job: Job) -> str:
        with pytest.raises(OperationalError):
            lose_the_database(job)
        connection.close()
        Job.objects.filter(pk=job.pk).update(reason="another's")
        raise ZeroDivisionError

    run(job, lose_and_find_again)
    assert (job.state, job.tries, job.reason) == (JobState.RUNNING, 0, "another's")


def test_a_killed_worker_is_no_fault_of_the_job_until_it_looks_like_one(job):
    for _start in range(jobs.MOST_STARTS):
        with pytest.raises(Killed):
            run(job, die)
    assert job.is_open
    run(job, lambda _job: "made")
    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.FAILED, "Pekerja berhenti.")
    assert (job.tries, job.starts) == (0, jobs.MOST_STARTS)


def test_progress_starts_anew_with_each_start(job):
    def half(job: Job) -> str:
        jobs.advance(job, 2)
        raise ZeroDivisionError

    run(job, half)
    assert (job.state, job.tries, job.done) == (JobState.QUEUED, 1, 2)

    def whole(job: Job) -> str:
        assert Job.objects.get(pk=job.pk).done == 0
        jobs.advance(job, 4)
        return "made"

    assert run(job, whole).percent == 100


def test_a_message_that_comes_twice_is_worked_on_once(job):
    worked = []

    def work(_job: Job) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        worked.append(1)
        return "made"

    together(*[lambda: jobs.run(str(job.public_id), work)] * 4)
    job.refresh_from_db()
    assert (job.state, job.starts, worked) == (JobState.DONE, 1, [1])


def test_an_open_job_is_asked_for_once_and_an_ended_one_anew(committed):
    first = jobs.ask(KIND, "x", given={}, by=None)
    assert jobs.ask(KIND, "x", given={}, by=None) == first
    run(first, lambda _job: "made")
    assert jobs.ask(KIND, "x", given={}, by=None) != first
