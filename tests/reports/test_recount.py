"""The product's figures against an independent recount (F1)."""

import pytest

from tests.reports import random_registers

SEEDS = range(3)  # `make prove ONLY=F1` takes 200


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_both_doors_tell_what_the_recount_counts(seed):
    tally = random_registers.Tally()
    random_registers.compare_one(seed, tally)
    assert tally.nonzero > 20
    assert tally.differences == []


def test_what_was_known_at_a_moment_is_told_as_it_was_then(committed):
    tally = random_registers.Tally()
    random_registers.compare_history(1, tally)
    assert tally.nonzero > 60
    assert tally.differences == []
