"""What identifies somebody: cleaned, kept, masked; and what finds her again."""

import dataclasses
import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from agencies.sections import Section
from cases import nik
from cases.normal_forms import name_key, normal_form
from cases.particulars import (
    FIELDS,
    NOTHING,
    Account,
    Birth,
    Particulars,
    Residence,
    SafeContact,
    having,
    in_words,
    mask,
    of_kind,
    opened_in,
)
from cases.person_choices import PersonKind
from tests.cases.somebody import MELATI, VALUES

DAY = datetime.date(2009, 4, 17)
NIK = "6471035704090001"  # of a girl born on 17 April 2009 in Balikpapan Selatan


def test_every_field_is_one_that_forms_know():
    assert [field.name for field in dataclasses.fields(Particulars)] == list(FIELDS)


def test_everything_may_be_unknown():
    assert having(NOTHING, {}) == NOTHING
    empty = {name: getattr(NOTHING, name) for name in FIELDS}
    assert having(MELATI, empty) == NOTHING
    assert NOTHING.known() == ()


def test_what_is_kept_is_read_again():
    assert Particulars.from_json(MELATI.to_json()) == MELATI
    assert Particulars.from_json("") == NOTHING


@given(st.text(), st.lists(st.text(), max_size=5))
def test_whatever_was_typed_is_read_again(name, aliases):
    try:
        typed = having(NOTHING, {"name": name, "aliases": aliases})
    except ValidationError:
        return
    assert Particulars.from_json(typed.to_json()) == typed


def test_particulars_of_a_later_version_are_not_guessed_at():
    with pytest.raises(ValueError, match="version"):
        Particulars.from_json('{"v": 2, "name": "x"}')


def test_one_name_is_a_name_and_blanks_do_not_matter():
    found = having(
        NOTHING, {"name": "  Siti   binti  Abdullah ", "aliases": ["A", "A"]}
    )
    assert found.name == "Siti binti Abdullah"
    assert found.aliases == ("A",)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 201),
        ("name", "a\x00b"),
        ("phones", ["12"]),
        ("phones", [f"0812345678{n:02}" for n in range(21)]),
        ("accounts", [Account("nik", "1")]),
        ("accounts", [Account("bank_account", "12")]),
        ("birth", Birth(DAY, DAY - datetime.timedelta(days=1))),
        ("birth", Birth.about(1800)),
        ("birth", Birth.on(datetime.date(2999, 1, 1))),
        ("nationality", "Malaysia"),
        ("nationality", "ZZ"),
        ("residence", Residence(country="M")),
        ("residence", Residence(country="XQ")),
        ("residence", Residence(address="x" * 501)),
        ("safe_contact", SafeContact(channel="pigeon")),
        ("safe_contact", SafeContact(channel="call", never=("call",))),
        ("safe_contact", SafeContact(never=("pigeon",))),
    ],
)
def test_a_wrong_value_names_its_field_and_is_not_said_again(field, value):
    with pytest.raises(ValidationError) as refused:
        having(NOTHING, {field: value})
    assert list(refused.value.message_dict) == [field]
    assert str(value) not in str(refused.value.messages)


def test_a_birth_is_a_day_an_estimated_year_or_a_range():
    exact, year, between = Birth.on(DAY), Birth.about(2009), Birth.about(2007, 2009)
    assert (exact.is_exact, exact.year) == (True, 2009)
    assert (year.is_exact, year.year) == (False, 2009)
    assert (between.is_exact, between.year) == (False, None)


def test_a_traceback_shows_no_value():
    shown = repr(MELATI) + repr(MELATI.residence) + repr(MELATI.safe_contact)
    shown += repr(MELATI.birth) + repr(MELATI.accounts)
    assert not [value for value in VALUES if value in shown]


# -- Masks -----------------------------------------------------------------------------


def test_a_mask_says_what_is_recorded_and_nothing_of_it():
    words = in_words(mask(MELATI))
    assert words[:2] == ["Nama tercatat", "2 nama lain"]
    assert "NIK tercatat" in words
    assert "2 nomor telepon" in words
    shown = repr(mask(MELATI)) + " ".join(words)
    assert not [value for value in VALUES if value in shown]
    assert not [value for value in VALUES if value[-4:] in shown]


def test_a_mask_is_silent_on_health():
    assert "disability" not in mask(having(NOTHING, {"disability": "Tuli"}))
    assert in_words({}) == []


