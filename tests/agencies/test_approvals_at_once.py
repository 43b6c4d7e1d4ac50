"""Two people at one request: they wait for each other, and the later one sees it."""

import threading

import pytest
from django.db import transaction

from agencies.access import OutOfScope
from agencies.accounts import approvals, second_factor, staff
from agencies.models import AccountRequest
from tests.agencies.factors import given
from tests.parallel import together, until_somebody_waits
from tests.people import person


def asked_of_dewi() -> AccountRequest:
    return approvals.ask_for_reset(person("dewi"), by=person("tono"))


def test_asking_anew_and_approving_at_once_wait_for_each_other(committed):
    given("dewi")
    asked, is_asking = asked_of_dewi(), threading.Event()

    def ask():
        with transaction.atomic():
            staff.locked(person("dewi"), by=person("tono"))  # as asking begins
            is_asking.set()
            until_somebody_waits()
            asked_of_dewi()

    def approve():
        is_asking.wait(10)
        with pytest.raises(OutOfScope):
            approvals.approve_reset(asked, by=person("yuli"))

    together(ask, approve)
    assert second_factor.has_one(person("dewi"))
    [waiting] = approvals.to_decide(person("yuli"))
    assert waiting.pk != asked.pk
