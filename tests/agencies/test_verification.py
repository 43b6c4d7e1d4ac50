"""Whatever is changed in a sealed trail is found, and said without a value."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from agencies import clock
from agencies.chain import verification
from agencies.models import Agency, AuditEvent, AuditSeal
from agencies.models.audit_event import VERIFIED
from agencies.sections import Section
from cases import actions
from cases.trail import gaps
from tests.agencies import tampering
from tests.agencies.tampering import (
    as_superuser,
    event,
    faults,
    heads_file,
    held_open,
    seal,
)
from tests.cases.examples import a_case, assign
from tests.cases.test_danger import a_full_case, opened
from tests.people import person

EVERY_ACT = [
    pytest.param(kind, act, id=act.__name__)
    for kind, acts in tampering.KINDS.items()
    for act in acts
]


@pytest.fixture
def file(committed, tmp_path, settings, monkeypatch):
    return heads_file(tmp_path, settings, monkeypatch)


@pytest.fixture
def trail(file):
    tampering.build(6)
    assert faults() == []


@pytest.mark.parametrize(("kind", "act"), EVERY_ACT)
def test_tampering_is_found(trail, kind, act):
    with tampering.tampering() as tamperer:
        for _time in range(len(tampering.EDITS)):
            act(tamperer)
            assert faults(), kind
            tamperer.undo()

    assert faults() == []


def test_what_is_found_says_where_and_no_value(trail, capsys):
    edited = AuditEvent.objects.order_by("xid").first()
    as_superuser(
        f"UPDATE agencies_auditevent SET reason = 'Siti' WHERE id = '{edited.id}'"
    )

    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit")

    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert f"WRONG event {edited.id}" in said
    assert "Siti" not in said


def test_a_sound_trail_is_told_and_remembered(trail, capsys):
    call_command("verify_audit")

    assert "audit ok" in capsys.readouterr().out
    told = AuditEvent.objects.get(verb=VERIFIED)
    assert told.changes["wrong"] == [None, 0]
    assert told.changes["seals"] == [None, AuditSeal.objects.count()]


def test_an_event_that_waits_too_long_is_a_fault(file):
    with clock.set_to(clock.now() - timedelta(seconds=70)):
        event(1)

    assert faults() == ["the newest: events wait too long for their seal"]
    seal()
    assert faults() == []


def test_a_version_without_its_event_is_found(file):
    case = a_case(person("sari"))
    actions.edit_case(case, {"modus": "other"}, by=person("sari"), seen=1)
    assert list(gaps.told()) == []

    # Before its seal a row goes without a trace, but for the version that it made.
    as_superuser("DELETE FROM agencies_auditevent WHERE verb = 'edited_case'")
    assert faults() == []
    assert list(gaps.told()) == [
        ("versions and events differ", f"cases.Case {case.pk}")
    ]


def test_whoever_was_let_in_untold_is_found(file):
    """A key broken in danger, an assignment, a referral: each by the act that made it,
    against a trail from which it was taken before its seal."""
    case = a_full_case()
    opened(case)
    assign(case, "budi")
    actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
        purpose="shelter",
        sections=Section.CARE,
        by=person("sari"),
    )
    assert list(gaps.told()) == []

    as_superuser(
        "DELETE FROM agencies_auditevent"
        " WHERE verb IN ('broke_glass', 'assigned_worker', 'asked_referral')"
    )
    found = [where.split()[0] for _what, where in gaps.told()]
    assert found == ["cases.CaseKey", "cases.CaseWorker", "cases.Referral"]


def test_verification_holds_no_event_back(file):
    """It only reads: whoever writes meanwhile does not wait."""
    event(1)
    found = verification.verify(event_from_elsewhere)

    assert found.rows == 1
    assert AuditEvent.objects.count() == 2


def event_from_elsewhere():
    with held_open(2):
        pass
    return iter(())
