"""Of two who edit the same version, one is taken and the other is told."""

import pytest

from tests.cases import racing

RACES = 50  # `make prove` runs a thousand by each door (S27)


@pytest.mark.parametrize("door", racing.DOORS)
def test_no_change_is_lost_in_silence(committed, door):
    assert racing.race(RACES, racing.DOORS[door]) == {"told": RACES}
