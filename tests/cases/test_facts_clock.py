"""After a restore, transaction numbers begin anew: ticks must not."""

from contextlib import closing

from cases import facts
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
    assert facts.cutoff() > FAR
    a_case(person("sari"))
    assert last_tick() > FAR
    assert "already" in ground.manage("move_facts_clock")
