"""Acts on the register: rights, validation, versions, events, in one transaction."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agencies import audit, clock, idempotency
from agencies.access import OutOfScope
from agencies.models import AuditEvent, IdempotencyKey
from cases import actions
from cases.choices import AgeGroup, Determination, Stage
from cases.conflicts import StaleVersion
from cases.models import Case, StageEntry, Victim
from tests.cases.examples import DAY, GIRL, LP, PIMP, WOMAN, a_case, fields
from tests.people import person

pytestmark = pytest.mark.django_db


def test_numbers_run_by_agency_and_year(sari):
    numbers = [a_case(sari).register_no for _ in range(2)]
    assert numbers == ["KAS/POLRESTA-BPP/2025/0001", "KAS/POLRESTA-BPP/2025/0002"]
    assert a_case(person("wati")).register_no == "KAS/UPTD-PPA-BPP/2025/0001"


def test_a_refused_case_leaves_nothing_and_takes_no_number(sari):
    with pytest.raises(ValidationError):
        a_case(sari, victims=({"sex": "x", "age_group": "child"},))
    assert not Case.objects.exists()
    assert not AuditEvent.objects.filter(verb="logged_case").exists()
    assert a_case(sari).register_n == 1


def test_victims_of_a_quick_report_start_as_presumed(sari):
    case = a_case(sari, victims=(GIRL, WOMAN))
    found = set(case.victims.values_list("determination", flat=True))
    assert found == {Determination.PRESUMED}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"modus": "unknown"}, "modus"),
        ({"known_via": "unknown"}, "known_via"),
        ({"platforms": ["unknown"]}, "platforms"),
        ({"happened_on": DAY + datetime.timedelta(days=9999)}, "happened_on"),
        ({"country": "malaysia", "region": None}, "country"),
    ],
)
def test_a_wrong_value_names_its_field(sari, wrong, field):
    with pytest.raises(ValidationError) as refused:
        a_case(sari, **wrong)
    assert field in refused.value.message_dict


def test_a_case_happens_in_a_region_or_abroad_and_never_both(sari):
    for wrong in ({"country": "MY"}, {"region": None}):
        with pytest.raises(ValidationError, match="Pilih wilayah"):
            a_case(sari, **wrong)


@pytest.mark.parametrize("username", ["seto", "eko", "ani", "tono"])
def test_who_does_no_case_work_logs_no_case(username):
    with pytest.raises(PermissionDenied):
        a_case(person(username))
    assert not Case.objects.exists()


def test_command_reads_and_does_not_write(sari):
    case = a_case(sari)
    with pytest.raises(PermissionDenied):
        actions.edit_case(case, {"modus": "other"}, by=person("dewi"), seen=1)


def test_every_version_of_a_row_has_one_event(sari):
    case = a_case(sari)
    case = actions.edit_case(case, {"modus": "other"}, by=sari, seen=1)
    actions.edit_case(case, {"modus": "pimping_offline"}, by=sari, seen=2)
    events = AuditEvent.objects.filter(subject_type="cases.Case", subject_id=case.pk)
    versions = events.exclude(subject_version=None).values_list("subject_version")
    assert sorted(v for (v,) in versions) == [1, 2, 3]
    assert all(audit.is_genuine(event) for event in events)


def test_an_edit_that_changes_nothing_makes_no_version(sari):
    case = a_case(sari)
    case = actions.edit_case(case, {"modus": case.modus}, by=sari, seen=1)
    assert case.version == 1


def test_a_stale_edit_is_refused_and_says_who_changed_what(sari):
    case = a_case(sari)
    actions.edit_case(case, {"modus": "other"}, by=person("budi"), seen=1)
    with pytest.raises(StaleVersion) as stale:
        actions.edit_case(case, {"modus": "selling_partner"}, by=sari, seen=1)
    (change,) = stale.value.changes
    assert (change.field, change.before, change.now) == (
        "modus",
        "pimping_online",
        "other",
    )
    assert change.event.by == person("budi")
    assert Case.objects.get().modus == "other"


def test_an_age_decides_the_group(sari):
    case = a_case(sari)
    victim = actions.edit_victim(case.victims.get(), {"age": 20}, by=sari, seen=1)
    assert victim.age_group == AgeGroup.ADULT


def test_a_withdrawn_row_must_be_restored_before_it_is_edited(sari):
    victim = a_case(sari).victims.get()
    victim = actions.withdraw_victim(victim, by=sari, reason="double", seen=1)
    with pytest.raises(ValidationError, match="ditarik"):
        actions.edit_victim(victim, {"age": 12}, by=sari, seen=2)
    assert not Victim.objects.standing().exists()
    victim = actions.restore_victim(victim, by=sari)
    actions.edit_victim(victim, {"age": 12}, by=sari, seen=3)


def test_nothing_changes_on_a_withdrawn_case(sari):
    case = a_case(sari)
    actions.withdraw_case(case, by=sari, reason="double", seen=1)
    victim = case.victims.get()
    for act in (
        lambda: actions.add_suspect(case, PIMP, by=sari),
        lambda: actions.edit_victim(victim, {"age": 9}, by=sari, seen=1),
        lambda: actions.withdraw_victim(victim, by=sari, reason="double", seen=1),
    ):
        with pytest.raises(ValidationError, match="ditarik"):
            act()
    assert Victim.objects.get().version == 1


def test_the_first_lp_issues_the_case_and_a_twin_number_is_refused(sari):
    case = a_case(sari)
    actions.add_police_report(case, LP, by=sari)
    case.refresh_from_db()
    assert (case.stage, case.counted_on) == (Stage.LP_ISSUED, LP["dated_on"])
    spaced = {**LP, "number": LP["number"].lower().replace("/", " / ")}
    with pytest.raises(ValidationError, match="sudah ada pada perkara ini"):
        actions.add_police_report(case, spaced, by=sari)


def test_a_stage_must_follow_in_order_and_in_time(sari):
    case = a_case(sari)
    with pytest.raises(ValidationError, match="tidak dapat mengikuti"):
        actions.record_stage(case, by=sari, stage=Stage.TRIAL, on=DAY, seen=1)
    with pytest.raises(ValidationError, match="sebelum tahap terakhir"):
        actions.record_stage(
            case,
            by=sari,
            stage=Stage.PRE_INVESTIGATION,
            on=DAY - datetime.timedelta(days=1),
            seen=1,
        )


def test_the_last_stage_can_be_taken_back_and_no_other(sari):
    case = a_case(sari)
    first = StageEntry.objects.get()
    last = actions.record_stage(
        case, by=sari, stage=Stage.PRE_INVESTIGATION, on=DAY, seen=1
    )
    with pytest.raises(ValidationError, match="terakhir"):
        actions.withdraw_stage(first, by=sari, reason="wrong_entry", seen=2)
    actions.withdraw_stage(last, by=sari, reason="wrong_entry", seen=2)
    case.refresh_from_db()
    assert (case.stage, case.version) == (Stage.INTAKE, 3)


def test_the_sentence_is_sealed_and_read_by_its_writer_alone(sari):
    text = "Ditawarkan melalui aplikasi."
    case = a_case(sari, narrative=text)
    case.refresh_from_db()
    assert text.encode() not in bytes(case.narrative)
    assert actions.read_narrative(case, by=sari) == text
    assert AuditEvent.objects.filter(verb="read_narrative").count() == 1
    for other in ("budi", "dewi"):
        with pytest.raises(PermissionDenied):
            actions.read_narrative(case, by=person(other))


def test_the_sentence_stands_in_no_event_and_no_version_row(sari):
    case = a_case(sari, narrative="Kalimat rahasia.")
    case.refresh_from_db()
    actions.rewrite_narrative(case, "Kalimat lain.", by=sari, seen=1)
    told = str(list(AuditEvent.objects.values()))
    kept = str(list(case.versions.values()))
    assert "Kalimat" not in told + kept
    assert "narrative" not in {f.name for f in case.versions.model._meta.fields}


def test_the_same_key_makes_one_case_and_another_content_is_refused(sari):
    first = a_case(sari, key="k1")
    assert a_case(sari, key="k1").pk == first.pk
    with pytest.raises(idempotency.KeyReused):
        a_case(sari, key="k1", modus="other")
    assert Case.objects.count() == IdempotencyKey.objects.count() == 1
    assert a_case(person("budi"), key="k1").pk != first.pk


def test_the_clock_dates_every_act(sari):
    moment = datetime.datetime(2025, 11, 12, 4, tzinfo=datetime.UTC)
    with clock.set_to(moment):
        case = actions.log_case(
            by=sari, fields={**fields(), "reported_on": None}, victims=[GIRL]
        )
    assert case.reported_on == datetime.date(2025, 11, 12)
    assert case.created_at == moment
    assert AuditEvent.objects.get(verb="logged_case").at == moment


def test_a_case_logged_for_another_scope_is_not_found_by_it(sari):
    case = a_case(sari)
    for act in (
        lambda by: actions.add_victim(case, GIRL, by=by),
        lambda by: actions.withdraw_case(case, by=by, reason="test", seen=1),
        lambda by: actions.record_stage(
            case, by=by, stage=Stage.LP_ISSUED, on=DAY, seen=1
        ),
    ):
        with pytest.raises(OutOfScope):
            act(person("citra"))
