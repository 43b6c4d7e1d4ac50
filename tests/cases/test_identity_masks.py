"""Who takes part in a case is masked on every page of it, and who learns not even
that. Recording: test_identity_pages. Opening: test_reveal_pages."""

import re
from html import unescape

import pytest

from agencies.sections import Section
from cases import actions
from cases.models import Case
from cases.person_choices import Part
from tests.cases.examples import PIMP, WOMAN, a_case
from tests.cases.identity_acts import add, edit
from tests.cases.involved import at, read, taken, words_of
from tests.cases.somebody import FIELDS, VALUES, recorded
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sari) -> Case:
    return a_case(sari, victims=(WOMAN,), suspects=(PIMP,))


def test_the_page_of_the_case_says_that_somebody_is_known_and_not_who(case, melati):
    html = browser_of("sari").get(at("case", case)).content.decode()
    for value in VALUES:
        assert value not in unescape(html)
    told_there = " ".join(unescape(html).split())
    assert "Nama tercatat · 2 nama lain · NIK tercatat" in told_there
    assert "disabilitas" not in told_there.lower()
    assert at("case_person", case, melati.public_id) in html


@pytest.mark.parametrize("route", ["case", "case_timeline", "case_access"])
@pytest.mark.parametrize("who", ["sari", "rini"])
def test_no_page_holds_a_value(case, melati, who, route):
    edit(melati, name="Melati Kenarimutia Baru")
    text = read(who, at(route, case))
    assert "Kenarimutia" not in text
    for value in VALUES:
        assert value not in text


def test_who_shelters_her_reads_no_act_on_the_suspects(case, melati):
    """Wati sees who the victim is, and no suspect of the police's."""
    taken(case, Section.VICTIM_IDENTITY)
    accused = recorded(case, part=Part.SUSPECT, fields={"name": "Jono"})
    actions.edit_particulars(accused, {"aliases": ["Joni"]}, by=person("sari"), seen=1)
    hers = read("wati", at("case_timeline", case))
    assert hers.count("Identitas dicatat") == 1
    assert "Identitas diubah" not in hers
    actions.edit_particulars(melati, {"aliases": ["Ayu"]}, by=person("sari"), seen=1)
    assert read("wati", at("case_timeline", case)).count("Identitas diubah") == 1
    assert read("sari", at("case_timeline", case)).count("Identitas diubah") == 2


def test_a_page_of_a_person_is_masked_until_somebody_presses(case, melati):
    text = read("sari", at("case_person", case, melati.public_id))
    assert "Korban (P" in text
    assert "Nama tercatat" in text
    for value in VALUES:
        assert value not in text


@pytest.mark.parametrize("who", ["budi", "dewi"])
def test_a_colleague_and_command_know_nothing_of_a_victim(case, melati, who):
    assert "Nama tercatat" not in read(who, at("case", case))
    here = at("case_person", case, melati.public_id)
    assert browser_of(who).get(here).status_code == 404


VICTIMS_SHUT = "Identitas korban, saksi, pendamping, dan wali tertutup bagi Anda."
NOT_ASSIGNED = "Atasan langsung satuan Anda dapat menugaskan Anda"


@pytest.mark.parametrize(
    ("who", "way"),
    [("budi", NOT_ASSIGNED), ("dewi", "Satuan di atasnya tidak membukanya.")],
)
@pytest.mark.parametrize("is_recorded", [True, False])
def test_to_whom_identities_are_shut_nobody_says_that_there_are_none(
    case, sari, who, way, is_recorded
):
    """But that they are shut, whether there are any or not, and who opens them."""
    if is_recorded:
        actions.add_person(case, Part.WITNESS, FIELDS, by=sari)
    page = browser_of(who).get(at("case", case))
    panel = page.content.decode().split('id="identitas"')[1].split("</section>")[0]
    assert at("case_why", case) in panel
    told = words_of(page)
    assert f"{VICTIMS_SHUT} Hanya untuk" in told
    assert way in told
    assert "Belum ada yang tercatat" not in unescape(panel)
    assert not re.search(r"Identitas \d", told)


def test_to_whom_suspects_are_shut_that_is_said_too(case, melati):
    taken(case, Section.VICTIM_IDENTITY)
    told = read("wati", at("case", case))
    assert "Identitas terlapor/tersangka tertutup bagi Anda. Rujukan tidak" in told
    assert "Nama tercatat" in told
    assert VICTIMS_SHUT not in told


def test_to_whom_all_is_open_nothing_is_called_shut(case, sari):
    told = read("sari", at("case", case))
    assert "tertutup bagi Anda" not in told
    assert "Identitas 0" in told


def test_of_a_suspect_a_colleague_knows_but_what_keeps_people_safe(case, sari):
    suspect = case.suspects.get()
    accused = actions.add_person(
        case, Part.SUSPECT, {"name": "Jono"}, by=sari, suspect=suspect
    )
    linked = actions.link_person(accused.person, case, Part.WITNESS, by=sari)
    contact = {"safe_contact": FIELDS["safe_contact"]}
    actions.edit_particulars(linked, contact, by=sari, seen=1)
    text = read("budi", at("case_person", case, accused.public_id))
    assert "Nama tercatat" in text
    assert "Kontak aman" not in text
    both = "Kontak aman tercatat"
    assert both in read("sari", at("case_person", case, linked.public_id))


@pytest.mark.parametrize("who", ["citra", "seto", "eko", "ani", "tono"])
def test_below_the_page_everything_is_404_for_who_sees_no_case(case, melati, who):
    client, row = browser_of(who), melati.public_id
    for act in ("reveal", "edit", "withdraw", "restore", "decline", "agree"):
        address = at(f"case_person_{act}", case, row)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    for route in ("case_person_new", "case_person_link"):
        assert client.post(at(route, case, "witness")).status_code == 404
    assert client.get(at("case_person", case, row)).status_code == 404


def test_unknown_parts_are_no_page(case):
    client = browser_of("sari")
    assert client.get(at("case_person_new", case, "boss")).status_code == 404


@pytest.mark.parametrize("route", ["case_person_edit", "case_person_decline"])
def test_what_is_typed_never_stands_in_an_address(case, melati, route):
    client = browser_of("sari")
    for address in (
        at("case_person_new", case, "victim"),
        at("case_person_link", case, "victim"),
        at(route, case, melati.public_id),
        at("case_person", case, melati.public_id),
    ):
        main = client.get(address).content.decode().split('<main id="isi"')[1]
        main = main.split("</main>")[0]
        assert main.count("<form") == main.count('method="post"') > 0
    landed = add(case, "witness", name="Sekar Arum")
    assert "Sekar" not in landed
    assert "?" not in landed
