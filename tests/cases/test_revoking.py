"""What ends sight acts at the next request, and in jobs that wait or run (S7)."""

import pytest

from tests.cases import revoking

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("way", "door"), revoking.pairs())
def test_the_door_was_open_and_is_shut_at_once(way, door):
    assert revoking.tried(way, door) == (True, False)
