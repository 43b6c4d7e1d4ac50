"""No view asks the database more often than `tests/query_counts.json` says.

`QUERY_COUNTS=write pytest tests/test_query_counts.py` writes the file anew; the
difference is for the reviewer to see (S26).
"""

import os

import pytest

from tests import counting

pytestmark = pytest.mark.django_db


def test_every_view_asks_as_often_as_committed():
    found = counting.counts(counting.register())
    if os.environ.get("QUERY_COUNTS") == "write":
        counting.write(found)
    assert found == counting.committed()


def test_more_cases_and_rows_cost_no_more_statements():
    few = counting.counts(counting.register(1))
    many = counting.counts(counting.register(30))
    assert many == few
