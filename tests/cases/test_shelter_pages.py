"""Where a victim is housed, by page and program: apart, and opened for a reason."""

import pytest
from django.urls import reverse

from agencies.models import AuditEvent
from cases import actions
from cases.choices import OPENED, WithdrawReason
from cases.models import Case, Shelter
from tests.api.clients import program_of, told
from tests.cases.examples import WOMAN, a_case
from tests.cases.involved import at, read, send, taken, words_of
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

ADDRESS = "Rumah Kenarilindung\nJl. Kenaritenang 9"
STREET = "Kenaritenang"
WHY = {"reason": "protection"}


@pytest.fixture
def case() -> Case:
    return a_case(person("wati"), victims=(WOMAN,))


@pytest.fixture
def shelter(case) -> Shelter:
    return actions.add_shelter(case.victims.get(), ADDRESS, by=person("wati"))


def test_an_address_is_recorded_and_masked(case):
    victim = case.victims.get()
    new = at("case_shelter_new", case) + f"?row={victim.public_id}"
    assert new in browser_of("wati").get(at("case", case)).content.decode()
    send("wati", new, {"address": ADDRESS, "key": "k"})
    assert Shelter.objects.get().unseal() == ADDRESS
    text = read("wati", at("case", case))
    assert "Alamat dirahasiakan." in text
    assert STREET not in text
    assert browser_of("wati").get(at("case_shelter_new", case)).status_code == 404


def test_it_opens_by_a_press_with_a_reason_each_time(case, shelter):
    wati, read_it = browser_of("wati"), at("case_shelter_read", case, shelter.public_id)
    page = at("case_shelter", case, shelter.public_id)
    assert STREET not in words_of(wati.get(page))
    assert wati.get(read_it).url == page
    assert "Pilih alasan" in words_of(wati.post(read_it))
    answer = wati.post(read_it, WHY)
    assert STREET in words_of(answer)
    assert "no-store" in answer["Cache-Control"]
    assert AuditEvent.objects.filter(verb="read_shelter").count() == 1


def test_who_opened_it_is_told_where_the_shelter_is_open_and_to_auditors(shelter):
    """Not in "Riwayat akses" of those who do not know that she is housed."""
    case = a_case(person("sari"), victims=(WOMAN,))
    taken(case)
    housed = actions.add_shelter(case.victims.get(), ADDRESS, by=person("wati"))
    wati = browser_of("wati")
    wati.post(at("case_shelter_read", case, housed.public_id), WHY)
    words = "Alamat rumah aman dibuka"
    assert words in words_of(wati.get(at("case_timeline", case)))
    assert words not in read("sari", at("case_access", case))
    assert words not in read("budi", at("case_timeline", case))
    audit = words_of(browser_of("ani").get(reverse("audit")))
    assert f"{words}" in audit
    assert "Perlindungan dari ancaman" in audit
    looked = AuditEvent.objects.filter(verb=OPENED, by=person("wati"))
    assert all("shelter" not in str(event.changes) for event in looked)


@pytest.mark.parametrize("who", ["sari", "dina", "citra", "seto", "ani"])
def test_strangers_find_nothing(case, shelter, who):
    client = browser_of(who)
    for act in ("", "_read", "_edit", "_withdraw", "_restore"):
        address = at(f"case_shelter{act}", case, shelter.public_id)
        assert client.get(address).status_code == 404
        assert client.post(address, WHY).status_code in (404, 405)


def test_police_read_where_she_is_and_do_not_decide(shelter):
    case = a_case(person("sari"), victims=(WOMAN,))
    taken(case)
    housed = actions.add_shelter(case.victims.get(), ADDRESS, by=person("wati"))
    sari = browser_of("sari")
    opened = sari.post(at("case_shelter_read", case, housed.public_id), WHY)
    assert STREET in words_of(opened)
    send(sari, at("case_shelter_edit", case, housed.public_id), {"address": "x"}, 403)
    assert "Ubah alamat" not in words_of(opened)
    budi = browser_of("budi")
    assert budi.get(at("case_shelter", case, housed.public_id)).status_code == 404


def test_she_moves_and_a_stale_move_is_told(case, shelter):
    address = at("case_shelter_edit", case, shelter.public_id)
    html = browser_of("wati").get(address).content.decode()
    assert STREET not in html
    send("wati", address, {"address": "Baru 1", "seen": 1})
    assert Shelter.objects.get().unseal() == "Baru 1"
    stale = send("wati", address, {"address": "Baru 2", "seen": 1}, 409)
    assert "isi tersegel" in stale
    assert "Baru 1" not in stale
    withdraw = at("case_shelter_withdraw", case, shelter.public_id)
    send("wati", withdraw, {"reason": "wrong_entry", "seen": 2})
    gone = browser_of("wati").get(at("case_shelter", case, shelter.public_id))
    assert gone.status_code == 404
    restore = at("case_shelter_restore", case, shelter.public_id)
    page = browser_of("wati").get(at("case", case)).content.decode()
    assert f'action="{restore}"' in page
    assert STREET not in page
    send("wati", restore, {})
    assert Shelter.objects.standing().get().unseal() == "Baru 1"


def test_where_another_was_recorded_meanwhile_the_old_one_stays_withdrawn(
    case, shelter
):
    wati = person("wati")
    reason = WithdrawReason.WRONG_ENTRY
    actions.withdraw_shelter(shelter, by=wati, reason=reason, seen=1)
    actions.add_shelter(case.victims.get(), "Lain", by=wati)
    restore = at("case_shelter_restore", case, shelter.public_id)
    assert "sudah dicatat" in send("wati", restore, {}, 200)
    assert Shelter.objects.standing().get().unseal() == "Lain"


def test_programs(case):
    wati, here = program_of("wati"), f"cases/{case.public_id}/shelters/"
    new = {"victim": str(case.victims.get().public_id), "address": ADDRESS}
    answer = wati.call("POST", here, new, idempotency_key="s1")
    made = told(answer, 201)
    assert STREET not in answer.content.decode()
    assert told(wati.call("GET", here))["results"] == [made]
    one = answer.headers["Location"].removeprefix("/api/v1/")
    assert told(wati.call("GET", one)) == made
    told(wati.call("POST", f"{one}reading/", {}), 400)
    assert told(wati.call("POST", f"{one}reading/", WHY)) == {"address": ADDRESS}
    told(wati.call("PATCH", one, {"address": "Baru"}, if_match='"1"'))
    told(wati.call("PATCH", one, {"address": "Lain"}, if_match='"1"'), 412)
    gone = {"reason": "wrong_entry"}
    told(wati.call("POST", f"{one}withdrawal/", gone, if_match='"2"'))
    assert told(wati.call("GET", here))["results"] == []
    told(program_of("sari").call("POST", f"{one}restoration/"), 404)
    assert told(wati.call("POST", f"{one}restoration/"))["version"] == 4
    told(program_of("sari").call("GET", here), 404)
