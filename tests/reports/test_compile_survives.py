"""A month is compiled once, whatever is killed meanwhile (S19 for compile)."""

from tests import compile_kills, programs
from tests.cases.examples import GIRL, LP, a_case
from tests.people import person
from tppo_tracker import services


def test_a_killed_worker_and_a_killed_queue_lose_and_double_nothing(committed):
    a_case(person("sari"), victims=(GIRL,), police_reports=(LP,))
    here = services.local()
    folder = here.folder / f"compile-{programs.ground.worker()}"
    folder.mkdir(exist_ok=True)
    with compile_kills.queue(folder, here.places()["sockets"]) as queue:
        log = programs.log_of("compile-worker")
        worker = compile_kills.Worker(log, queue.server.url())
        worker.start()
        try:
            ways = {"worker": worker.kill_and_start, "redis": queue.kill_and_start}
            fire = compile_kills.Fire(worker, ways)
            fire.run(3, at_once=3)
        finally:
            worker.kill()
    counts = compile_kills.judged(fire)
    assert {name: counts[name] for name in compile_kills.FAULTS} == dict.fromkeys(
        compile_kills.FAULTS, 0
    )
    assert counts["jobs"] == 1 + len(compile_kills.SINGLE)
    assert counts["starts"] > counts["jobs"], "nothing was killed in mid-job"
