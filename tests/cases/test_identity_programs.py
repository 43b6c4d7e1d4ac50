"""Who takes part in a case, for programs; how a victim is recorded follows from it."""

import pytest

from cases import actions
from cases.api.particulars import ParticularsIn, ParticularsOut
from cases.choices import WithdrawReason
from cases.models import Case, Person, Victim
from cases.particulars import FIELDS, Birth, Residence
from tests.api.clients import program_of, tag_of, told
from tests.cases import somebody
from tests.cases.alike import fresh, merged, two
from tests.cases.examples import PIMP, WOMAN, a_case
from tests.cases.involved import at, send
from tests.people import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sari) -> Case:
    return a_case(sari, victims=(WOMAN,), suspects=(PIMP,))


def known() -> Person:
    return Person.objects.get()


# -- How a victim is recorded ----------------------------------------------------------


def test_how_a_linked_victim_is_recorded_is_not_typed(case, melati):
    victim = Victim.objects.get()
    address = at("case_victim_edit", case, victim.public_id)
    assert 'name="recording"' not in browser_of("sari").get(address).content.decode()
    typed = {"sex": "female", "age_group": "adult", "determination": "presumed"}
    typed |= {"whereabouts": "shelter", "seen": victim.version, "recording": "unknown"}
    send("sari", address, typed)
    found = Victim.objects.get()
    assert (found.recording, found.whereabouts) == ("identified", "shelter")


def test_a_program_is_told_where_it_is_set(case, melati):
    victim, sari = Victim.objects.get(), program_of("sari")
    address, tag = f"victims/{victim.public_id}/", f'"{victim.version}"'
    refused = sari.call("PATCH", address, {"recording": "unknown"}, if_match=tag)
    assert told(refused, 400)["errors"] == {"recording": ["Diatur pada identitasnya."]}
    same = sari.call("PATCH", address, {"recording": "identified"}, if_match=tag)
    assert told(same)["recording"] == "identified"


# -- Programs --------------------------------------------------------------------------

SENT = {
    "name": "Sekar Arum",
    "phones": ["081276543210"],
    "accounts": [{"kind": "michat", "value": "@sekar"}],
    "birth": {"first": "2009-01-01", "last": "2009-12-31"},
    "residence": {"region": "64.71.03", "address": "Gang 7"},
    "origin": "73.71",
    "safe_contact": {"channel": "sms", "never": ["call"]},
}


def persons(case: Case) -> str:
    return f"cases/{case.public_id}/persons/"


def test_a_program_records_and_reads_masks(case):
    sari, victim = program_of("sari"), case.victims.get()
    new = {"part": "victim", "victim": str(victim.public_id), "particulars": SENT}
    answer = sari.call("POST", persons(case), new, idempotency_key="k1")
    made = told(answer, 201)
    assert (made["part"], made["recording"]) == ("victim", "identified")
    assert made["recorded"]["phones"] == 1
    assert "Sekar" not in answer.content.decode()
    found = known().particulars()
    assert found.residence == Residence("64.71.03", "", "Gang 7")
    assert (found.origin, found.birth) == ("73.71", Birth.about(2009))
    listed = sari.call("GET", persons(case))
    assert told(listed)["results"] == [made]
    where = answer.headers["Location"].removeprefix("/api/v1/")
    assert told(sari.call("GET", where)) == made


def test_a_program_corrects_by_the_version_of_the_person(case, melati):
    sari, one = program_of("sari"), f"{persons(case)}{melati.public_id}/"
    told(sari.call("PATCH", one, {"name": "Mawar"}), 428)
    changed = sari.call("PATCH", one, {"name": "Mawar"}, if_match=tag_of(melati, 1))
    assert told(changed)["version"] == 2
    stale = told(
        sari.call("PATCH", one, {"name": "Lili"}, if_match=tag_of(melati, 1)), 412
    )
    (conflict,) = stale["conflicts"]
    said = (conflict["field"], conflict["before"], conflict["now"])
    assert said == ("name", "…", "…")
    assert known().particulars().name == "Mawar"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": 7}, "name"),
        ({"nick": "x"}, "nick"),
        ({"phones": ["12"]}, "phones"),
        ({"accounts": [{"kind": "fax", "value": "1"}]}, "accounts.0.kind"),
        ({"origin": "99"}, "origin"),
        ({"birth": {"first": "2010-01-01", "last": "2009-01-01"}}, "birth"),
        ({"registered_name": "PT"}, "registered_name"),
    ],
)
def test_a_program_is_told_which_field_is_wrong(case, melati, sent, field):
    one = f"{persons(case)}{melati.public_id}/"
    answer = program_of("sari").call("PATCH", one, sent, if_match=tag_of(melati, 1))
    assert field in told(answer, 400)["errors"]


