"""P6: database time of logging a case, against the bare transaction; target ≤ 3."""

import time
from contextlib import contextmanager
from datetime import date
from itertools import count
from statistics import median

from django.db import connection, transaction

from agencies.models import Region
from agencies.models.fields import uuid7
from cases import actions
from cases.choices import AgeGroup, LegalStatus, Sex
from tests import scoreboard
from tests.bench import cluster, rounds
from tests.people import person

TARGET = 3.0
ROUNDS, TIMES = 15, 12
DAY = date(2025, 11, 11)
VICTIM = {"sex": Sex.FEMALE, "age_group": AgeGroup.CHILD}
SUSPECT = {
    "sex": Sex.MALE,
    "age_group": AgeGroup.ADULT,
    "roles": ["pimp"],
    "legal_status": LegalStatus.SUSPECT,
}

CASE = """
INSERT INTO bare.cases (public_id, version, created_at, withdraw_reason, register_year,
  register_n, register_no, happened_on, happened_precision, reported_on, counted_on,
  country, known_via, modus, other_modus, platforms, acts, means, exploitation,
  push_factors, pull_factors, stage, scope_keys, created_by_id, lead_agency_id,
  region_id, register_agency_id)
VALUES (%(uuid)s, 1, now(), '', 3000, %(n)s, %(no)s, %(day)s, 'day', %(day)s, %(day)s,
  '', 'hotline_110', 'pimping_online', '{}', '{}', '{}', '{}', '{}', '{}', '{}',
  'intake', '{}', %(by)s, %(agency)s, %(region)s, %(agency)s) RETURNING id
"""
VICTIMS = """
INSERT INTO bare.victims (public_id, version, created_at, withdraw_reason, sex,
  age_group, determination, recording, whereabouts, case_id, created_by_id)
VALUES (%(one)s, 1, now(), '', 'female', 'child', 'presumed', 'unknown',
  'not_recorded', %(case)s, %(by)s),
 (%(two)s, 1, now(), '', 'female', 'child', 'presumed', 'unknown', 'not_recorded',
  %(case)s, %(by)s)
"""
SUSPECTS = """
INSERT INTO bare.suspects (public_id, version, created_at, withdraw_reason, sex,
  age_group, roles, legal_status, custody, case_id, created_by_id)
VALUES (%(one)s, 1, now(), '', 'male', 'adult', '{pimp}', 'suspect', 'not_recorded',
  %(case)s, %(by)s)
"""


class DatabaseClock:
    """Seconds that this process waited for the database, commits included."""

    def __init__(self) -> None:
        self.spent = self.committing = 0.0

    def __call__(self, execute, statement, params, many, context):
        start = time.perf_counter()
        try:
            return execute(statement, params, many, context)
        finally:
            self.spent += time.perf_counter() - start

    @contextmanager
    def running(self):
        commit = connection._commit

        def timed_commit() -> None:
            start = time.perf_counter()
            commit()
            self.committing += time.perf_counter() - start

        connection._commit = timed_commit
        try:
            with connection.execute_wrapper(self):
                yield
        finally:
            connection._commit = commit

    def with_commit(self, act) -> float:
        self.spent = self.committing = 0.0
        act()
        return self.spent + self.committing

    def without_commit(self, act) -> float:
        self.with_commit(act)
        return self.spent


def contenders() -> dict:
    """One case of `sari` with two victims and a suspect: by the action, and bare."""
    sari = person("sari")
    region = Region.objects.get(code="64.71.03")
    agency = sari.assignment.post.agency_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(register_n), 0) FROM bare.cases")
        numbers = count(cursor.fetchone()[0] + 1)

    def ours() -> None:
        actions.log_case(
            by=sari,
            fields={
                "happened_on": DAY,
                "reported_on": DAY,
                "region": region,
                "modus": "pimping_online",
                "known_via": "hotline_110",
            },
            victims=[VICTIM, VICTIM],
            suspects=[SUSPECT],
        )

    def bare() -> None:
        n = next(numbers)
        common = {"by": sari.pk, "agency": agency, "region": region.pk, "day": DAY}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CASE, {**common, "uuid": uuid7(), "n": n, "no": f"B/{n}"})
            common["case"] = cursor.fetchone()[0]
            cursor.execute(VICTIMS, {**common, "one": uuid7(), "two": uuid7()})
            cursor.execute(SUSPECTS, {**common, "one": uuid7()})

    return {"ours": ours, "bare": bare}


def at(size: int, server) -> dict[str, float]:
    """At one size: ratios of database times, our median in milliseconds."""
    clock, told = DatabaseClock(), {}
    with cluster.used(server, cluster.register_of(server, size)), clock.running():
        both = contenders()
        for name, measured in (
            ("ratio", clock.with_commit),
            ("without_commit", clock.without_commit),
        ):
            found = rounds.medians(both, rounds=ROUNDS, times=TIMES, measure=measured)
            told[name] = rounds.ratio(found["ours"], found["bare"])
            told["ms"] = told.get("ms") or median(found["ours"]) * 1000
    return told


def measure(size: str) -> scoreboard.Measured:
    counts: dict[str, object] = {}
    holds = True
    with cluster.running() as server:
        for cases in cluster.SIZES[size]:
            found = at(cases, server)
            holds &= found["ratio"] <= TARGET
            counts |= {f"{name}_{cases}": f"{n:.2f}" for name, n in found.items()}
    return scoreboard.Measured(holds, counts)
