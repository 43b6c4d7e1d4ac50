"""Masked match: the holder decides, and may keep silent."""

import pytest
from django.urls import reverse

from agencies import clock
from agencies.access import OutOfScope
from cases import actions, matches, sight, words
from cases.models import Case, Involvement, MatchHit, MatchRequest
from cases.person_choices import MatchAnswer
from tests.api.clients import program_of
from tests.cases.asking import (
    NIK,
    ask,
    asked,
    from_denpasar,
    known_to_wati,
    told,
)
from tests.cases.involved import read
from tests.cases.walled import eyes_of
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def citras() -> Case:
    return from_denpasar()


@pytest.fixture
def melati() -> Involvement:
    return known_to_wati()


def row_of(case: Case, who: str = "citra") -> dict:
    (one,) = matches.asked_for(case)
    return matches.asked_row(one, clock.WIB, sight.of(person(who), case))


def test_who_asked_is_told_when_the_holder_wants_it(citras, melati):
    (hit,) = ask(citras)
    with eyes_of("wati"):
        actions.answer_match(hit, MatchAnswer.CONTACT, by=person("wati"))
    assert row_of(citras)["told"] == "UPTD PPA Kota Balikpapan akan menghubungi Anda."
    assert told("wati") == []


def test_who_asked_is_never_told_of_silence(citras, melati):
    (hit,) = ask(citras)
    with eyes_of("wati"):
        actions.answer_match(hit, MatchAnswer.SILENT, by=person("wati"))
    assert row_of(citras)["told"] == str(matches.PASSED_ON)
    assert MatchRequest.objects.get().answered_by is None


@pytest.mark.parametrize("who", ["citra", "sari", "dewi", "dina", "rini"])
def test_nobody_else_decides(citras, melati, who):
    (hit,) = ask(citras)
    with pytest.raises(OutOfScope):
        actions.answer_match(hit, MatchAnswer.CONTACT, by=person(who))
    address = reverse("match_answer", args=[hit.public_id])
    answer = browser_of(who).post(address, {"answer": "contact"})
    assert answer.status_code == 404


def test_she_decides_on_her_page(citras, melati):
    (hit,) = ask(citras)
    client = browser_of("wati")
    page = client.get(reverse("match_list")).content.decode()
    asker = person("citra")
    for unsaid in (NIK, asker.full_name, hit.request.agency.name):
        assert unsaid not in page
    assert "hari ini" in page
    assert "menunggu keputusan Anda" in client.get(reverse("home")).content.decode()
    address = reverse("match_answer", args=[hit.public_id])
    assert client.post(address, {"answer": "perhaps"}).status_code == 404
    assert client.post(address, {"answer": "contact"}).status_code == 302
    page = client.get(reverse("match_list")).content.decode()
    assert f"{asker.full_name}, {hit.request.agency.name}" in page
    assert address not in page
    assert MatchRequest.objects.get().answered_by.code == "UPTD-PPA-BPP"


def test_she_decides_by_a_program_too(citras, melati):
    (hit,) = ask(citras)
    wati = program_of("wati")
    (row,) = wati.call("GET", "matches/").json()["results"]
    unsaid = {"answer": "", "asker": None, "agency": None}
    assert row == row | unsaid | {"id": str(hit.public_id), "on": f"{clock.today()}"}
    address = f"matches/{hit.public_id}/answer/"
    said = wati.call("POST", address, {"answer": "silent"})
    assert said.status_code == 200
    assert said.json() == row | {"answer": "silent"}
    assert wati.call("GET", "matches/").json()["results"] == []
    assert wati.call("POST", address, {"answer": "silent"}).status_code == 404


def test_before_it_is_for_good_a_page_says_what_each_answer_does(citras, melati):
    (hit,) = ask(citras)
    where = reverse("match_answer", args=[hit.public_id])
    listed = browser_of("wati").get(reverse("match_list")).content.decode()
    for answer, word in (("contact", "Diberi tahu bahwa"), ("silent", "Tidak diberi")):
        assert f"{where}?answer={answer}" in listed
        text = read("wati", f"{where}?answer={answer}")
        assert word in text
        assert "Tidak dapat ditarik kembali" in text
        assert person("citra").full_name not in text
        for who in ("citra", "sari", "rini"):
            read(who, f"{where}?answer={answer}", status=404)
    read("wati", where, status=404)
    assert MatchHit.objects.get().answer == ""


def test_who_asked_has_a_list_of_what_she_asked_and_never_of_the_number(citras, melati):
    (hit,) = ask(citras)
    today = words.day(clock.today())
    text = read("citra", reverse("match_list"))
    assert f"NIK · {register_no(citras)} · {today} {matches.PASSED_ON}" in text
    assert NIK not in text
    with eyes_of("wati"):
        actions.answer_match(hit, MatchAnswer.CONTACT, by=person("wati"))
    assert "akan menghubungi Anda" in read("citra", reverse("match_list"))
    for who in ("wati", "sari"):
        assert register_no(citras) not in read(who, reverse("match_list"))


def register_no(case: Case) -> str:
    case.refresh_from_db()
    return case.register_no


def test_the_list_of_her_questions_goes_on(citras, monkeypatch):
    monkeypatch.setattr(matches, "SHOWN", 1)
    for n in range(2):
        asked(citras, f"647103410190000{n}")
    (first,), further = matches.asked_by(person("citra"))
    assert further == first.public_id
    (second,), further = matches.asked_by(person("citra"), first.public_id)
    assert (second.pk < first.pk, further) == (True, None)


def test_before_she_asks_she_reads_what_will_become_of_it(citras):
    text = read("citra", reverse("case_match_new", args=[citras.public_id]))
    for word in ("Siapa yang ditanya", "Tidak akan Anda ketahui", "Berapa lama"):
        assert word in text
    assert "5 pertanyaan dalam satu jam dan 10 dalam sehari" in text
