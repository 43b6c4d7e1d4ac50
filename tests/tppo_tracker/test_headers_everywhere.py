"""S13: no answer of any address lets in, gives away or leaves behind too much.

The row S13 runs the same over more of the cast.
"""

import os

import pytest
from django.core.cache import cache

from tests.tppo_tracker import everywhere

WHO = tuple(filter(None, os.environ.get("S13_WHO", "sari").split(",")))


@pytest.mark.django_db
def test_every_address_answers_with_every_header(record_property):
    cache.clear()
    tally = everywhere.Tally()
    everywhere.ask_everything(tally, who=("", *WHO))
    record_property("answers", tally.answers)
    record_property("routes", tally.routes)
    assert tally.faults == []
    assert tally.answers > 8 * tally.routes
    assert tally.statuses >= {200, 302, 400, 403, 404, 405, 500}