def test_a_program_declines_withdraws_and_links(case, melati, sari):
    program, one = program_of("sari"), f"{persons(case)}{melati.public_id}/"
    told(program.call("POST", f"{one}declination/", if_match=tag_of(melati, 1)))
    told(program.call("POST", f"{one}agreement/", if_match=tag_of(melati, 2)))
    gone = {"reason": WithdrawReason.WRONG_CASE.value}
    told(
        program.call("POST", f"{one}withdrawal/", gone, if_match=tag_of(melati, 1)), 412
    )
    told(program.call("POST", f"{one}withdrawal/", gone, if_match=tag_of(melati, 3)))
    back = told(program.call("POST", f"{one}restoration/"))
    assert back["withdrawn_at"] is None
    other = a_case(sari)
    link = {"known": str(melati.public_id), "part": "witness"}
    links = f"cases/{other.public_id}/person-links/"
    assert told(program.call("POST", links, link), 201)["case"] == str(other.public_id)


@pytest.mark.parametrize(("who", "status"), [("budi", 404), ("citra", 404)])
def test_a_program_sees_no_more_than_its_owner(case, melati, who, status):
    program, one = program_of(who), f"{persons(case)}{melati.public_id}/"
    told(program.call("GET", one), status)
    told(program.call("PATCH", one, {"name": "x"}, if_match=tag_of(melati, 1)), status)


def test_a_program_meets_no_other_record_after_a_merge(sari):
    """As a form does: whose it was stands in the version that it names."""
    kept, other = two()
    actions.edit_particulars(other, {"passport": "A123"}, by=sari, seen=1)
    program, one = program_of("sari"), f"{persons(other.case)}{other.public_id}/"
    seen = program.call("GET", one).headers["ETag"]
    assert seen == tag_of(other, 2)
    merged(kept, other)
    assert fresh(other).person.version == 2
    answer = program.call("PATCH", one, {"name": "Mawar"}, if_match=seen)
    (conflict,) = told(answer, 412)["conflicts"]
    assert conflict["field"] == "person"
    for act, sent in (("declination", None), ("withdrawal", {"reason": "test"})):
        told(program.call("POST", f"{one}{act}/", sent, if_match=seen), 412)
    assert fresh(other).person.particulars() == somebody.MELATI
    now = program.call("GET", one).headers["ETag"]
    told(program.call("PATCH", one, {"name": "Mawar"}, if_match=now))


@pytest.mark.parametrize("seen", ['"1"', '"00000000000000000000000000000000-1"'])
def test_a_version_that_says_not_whose_it_is_is_stale(case, melati, seen):
    one = f"{persons(case)}{melati.public_id}/"
    told(program_of("sari").call("PATCH", one, {"name": "x"}, if_match=seen), 412)
    assert known().particulars() == somebody.MELATI


def test_a_version_of_somebody_is_none_of_a_row(case, melati):
    victim = case.victims.get()
    address, seen = f"victims/{victim.public_id}/", tag_of(melati, victim.version)
    told(program_of("sari").call("PATCH", address, {"age": 15}, if_match=seen), 412)


@pytest.mark.parametrize("seen", ["1", '"x-1"', '"-1"', '"1-1"', 'W/"1"'])
def test_what_is_no_version_is_refused_for_its_shape(case, melati, seen):
    one = f"{persons(case)}{melati.public_id}/"
    answer = program_of("sari").call("PATCH", one, {"name": "x"}, if_match=seen)
    assert "If-Match" in told(answer, 400)["errors"]


def test_what_is_sent_and_what_is_given_are_the_particulars():
    assert set(ParticularsIn().fields) == set(FIELDS) == set(ParticularsOut().fields)
