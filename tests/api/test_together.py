"""Many programs at once: one key makes one row, one version takes one edit."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from django.db import connection, connections

from agencies.models import AuditEvent
from cases.models import Case, Victim
from tests import ground
from tests.api.clients import CASE, program_of, told

THREADS = 8


def at_once(calls):
    """The answers to all calls, made by as many threads."""

    def run(call):
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_one_key_from_eight_programs_makes_one_case(committed):
    programs = [program_of("sari") for _program in range(THREADS)]
    answers = at_once(
        [
            lambda p=p: p.call("POST", "cases/", CASE, idempotency_key="k")
            for p in programs
        ]
    )

    told_of = {told(answer, 201)["id"] for answer in answers}
    assert len(told_of) == Case.objects.count() == 1
    assert Victim.objects.count() == len(CASE["victims"])
    assert AuditEvent.objects.filter(verb="logged_case").count() == 1


def test_of_eight_edits_of_one_version_one_wins(committed):
    case = told(program_of("sari").call("POST", "cases/", CASE), 201)
    programs = [program_of("budi") for _program in range(THREADS)]
    answers = at_once(
        [
            lambda p=p, n=n: p.call(
                "PATCH",
                f"cases/{case['id']}/",
                {"happened_time": f"0{n}:00"},
                if_match='"1"',
            )
            for n, p in enumerate(programs)
        ]
    )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [412] * (THREADS - 1)
    winner = next(told(answer) for answer in answers if answer.status_code == 200)
    now = told(program_of("sari").call("GET", f"cases/{case['id']}/"))
    assert (now["version"], now["happened_time"]) == (2, winner["happened_time"])


def test_a_row_that_somebody_holds_is_a_conflict_and_no_fault(committed):
    """The serving role waits five seconds for a lock; here a moment is enough."""
    sari = program_of("sari")
    case = told(sari.call("POST", "cases/", CASE), 201)
    with closing(ground.superuser(f"test_{ground.worker()}")) as other:
        other.autocommit = False
        other.cursor().execute("SELECT FROM cases_case FOR UPDATE")
        connection.cursor().execute("SET lock_timeout = '200ms'")
        change = {"modus": "other"}
        response = sari.call("PATCH", f"cases/{case['id']}/", change, if_match='"1"')
        assert "sedang diubah" in told(response, 409)["detail"]
        other.rollback()
    told(sari.call("PATCH", f"cases/{case['id']}/", change, if_match='"1"'))
