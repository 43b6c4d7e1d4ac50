"""A stage that was taken back stands again, where the order still allows it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from agencies.models import AuditEvent
from cases import actions
from cases.choices import Stage
from cases.models import Case, StageEntry
from tests.api.clients import program_of, told
from tests.cases.examples import DAY, LP, a_case
from tests.people import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sari):
    made = a_case(sari)
    for n, stage in enumerate((Stage.PRE_INVESTIGATION, Stage.INVESTIGATION)):
        record(made, sari, stage, days=n)
    return made


def now(case) -> Case:
    return Case.objects.get(pk=case.pk)


def record(case, by, stage: Stage, days: int = 1) -> StageEntry:
    on = DAY + timedelta(days=days)
    return actions.record_stage(case, by=by, stage=stage, on=on, seen=now(case).version)


def take_back(case, by) -> StageEntry:
    last = case.stage_entries.standing().in_order().last()
    seen = now(case).version
    return actions.withdraw_stage(last, by=by, reason="wrong_entry", seen=seen)


def test_the_stage_stands_again_and_the_timeline_says_so(case, sari):
    entry = take_back(case, sari)
    client = browser_of("sari")
    page = reverse("case", args=[case.public_id])
    address = reverse("case_stage_restore", args=[case.public_id, entry.public_id])
    assert f'href="{address}"' in client.get(page).content.decode()
    assert client.post(address).url == f"{page}#isi"
    assert now(case).stage == Stage.INVESTIGATION
    html = client.get(page).content.decode()
    assert 'Kemajuan dipulihkan. <a href="#kemajuan">' in html
    assert html.count("Kemajuan dipulihkan") == 2  # said above, and in the timeline
    assert f'href="{address}"' not in html
    event = AuditEvent.objects.get(verb="restored_stage")
    assert event.changes == {"stage": ["pre_investigation", "investigation"]}


def test_taking_back_offers_to_undo_it(case):
    client = browser_of("sari")
    last = case.stage_entries.in_order().last()
    args = [case.public_id, last.public_id]
    sent = {"reason": "wrong_entry", "seen": now(case).version}
    answer = client.post(reverse("case_stage_withdraw", args=args), sent)
    [words] = [str(message) for message in answer.wsgi_request._messages]
    assert f'href="{reverse("case_stage_restore", args=args)}">Urungkan' in words


def test_a_stage_before_one_that_was_recorded_since_is_refused(case, sari):
    entry = take_back(case, sari)
    record(case, sari, Stage.LIDIK_STOPPED)
    with pytest.raises(ValidationError, match="Tarik tahap itu dahulu"):
        actions.restore_stage(entry, by=sari)


def test_a_stage_that_may_not_follow_what_stands_is_refused(case, sari):
    investigation, _before = take_back(case, sari), take_back(case, sari)
    with pytest.raises(ValidationError, match="tidak dapat mengikuti"):
        actions.restore_stage(investigation, by=sari)
    assert now(case).stage == Stage.INTAKE


def test_the_stage_of_a_report_comes_back_with_the_report_alone(sari):
    case = a_case(sari, police_reports=(LP,))
    report = case.police_reports.get()
    actions.withdraw_police_report(report, by=sari, reason="wrong_entry", seen=1)
    entry = case.stage_entries.get(stage=Stage.LP_ISSUED)
    with pytest.raises(ValidationError, match="mengikuti laporan polisinya"):
        actions.restore_stage(entry, by=sari)


def test_what_stands_is_not_restored(case, sari):
    last = case.stage_entries.in_order().last()
    with pytest.raises(ValidationError, match="tidak sedang ditarik"):
        actions.restore_stage(last, by=sari)


def test_programs_restore_it_too(case, sari):
    entry = take_back(case, sari)
    address = f"cases/{case.public_id}/stages/{entry.public_id}/restoration/"
    answer = program_of("sari").call("POST", address)
    assert told(answer)["stage"] == "investigation"
    told(program_of("citra").call("POST", address), 404)
