"""Who takes part in a case, on its pages: recorded and corrected. Masks:
test_identity_masks. Links: test_identity_links. Programs: test_identity_programs."""

import re
from html import unescape

import pytest

from cases import actions
from cases.models import Case, Involvement, Person, Victim
from cases.particulars import Account, Birth, Residence
from cases.person_choices import Part, PersonKind
from tests.api.clients import program_of, told
from tests.cases.examples import PIMP, WOMAN, a_case, assign
from tests.cases.identity_acts import add, as_seen, edit, known
from tests.cases.involved import at, read, taken, words_of
from tests.cases.somebody import FIELDS, MELATI, VALUES
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

GOOD_NIK = "6471035704090001"


@pytest.fixture
def case(sari) -> Case:
    return a_case(sari, victims=(WOMAN,), suspects=(PIMP,))


# -- Record ----------------------------------------------------------------------------


def test_a_victim_is_recorded_from_the_page_of_the_case(case):
    victim = case.victims.get()
    page = browser_of("sari").get(at("case", case)).content.decode()
    new = at("case_person_new", case, "victim") + f"?row={victim.public_id}"
    assert new in page
    form = browser_of("sari").get(new).content.decode()
    assert f'value="{victim.public_id}" selected' in form
    add(
        case,
        row=str(victim.public_id),
        name="  Sekar  Arum ",
        aliases="Arum\nSekar kecil\n",
        nik=GOOD_NIK,
        phones="0812-7654-3210",
        account_michat="@sekar",
        account_vehicle="KT 1 AB",
        birth_day="17",
        birth_month="4",
        birth_year="2009",
        residence_place="Balikpapan Utara, Kota Balikpapan, Kalimantan Timur",
        residence_region="64.71.03",
        residence_address="Gang 7",
        safe_channel="sms",
        safe_never=["call"],
    )
    found = known().particulars()
    assert (found.name, found.aliases) == ("Sekar Arum", ("Arum", "Sekar kecil"))
    assert found.phones == ("+6281276543210",)
    kept = (Account("michat", "@sekar"), Account("vehicle", "KT 1 AB"))
    assert found.accounts == kept
    assert found.birth == Birth.on(found.birth.first)
    assert found.residence == Residence(region="64.71.03", address="Gang 7")
    assert (found.safe_contact.channel, found.safe_contact.never) == ("sms", ("call",))
    assert Involvement.objects.get().victim == victim
    assert Victim.objects.get().recording == "identified"


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        ({"birth_year": "2009"}, Birth.about(2009)),
        ({"birth_year": "2008", "birth_until": "2010"}, Birth.about(2008, 2010)),
        ({"birth_year": "1931"}, Birth.about(1931)),
    ],
)
def test_a_birth_may_be_a_year_or_a_range(case, typed, birth):
    add(case, **typed)
    assert known().particulars().birth == birth


def test_everything_may_be_unknown(case):
    add(case, "witness", unknown=["yes"])
    assert (known().sealed, known().recording) == (None, "unknown")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"phones": "12"}, "nomor telepon lengkap"),
        ({"birth_day": "31", "birth_month": "2", "birth_year": "2009"}, "tidak ada"),
        ({"birth_until": "2010"}, "Rentang ditulis dengan tahun saja"),
        ({"birth_year": "2010", "birth_until": "2008"}, "tahun lahirnya"),
        ({"residence_place": "Balikpapa"}, "Pilih tempatnya dari daftar"),
        ({"safe_channel": "sms", "safe_never": ["sms"]}, "ditandai jangan dipakai"),
        ({"nationality": "ZZ"}, "Kewarganegaraan · Pilih negara dari daftar."),
        ({"phones": "081276543210\n12"}, "Telepon · Baris 2: Tulis nomor telepon"),
        ({"account_bank_account": "12"}, "Rekening bank · Ini belum lengkap."),
        ({"residence_country": "ID"}, "Pilih negara dari daftar."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    case, typed, words
):
    address = at("case_person_new", case, "victim")
    response = browser_of("sari").post(address, {"name": "Sekar Arum"} | typed)
    html = unescape(response.content.decode())
    assert response.status_code == 200
    assert words in html
    assert 'value="Sekar Arum"' in html
    assert not Person.objects.exists()


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_page(case):
    wrong = {
        "phones": "12",
        "birth_day": "31",
        "birth_month": "2",
        "birth_year": "2009",
        "residence_place": "Balikpapa",
        "account_vehicle": "KT",
        "safe_channel": "sms",
        "safe_never": ["sms"],
        "nationality": "ZZ",
    }
    address = at("case_person_new", case, "victim")
    html = browser_of("sari").post(address, wrong).content.decode()
    summary = html.split('class="errors"')[1].split("</div>")[0]
    assert re.findall(r'href="#id_([a-z_]+?)(?:_0)?"', summary) == [
        "phones",
        "birth",
        "nationality",
        "residence_place",
        "account_vehicle",
        "safe_channel",
    ]


