"""Long work ends once: by its own faults, never by what befell its worker."""

import pytest
from django.core.exceptions import PermissionDenied
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
            "SELECT pg_terminate_backend(%s, 10000)",  # ms until it is gone
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


def fault_in(job: Job) -> str:
    """What people read of a fault: no word of the program's."""
    return f"Program terganggu, nomor rujukan {job.public_id.hex[-8:]}"


def test_a_job_that_fails_three_times_is_marked_with_its_reason(committed, caplog):
    job = Job.objects.create(kind="tests.fails", subject="x")

    def fails(_job):
        raise ZeroDivisionError("melati")

    for _try in range(3):
        jobs.run(str(job.public_id), fails)
    job.refresh_from_db()
    assert (job.state, job.reason, job.tries) == (JobState.FAILED, fault_in(job), 3)
    [*_before, logged] = [one for one in caplog.records if one.exc_info]
    assert (logged.job, logged.exc_info[0]) == (str(job.public_id), ZeroDivisionError)
    jobs.run(str(job.public_id), lambda _job: "done after all")
    job.refresh_from_db()
    assert (job.state, job.outcome) == (JobState.FAILED, "")


def test_a_step_that_fails_stops_no_other(job):
    taken = []

    def take(n: int) -> None:
        if n in (2, 3):
            raise ZeroDivisionError("melati")
        taken.append(n)

    steps = [("Paser", 1), ("Berau", 2), ("Kutai Timur", 3), ("Kota Bontang", 4)]
    for tries in range(1, jobs.MOST_TRIES + 1):
        run(job, lambda job: jobs.each(job, steps, take, "%(n)d/%(of)d: %(failed)s"))
        assert (job.tries, job.done) == (tries, 2)
    assert job.state == JobState.FAILED
    assert job.reason == f"2/4: Berau, Kutai Timur ({fault_in(job)})"
    assert taken == [1, 4] * jobs.MOST_TRIES


def test_a_lost_database_ends_all_steps_at_once(job):
    taken = []

    def take(n: int) -> None:
        taken.append(n)
        lose_the_database(job)

    run(job, lambda job: jobs.each(job, [("Paser", 1), ("Berau", 2)], take, ""))
    assert (job.state, job.reason, taken) == (JobState.RUNNING, "", [1])


def test_of_many_that_fail_the_first_are_named(job):
    steps = [(f"Kota {n}", 0) for n in range(23)]
    run(job, lambda job: jobs.each(job, steps, (1).__floordiv__, "%(n)d: %(failed)s"))
    assert job.reason.startswith("23: Kota 0, Kota 1, ")
    assert job.reason.endswith(f"Kota 19 dan 3 lagi ({fault_in(job)})")


def test_what_is_refused_is_not_tried_again(job):
    def refused(_job: Job) -> str:
        raise PermissionDenied("Tidak.")

    run(job, refused)
    assert (job.state, job.tries, job.reason) == (JobState.FAILED, 1, "Tidak.")
