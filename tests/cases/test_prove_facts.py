"""`manage.py prove_facts` finds every way in which facts can leave the register."""

from contextlib import closing

import pytest

from tests import ground

BREAKS = {
    "changed": "UPDATE f_victim SET sex = 1 - sex WHERE unit = 1 AND sex < 2",
    "lost": "DELETE FROM f_case WHERE case_id = 1",
    "doubled in history": (
        "INSERT INTO f_case_h SELECT case_id, kf - 1, kf + 1, why, 2, counted_on,"
        " region_id, is_abroad, agency_id, modus, stage, progress, has_lp, platforms,"
        " exploitation, push_factors, pull_factors FROM f_case WHERE case_id = 1"
    ),
}


@pytest.fixture
def register(committed):
    ground.manage("generate_register", "--cases", "50", "--seed", "2")


def as_owner(statement: str) -> int:
    with closing(ground.superuser(f"test_{ground.worker()}")) as owner:
        cursor = owner.cursor()
        cursor.execute(statement)
        return cursor.rowcount


def test_one_line_per_unit_when_all_is_well(register):
    said = ground.manage("prove_facts").splitlines()
    units = ("case", "police_report", "victim", "suspect")
    assert said == [
        *(f"{unit} differences=0 overlaps=0" for unit in units),
        "marginals differences=0",
    ]


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_fact_is_found(register, name):
    assert as_owner(BREAKS[name]) == 1
    with pytest.raises(AssertionError, match=r"(differences|overlaps)=[1-9]"):
        ground.manage("prove_facts")


def test_a_case_changed_behind_the_actions_is_found(register):
    assert as_owner(
        "UPDATE cases_case SET push_factors = '{debt}' || push_factors WHERE id = 1"
    )
    with pytest.raises(AssertionError, match=r"differences=[1-9]"):
        ground.manage("prove_facts")
