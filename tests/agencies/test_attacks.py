"""S10 in small: each attack on the door finds what it may and opens nothing."""

import pytest

from tests.agencies import attacks

pytestmark = pytest.mark.django_db


def test_the_attacks_find_no_more_than_their_budgets():
    found = attacks.Counter()
    for attack in attacks.ATTACKS.values():
        found += attacks.undone(attack, 40)
    assert attacks.holds(found), dict(found)
