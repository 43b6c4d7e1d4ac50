"""Whoever takes part in a case declines, is taken out of it, is linked to another."""

from html import unescape

import pytest

from cases import actions
from cases.models import Case, Involvement, Person, Victim
from tests.cases.examples import PIMP, WOMAN, a_case
from tests.cases.identity_acts import as_seen, known, press
from tests.cases.involved import at, read, words_of
from tests.cases.somebody import MELATI
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sari) -> Case:
    return a_case(sari, victims=(WOMAN,), suspects=(PIMP,))


def test_whoever_declines_is_a_code_and_may_agree_again(case, melati):
    press(melati, "decline", **as_seen(melati))
    code = known().client_code
    assert known().sealed is None
    assert code in read("sari", at("case", case))
    assert Victim.objects.get().recording == "client_code"
    page = read("sari", at("case_person", case, melati.public_id))
    assert "Ia setuju dicatat" in page
    assert "Ubah identitas" not in page
    press(melati, "agree", **as_seen(melati))
    assert known().client_code is None


def test_declining_asks_once_more_and_minds_what_changed(melati, sari):
    seen = as_seen(melati)
    actions.edit_particulars(melati, {"name": "x"}, by=sari, seen=1)
    press(melati, "decline", status=409, **seen)
    assert known().client_code is None


def test_a_part_is_taken_back_and_given_again(case, melati):
    press(melati, "withdraw", reason="wrong_case", **as_seen(melati))
    text = read("sari", at("case", case))
    assert "Nama tercatat" not in text
    assert Victim.objects.get().recording == "unknown"
    press(melati, "restore")
    assert "Nama tercatat" in read("sari", at("case", case))


def test_somebody_known_is_linked_by_the_number_of_the_other_case(case, melati, sari):
    other = a_case(sari, victims=(WOMAN,))
    client, address = browser_of("sari"), at("case_person_link", other, "victim")
    typed = {"register_no": case.register_no.lower(), "person": ""}
    shown = client.post(address, typed)
    html = unescape(shown.content.decode())
    assert str(melati.public_id) in html
    assert "Siapa" in html
    assert "bila ada" not in html.split("Siapa")[1].split("</legend>")[0]
    assert ">Hubungkan</button>" in html
    assert MELATI.name not in html
    chosen = {**typed, "person": str(melati.public_id), "key": "k"}
    row = {"row": str(other.victims.get().public_id)}
    landed = client.post(address, chosen | row, follow=True).content.decode()
    assert Person.objects.get().involvements.count() == 2
    made = Involvement.objects.get(case=other)
    undo = at("case_person_withdraw", other, made.public_id)
    assert f'Orangnya dihubungkan. <a href="{undo}">Urungkan</a>' in landed
    press(made, "withdraw", reason="wrong_case", **as_seen(made))
    made.refresh_from_db()
    assert made.is_withdrawn


def test_nobody_is_found_in_a_case_that_she_does_not_see(case, melati):
    mine = a_case(person("citra"), region="51.71.01")
    address = at("case_person_link", mine, "victim")
    answers = {
        words_of(
            browser_of("citra").post(address, {"register_no": number, "person": ""})
        )
        for number in (case.register_no, "KAS/NONE/2025/0001")
    }
    assert len(answers) == 1
    assert all("orangnya dapat Anda hubungkan" in text for text in answers)
