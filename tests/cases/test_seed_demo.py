"""The practice register is what the actions would have written, and adds up."""

import random
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections

import tests.register
from agencies import audit, eyes
from agencies.accounts.authentication import acting_user
from agencies.models import AuditEvent, NumberSeries, User
from cases import actions, duplicates, facts, matches, practice
from cases.models import (
    Case,
    Involvement,
    MatchRequest,
    Person,
    PersonMerge,
    Place,
    PoliceReport,
    Reporter,
    Shelter,
    StageEntry,
    Suspect,
    Victim,
)
from cases.models.facts import VictimFact
from cases.practice import alike, people
from cases.search import Answer, Asked, search_names
from tests import ground
from tests.cases.names.served import served

SEED, CASES, UNTIL = 7, 1000, date(2026, 11, 21)
OF_PERSONS = [
    f"cases.{name}"
    for name in (
        "Person",
        "Involvement",
        "DuplicateDecision",
        "MatchRequest",
        "MatchHit",
    )
]
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


def test_sari_has_two_alike_persons_to_decide_about_and_two_that_became_one(register):
    sari = user("sari")
    with served():
        pairs, _more = duplicates.queue(sari)
        names = [
            {each.particulars().name for each in (pair.one, pair.other)}
            for pair in pairs
        ]
    assert set(alike.ALIKE) in names
    merge = PersonMerge.objects.standing().get()
    assert {each.particulars().name for each in (merge.kept, merge.merged)} == set(
        alike.TWICE
    )
    assert merge.by == sari
    assert merge.kept.involvements.standing().count() == 2
    assert VictimFact.objects.filter(person_id=merge.kept_id).count() == 2


def test_sari_finds_her_of_another_unit_and_beyond_her_chain_nobody(register):
    asked = Asked("Soekarsih Poespita Tjontoh")
    with served():
        of_sari, of_citra = (seek(asked, who) for who in ("sari", "citra"))
    told = {(each.office.code, each.part.value) for each in of_sari.elsewhere}
    assert (alike.UNIT, "victim") in told
    assert {office for office, _part in told} <= {alike.UNIT, "POLRESTA-BPP-PPA"}
    assert of_citra == ([], [])


def test_a_question_waits_for_wati_and_for_nobody_else(register):
    [hit] = matches.hits_of(user("wati"))
    assert (hit.request.by, hit.request.kind) == (user("nur"), "phone")
    for who in ("sari", "dina", "nur"):
        assert matches.hits_of(user(who)) == []
    [asked] = MatchRequest.objects.all()
    assert asked.digest is None
    assert asked.resolved_at


def seek(asked: Asked, who: str) -> Answer:
    """As a request would: through her own eyes."""
    with eyes.looking(user(who).hat.scope_keys):
        return search_names(asked, by=user(who))


def user(username: str) -> User:
    found = acting_user(user__username=username)
    assert found
    return found


def test_what_people_did_about_persons_is_genuine_and_of_days_before(register):
    did = AuditEvent.objects.filter(subject_type__in=OF_PERSONS)
    verbs = set(did.values_list("verb", flat=True))
    assert {
        "merged_persons",
        "decided_duplicate",
        "asked_match",
        "resolved_match",
    } <= verbs
    assert all(audit.is_genuine(event) for event in did)


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
