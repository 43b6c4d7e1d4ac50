"""Who sees which case: scope rows are written by the database, never by the app."""

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.access import OutOfScope
from agencies.models import Agency, NumberSeries, Region
from cases import actions
from cases.models import Case, CaseScope, Victim
from tests.cases.examples import a_case
from tests.people import person

pytestmark = pytest.mark.django_db


def keys_of(case) -> set[int]:
    return set(CaseScope.objects.filter(case=case).values_list("scope_key", flat=True))


def key(code: str) -> int:
    found = Agency.objects.filter(code=code).first()
    return found.pk if found else -Region.objects.get(code=code).pk


def test_a_case_stands_under_its_chain_of_command_and_its_regions():
    case = a_case(person("sari"))
    chain = ("POLRESTA-BPP-PPA", "POLRESTA-BPP", "POLDA-KALTIM", "POLRI")
    regions = ("64.71.03", "64.71", "64", "ID")
    assert keys_of(case) == {key(code) for code in chain + regions}
    case.refresh_from_db()
    assert set(case.scope_keys) == keys_of(case)


def test_a_case_abroad_is_known_to_the_nation_alone():
    case = a_case(person("sari"), region=None, country="MY")
    assert {k for k in keys_of(case) if k < 0} == {key("ID")}


@pytest.mark.parametrize("username", ["sari", "budi", "dewi"])
def test_her_unit_and_its_command_see_a_case(username):
    case = a_case(person("sari"))
    assert Case.objects.visible_to(person(username)).get() == case


@pytest.mark.parametrize(
    "username", ["citra", "wati", "dina", "joko", "nur", "ani", "tono"]
)
def test_nobody_else_sees_it(username):
    a_case(person("sari"))
    assert not Case.objects.visible_to(person(username)).exists()
    assert not Victim.objects.visible_to(person(username)).exists()


@pytest.mark.parametrize("username", ["seto", "eko"])
def test_a_task_force_sees_a_summary_and_no_victims(username):
    case = a_case(person("sari"))
    case.refresh_from_db()
    assert Case.objects.visible_to(person(username)).get() == case
    assert not Case.objects.open_to(person(username)).exists()
    assert not Victim.objects.visible_to(person(username)).exists()


def test_seto_of_kaltim_does_not_see_denpasar():
    a_case(person("citra"), region="51.71.01")
    assert not Case.objects.visible_to(person("seto")).exists()
    assert Case.objects.visible_to(person("eko")).exists()


def test_a_further_place_opens_the_summary_to_its_region_until_it_is_withdrawn():
    sari = person("sari")
    case = a_case(sari)
    place = actions.add_place(
        case, {"region": Region.objects.get(code="65.03.02")}, by=sari
    )
    assert {key("65.03.02"), key("65.03"), key("65")} <= keys_of(case)
    actions.withdraw_place(place, by=sari, reason="wrong_entry", seen=1)
    assert key("65") not in keys_of(case)
    assert key("64") in keys_of(case)


def test_moving_the_place_of_a_case_moves_its_scope():
    sari = person("sari")
    case = a_case(sari)
    actions.edit_case(
        case, {"region": Region.objects.get(code="51.71.01")}, by=sari, seen=1
    )
    assert key("51") in keys_of(case)
    assert key("64") not in keys_of(case)


def test_scope_rows_follow_stage_and_date():
    sari = person("sari")
    case = a_case(sari)
    actions.record_stage(
        case, by=sari, stage="pre_investigation", on=case.reported_on, seen=1
    )
    assert set(CaseScope.objects.values_list("stage", flat=True)) == {2}


def test_the_serving_role_can_neither_write_scope_nor_delete_a_case():
    case = a_case(person("sari"))
    for statement in (
        "INSERT INTO cases_casescope (case_id) VALUES (%s)",
        "DELETE FROM cases_casescope WHERE case_id = %s",
        "UPDATE cases_casescope SET scope_key = 1 WHERE case_id = %s",
        "DELETE FROM cases_case WHERE id = %s",
        "DELETE FROM f_case WHERE case_id = %s",
        "UPDATE cases_caseevent SET modus = '' WHERE pgh_obj_id = %s",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [case.pk])


def test_an_act_on_a_case_out_of_scope_does_not_find_it():
    case = a_case(person("sari"))
    with pytest.raises(OutOfScope):
        actions.edit_case(case, {"modus": "other"}, by=person("citra"), seen=1)


def test_a_case_that_its_writer_would_not_see_is_not_written():
    sari, elsewhere = person("sari"), person("citra").hat.agency_id
    case = a_case(sari)
    # As if she had been moved between her request and its act.
    vars(sari.assignment.post)["agency_id"] = elsewhere
    assert sari.assignment.post.agency == case.lead_agency
    with pytest.raises(OutOfScope):
        a_case(sari)
    assert Case.objects.get() == case
    assert NumberSeries.objects.get().n == 1