def test_a_place_is_looked_up_without_script(case):
    address = at("case_person_new", case, "victim")
    typed = {"name": "Sekar", "residence_place": "balikpapan", "find_region": "1"}
    html = browser_of("sari").post(address, typed).content.decode()
    assert 'type="radio" name="residence_region" value="64.71"' in html
    assert not Person.objects.exists()
    add(case, name="Sekar", residence_place="balikpapan", residence_region="64.71")
    assert known().particulars().residence.region == "64.71"


def test_sending_twice_records_once(case):
    client, address = browser_of("sari"), at("case_person_new", case, "witness")
    for _each in range(2):
        assert client.post(address, {"name": "S", "key": "same"}).status_code == 302
    assert Person.objects.count() == 1


def test_a_suspect_may_be_a_corporation(case):
    address = at("case_person_new", case, "suspect")
    html = browser_of("sari").get(f"{address}?kind=corporation").content.decode()
    assert 'name="registered_name"' in html
    assert 'name="nik"' not in html
    add(case, "suspect", query="?kind=corporation", registered_name="PT Kenari")
    assert known().kind == PersonKind.CORPORATION


def test_a_colleague_records_a_suspect_and_no_victim(case):
    add(case, "suspect", who="budi", name="Jono")
    html = browser_of("budi").get(at("case_person_new", case, "suspect"))
    assert "safe_channel" not in html.content.decode()
    add(case, "victim", who="budi", status=403, name="Melati")
    add(case, "victim", who="dewi", status=403, name="Melati")


def test_somebody_beside_a_victim(case, melati):
    add(case, "guardian", name="Ibu", row=str(melati.public_id))
    assert Involvement.objects.get(part=Part.GUARDIAN).of == melati


# -- Correct ---------------------------------------------------------------------------


def test_a_form_shows_no_value_and_leaves_what_is_not_typed(case, melati):
    address = at("case_person_edit", case, melati.public_id)
    html = unescape(browser_of("sari").get(address).content.decode())
    for value in VALUES:
        assert value not in html
    assert "Tercatat. Kosongkan bila tetap; yang ditulis menggantikannya." in html
    in_parts = "Yang ditulis menggantikan isian itu saja."  # address, safe contact
    assert html.count(in_parts) == 2
    edit(melati, name="Mawar")
    found = known().particulars()
    assert (found.name, found.nik, found.phones) == ("Mawar", MELATI.nik, MELATI.phones)


def test_lists_are_added_to_and_what_is_ticked_is_emptied(melati):
    edit(melati, phones="081299998888", drop=["nik", "aliases"], aliases="Mel")
    found = known().particulars()
    assert found.phones == (*MELATI.phones, "+6281299998888")
    assert (found.nik, found.aliases) == ("", ("Mel",))


def test_of_whom_everything_was_emptied_nobody_is_known(case, melati):
    edit(melati, drop=list(FIELDS))
    assert (known().sealed, known().recording) == (None, "unknown")
    assert Victim.objects.get().recording == "unknown"


def test_no_page_tells_whether_a_disability_is_recorded(case, sari):
    told_of = []
    for fields in ({}, {"disability": "Tuli"}):
        made = actions.add_person(case, Part.WITNESS, fields, by=sari)
        for route in ("case_person", "case_person_edit"):
            text = read("sari", at(route, case, made.public_id))
            told_of.append((route, text))
    assert told_of[:2] == told_of[2:]


def test_what_somebody_else_changed_meanwhile_is_named_and_not_said(case, melati):
    assign(case, "budi")
    actions.edit_particulars(melati, {"nik": "64"}, by=person("budi"), seen=1)
    address = at("case_person_edit", case, melati.public_id)
    stale = as_seen(melati) | {"seen": 1, "name": "Mawar"}
    response = browser_of("sari").post(address, stale)
    html = unescape(response.content.decode())
    assert response.status_code == 409
    assert "<b>NIK</b>" in html
    assert "Budi Hartono" in html
    assert 'value="Mawar"' in html
    assert 'name="seen" value="2"' in html
    assert MELATI.nik not in html


def test_a_conflict_names_nobody_of_another_office(case, sari):
    """Who shelters her is told by her office alone, and to who asked that in."""
    taken(case)
    victim, wati = case.victims.get(), person("wati")
    actions.edit_victim(victim, {"whereabouts": "shelter"}, by=wati, seen=1)
    address = at("case_victim_edit", case, victim.public_id)
    stale = {"sex": "male", "age_group": "adult", "whereabouts": "abroad", "seen": 1}
    stale |= {"determination": "presumed", "recording": "unknown"}
    html = words_of(browser_of("sari").post(address, stale))
    assert "UPTD PPA Kota Balikpapan" in html
    assert wati.full_name not in html
    api = program_of("sari").call(
        "PATCH",
        f"victims/{victim.public_id}/",
        {"whereabouts": "abroad"},
        if_match='"1"',
    )
    by = {conflict["by"] for conflict in told(api, 412)["conflicts"]}
    assert by == {"UPTD PPA Kota Balikpapan"}
