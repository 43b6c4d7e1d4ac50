"""Persons who may be one: proposed by the index, told in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.access import OutOfScope
from cases import actions, duplicates
from cases.models import Person
from cases.names import here
from cases.names.scoring import shipped_weights
from cases.person_choices import Part, Sameness
from tests.api.clients import program_of
from tests.cases.alike import case_of, merged, victim_of
from tests.cases.examples import PIMP, a_case, assign
from tests.cases.involved import read
from tests.cases.pairs import OTHER, address, pair_of, path_of, told_to
from tests.cases.somebody import FIELDS
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

WATCHERS = ("sari", "budi")


def test_who_is_alike_is_proposed_and_why(people, index):
    (pair,), further = duplicates.queue(person("sari"))
    assert (pair.one, pair.other) == pair_of(people)
    assert further is None
    assert pair.percent > 50
    said = [reason.words for reason in pair.reasons if reason.speaks_for]
    assert "tahun lahir yang sama" in said


def test_every_sign_of_the_index_has_words():
    signs = shipped_weights().duplicates.keys() - {"start"}
    assert signs <= duplicates.SIGNS.keys()


def test_the_queue_shows_masks_and_never_a_name(people, index):
    for address_ in (reverse("duplicate_list"), address("duplicate", people)):
        page = browser_of("sari").get(address_)
        assert page.status_code == 200
        html = page.content.decode()
        assert "Nama tercatat" in html
        for word in ("Melat", "Kenarimutia", "2009"):
            assert word not in html
    listed = program_of("sari").call("GET", "duplicates/").content.decode()
    assert "Kenarimutia" not in listed
    assert '"name":1' in listed


def test_of_two_suspects_a_colleague_is_told_nothing_that_keeps_people_safe():
    """Each stands as a witness too, in a section that is shut to budi."""
    one, other = (accused_and_witness() for _n in range(2))
    here = {w: reverse("duplicate", args=told_to(w, one, other)) for w in WATCHERS}
    path = path_of(one, other, who="budi")
    known = ("Nama tercatat", "1 nomor telepon")
    text = read("sari", here["sari"])
    assert all(text.count(word) == 2 for word in (*known, "Kontak aman tercatat"))
    text = read("budi", here["budi"])
    assert all(text.count(word) == 2 for word in known)
    assert "Kontak aman" not in text
    answered = program_of("budi").call("GET", path).json()
    for each in (answered["one"], answered["other"]):
        assert list(each["recorded"]) == ["name", "phones"]


def accused_and_witness() -> Person:
    sari = person("sari")
    case = a_case(sari, suspects=(PIMP,))
    suspect = case.suspects.get()
    fields = {"phones": ["0813-1111-2222"], "name": "Jono Kenarimutia"}
    part = actions.add_person(case, Part.SUSPECT, fields, by=sari, suspect=suspect)
    linked = actions.link_person(part.person, case, Part.WITNESS, by=sari)
    contact = {"safe_contact": FIELDS["safe_contact"]}
    return actions.edit_particulars(linked, contact, by=sari, seen=1)


def test_each_who_reads_is_told_of_her_by_another_id(people, index):
    """So that two offices which know her cannot find that by comparing ids; nor does
    one say when she was first recorded."""
    assign(case_of(people[0]), "budi")
    assign(case_of(people[1]), "budi")
    one, same = pair_of(people)
    merge = merged(people[2], victim_of("sari", OTHER))
    texts, ids = [], []
    for who in WATCHERS:
        page = browser_of(who).get(address("duplicate", people, who))
        program = program_of(who).call("GET", path_of(one, same, who=who))
        texts += [page.content.decode(), program.content.decode()]
        ids += told_to(who, one, same, merge)
    assert len(set(ids)) == len(ids)
    for row in (one, same, merge):
        assert not any(str(row.public_id) in text for text in texts)


@pytest.mark.parametrize("name", ["duplicate", "duplicate_merge"])
def test_an_id_that_others_were_told_leads_nowhere(people, index, name):
    assert browser_of("sari").get(address(name, people)).status_code == 200
    assert browser_of("sari").get(address(name, people, "budi")).status_code == 404
    ids = [each.public_id for each in pair_of(people)]
    assert browser_of("sari").get(reverse(name, args=ids)).status_code == 404


@pytest.mark.parametrize("who", ["budi", "dewi", "citra", "wati"])
def test_nobody_is_proposed_to_who_does_not_see_both(people, index, who):
    assert duplicates.queue(person(who)) == ([], None)
    for name in ("duplicate", "duplicate_merge"):
        assert browser_of(who).get(address(name, people, who)).status_code == 404
    one, same = pair_of(people)
    path = path_of(one, same, who=who)
    assert program_of(who).call("GET", path).status_code == 404
    said = {"by": person(who), "features": {}}
    with pytest.raises(OutOfScope):
        actions.decide_duplicate(one, same, Sameness.SAME, **said)


def test_the_index_is_not_believed_about_who_may_see(people, index):
    """Both stand under budi's key; the register opens one of them to him."""
    assign(case_of(people[0]), "budi")
    assert duplicates.queue(person("budi")) == ([], None)


def test_the_queue_goes_on_with_who_was_recorded_before(people, index, monkeypatch):
    monkeypatch.setattr(duplicates, "PERSONS", 1)
    _pairs, further = duplicates.queue(person("sari"))
    assert [str(further)] == told_to("sari", people[2].person)
    (pair,), further = duplicates.queue(person("sari"), further)
    assert (pair.one, pair.other) == pair_of(people)
    assert [str(further)] == told_to("sari", people[1].person)


def test_more_people_cost_no_more_statements(people, index):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            duplicates.queue(person("sari"))
        return len(captured)

    few = asked()
    for _n in range(4):
        victim_of("sari", OTHER)
    assert asked() == few


def test_it_says_at_once_when_names_cannot_be_compared(people, settings, tmp_path):
    settings.NAMES_SOCKET = str(tmp_path / "none.sock")
    page = browser_of("sari").get(reverse("duplicate_list"))
    assert (page.status_code, str(here.DOWN) in page.content.decode()) == (
        503,
        True,
    )
    assert program_of("sari").call("GET", "duplicates/").status_code == 503
    # What people know of two persons can be said all the same.
    assert browser_of("sari").get(address("duplicate", people)).status_code == 200
