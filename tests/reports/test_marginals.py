"""Marginals are the facts: after any acts, folded or not, under any race."""

import random
import threading
from collections import Counter
from contextlib import closing, suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from cases import actions, facts
from cases.conflicts import StaleVersion
from reports import counting, grouping, marginals, questions
from reports.figures import ALL
from reports.questions import Question
from tests import ground
from tests.cases.examples import GIRL, LP, PIMP, a_case
from tests.cases.random_acts import Acts
from tests.parallel import at_once, seeing
from tests.people import person
from tests.reports.random_registers import settle

REGIONS = ("ID", "64", "64.71")
TOO_DEEP = "64.71"  # its districts are counted from facts
YEARS = {"from": "2025-01-01", "to": "2026-12-31"}
OPEN = "lead_agency"


def ask(**texts: str) -> Question:
    return questions.read({**YEARS, **texts})


def all_questions() -> list[Question]:
    """Every figure by every cut in every kind of region, months and years beside."""
    found = []
    for figure in ALL:
        cuts = [code for code in figure.cuts if code != OPEN]
        pairs = ["sex,age_group"] if {"sex", "age_group"} <= {*cuts} else []
        for region in REGIONS:
            for by in ("", *cuts, *pairs, "month,modus", "year,has_lp"):
                if (region, by) != (TOO_DEEP, "region"):
                    found.append(ask(figure=figure.code, region=region, by=by))
        found.append(ask(figure=figure.code, region="64", by="region,progress,month"))
        found.append(ask(figure=figure.code, by="region,year"))
    return found


def from_facts(question: Question, cutoff: int | None = None) -> Counter:
    return +grouping.grouped(question, question.units(cutoff))


def kept(question: Question, cutoff: int | None = None) -> Counter:
    found = marginals.grouped(question, cutoff)
    assert found is not None, question
    assert min(found.values(), default=0) >= 0
    return +found


def all_is_right(cutoff: int | None = None) -> int:
    """How many questions had other than zero for an answer."""
    told = 0
    for question in all_questions():
        expected = from_facts(question, cutoff)
        assert kept(question, cutoff) == expected, question
        told += bool(expected)
    return told


def as_owner(statement: str) -> None:
    with closing(ground.superuser(f"test_{ground.worker()}")) as owner:
        owner.cursor().execute(statement)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_random_acts_every_number_is_what_the_facts_add_up_to(committed, seed):
    acts = Acts(seed)
    for _round in range(2):
        for _act in range(40):
            acts.one()
        before = fold_all()
        for _act in range(10):
            acts.one()
        assert all_is_right() > 40  # with acts that no fold has seen
        assert marginals.differences() == 0
    assert all_is_right(before) > 40
    fold_all()
    assert all_is_right(before) > 40  # as known before the last acts
    ground.manage("fold_marginals", "--rebuild")
    assert marginals.differences() == 0


def test_part_months_come_from_facts(committed):
    acts = Acts(3)
    for _act in range(40):
        acts.one()
    fold_all()
    for first, last in (
        ("2025-09-10", "2025-11-20"),
        ("2025-10-01", "2025-11-11"),
        ("2025-10-31", "2025-11-30"),
        ("2024-01-05", "2026-01-31"),
    ):
        texts = {"figure": "victims", "from": first, "to": last}
        for by in ("", "month", "region", "sex"):
            question = ask(**texts, by=by)
            assert kept(question) == from_facts(question)
    assert (
        marginals.grouped(ask(**{**texts, "from": "2025-11-02", "to": "2025-11-30"}))
        is None
    )


def fold_all() -> int:
    """Fold up to now: other workers of the suite may hold transactions open."""
    settle()
    return marginals.fold()


def test_what_is_not_kept_is_left_to_the_facts(committed):
    a_case(person("sari"))
    assert marginals.grouped(ask(figure="cases")) is None, "nothing is folded yet"
    fold_all()
    assert marginals.grouped(ask(figure="cases")) == {(): 1}
    for texts in (
        {"by": OPEN},
        {"by": "modus,progress"},
        {"by": "region", "region": TOO_DEEP},
        {"region": "64.71.03"},
        {"has_lp": "true"},
    ):
        assert marginals.grouped(ask(figure="cases", **texts)) is None


def test_a_fold_touches_only_what_has_changed(committed):
    sari = person("sari")
    a_case(sari, region="65.03.02")
    case = a_case(sari, victims=(GIRL,), suspects=(PIMP,), police_reports=(LP,))
    fold_all()
    before = rows()
    actions.edit_case(case, {"modus": "fake_job_domestic"}, by=sari, seen=case.version)
    fold_all()
    changed = {key for key, version in rows().items() if before.get(key) != version}
    assert len(changed) == len(ALL) * 3  # regency, province, nation
    assert {month for _figure, _area, month in changed} == {"2025-11-01"}
    assert marginals.differences() == 0


