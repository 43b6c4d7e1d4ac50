"""Who takes part in a case, on its pages: recorded, corrected, linked, declined; masked
everywhere. Programs: test_identity_programs. Opening: test_reveal_pages."""

from html import unescape

import pytest

from agencies.sections import Section
from cases import actions
from cases.models import Case, Involvement, Person, Victim
from cases.particulars import Account, Birth, Residence
from cases.person_choices import Part, PersonKind
from tests.api.clients import program_of, told
from tests.cases.examples import PIMP, WOMAN, a_case, assign
from tests.cases.involved import at, read, send, taken, words_of
from tests.cases.somebody import FIELDS, MELATI, VALUES, recorded
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

GOOD_NIK = "6471035704090001"


@pytest.fixture
def sari():
    return person("sari")


@pytest.fixture
def case(sari) -> Case:
    return a_case(sari, victims=(WOMAN,), suspects=(PIMP,))


@pytest.fixture
def melati(case, sari) -> Involvement:
    victim = case.victims.get()
    return actions.add_person(case, Part.VICTIM, FIELDS, by=sari, victim=victim)


def add(case: Case, part: str = "victim", who: str = "sari", status=302, **typed):
    query = typed.pop("query", "")
    address = at("case_person_new", case, part) + query
    return send(who, address, {"key": "k1", **typed}, status)


def edit(involvement: Involvement, who: str = "sari", status=302, **typed):
    address = at("case_person_edit", involvement.case, involvement.public_id)
    return send(who, address, as_seen(involvement) | typed, status)


def as_seen(involvement: Involvement) -> dict[str, object]:
    """What a form that is drawn now says of whom it was drawn for."""
    whose = Person.objects.get(pk=involvement.person_id)
    return {"seen": whose.version, "whose": str(whose.public_id)}


def known() -> Person:
    return Person.objects.get()


# -- Masks -----------------------------------------------------------------------------


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
        ({"nationality": "1D"}, "Kode negara"),
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
    assert "Tercatat. Kosongkan bila tetap" in html
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


# -- Decline, withdraw, link -----------------------------------------------------------


def press(involvement: Involvement, act: str, who: str = "sari", status=302, **typed):
    address = at(f"case_person_{act}", involvement.case, involvement.public_id)
    return send(who, address, typed, status)


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
    assert MELATI.name not in html
    chosen = {**typed, "person": str(melati.public_id), "key": "k"}
    row = {"row": str(other.victims.get().public_id)}
    assert client.post(address, chosen | row).status_code == 302
    assert Person.objects.get().involvements.count() == 2


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