def test_every_field_has_words_for_its_mask():
    several = dict.fromkeys(FIELDS, 2)
    assert all(in_words({n: 2}) != [""] for n in several if not FIELDS[n].is_unsaid)


def test_what_keeps_a_victim_safe_does_not_open_to_who_knows_a_suspect():
    assert opened_in(Section.VICTIM_IDENTITY) == set(FIELDS)
    back = opened_in(Section.VICTIM_IDENTITY) - opened_in(Section.SUSPECT)
    assert back == {"safe_contact", "disability"}


def test_a_corporation_is_asked_other_things():
    assert {"registered_name", "nib"} <= set(of_kind(PersonKind.CORPORATION))
    assert {"name", "nik", "birth"}.isdisjoint(of_kind(PersonKind.CORPORATION))
    assert {"registered_name", "nib"}.isdisjoint(of_kind(PersonKind.NATURAL))


# -- NIK -------------------------------------------------------------------------------


def known(code: str) -> bool:
    return code == "64.71.03"


BORN = (DAY, DAY)


@pytest.mark.parametrize(
    ("number", "more", "found"),
    [
        (NIK, {}, []),
        ("6471.0357.0409.0001", {}, []),
        (NIK, {"sex": "female", "born": BORN}, []),
        (NIK, {"sex": "not_recorded"}, []),
        (NIK, {"sex": "male"}, [nik.SEX]),
        ("6471031704090001", {"sex": "female"}, [nik.SEX]),
        (NIK, {"born": (datetime.date(2008, 1, 1),) * 2}, [nik.BIRTH]),
        (NIK, {"born": (datetime.date(2008, 1, 1), datetime.date(2010, 1, 1))}, []),
        ("6471035704092", {}, [nik.LENGTH]),
        ("", {}, [nik.LENGTH]),
        ("٦٤٧١٠٣٥٧٠٤٠٩٠٠٠١", {}, [nik.LENGTH]),
        ("9999995704090001", {}, [nik.REGION]),
        ("6471033213990001", {}, [nik.DAY]),
        ("6471038104090001", {}, [nik.DAY]),
        ("6471036902000001", {}, []),  # 29 February: of 2000, not of 1900
    ],
)
def test_a_nik_says_what_seems_wrong_with_it(number, more, found):
    assert nik.warnings(number, is_region=known, **more) == found


@given(st.text())
def test_no_nik_is_ever_refused(text):
    assert all(nik.warnings(text, is_region=known) or [""])
    having(NOTHING, {"nik": "".join(c for c in text if c.isprintable())[:100]})


# -- What finds her again --------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "form"),
    [
        ("phone", "0812-3456-7890", "+6281234567890"),
        ("phone", "+62 812 3456 7890", "+6281234567890"),
        ("phone", "+62 (0)812 3456 7890", "+6281234567890"),
        ("phone", "+62 0812 3456 7890", "+6281234567890"),
        ("phone", "62812 3456 7890", "+6281234567890"),
        ("phone", "81234567890", "+6281234567890"),
        ("phone", "0060 12-345 6789", "+60123456789"),
        ("phone", "+60 12-345 6789", "+60123456789"),
        ("phone", "110", ""),
        ("phone", "+62" + "1" * 14, ""),
        ("nik", "6471 0357 0409 0001", NIK),
        ("nik", "647103570409", ""),
        ("passport", "c 1234567", "C1234567"),
        ("passport", "C12", ""),
        ("vehicle", "kt 1234 ab", "KT1234AB"),
        ("bank_account", "BRI 0123-4567-890", "01234567890"),
        ("michat", "@Melati.Bpp", "melati.bpp"),
        ("social", "https://www.instagram.com/Melati.Bpp/?hl=id", "melati.bpp"),
        ("social", "www.tiktok.com/@melati.bpp", "melati.bpp"),
        ("ewallet", "DANA 0812-3456-7890", "+6281234567890"),
        ("ewallet", "Toko Melati", "TOKOMELATI"),
    ],
)
def test_an_identifier_has_one_form_however_it_is_typed(kind, typed, form):
    assert normal_form(kind, typed) == form


def test_a_name_is_compared_with_its_year_and_regency_or_not_at_all():
    whole = {"born": 2009, "region": "64.71"}
    known = name_key(("siti", "melati"), **whole)
    assert known == name_key(("melati", "siti"), **whole | {"region": "64.71.03"}) != ""
    for missing in ({"born": None}, {"region": ""}, {"region": "64"}):
        assert name_key(("siti", "melati"), **whole | missing) == ""
    assert name_key((), **whole) == ""
