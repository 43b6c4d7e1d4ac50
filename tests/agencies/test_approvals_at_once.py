"""Two people at one request: they wait for each other, and the later one sees it."""

import threading

import pytest
from django.db import transaction

from agencies.access import OutOfScope
from agencies.accounts import approvals, staff
from agencies.choices import Role
from agencies.models import AccountRequest, Agency, Post
from cases import actions
from tests.parallel import together, until_somebody_waits
from tests.people import person


def asked_of_sari(letter: str) -> AccountRequest:
    office = Agency.objects.get(code="POLRESTA-BPP-PPA")
    to = Post(agency=office, role=Role.SUPERVISOR, title="Kanit")
    return actions.ask_move(
        person("sari"), to=to, letter_number=letter, by=person("tono")
    )


def test_asking_anew_and_approving_at_once_wait_for_each_other(committed):
    asked, is_asking = asked_of_sari("ST/9/2025"), threading.Event()

    def ask():
        with transaction.atomic():
            staff.locked(person("sari"), by=person("tono"))  # as asking begins
            is_asking.set()
            until_somebody_waits()
            asked_of_sari("ST/10/2025")

    def approve():
        is_asking.wait(10)
        with pytest.raises(OutOfScope):
            actions.approve_move(asked, by=person("yuli"))

    together(ask, approve)
    assert person("sari").hat.role == Role.OFFICER
    [waiting] = approvals.to_decide(person("yuli"))
    assert waiting.pk != asked.pk
