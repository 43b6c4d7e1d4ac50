"""Two people, one person: what each door tells of who changed her meanwhile."""

import pytest

from cases import actions
from cases.models import Case, Involvement
from cases.person_choices import Part
from tests.api.clients import program_of, tag_of, told
from tests.cases.examples import PIMP, WOMAN, a_case
from tests.cases.involved import at, send, taken
from tests.cases.somebody import FIELDS
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sari) -> Case:
    return a_case(sari, victims=(WOMAN,), suspects=(PIMP,))


def path_of(part: Involvement) -> str:
    return f"cases/{part.case.public_id}/persons/{part.public_id}/"


def test_of_a_suspect_a_conflict_tells_no_more_than_the_part_opens(case, sari):
    accused = actions.add_person(
        case, Part.SUSPECT, {"name": "Jono"}, by=sari, suspect=case.suspects.get()
    )
    linked = actions.link_person(accused.person, case, Part.WITNESS, by=sari)
    known = {name: FIELDS[name] for name in ("nik", "safe_contact", "disability")}
    actions.edit_particulars(linked, known, by=sari, seen=1)
    address = at("case_person_edit", case, accused.public_id)
    drawn = {"seen": 1, "whose": accused.whose}
    page = browser_of("budi").post(address, drawn | {"name": "Joni"})
    assert page.status_code == 409
    assert "<b>NIK</b>" in page.content.decode()
    changed = page.content.decode().split('id="conflict-title"')[1]
    changed = changed.split("</section>")[0]
    assert "kontak aman" not in changed.lower()
    assert "disabilitas" not in changed
    path = path_of(accused)
    api = program_of("budi").call(
        "PATCH", path, {"name": "Joni"}, if_match=tag_of(accused, 1)
    )
    assert [each["field"] for each in told(api, 412)["conflicts"]] == ["nik"]


def test_a_conflict_about_a_person_tells_page_and_program_the_same_office(case, melati):
    taken(case)
    actions.edit_particulars(melati, {"nik": "64"}, by=person("wati"), seen=1)
    address = at("case_person_edit", case, melati.public_id)
    office = "UPTD PPA Kota Balikpapan"
    drawn = {"seen": 1, "whose": melati.whose}
    assert office in send("sari", address, drawn | {"name": "Mawar"}, 409)
    path = path_of(melati)
    api = program_of("sari").call(
        "PATCH", path, {"name": "Mawar"}, if_match=tag_of(melati, 1)
    )
    (conflict,) = told(api, 412)["conflicts"]
    assert conflict["by"] == office


def test_page_and_program_take_a_part_back_from_the_person_they_saw(case, melati, sari):
    actions.edit_particulars(melati, {"nik": "64"}, by=sari, seen=1)
    typed = {"seen": 1, "whose": melati.whose, "reason": "wrong_case"}
    address = at("case_person_withdraw", case, melati.public_id)
    assert "NIK" in send("sari", address, typed, 409)
    path, why = f"{path_of(melati)}withdrawal/", {"reason": "double"}
    program = program_of("sari")
    told(program.call("POST", path, why, if_match=tag_of(melati, 1)), 412)
    told(program.call("POST", path, why, if_match=tag_of(melati, 2)))
    assert Involvement.objects.get().is_withdrawn
