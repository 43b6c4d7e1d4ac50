"""Register numbers have no gap, however many log cases at once."""

from collections import defaultdict
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from agencies.models import NumberSeries
from cases import actions
from cases.models import Case
from tests.cases.examples import GIRL, a_case, fields
from tests.parallel import at_once
from tests.people import person

CREATES = 1_000
EVERY_FAILING = 20


class GivenUp(Exception):
    """Somebody's connection broke after the number was drawn."""


def log_and_give_up(username: str) -> str:
    try:
        with transaction.atomic():
            a_case(person(username))
            raise GivenUp
    except GivenUp:
        return ""


def log(username: str) -> str:
    return a_case(person(username)).register_no


def numbers_by_series() -> dict[tuple, list[int]]:
    found = defaultdict(list)
    rows = Case.objects.values_list("register_agency_id", "register_year", "register_n")
    for agency, year, n in rows:
        found[agency, year].append(n)
    return found


def test_a_thousand_at_once_leave_no_gap(committed):
    names = ("sari", "budi", "sari", "wati")
    calls = [
        partial(log if i % EVERY_FAILING else log_and_give_up, names[i % len(names)])
        for i in range(CREATES)
    ]
    given = [number for number in at_once(calls) if number]
    assert len(given) == len(set(given)) == CREATES - CREATES // EVERY_FAILING
    found = numbers_by_series()
    assert len(found) == 2
    assert all(sorted(ns) == list(range(1, len(ns) + 1)) for ns in found.values())
    series = {(s.agency_id, s.year): s.n for s in NumberSeries.objects.all()}
    assert series == {key: len(ns) for key, ns in found.items()}


def test_the_same_key_at_once_makes_one_case(committed):
    def send() -> int:
        return a_case(person("sari"), key="double-click").pk

    assert len(set(at_once([send] * 16))) == 1
    assert Case.objects.count() == 1
    assert Case.objects.get().register_n == 1


def test_a_refused_create_gives_its_key_back(committed):
    sari = person("sari")
    with pytest.raises(ValidationError):
        actions.log_case(by=sari, fields=fields(modus="x"), victims=[GIRL], key="k")
    assert a_case(sari, key="k").register_n == 1