def rows() -> dict[tuple, str]:
    """Which version of its row each number stands in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT figure, area, month::text, xmin::text FROM marginals")
        return {tuple(key): version for *key, version in cursor.fetchall()}


def test_six_writers_and_two_folds_lose_nothing(committed):
    """The race of two cut-offs: acts overtake each other, one in five is undone."""
    fold_all()
    wrong, done = [], threading.Event()

    def write(seed: int):
        def writing() -> None:
            lot = random.Random(seed)
            acts = Acts(seed)
            for _act in range(12):
                with transaction.atomic():
                    log_or_edit(acts)
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_sleep(%s)", [lot.random() / 50])
                    transaction.set_rollback(lot.random() < 0.2)

        return writing

    def folding() -> None:
        while not done.is_set():
            marginals.fold()
            wrong.append(marginals.differences())

    folds = [threading.Thread(target=seeing(folding)) for _fold in range(2)]
    for thread in folds:
        thread.start()
    try:
        at_once([write(seed) for seed in range(6)], threads=6)
    finally:
        done.set()
        for thread in folds:
            thread.join()
    tick = fold_all()
    assert len(wrong) > 5
    assert set(wrong) == {0}
    assert marginals.differences() == 0
    assert facts.touched(tick) == []
    assert all_is_right() > 40


def log_or_edit(acts: Acts) -> None:
    with suppress(ValidationError, StaleVersion):
        acts.lot.choice((acts.log_case, acts.log_case, acts.edit_case))()


def test_a_fold_that_fails_leaves_the_marginals_as_they_were(committed):
    a_case(person("sari"))
    tick = fold_all()
    a_case(person("sari"))
    as_owner(
        "UPDATE marginals_definition SET counted = counted || ' HAVING 1/0 = 1'"
        " WHERE figure = 'victims.1'"
    )
    with pytest.raises(DatabaseError, match="division by zero"):
        fold_all()
    question = ask(figure="cases")
    assert kept(question, tick) == {(): 1}
    assert kept(question) == {(): 2}


def test_a_bulk_load_is_counted_by_the_next_fold(committed):
    a_case(person("sari"))
    fold_all()
    ground.manage("generate_register", "--cases", "60", "--seed", "4", "--beside")
    question = ask(figure="cases", by="modus")
    assert marginals.grouped(question) is None, "the load names no cases"
    fold_all()
    assert kept(question) == from_facts(question)
    assert marginals.differences() == 0
    assert ground.manage("prove_facts").splitlines()[-1] == "marginals differences=0"


def test_a_number_that_is_wrong_is_found(committed):
    a_case(person("sari"))
    fold_all()
    as_owner("UPDATE marginals SET cells[1] = 2 WHERE figure = 'cases.1' AND area > 0")
    with pytest.raises(AssertionError, match="marginals differences=3"):
        ground.manage("prove_facts")


def test_other_definitions_than_the_database_folds_answer_nothing(committed):
    a_case(person("sari"))
    fold_all()
    as_owner(
        "UPDATE marginals_definition SET fingerprint = '' WHERE figure = 'cases.1'"
    )
    assert marginals.grouped(ask(figure="cases")) is None
    assert kept(ask(figure="victims")) == from_facts(ask(figure="victims"))
    assert ground.manage("define_marginals") == "defined anew: cases.1\n"
    assert ground.manage("define_marginals") == "defined anew: nothing\n"
    assert marginals.grouped(ask(figure="victims")) is None, "it is counted anew"
    fold_all()
    assert kept(ask(figure="cases")) == {(): 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE marginals SET cells[1] = 9",
        "DELETE FROM marginals_state",
        "INSERT INTO marginals VALUES ('cases.1', 1, '2025-01-01', '{9}')",
        "UPDATE marginals_definition SET counted = ''",
        "INSERT INTO facts_act (tick) VALUES (1)",
    ],
)
def test_the_serving_role_forges_no_number(change):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change)


def test_the_question_of_an_asker_is_never_answered_from_all(committed):
    a_case(person("sari"))
    fold_all()
    assert counting.count(ask(figure="cases")).total == 1
    assert counting.count(ask(figure="cases"), asker=person("citra")).total == 0


@pytest.mark.django_db
def test_every_key_of_a_kept_cut_has_its_slot():
    for figure in ALL:
        slots = marginals.definition.kept(figure).slots
        for code, cut in figure.cuts.items():
            if cut.narrows and code != OPEN:
                keys = [slot.keys[0] for slot in slots if slot.by == (code,)]
                assert keys == cut.all_keys(None)
