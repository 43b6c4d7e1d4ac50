"""The practice register is what the actions would have written, and adds up."""

import random
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections

import tests.register
from agencies import audit
from agencies.models import AuditEvent, NumberSeries, User
from cases import actions, facts, practice
from cases.models import (
    Case,
    Involvement,
    Person,
    Place,
    PoliceReport,
    Reporter,
    Shelter,
    StageEntry,
    Suspect,
    Victim,
)
from cases.practice import people
from tests import ground

SEED, CASES, UNTIL = 7, 1000, date(2026, 11, 21)
MODELS = (Case, Place, PoliceReport, StageEntry, Suspect, Victim)


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    """One register for all tests that leave it as it is."""
    with django_db_blocker.unblock():
        try:
            seed(UNTIL)
            yield
        finally:
            connections.close_all()
            tests.register.restore()


def seed(until: date, *more: str) -> str:
    return ground.manage(
        *("seed_demo", "--seed", str(SEED), "--cases", str(CASES)),
        *("--until", until.isoformat(), *more),
    )


def test_rows_are_valid_and_facts_numbers_and_events_agree(register):
    assert Case.objects.count() == CASES
    for unit in facts.UNITS:
        assert (facts.differences(unit), facts.overlaps(unit)) == (0, 0)
    for model in MODELS:
        for row in model.objects.order_by("?")[:60]:
            row.full_clean()
    assert all(report.looks_standard for report in PoliceReport.objects.all())
    for series in NumberSeries.objects.all():
        numbered = Case.objects.filter(
            register_agency=series.agency_id, register_year=series.year
        ).order_by("pk")
        numbers = list(numbered.values_list("register_n", flat=True))
        assert numbers == list(range(1, series.n + 1))
    for event in AuditEvent.objects.order_by("?")[:200]:
        assert audit.is_genuine(event)
    assert AuditEvent.objects.filter(at__date__gte=UNTIL).count() == 0
    assert (
        Case.objects.filter(withdrawn_at=None).exclude(scopes__withdrawn=False).count()
        == 0
    )


def test_sentences_are_sealed_and_say_that_they_are_examples(register):
    sari = User.objects.get(username="sari")
    case = Case.objects.filter(created_by=sari).first()
    assert actions.read_narrative(case, by=sari).startswith("Contoh (rekaan): ")
    assert not Case.objects.filter(narrative=None).exists()
    officers = User.objects.filter(username__startswith="contoh.")
    assert officers.exists()
    assert not any(officer.has_usable_password() for officer in officers)


def test_people_are_sealed_marked_as_examples_and_some_are_spelt_as_of_old(register):
    persons = Person.objects.all()
    known = [each.particulars() for each in persons.exclude(sealed=None)]
    assert 40 < len(known) < 200
    assert all(each.name.endswith(" Contoh") for each in known)
    assert all(each.nik.endswith("0000") for each in known if each.nik)
    names = {each.name.split()[0] for each in known}
    assert any({new, old} <= names for new, old in people.SPELT)
    assert persons.exclude(client_code=None).exists()
    assert Reporter.objects.exists()
    assert Shelter.objects.get().unseal().startswith("Rumah Aman Contoh")
    for part in Involvement.objects.exclude(victim=None).select_related("victim"):
        assert part.victim.recording == part.person.recording
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_gaps()")
        assert cursor.fetchall() == []


def test_a_register_that_holds_cases_is_not_touched(register):
    with pytest.raises(AssertionError, match="never join"):
        seed(UNTIL)
    assert "nothing was written" in seed(UNTIL, "--if-empty")
    assert Case.objects.count() == CASES


def test_too_few_cases_cannot_hold_the_published_figures(db):
    lot = random.Random(SEED)
    with pytest.raises(practice.TooFew) as refusal:
        practice.drawn_slots(lot, 300, UNTIL)
    least = refusal.value.least
    assert len(practice.drawn_slots(random.Random(SEED), least, UNTIL)) == least
    with pytest.raises(practice.TooFew):
        practice.drawn_slots(random.Random(SEED), least - 1, UNTIL)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"PRODUCTION": True, "DEMO_MODE": True}, "Never in production"),
        ({"DEMO_MODE": False, "TPPO_ENV": "development"}, "DEMO_MODE=1 only"),
    ],
)
def test_invented_cases_stay_out_of_real_registers(settings, values, said):
    for name, value in values.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match=said):
        call_command("seed_demo")


@pytest.mark.parametrize("until", ["2020-02-01", "2199-01-01"])
def test_the_day_is_no_earlier_than_the_first_case_and_no_later_than_today(until):
    with pytest.raises(CommandError, match="--until"):
        call_command("seed_demo", until=date.fromisoformat(until))
