"""S11 in small: each way ends a session at its next click."""

import pytest

from tests.agencies import endings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("way", endings.WAYS)
def test_it_was_open_and_is_over_at_the_next_click(way):
    assert endings.tried(endings.WAYS[way]) == (True, False)


def test_a_planted_session_id_opens_nothing():
    assert not endings.planted()
