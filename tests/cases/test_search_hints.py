"""Cari orang: what is typed wrong, what else is known of her, and where is looked."""

import json

import pytest

from cases import actions
from cases.models import Involvement
from cases.particulars import Birth
from cases.person_choices import Part
from tests.cases.examples import WOMAN, a_case
from tests.cases.involved import words_of
from tests.cases.names.served import served
from tests.cases.searching import (
    API,
    AS_STORED,
    NAME,
    PAGE,
    a_victim,
    ask,
    by_program,
    on_page,
    told,
)
from tests.cases.somebody import recorded
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

WITHIN = "Di satuan lain di lingkungan Anda hanya nama lengkap yang dicari"
OTHER_YEAR, OTHER_SEX = "tahun lahir berbeda", "jenis kelamin berbeda"


def typed(who: str, **known) -> str:
    answer = browser_of(who).post(PAGE, {"name": NAME} | known)
    assert answer.status_code == 200
    return words_of(answer)


@pytest.mark.parametrize(
    "digits", ["123456", "6471 0357 0409 000", "64710357040900011"]
)
def test_digits_that_are_no_nik_are_taken_for_no_name(digits):
    page = on_page("sari", digits)
    assert "NIK terdiri atas 16 angka." in page
    assert "Tidak ada orang yang cocok" not in page
    assert "name" in by_program("sari", digits, 400)["errors"]


@pytest.mark.parametrize("name", ["محمد", "李娜", "🙂", "--"])
def test_a_name_without_a_latin_letter_is_asked_for_in_latin_letters(name):
    case = a_case(person("citra"))
    recorded(case, "citra", Part.WITNESS, {"name": name})
    with served():
        assert "dengan huruf Latin, seperti pada paspor" in on_page("citra", name)
        assert "name" in by_program("citra", name, 400)["errors"]


@pytest.mark.parametrize(
    ("born", "words"),
    [
        ("05/11/1999", "Tulis empat angka, misalnya 1999."),
        ("1790", "Periksa lagi tahun lahirnya."),
        ("2050", "Periksa lagi tahun lahirnya."),
    ],
)
def test_a_year_that_cannot_be_is_answered_in_plain_words(born, words):
    assert words in typed("sari", born=born)


def test_a_hit_says_what_else_was_asked_and_is_otherwise_on_its_case():
    case = a_case(person("sari"), victims=(WOMAN | {"age": 30},))
    actions.add_person(
        case, "victim", AS_STORED, by=person("sari"), victim=case.victims.get()
    )
    year = case.happened_on.year - 30
    with served():
        for same in (year, year - 1):
            page = typed("sari", sex="female", born=same)
            assert OTHER_SEX not in page
            assert OTHER_YEAR not in page
        assert f"Nama sama · {OTHER_YEAR}. Nama tercatat" in typed("sari", born=1950)
        assert f"Nama sama · {OTHER_SEX}. Nama tercatat" in typed("sari", sex="male")
        body = json.dumps({"name": NAME, "born": 1950, "sex": "male"})
        sent = {"content_type": "application/json"}
        [row] = browser_of("sari").post(API, body, **sent).json()["found"]
        assert row["differs"] == ["born", "sex"]


def test_a_hit_says_nothing_of_the_year_that_is_sealed():
    """Else years are tried until she differs no more, and nobody sees it opened."""
    sari = person("sari")
    case = a_case(sari, victims=(WOMAN,))
    fields = AS_STORED | {"birth": Birth.about(1999)}
    victim = case.victims.get()
    actions.add_person(case, "victim", fields, by=sari, victim=victim)
    with served():
        for year in ("1950", "1999"):
            assert OTHER_YEAR not in typed("sari", born=year)


def test_it_says_that_other_units_are_asked_for_whole_names_whoever_is_there():
    a_victim("rini")
    with served():
        for text in (NAME, "Jumadi", "Tidak Pernah Ada"):
            assert WITHIN in on_page("dewi", text)
    assert WITHIN not in on_page("dewi", AS_STORED["nik"])


def test_one_word_that_is_all_of_a_name_and_a_nickname_find_in_other_units():
    """What the page says of them is so."""
    fields = {"name": "Sukarsih", "aliases": ["Neng Ayu"]}
    part: Involvement = a_victim("sari", fields)
    there = [(part.case.lead_agency.code, "victim")]
    with served():
        assert told(ask("dewi", "Soekarsih")) == there
        assert told(ask("dewi", "Neng Ayu")) == there


def test_without_a_case_the_way_to_ask_others_leads_to_the_cases():
    with served():
        answer = browser_of("sari").post(PAGE, {"name": NAME})
    assert "Pilih perkaranya" in words_of(answer)
