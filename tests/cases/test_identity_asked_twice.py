"""What a page asks once more before it acts: an odd NIK, nobody in particular, what
destroys and what ends."""

from html import unescape

import pytest

from cases import actions
from cases.models import Case, Person
from cases.person_choices import Part
from tests.cases.examples import PIMP, WOMAN, a_case, assign
from tests.cases.identity_acts import as_seen
from tests.cases.involved import at, read, send
from tests.cases.somebody import MELATI
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sari) -> Case:
    return a_case(sari, victims=(WOMAN,), suspects=(PIMP,))


def add(case: Case, part: str, status: int = 302, **typed) -> str:
    return send("sari", at("case_person_new", case, part), {"key": "k"} | typed, status)


def known() -> Person:
    return Person.objects.get()


def test_an_odd_nik_is_told_before_it_is_saved_and_kept_if_it_is_meant(case):
    address = at("case_person_new", case, "victim")
    typed = {"nik": "6471", "key": "k"}
    asked = browser_of("sari").post(address, typed).content.decode()
    assert "Belum tersimpan: periksa NIK-nya" in asked
    assert asked.count("NIK seharusnya 16 angka.") >= 2  # on top, and beside the field
    assert "Simpan juga" in asked
    assert 'name="warned" value="6471"' in asked
    assert not Person.objects.exists()
    # Another one that is odd as well was not seen yet.
    other = typed | {"nik": "0000000000000000", "warned": "6471"}
    assert "bukan kode wilayah" in send("sari", address, other, 200)
    send("sari", address, typed | {"warned": "6471"})
    assert known().particulars().nik == "6471"


def test_a_nik_is_corrected_under_the_same_warning(case, melati):
    odd = {"nik": "6471 0302 0809 0001"}
    address = at("case_person_edit", case, melati.public_id)
    told = send("sari", address, as_seen(melati) | odd, 200)
    assert "NIK menunjukkan jenis kelamin yang lain." in told
    assert known().particulars().nik == MELATI.nik
    send("sari", address, as_seen(melati) | odd | {"warned": odd["nik"]})
    assert known().particulars().nik != MELATI.nik


def test_nobody_is_recorded_by_an_empty_press_but_by_saying_so(case):
    told = add(case, "companion", status=200)
    assert "Isi sedikitnya satu isian" in told
    assert not Person.objects.exists()
    both = add(case, "companion", status=200, name="Ibu", unknown=["yes"])
    assert "hapus centang ini" in both
    assert not Person.objects.exists()
    add(case, "companion", unknown=["yes"])
    assert known().sealed is None
    assert "Identitas belum diketahui" in read("sari", at("case", case))


def test_before_she_is_emptied_it_is_said_who_and_what_and_where(case, melati, sari):
    other = a_case(sari, victims=(WOMAN,))
    actions.link_person(melati.person, other, Part.VICTIM, by=sari)
    address = at("case_person_decline", case, melati.public_id)
    html = browser_of("sari").get(address).content.decode()
    assert '<button class="btn red tap" name="save"' in html
    for case_of_hers in (case, other):
        case_of_hers.refresh_from_db()
        assert case_of_hers.register_no in html
    told = " ".join(unescape(html).split())
    for words in ("Korban (P", "Nama tercatat · 2 nama lain", "Hapus identitasnya"):
        assert words in told
    page = browser_of("sari").get(at("case_person", case, melati.public_id))
    assert f'<a class="btn red" href="{address}">' in page.content.decode()


def test_before_a_link_ends_it_is_said_where_she_stays(case, melati, sari):
    address = at("case_person_withdraw", case, melati.public_id)
    alone = read("sari", address)
    assert "Bila ia tidak tercatat pada perkara lain" in alone
    assert "tetap tercatat" not in alone
    other = a_case(sari, victims=(WOMAN,))
    actions.link_person(melati.person, other, Part.VICTIM, by=sari)
    other.refresh_from_db()
    assert f"Ia tetap tercatat pada {other.register_no}." in read("sari", address)


def test_before_a_link_ends_no_case_is_named_where_she_is_shut(case, melati, sari):
    """Sari sees a colleague's case, and not who its victims are: the words are those
    of somebody who is on no other case."""
    assign(case, "budi")
    other = a_case(person("budi"), victims=(WOMAN,))
    actions.link_person(melati.person, other, Part.VICTIM, by=person("budi"))
    other.refresh_from_db()
    assert other.register_no in read("sari", at("case", other))
    told = read("sari", at("case_person_withdraw", case, melati.public_id))
    assert "Bila ia tidak tercatat pada perkara lain" in told
    assert other.register_no not in told
