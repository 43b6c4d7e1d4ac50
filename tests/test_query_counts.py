"""No view asks the database more often than `tests/query_counts.json` says.

`QUERY_COUNTS=write pytest tests/test_query_counts.py` writes the file anew; the
difference is for the reviewer to see (S26).
"""

import os

import pytest

from tests import counting
from tests.cases.names.served import served

pytestmark = pytest.mark.django_db


def counted(*size: int) -> dict[str, int]:
    case = counting.register(*size)
    with served():
        return counting.counts(case)


def test_every_view_asks_as_often_as_committed():
    found = counted()
    if os.environ.get("QUERY_COUNTS") == "write":
        counting.write(found)
    assert found == counting.committed()


def test_more_cases_and_rows_cost_no_more_statements():
    few, many = counted(1), counted(30)
    assert many == few
