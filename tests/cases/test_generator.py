"""The generated register is what triggers and actions would have written."""

from collections import Counter
from contextlib import closing

import pytest
from django.db import connection

from agencies import audit
from agencies.models import AuditEvent, NumberSeries, User
from cases import facts, lp_numbers
from cases.models import (
    Case,
    CaseScope,
    Place,
    PoliceReport,
    StageEntry,
    Suspect,
    Victim,
)
from tests import ground

CASES = 400


@pytest.fixture
def register(committed):
    ground.manage("generate_register", "--cases", str(CASES), "--seed", "7")


def scope_rows() -> set[tuple]:
    return set(
        CaseScope.objects.values_list(
            "case_id", "scope_key", "reported_on", "stage", "modus", "until", "grounds"
        )
    )


def test_scope_is_what_the_triggers_write(register):
    generated = scope_rows()
    keys = dict(Case.objects.values_list("pk", "scope_keys"))
    database = connection.settings_dict["NAME"]
    with closing(ground.superuser(database)) as owner, owner.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM cases_casescope")
        cursor.execute("UPDATE cases_case SET scope_keys = '{}'")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("UPDATE cases_case SET lead_agency_id = lead_agency_id")
    assert len(generated) > CASES * 5
    assert scope_rows() == generated
    assert dict(Case.objects.values_list("pk", "scope_keys")) == keys


def test_facts_are_the_register(register):
    assert [facts.differences(unit) for unit in facts.UNITS] == [0, 0, 0, 0]
    assert [facts.overlaps(unit) for unit in facts.UNITS] == [0, 0, 0, 0]


def test_numbers_are_gapless_and_the_series_stand_at_their_end(register):
    found = Counter(Case.objects.values_list("register_agency_id", "register_year"))
    series = {(s.agency_id, s.year): s.n for s in NumberSeries.objects.all()}
    assert series == found
    for case in Case.objects.select_related("register_agency").order_by("?")[:20]:
        assert case.register_no == (
            f"KAS/{case.register_agency.code}/{case.register_year}"
            f"/{case.register_n:04d}"
        )
        assert case.register_agency == case.lead_agency.numbering_agency


def test_every_row_is_valid(register):
    for model in (Case, Place, Victim, Suspect, PoliceReport, StageEntry):
        assert model.objects.count() > CASES / 20
        for row in model.objects.order_by("pk")[:40]:
            row.full_clean()
    for number, kept in PoliceReport.objects.values_list("number", "normalised"):
        assert kept == lp_numbers.normalise(number)
        assert lp_numbers.looks_standard(number)


def test_each_version_has_its_row_and_its_genuine_event(register):
    for case in Case.objects.all()[:80]:
        numbers = sorted(case.versions.values_list("version", flat=True))
        assert numbers == list(range(1, case.version + 1))
        events = AuditEvent.objects.filter(
            subject_type="cases.Case", subject_id=case.pk
        )
        assert sorted(e.subject_version for e in events) == numbers
        assert all(audit.is_genuine(event) for event in events)
        stages = case.stage_entries.in_order().values_list("stage", flat=True)
        assert case.stage == list(stages)[-1]


def test_the_officers_of_the_generated_cases_cannot_sign_in(register):
    officers = User.objects.filter(username__startswith="gen.")
    assert officers.exists()
    assert not any(o.has_usable_password() for o in officers)


def test_the_same_seed_gives_the_same_cases(committed):
    def drawn() -> list:
        ground.manage("generate_register", "--cases", "60", "--seed", "3", "--beside")
        fields = ("lead_agency_id", "region_id", "modus", "reported_on", "stage")
        return list(Case.objects.order_by("-pk").values_list(*fields)[:60])

    assert drawn() == drawn()


def test_a_register_that_holds_cases_is_not_touched(register):
    with pytest.raises(AssertionError, match="holds cases"):
        ground.manage("generate_register", "--cases", "5")
    assert Case.objects.count() == CASES
