"""Of two who edit the same version, one is taken and the other is told."""

from tests.cases import racing

RACES = 50  # `make prove` runs a thousand (S27)


def test_no_change_is_lost_in_silence(committed):
    assert racing.race(RACES) == {"told": RACES}
