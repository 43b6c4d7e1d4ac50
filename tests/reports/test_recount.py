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


def test_a_growing_register_is_told_as_it_is_and_as_it_was(committed):
    tally = random_registers.Tally()
    random_registers.compare_history(1, tally, moments=2)
    assert tally.nonzero > 60
    assert tally.differences == []
