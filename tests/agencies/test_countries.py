"""What a country is, what it is called, and which are offered first."""

import re
import unicodedata
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from agencies.lookup import codes, countries
from agencies.models import Code

pytestmark = pytest.mark.django_db

ZONES = Path("/usr/share/zoneinfo/iso3166.tab")


def offered(groups) -> list[tuple[str, str]]:
    (empty, *rest) = groups
    assert empty == countries.NOT_CHOSEN
    return [choice for _name, choices in rest for choice in choices]


def test_all_of_iso_3166_are_there_once_with_a_name_in_each_language():
    found = countries.every()
    assert len(found) == 249
    for code, country in found.items():
        assert re.fullmatch("[A-Z]{2}", code)
        for name in (country.label_id, country.label_en):
            assert name == unicodedata.normalize("NFC", name.strip())
            assert name
    for language in ("label_id", "label_en"):
        assert len({getattr(each, language) for each in found.values()}) == 249


@pytest.mark.skipif(not ZONES.exists(), reason="the machine has no list of zones")
def test_they_are_the_codes_that_the_machine_knows():
    lines = ZONES.read_text(encoding="utf-8").splitlines()
    known = {line[:2] for line in lines if line and not line.startswith("#")}
    assert set(countries.every()) == known


@pytest.mark.parametrize(
    ("code", "indonesian", "english"),
    [
        ("KH", "Kamboja", "Cambodia"),
        ("SA", "Arab Saudi", "Saudi Arabia"),
        ("TL", "Timor-Leste", "Timor-Leste"),
        ("CN", "Tiongkok", "China"),
        ("NL", "Belanda", "Netherlands"),
        ("BN", "Brunei Darussalam", "Brunei"),
        ("MA", "Maroko", "Morocco"),
        ("ZZ", "ZZ", "ZZ"),
    ],
)
def test_each_is_called_as_the_reader_knows_it(code, indonesian, english):
    assert countries.label(code) == indonesian
    with translation.override("en"):
        assert countries.label(code) == english


def test_those_that_are_met_most_come_first_and_no_country_is_missing():
    met = [code for code in codes.entries(countries.MET) if len(code) == 2]
    abroad = offered(countries.places_abroad())
    assert [code for code, _name in abroad[: len(met)]] == met
    assert len(abroad) == len(dict(abroad)) == 248
    rest = [name for _code, name in abroad[len(met) :]]
    assert (rest[0], rest[-1]) == ("Afganistan", "Zimbabwe")
    assert rest.index("Kepulauan Åland") < rest.index("Kepulauan Cayman")
    assert rest.index("Réunion") < rest.index("Rumania")
    people = offered(countries.nationalities())
    assert people[0] == ("ID", "Indonesia")
    assert len(dict(people)) == 249


@pytest.mark.parametrize("code", ["", "ZZ", "kh", "not_recorded", "K"])
def test_what_is_no_code_is_refused(code):
    assert not countries.is_one(code)
    with pytest.raises(ValidationError):
        countries.check_abroad(code)


def test_nobody_is_abroad_in_indonesia():
    assert countries.is_one("ID")
    with pytest.raises(ValidationError):
        countries.check_abroad("ID")


def test_a_retired_one_stays_where_it_was_and_is_a_nationality_all_the_same():
    Code.objects.filter(list=countries.MET, code="MY").update(retired_on="2026-01-01")
    codes.forget()
    try:
        with pytest.raises(ValidationError):
            countries.check_abroad("MY")
        countries.check_abroad("MY", held=["MY"])
        assert countries.is_one("MY")
        assert "MY" not in dict(offered(countries.places_abroad()))
        assert "MY" in dict(offered(countries.places_abroad(kept="MY")))
        assert "MY" in dict(offered(countries.nationalities()))
    finally:
        codes.forget()


def test_each_that_is_met_most_is_a_country():
    listed = {code for code in codes.entries(countries.MET) if code != "not_recorded"}
    assert set(countries.met_most()) == listed
