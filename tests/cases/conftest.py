"""Fixtures of the tests of cases."""

from collections.abc import Iterator

import pytest

from agencies import clock
from tests.cases.involved import MORNING


@pytest.fixture
def _sunday_morning() -> Iterator[None]:
    """The clock stands at MORNING: the day of who looks is far from either end."""
    with clock.set_to(MORNING):
        yield
