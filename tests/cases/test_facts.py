"""Facts equal the register after every act, and history never overlaps."""

import pytest

from cases import actions, facts
from cases.choices import Why
from cases.models import CaseFact, PoliceReportFact, SuspectFact, VictimFact
from cases.models.facts import FOREVER
from tests.cases.examples import DAY, LP, MAN, PIMP, WOMAN, a_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _facts_equal_the_register():
    yield
    for unit in facts.UNITS:
        assert facts.differences(unit) == 0
        assert facts.overlaps(unit) == 0


def now(model):
    return model.objects.filter(kt=FOREVER)


def test_a_logged_case_is_there_with_all_that_hangs_on_it(sari):
    a_case(sari, victims=(WOMAN, MAN), suspects=(PIMP,), police_reports=(LP,))
    assert now(CaseFact).get().has_lp
    assert now(VictimFact).count() == 2
    assert now(SuspectFact).count() == 1
    assert now(PoliceReportFact).get().counted_on == LP["dated_on"]
    assert now(CaseFact).get().counted_on == LP["dated_on"]


def test_a_case_without_lp_counts_on_the_day_it_was_reported(sari):
    a_case(sari)
    fact = now(CaseFact).get()
    assert (fact.counted_on, fact.has_lp, fact.progress) == (DAY, False, 0)


def test_a_withdrawn_victim_leaves_the_facts_and_comes_back(sari):
    case = a_case(sari, victims=(WOMAN, MAN))
    victim = case.victims.first()
    victim = actions.withdraw_victim(victim, by=sari, reason="double", seen=1)
    assert now(VictimFact).count() == 1
    actions.restore_victim(victim, by=sari)
    assert now(VictimFact).count() == 2


def test_a_withdrawn_case_takes_everything_with_it(sari):
    case = a_case(sari, suspects=(PIMP,), police_reports=(LP,))
    actions.withdraw_case(case, by=sari, reason="not_tppo", seen=1)
    for model in (CaseFact, VictimFact, SuspectFact, PoliceReportFact):
        assert not now(model).exists()


def test_withdrawing_the_only_lp_moves_the_case_back(sari):
    case = a_case(sari)
    report = actions.add_police_report(case, LP, by=sari)
    assert now(CaseFact).get().progress == 1
    actions.withdraw_police_report(report, by=sari, reason="wrong_case", seen=1)
    fact = now(CaseFact).get()
    assert (fact.progress, fact.has_lp, fact.counted_on) == (0, False, DAY)


def test_multi_valued_dimensions_are_masks_of_code_bits(sari):
    case = a_case(sari, platforms=["michat"])
    one = now(CaseFact).get().platforms
    actions.edit_case(case, {"platforms": ["michat", "line"]}, by=sari, seen=1)
    both = now(CaseFact).get().platforms
    assert one & both == one
    assert both.bit_count() == 2


def test_why_a_fact_was_opened_is_kept(sari):
    case = a_case(sari)
    assert now(CaseFact).get().why == Why.ENTRY
    actions.edit_case(case, {"modus": "fake_job_domestic"}, by=sari, seen=1)
    assert now(CaseFact).get().why == Why.CORRECTION
    assert now(VictimFact).get().why == Why.CORRECTION
