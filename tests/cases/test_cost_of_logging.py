"""What logging a case may cost the database; `make bench` measures the time (P6)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.examples import GIRL, LP, PIMP, a_case
from tests.people import person

# The case, and in one more all that hangs on it, facts, event and number.
MOST_MESSAGES = 2


@pytest.mark.django_db
def test_a_case_with_much_on_it_is_written_by_few_messages():
    sari = person("sari")
    a_case(sari)
    with CaptureQueriesContext(connection) as captured:
        a_case(sari, victims=(GIRL,) * 9, suspects=(PIMP,) * 5, police_reports=(LP,))
    asked = [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]
    # One is the example's own look-up of its region.
    assert len(asked) <= MOST_MESSAGES + 1, "\n".join(sql[:80] for sql in asked)


@pytest.mark.django_db
def test_the_scope_of_a_case_is_found_without_reading_every_region():
    case = a_case(person("sari"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_keys(1, %s, %s, false)", [1, case.region_id])
        cursor.execute(
            "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF)"
            " SELECT case_keys(1, 1, %s, false)",
            [case.region_id],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    hits = int(plan.split("shared hit=")[1].split()[0])
    assert hits < 100, plan
