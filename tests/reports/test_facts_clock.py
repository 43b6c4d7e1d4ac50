"""After a restore, transaction numbers begin anew: ticks must not."""

from contextlib import closing
from datetime import date

from cases import facts
from reports import actions, areas, counting, marginals, questions
from reports.periods import month_of
from tests import ground
from tests.cases.examples import a_case
from tests.people import person

FAR = 10**12


def last_tick() -> int:
    with closing(ground.superuser(f"test_{ground.worker()}")) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT max(tick) FROM facts_act")
        return cursor.fetchone()[0]


def test_the_clock_moves_past_the_last_tick_and_then_stays(committed):
    a_case(person("sari"))
    with closing(ground.superuser(f"test_{ground.worker()}")) as connection:
        connection.cursor().execute("INSERT INTO facts_act (tick) VALUES (%s)", [FAR])
    assert facts.cutoff() < FAR
    assert "moved" in ground.manage("move_facts_clock")
    assert facts.settled_cutoff() > FAR
    a_case(person("sari"))
    assert last_tick() > FAR
    assert "already" in ground.manage("move_facts_clock")


def set_back(by: int) -> None:
    with closing(ground.superuser(f"test_{ground.worker()}")) as connection:
        connection.cursor().execute("UPDATE facts_clock SET off = off - %s", [by])


def test_what_comes_after_a_restore_is_in_no_edition_from_before(committed):
    """Between the last act and the cut-off there was much that is no act."""
    sari, area = person("sari"), areas.area("64.71")
    a_case(sari)
    set_back(-FAR)
    edition = actions.compile_edition(area, month_of(date(2025, 11, 1)), by=None)
    set_back(FAR)
    assert "moved" in ground.manage("move_facts_clock")
    a_case(sari)
    assert actions.reproduce(edition).is_same
    asked = {"figure": "cases", "from": "2025-11-01", "to": "2025-11-30"}
    assert counting.count(questions.read(asked)).total == 2
    marginals.fold()
    assert marginals.differences() == 0
    assert counting.count(questions.read(asked)).total == 2
