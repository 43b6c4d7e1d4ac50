"""The pages of a restricted case: close it, name its readers, open it again."""

import pytest

from cases import actions
from cases.models import Case
from tests.api.clients import program_of
from tests.cases.involved import (
    a_traced_case,
    at,
    read,
    send,
    taken,
    words_of,
)
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return a_traced_case()


def test_the_readers_of_a_restricted_case_are_named_and_taken_off(closed):
    page = read("sari", at("case", closed))
    assert "Perkara terbatas." in page
    assert "Sari Wulandari · Unit PPA Satreskrim Polresta Balikpapan" in page
    assert "Keluarkan" not in page, "the last reader stays"
    assert "Pembatasan tidak dapat dicabut selama" in page
    assert at("case_restriction_lift", closed) not in (
        browser_of("sari").get(at("case", closed)).content.decode()
    )

    new = at("case_reader_new", closed)
    typed = {"user": "BUDI", "reason": "handling"}
    send("sari", new, typed)
    assert "Perkara terbatas." in read("budi", at("case", closed))
    assert "sudah menjadi pembaca" in send("sari", new, typed, 200)

    key = closed.keys.get(key__user__username="budi")
    send("sari", at("case_reader_end", closed, key.public_id), {})
    read("budi", at("case", closed), 404)


@pytest.mark.parametrize(
    ("route", "more"),
    [
        ("case_restriction_new", ()),
        ("case_reader_new", ()),
        ("case_referral_choose", ()),
        ("case_referral_new", ("shelter",)),
    ],
)
def test_a_colleague_without_the_case_is_not_shown_a_form_that_would_refuse(
    case, route, more
):
    """Who else sees it is for those who work on it."""
    read("budi", at("case", case))
    read("budi", at(route, case, *more), 403)
    read("sari", at(route, case, *more))


@pytest.mark.parametrize("name", ["nobody", "ani", "tono", "agus"])
def test_every_account_that_cannot_read_is_refused_in_the_same_words(closed, name):
    typed = {"user": name, "reason": "handling"}
    said = send("sari", at("case_reader_new", closed), typed, 200)
    assert "Tidak ada akun dengan NRP/NIP itu yang dapat membaca perkara." in said
    assert closed.keys.count() == 1


def test_command_meets_no_restricted_case(closed):
    for who in ("budi", "rini", "dewi", "seto"):
        for route in ("case", "case_why", "case_reader_new", "case_worker_new"):
            read(who, at(route, closed), 404)


def test_a_case_is_closed_by_hand_by_who_was_told_who_still_reads_it(case):
    taken(case)
    assert "Jadikan terbatas" in read("sari", at("case", case))
    address = at("case_restriction_new", case)
    warned = read("sari", address)
    stays, goes = warned.split("Tidak lagi membukanya")
    for name in (
        "Sari Wulandari · Unit PPA Satreskrim Polresta Balikpapan",
        "Kurniawati Lestari · UPTD PPA Kota Balikpapan",
    ):
        assert name in stays
    for name in ("Rini", "Budi", "Polda"):
        assert name not in stays
    for office in ("Polda Kalimantan Timur", "UPTD PPA Kota", "Sekretariat gugus"):
        assert office in goes
    assert "Pilih alasannya." in send("sari", address, {}, 200)
    assert "pilihan" in send("sari", address, {"reason": "official_suspect"}, 200)
    assert not Case.objects.get().is_restricted

    send("sari", address, {"reason": "leak"})

    assert "Perkara terbatas." in read("wati", at("case", case))
    assert "Isi perkara bocor" in read("sari", at("case", case))
    for who in ("rini", "dewi", "seto"):
        read(who, at("case", case), 404)
    assert "sudah terbatas" in send("sari", address, {"reason": "leak"}, 200)
    send("sari", at("case_restriction_lift", case), {})
    assert "Perkara terbatas." not in read("dewi", at("case", case))


@pytest.mark.parametrize("who", ["dewi", "wati"])
def test_who_does_not_lead_a_case_does_not_close_it(case, who):
    taken(case)
    read(who, at("case_restriction_new", case), 403)
    send(who, at("case_restriction_new", case), {"reason": "leak"}, 403)
    assert "Jadikan terbatas" not in read(who, at("case", case))
    answer = program_of(who).call("POST", f"cases/{case.public_id}/restriction/", {})
    assert answer.status_code == 403


def test_a_program_closes_a_case_and_opens_it_again(case):
    program, address = program_of("sari"), f"cases/{case.public_id}/restriction/"
    assert program.call("POST", address, {"reason": "handling"}).status_code == 400
    answer = program.call("POST", address, {"reason": "threat"})
    assert answer.json() == {"id": str(case.public_id), "is_restricted": True}
    read("dewi", at("case", case), 404)
    answer = program.call("POST", f"{address}lifting/")
    assert answer.json()["is_restricted"] is False


def test_it_is_lifted_when_no_official_is_left(closed):
    lift = at("case_restriction_lift", closed)
    assert "Pembatasan tidak dapat dicabut" in send("sari", lift, {}, 200)
    suspect = closed.suspects.get()
    actions.withdraw_suspect(
        suspect, by=person("sari"), reason="wrong_entry", seen=suspect.version
    )
    send("sari", lift, {})
    assert "Perkara terbatas." not in read("dewi", at("case", closed))


def test_who_reads_on_is_shown_before_an_officer_closes_the_case(case):
    typed = {
        "sex": "male",
        "age_group": "adult",
        "legal_status": "reported",
        "custody": "not_recorded",
        "public_office": "police",
        "key": "1",
    }
    asks = send("sari", at("case_suspect_new", case), typed, 200)
    assert "Tetap membaca perkara ini Sari Wulandari" in asks
    assert not Case.objects.filter(is_restricted=True).exists()

    sari = browser_of("sari")
    where = send(sari, at("case_suspect_new", case), typed | {"told": "yes"})
    done = words_of(sari.get(where))
    assert "Perkara ini kini terbatas" in done
    assert "Propam sebagai pembaca. Tambah pembaca" in done
    assert Case.objects.filter(is_restricted=True).exists()


@pytest.mark.parametrize("told", [{}, {"told": "yes"}])
def test_who_reads_on_is_shown_before_an_officer_restored_closes_the_case(closed, told):
    suspect, sari = closed.suspects.get(), person("sari")
    seen = {"seen": suspect.version}
    actions.withdraw_suspect(suspect, by=sari, reason="wrong_entry", **seen)
    actions.lift_restriction(Case.objects.get(), by=sari)
    address = at("case_suspect_restore", closed, suspect.public_id)

    asks = read("sari", address)
    assert "Tetap membaca perkara ini Sari Wulandari" in asks
    assert "disebut namanya" in asks
    said = send("sari", address, told, 302 if told else 200)
    assert Case.objects.get().is_restricted == bool(told)
    assert told or said == asks
