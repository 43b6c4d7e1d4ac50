"""What of somebody's identity was opened, and why, before whoever reviews it: fields
by name and reasons in words, of no restricted case."""

import pytest

from agencies import clock
from cases import actions
from cases.choices import SightReason
from cases.models import Case, Involvement
from cases.person_choices import Part, RevealReason
from tests.cases.examples import DAY, PIMP, a_case
from tests.cases.involved import read
from tests.cases.somebody import recorded
from tests.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sunday_morning")]

OFFICER = PIMP | {"public_office": "police"}
WEEK = "/reviews/week/"
SAID = {"name": "Kenarimutia", "phones": ["0813-1111-2222"]}


def opened(part: Involvement, fields: list[str], why: RevealReason, by="sari") -> None:
    case = Case.objects.get(pk=part.case_id)
    actions.reveal(part.person, case, fields, by=person(by), reason=why)


def six_opened(**more) -> Case:
    """Of six witnesses the name, and of the first the phone too."""
    case = a_case(person("sari"), **more)
    people = [recorded(case, part=Part.WITNESS, fields=SAID) for _n in range(6)]
    for part in people:
        opened(part, ["name"], RevealReason.CONTACT)
    opened(people[0], ["name", "phones"], RevealReason.INTERVIEW)
    return case


def test_the_reviewer_reads_all_fields_that_were_opened_and_each_reason():
    six_opened()
    page = read("rini", "/reviews/")
    assert page.count("Identitas dibuka: nama Alasan: Menghubungi yang") == 5
    first = "Identitas dibuka: nama, telepon Alasan: Menghubungi yang bersangkutan"
    assert f"{first}; Wawancara atau pemeriksaan" in page
    for value in ("Kenarimutia", "1111"):
        assert value not in page


def test_of_a_restricted_case_no_field_and_no_reason_is_told():
    six_opened(suspects=(OFFICER,))
    page = read("hadi", "/reviews/")
    assert page.count("Identitas dibuka") == 6
    assert "Identitas dibuka:" not in page
    assert "Alasan:" not in page


def test_what_was_opened_in_danger_is_told_alike():
    case = a_case(person("sari"))
    case.refresh_from_db()
    part = recorded(case, part=Part.WITNESS, fields=SAID)
    known = {"number": case.register_no, "day": DAY, "reason": SightReason.MISSING}
    actions.break_glass(by=person("citra"), **known)
    opened(part, ["phones"], RevealReason.PROTECTION, by="citra")
    told = "Identitas dibuka: telepon Alasan: Perlindungan dari ancaman"
    assert told in read("rini", "/reviews/")


def test_the_week_says_what_was_opened_and_why():
    six_opened()
    page = read("rini", WEEK)
    assert "Isian yang dibuka: nama (7), telepon" in page
    assert "Alasan: Menghubungi yang bersangkutan (6), Wawancara" in page


@pytest.mark.parametrize("who", ["hadi", "ani"])
def test_the_week_says_nothing_of_what_was_opened_in_restricted_cases(who):
    six_opened(suspects=(OFFICER,))
    page = read(who, f"{WEEK}?week={clock.today():%G-W%V}")
    assert "Sari Wulandari" in page
    assert "Isian yang dibuka" not in page
    assert "Alasan:" not in page
