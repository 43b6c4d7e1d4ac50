"""Who asked reads on her first page that an office gets in touch; before, nothing."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from agencies import clock
from cases import actions
from cases.models import Case, Involvement
from cases.models.match import TOLD_FOR
from cases.person_choices import MatchAnswer
from tests.cases.asking import NIK, NOBODY, ask, from_denpasar, known_to_wati
from tests.cases.involved import read
from tests.cases.test_masked_match import without_what_differs
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

SAID = "UPTD PPA Kota Balikpapan akan menghubungi Anda"


@pytest.fixture
def citras() -> Case:
    return from_denpasar()


@pytest.fixture
def melati() -> Involvement:
    return known_to_wati()


def home(who: str) -> str:
    return read(who, reverse("home"))


def after(citras: Case, value: str, answer: str = "") -> str:
    """The first page of who asked, to the byte."""
    with transaction.atomic():
        hits = ask(citras, value)
        for hit in hits if answer else []:
            actions.answer_match(hit, MatchAnswer(answer), by=person("wati"))
        page = browser_of("citra").get(reverse("home")).content.decode()
        transaction.set_rollback(True)
    return without_what_differs(page)


def test_until_the_holder_wants_contact_her_page_is_the_same(citras, melati):
    pages = [after(citras, NIK), after(citras, NOBODY), after(citras, NIK, "silent")]
    assert pages[0] == pages[1] == pages[2]
    assert "menghubungi Anda" in after(citras, NIK, "contact")


def test_who_asked_reads_who_gets_in_touch_and_not_about_whom(citras, melati):
    (hit,) = ask(citras)
    actions.answer_match(hit, MatchAnswer.CONTACT, by=person("wati"))
    said = home("citra")
    assert f"{SAID} tentang pertanyaan Anda (NIK), {citras.register_no}" in said
    assert NIK not in said
    for other in ("wati", "sari", "dewi"):
        assert SAID not in home(other)
    with clock.set_to(clock.now() + TOLD_FOR + timedelta(minutes=1)):
        assert SAID not in home("citra")
