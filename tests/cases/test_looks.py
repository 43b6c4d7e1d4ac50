"""Who looks at a case leaves an event, whichever door she came by."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies import audit, clock
from agencies.models import AuditEvent
from agencies.sections import Section
from cases import actions, sight
from cases.choices import Sex
from cases.models import Case
from cases.trail import words
from tests.api.clients import program_of, told
from tests.cases.examples import GIRL, LP, PIMP, a_case, assign
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return a_case(person("sari"), victims=(GIRL,))


def looks(who: str, verb: str = "opened_case") -> list[AuditEvent]:
    found = AuditEvent.objects.filter(by=person(who), verb=verb)
    return list(found.order_by("case_id", "at"))


def show(who: str, case: Case) -> None:
    assert browser_of(who).get(f"/cases/{case.public_id}/").status_code == 200


def test_opening_a_case_is_recorded_with_what_opened(case):
    show("sari", case)

    (look,) = looks("sari")
    assert (look.case_id, look.post) == (case.pk, person("sari").assignment.post)
    assert "victim_identity" in look.changes["sections"][1]
    assert audit.is_genuine(look)


def test_a_look_at_the_case_is_none_at_the_sentence_or_the_reporter():
    case = a_case(person("sari"), narrative="Diajak kerja.")
    seen = sight.of(person("sari"), case)
    assert seen.sees(Section.NARRATIVE)
    assert seen.sees(Section.REPORTER)
    show("sari", case)

    (look,) = looks("sari")
    assert not {"narrative", "reporter"} & set(look.changes["sections"][1].split(","))
    assert "Uraian" not in words.touched(look)
    look.changes["sections"][1] += ",narrative,reporter"  # as it was told before
    assert "Uraian" not in words.touched(look)
    browser_of("sari").post(f"/cases/{case.public_id}/narrative/")
    assert len(looks("sari", "read_narrative")) == 1


def test_another_look_within_the_hour_is_the_same_look(case):
    with clock.set_to(clock.now() - timedelta(minutes=90)):
        show("sari", case)
        show("sari", case)
        assert len(looks("sari")) == 1
    show("sari", case)
    assert len(looks("sari")) == 2


def test_who_sees_more_than_an_hour_ago_looks_anew(case):
    show("budi", case)
    assign(case, "budi")
    show("budi", case)

    assert len(looks("budi")) == 2
    assert "victim_identity" in looks("budi")[1].changes["sections"][1]


def test_each_person_and_case_has_her_own_look(case):
    other = a_case(person("sari"))
    for who, which in (("sari", case), ("sari", other), ("budi", case)):
        show(who, which)

    assert [look.case_id for look in looks("sari")] == [case.pk, other.pk]
    assert len(looks("budi")) == 1


def test_who_sees_less_is_recorded_with_less(case):
    show("budi", case)

    (look,) = looks("budi")
    assert "victim_identity" not in look.changes["sections"][1]


@pytest.mark.parametrize(
    "path",
    [
        "/cases/{id}/timeline/",
        "/cases/{id}/edit/",
        "/cases/{id}/why/",
        "/api/v1/cases/{id}/",
        "/api/v1/victims/{victim}/",
        "/api/v1/cases/{id}/workers/",
        "/api/v1/cases/{id}/readers/",
        "/api/v1/cases/{id}/referrals/",
    ],
)
def test_every_door_to_a_case_is_watched(case, path):
    victim = case.victims.get()
    address = path.format(id=case.public_id, victim=victim.public_id)
    assert browser_of("sari").get(address).status_code == 200

    (look,) = looks("sari")
    assert look.case_id == case.pk


def test_a_summary_and_a_refusal_are_no_look(case):
    browser_of("seto").get(f"/cases/{case.public_id}/")
    browser_of("citra").get(f"/cases/{case.public_id}/")

    assert looks("seto") == looks("citra") == []


@pytest.mark.parametrize("route", ["victim_list", "api_victim_list"])
def test_a_list_that_shows_identities_is_recorded_for_each_case(case, route):
    other = a_case(person("sari"), victims=(GIRL,))
    a_case(person("budi"), victims=(GIRL,))  # hers alone: a colleague sees no age
    browser_of("sari").get(reverse(route))

    listed = looks("sari", "listed_identity")
    assert [look.case_id for look in listed] == [case.pk, other.pk]
    assert looks("sari") == []


@pytest.mark.parametrize("door", ["", "api_"])
@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("victim", "read_victims"),
        ("suspect", "read_suspects"),
        ("police_report", "read_police_reports"),
    ],
)
def test_a_list_of_what_hangs_on_cases_is_recorded_once_an_hour(door, noun, verb):
    """Also for somebody without any work in them, as their names stand in it."""
    for _case in range(2):
        a_case(person("sari"), victims=(GIRL,), suspects=(PIMP,), police_reports=(LP,))
    address = reverse(f"{door}{noun}_list")
    with clock.set_to(clock.now() - timedelta(minutes=90)):
        browser_of("dewi").get(address)
    for _look in range(2):
        browser_of("dewi").get(address)

    _first, second = looks("dewi", verb)
    assert second.changes == {"rows": [None, 2]}
    assert (second.case_id, second.post) == (None, person("dewi").assignment.post)
    assert audit.is_genuine(second)


def test_a_list_is_recorded_with_what_was_asked_by_name_alone():
    a_case(person("sari"), suspects=(PIMP, PIMP | {"sex": Sex.FEMALE}))
    for query in ("", "?sex=male", "?sex=female", "?region=64.71&sex=male"):
        browser_of("dewi").get(reverse("suspect_list") + query)

    every, some, of_place = looks("dewi", "read_suspects")
    assert every.changes == {"rows": [None, 2]}
    assert some.changes == {"rows": [None, 1], "sex": [None, audit.HIDDEN]}
    assert of_place.changes.keys() == {"rows", "region", "sex"}
    assert words.touched(of_place) == ("1 baris; saringan: Jenis kelamin, Wilayah")


def test_a_list_that_shows_nothing_and_a_list_of_cases_are_no_look(case):
    browser_of("citra").get(reverse("suspect_list"))
    browser_of("citra").get(reverse("case_list"))
    browser_of("sari").get(reverse("case_list"))

    assert not AuditEvent.objects.filter(verb__startswith="read_").exists()


def test_a_look_says_no_value(case):
    show("sari", case)

    (look,) = looks("sari")
    assert set(look.changes) == {"sections"}


def test_what_identifies_her_is_named_in_the_trail_and_not_said(case):
    victim = case.victims.get()
    actions.edit_victim(
        victim, {"age": 16, "whereabouts": "with_family"}, by=person("sari"), seen=1
    )
    actions.add_victim(case, {**GIRL, "age": 14}, by=person("sari"))

    edited, added = (
        AuditEvent.objects.get(verb=verb) for verb in ("edited_victim", "added_victim")
    )
    hidden = [audit.HIDDEN, audit.HIDDEN]
    assert edited.changes == {"age": hidden, "whereabouts": hidden}
    assert added.changes["age"] == hidden
    assert added.changes["sex"] == [None, "female"]


def test_a_program_that_is_told_a_conflict_has_looked(case):
    """Its answer tells who changed her age, from what to what."""
    girl = case.victims.get()
    actions.edit_victim(girl, {"age": 15}, by=person("sari"), seen=1)
    address = f"victims/{girl.public_id}/"
    answer = program_of("rini").call("PATCH", address, {"age": 44}, if_match='"1"')
    assert told(answer, 412)["conflicts"]
    (look,) = looks("rini")
    assert "victim_identity" in look.changes["sections"][1]


@pytest.mark.parametrize(
    "route", ["workers/", "referrals/", "readers/", "restriction/"]
)
def test_a_program_that_may_not_say_who_works_on_it_has_looked(case, route):
    program_of("dewi").call("POST", f"cases/{case.public_id}/{route}", {})
    assert len(looks("dewi")) == 1


def test_a_first_write_by_a_program_is_a_look_of_before_it(case):
    """She who names an official becomes a reader by right: not when she came."""
    content = {"case": str(case.public_id), **PIMP, "public_office": "police"}
    told(program_of("budi").call("POST", "suspects/", content), 201)
    first, *_ = sorted(looks("budi"), key=lambda look: look.at)
    assert first.reason == "unassigned"
