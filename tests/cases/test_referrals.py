"""Asking another office for a case: ask, answer, end, and who knows of it."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from agencies import clock
from agencies.choices import Role
from agencies.eyes import looking
from agencies.models import Agency, Post
from cases import actions, sight, words
from cases.choices import ReferralState, Work
from cases.models import Case, CaseWorker, Referral
from tests.api.clients import program_of, told
from tests.cases.examples import LP, a_case, assign
from tests.cases.involved import (
    OFFICER,
    WHOLE,
    S,
    a_traced_case,
    asked,
    at,
    order_for,
    read,
    send,
    taken,
)
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return a_traced_case()


def test_who_asks_picks_among_offices_of_the_place_and_the_service(case):
    first = read("sari", at("case_referral_choose", case))
    assert "Penampungan sementara / rumah aman" in first

    page = read("sari", at("case_referral_new", case, "shelter"))
    assert "UPTD PPA Kota Balikpapan" in page
    assert "Kejaksaan" not in page
    assert "Denpasar" not in page

    everyone = read("sari", at("case_referral_new", case, "shelter") + "?all=1")
    assert "Kejaksaan Negeri Balikpapan" in everyone


def test_the_sections_that_a_service_takes_are_ticked(case):
    page = browser_of("sari").get(at("case_referral_new", case, "shelter"))
    ticked = re.findall(r'value="(\d+)"[^>]*checked', page.content.decode())
    assert sum(map(int, ticked)) == WHOLE


def test_an_office_is_asked_and_the_case_says_since_when(case):
    typed = {"to_agency": "UPTD-PPA-BPP", "sections": [8, 32]}
    send("sari", at("case_referral_new", case, "shelter"), typed)

    referral = Referral.objects.get()
    assert referral.opens == S.SUMMARY | S.VICTIM_IDENTITY | S.CARE
    today = clock.today(words.zone_of(case)).strftime("%d/%m/%Y")
    shown = read("sari", at("case", case))
    assert f"Menunggu jawaban sejak {today}" in shown
    assert "Diminta: Identitas korban, Layanan bagi korban" in shown


def test_an_office_is_not_asked_for_what_it_may_not_hold(case):
    typed = {"to_agency": "UPTD-PPA-BPP", "sections": [2]}
    address = at("case_referral_new", case, "shelter") + "?all=1"
    said = send("sari", address, typed, 200)
    assert "Instansi ini tidak dapat memegang bagian itu." in said


def test_command_neither_asks_nor_sees_who_was_asked(case):
    taken(case)
    read("dewi", at("case_referral_new", case, "shelter"), 403)
    shown = read("dewi", at("case", case))
    assert "UPTD PPA" not in shown
    assert "Kurniawati" not in shown


def test_an_office_asked_in_reads_no_letter_of_another(case):
    send("rini", at("case_worker_new", case), order_for("budi"))
    taken(case)
    for who, reads in (("sari", True), ("wati", False), ("dewi", False)):
        page = read(who, at("case", case))
        assert "Budi Hartono" in page
        assert ("Sprin/417/XI/2025" in page) == reads
        told = browser_of(who).get(f"/api/v1/cases/{case.public_id}/workers/").json()
        letters = [each["letter_number"] for each in told["results"]]
        assert ("Sprin/417/XI/2025" in letters) == reads
    assert "ST/7" in read("wati", at("case", case))


def test_an_office_asked_in_is_told_no_name_of_another(case):
    taken(case)
    dinsos = Agency.objects.get(code="DINSOS-BPP")
    Post.objects.filter(agency=dinsos).update(role=Role.SUPERVISOR)
    opened = {"purpose": "social_rehab", "sections": S.CARE}
    more = actions.ask_referral(case, to_agency=dinsos, by=person("sari"), **opened)
    actions.accept_referral(more, by=person("dina"))
    worker = CaseWorker.objects.get(user=person("wati"))

    for who, status in (("dina", 404), ("rini", 403), ("wati", 200)):
        address = at("case_worker_end", case, worker.public_id)
        assert ("Kurniawati" in read(who, address, status)) == (status == 200)
    where = f"cases/{case.public_id}/workers/{worker.public_id}/"
    told(program_of("dina").call("POST", f"{where}ending/"), 404)
    told(program_of("dina").call("GET", where), 404)


def test_who_writes_for_another_office_is_not_named_by_the_timeline(case):
    taken(case)
    victim = case.victims.get()
    actions.edit_victim(victim, {"whereabouts": "shelter"}, by=person("wati"), seen=1)
    for route in ("case", "case_timeline"):
        for who in ("budi", "dewi"):
            told = read(who, at(route, case))
            assert "Petugas instansi lain · keberadaan" in told
            assert "Kurniawati" not in told
            assert "Perkara dicatat Sari Wulandari" in told
        for who in ("sari", "wati"):
            assert "Kurniawati Lestari · keberadaan" in read(who, at(route, case))


def test_who_reads_for_another_office_is_told_to_who_may_ask_one_in(case):
    """A colleague who closes the case by a suspect in power learns no shelter by it."""
    taken(case)
    actions.add_suspect(case, OFFICER, by=person("budi"))
    where = f"cases/{case.public_id}/readers/"
    readers = {key.key.user.username: key for key in case.keys.all()}
    assert readers.keys() == {"sari", "budi", "wati"}
    for who, sees in (("sari", True), ("wati", True), ("budi", False)):
        program = program_of(who)
        found = told(program.call("GET", where))["results"]
        names = {each["name"] for each in found}
        assert {"Sari Wulandari", "Budi Hartono"} <= names
        assert ("Kurniawati Lestari" in names) == sees
        assert ("Kurniawati Lestari" in read(who, at("case", case))) == sees
        one = f"{where}{readers['wati'].public_id}/"
        told(program.call("GET", one), 200 if sees else 404)
    told(program_of("budi").call("POST", f"{one}ending/"), 404)


def test_a_restricted_case_is_referred_to_nobody(closed):
    assert "Ajukan rujukan" not in read("sari", at("case", closed))
    typed = {"to_agency": "UPTD-PPA-BPP", "sections": [8]}
    said = send("sari", at("case_referral_new", closed, "shelter"), typed, 200)
    assert "pembaca yang disebut namanya" in said


def test_before_the_answer_the_asked_office_reads_the_least(case):
    referral = asked(case)
    address = reverse("referral", args=[referral.public_id])

    assert "1 rujukan menunggu jawaban" in read("wati", reverse("home"))
    for page in (read("wati", reverse("referral_list")), read("wati", address)):
        assert "Unit PPA Satreskrim Polresta Balikpapan" in page
        assert "November 2025" in page
        assert "Kota Balikpapan" in page
        assert "1 anak" in page
        for hidden in (
            case.register_no,
            "11/11/2025",
            "Balikpapan Selatan",
            "Mucikari",
        ):
            assert hidden not in page
        assert str(case.public_id) not in page
    read("wati", at("case", case), 404)


def test_who_accepts_may_take_it_herself_in_the_same_form(case):
    referral = asked(case)
    address = reverse("referral", args=[referral.public_id])
    assert "Isi nomor surat tugas" in send(
        "wati", address, {"work": "case_manager"}, 200
    )
    assert Referral.objects.get().state == ReferralState.ASKED

    where = send("wati", address, {"work": "case_manager", "letter_number": "ST/7"})

    assert where.startswith(at("case", case))
    seen = sight.of(person("wati"), case)
    assert all(seen.sees(part) for part in (S.VICTIM_IDENTITY, S.SHELTER, S.CARE))
    page = read("wati", at("case", case))
    for hidden in (LP["number"], "Mucikari", "Terlapor dan tersangka"):
        assert hidden not in page


def test_who_accepts_and_assigns_later_sees_the_summary_alone(case):
    address = reverse("referral", args=[asked(case).public_id])
    send("wati", address, {"work": "later"})
    seen = sight.of(person("wati"), case)
    assert seen.sees(S.SUMMARY)
    assert not seen.sees(S.VICTIM_IDENTITY)


def test_a_refusal_has_a_reason_that_the_asker_reads(case):
    address = reverse("referral_decline", args=[asked(case).public_id])
    assert "Pilih alasan penolakan." in send("wati", address, {}, 200)
    send("wati", address, {"reason": "no_capacity"})

    assert "Ditolak: Kapasitas penuh" in read("sari", at("case", case))
    assert "menunggu jawaban" not in read("wati", reverse("home"))
    read("wati", at("case", case), 404)


def test_an_office_asked_in_ends_no_work_of_the_one_that_leads(case):
    taken(case)
    send("rini", at("case_worker_new", case), order_for("budi"))
    worker = case.workers.get(user__username="budi")
    address = at("case_worker_end", case, worker.public_id)
    read("wati", address, 403)
    send("wati", address, {}, 403)
    assert "Budi" in read("rini", address)


def test_what_she_asked_under_another_hat_counts(case, monkeypatch):
    monkeypatch.setattr("cases.actions.referral.MOST_A_DAY", 1)
    budi = person("budi")
    assign(case, "budi")
    asked(case, by="budi")
    budi.wear(budi.assignments_today[1].pk)
    with looking(budi.hat.scope_keys):
        away = a_case(budi, region="64.09")
        with pytest.raises(ValidationError, match="Paling banyak 1 rujukan sehari"):
            actions.ask_referral(
                away,
                to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
                purpose="shelter",
                sections=WHOLE,
                by=budi,
            )


def test_the_many_of_one_hide_no_other(case, monkeypatch):
    """On the page and in the API; 20 a day are the most of one person."""
    monkeypatch.setattr("cases.inbox.MOST", 3)
    monkeypatch.setattr("cases.actions.referral.MOST_A_DAY", 4)
    for _n in range(4):
        last = a_traced_case()
        asked(last)
    with pytest.raises(ValidationError, match="Paling banyak 4 rujukan sehari"):
        asked(a_traced_case())
    actions.assign_worker(
        case,
        user=person("budi"),
        work=Work.INVESTIGATOR,
        letter_number="Sprin/1",
        starts_on=clock.today(),
        by=person("rini"),
    )
    his = asked(case, by="budi")

    assert reverse("referral", args=[his.public_id]) in (
        browser_of("wati").get(reverse("referral_list")).content.decode()
    )
    answer = program_of("wati").call("GET", "referrals/")
    found = [each["id"] for each in told(answer)["results"]]
    assert (len(found), found[1]) == (3, str(his.public_id))
    with clock.set_to(clock.now() + timedelta(days=1, seconds=1)):
        assert asked(a_traced_case())


def test_a_colleague_reads_and_does_not_answer(case):
    referral = actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code="DINSOS-BPP"),
        purpose="shelter",
        sections=WHOLE,
        by=person("sari"),
    )
    address = reverse("referral", args=[referral.public_id])
    assert "yang menjawab rujukan" in read("dina", address)
    send("dina", address, {"work": "later"}, 403)
    send("dina", reverse("referral_decline", args=[referral.public_id]), {}, 403)
    assert Referral.objects.get().state == ReferralState.ASKED


@pytest.mark.parametrize("who", ["sari", "rini", "dewi", "citra", "nur"])
def test_a_referral_is_found_by_the_asked_office_only(case, who):
    referral = asked(case)
    for route in ("referral", "referral_decline"):
        address = reverse(route, args=[referral.public_id])
        read(who, address, 404)
        send(who, address, {"work": "later", "reason": "no_capacity"}, 404)
    assert Referral.objects.get().state == ReferralState.ASKED


def test_either_office_ends_it_and_the_sight_ends(case):
    for who in ("sari", "wati"):
        referral = taken(case)
        where = send(who, at("case_referral_end", case, referral.public_id), {})
        assert where == (
            reverse("home") if who == "wati" else at("case", case) + "#isi"
        )
        read("wati", at("case", case), 404)


def test_an_office_asked_in_knows_of_no_other(case):
    taken(case)
    other = actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code="DINSOS-BPP"),
        purpose="social_rehab",
        sections=S.CARE,
        by=person("sari"),
    )
    assert "Dinas Sosial" not in read("wati", at("case", case))
    end = at("case_referral_end", case, other.public_id)
    read("wati", end, 403)
    send("wati", end, {}, 403)
    read("budi", end, 403)
    read("rini", end)


def test_what_has_ended_says_when_and_by_whom_and_no_date_to_come(case):
    now = clock.today(words.zone_of(case))
    later = now + timedelta(days=90)
    referral = asked(case, ends_on=later)
    assert "Diminta: Identitas korban" in read("sari", at("case", case))
    actions.accept_referral(
        referral, by=person("wati"), work=Work.CASE_MANAGER, letter_number="ST/7"
    )
    coming = words.day(later)
    assert f"sampai {coming}" in read("sari", at("case", case))

    actions.end_referral(Referral.objects.get(), by=person("sari"))
    told = read("sari", at("case", case))
    today = words.day(now)
    assert f"diakhiri {today} oleh Sari Wulandari" in told
    assert "Pernah terbuka: Identitas korban" in told
    assert coming not in told
