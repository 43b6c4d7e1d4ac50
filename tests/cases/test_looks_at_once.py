"""Many windows at once raise the alarm that one window would."""

from concurrent.futures import ThreadPoolExecutor, wait

from django.db import connections, transaction

from cases import looks, sight
from cases.choices import AlarmKind
from cases.models import Alarm, Case
from tests.cases.examples import GIRL, a_case
from tests.parallel import seeing
from tests.people import person


def look(username: str, case: Case) -> None:
    user = person(username)
    looks.opened(sight.of(user, case), user)


def test_a_look_counts_the_one_that_ends_before_it(committed):
    """Three victims in each of two windows: six are more than five."""
    cases = [a_case(person("rini"), victims=(GIRL,) * 3) for _window in range(2)]
    order = []

    def second() -> None:
        try:
            look("rini", cases[1])
            order.append("second")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            look("rini", cases[0])
            beside = pool.submit(seeing(second))
            wait([beside], timeout=0.5)
            order.append("first")
        beside.result(20)

    assert order == ["first", "second"]
    raised = Alarm.objects.filter(user=person("rini"))
    assert raised.get().kind == AlarmKind.IDENTITIES
