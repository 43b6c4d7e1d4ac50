"""Logging a case without script: the server counts, searches, shows the page again."""

import re

import pytest
from django.http import QueryDict
from django.test import Client

from cases.forms.log import Button, typed_fields
from cases.models import Case
from cases.views.log import ANSWERS
from tests.cases.typed import NEW, SENTENCE, body, errors_in, log, six_inputs


@pytest.fixture
def sari(signed_in) -> Client:
    return signed_in("sari")


@pytest.mark.django_db
def test_places_to_choose_from_come_back_without_script(sari):
    answer = sari.post(
        NEW, six_inputs(place="balikpapan", region="", save=None, find_region="1")
    )

    page = body(answer)
    assert errors_in(answer) == []
    radios = re.findall(r'type="radio" name="region" value="(.*?)"', page)
    assert radios[0] == "64.71"
    assert set(radios) >= {"64.71.01", "64.71.06"}
    assert SENTENCE in page


@pytest.mark.django_db
def test_a_place_chosen_from_the_radios_is_taken(sari):
    case = log(sari, place="balikpapan", region=["", "64.71.02"])

    assert case.region.code == "64.71.02"


@pytest.mark.django_db
def test_a_name_that_only_one_place_has_needs_no_choice(sari):
    assert log(sari, place="nunukan selatan", region="").region.code.startswith("65.03")


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["64.71.06", "nonsense", "ID"])
def test_text_changed_after_the_choice_is_asked_about_again(sari, code):
    answer = sari.post(NEW, six_inputs(place="Samarinda", region=code))

    assert errors_in(answer) == ["Pilih tempat kejadian dari daftar."]
    assert not Case.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("button", "n", "shown"), [("plus", "2", "3"), ("minus", "2", "1")]
)
def test_steppers_count_without_script(sari, button, n, shown):
    name = "victims_female_child"
    typed = six_inputs(save=None, **{name: n, button: name})

    answer = sari.post(NEW, typed)

    page = body(answer)
    assert errors_in(answer) == []
    assert re.search(rf'name="{name}"[^>]*value="{shown}"', page)
    assert re.search(rf'<button name="{button}" value="{name}" autofocus', page)
    assert f"{int(shown) + 1} korban, di antaranya {shown} anak" in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["narrative", "nonsense", "draft"])
def test_a_stepper_counts_nothing_but_victims(sari, name):
    page = body(sari.post(NEW, six_inputs(save=None, plus=name)))

    assert SENTENCE in page


@pytest.mark.django_db
def test_more_rows_for_suspects_come_from_the_server(sari):
    page = body(sari.post(NEW, six_inputs(save=None, more_suspects="1")))

    assert 'name="suspect_1_role"' in page
    assert 'name="suspect_rows" value="2"' in page
    assert 'id="id_suspect_1_sex">' in page
    assert re.search(r'id="id_suspect_1_sex">\s*<option value="not_recorded"', page)


def test_every_button_of_the_page_is_answered_and_none_is_kept_in_a_draft():
    assert set(ANSWERS) == set(Button)
    assert typed_fields(QueryDict("".join(f"{b}=1&" for b in Button))) == {}
