"""Fixtures of the tests of cases."""

from collections.abc import Iterator

import pytest

from agencies import clock
from agencies.models import User
from cases.models import Case, Involvement
from tests.cases.exported import four_cases
from tests.cases.involved import MORNING, a_closed_case
from tests.cases.names.served import served
from tests.cases.pairs import three
from tests.cases.somebody import recorded
from tests.people import person


@pytest.fixture
def _sunday_morning() -> Iterator[None]:
    """The clock stands at MORNING: the day of who looks is far from either end."""
    with clock.set_to(MORNING):
        yield


@pytest.fixture
def sari() -> User:
    return person("sari")


@pytest.fixture
def melati(case: Case) -> Involvement:
    """Somebody invented (`tests.cases.somebody`) is the victim of the test's `case`."""
    return recorded(case, victim=case.victims.get())


@pytest.fixture
def people() -> list[Involvement]:
    """Three victims of whom two are alike (`tests.cases.pairs`)."""
    return three()


@pytest.fixture
def index(people) -> Iterator[None]:
    """The name index knows the test's `people`, and 2,000 more."""
    with served(among=2_000):
        yield


@pytest.fixture
def closed() -> Case:
    """A case against an officer, that its named readers alone see."""
    return a_closed_case()


@pytest.fixture
def cases() -> None:
    """What there is to be taken out as lists."""
    four_cases()
