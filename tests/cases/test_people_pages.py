"""Doors to who works on a case: assign, refer, answer, end, name, lift, and why."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from agencies import clock
from agencies.models import Agency
from agencies.sections import Section
from cases import actions, sight, words
from cases.choices import ReferralState, Work
from cases.forms.people import WorkerForm
from cases.models import Case, CaseWorker, Referral
from tests.api.clients import program_of
from tests.cases.examples import LP, PIMP, a_case, assign
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

S = Section
OFFICER = PIMP | {"public_office": "police"}
WHOLE = S.VICTIM_IDENTITY | S.SHELTER | S.CARE


@pytest.fixture
def case() -> Case:
    return a_case(
        person("sari"),
        suspects=(PIMP,),
        police_reports=(LP,),
        narrative="Diajak kerja.",
    )


@pytest.fixture
def closed() -> Case:
    """A case against an officer."""
    return a_case(person("sari"), suspects=(OFFICER,))


def at(route: str, case: Case, *more) -> str:
    return reverse(route, args=[case.public_id, *more])


def words_of(response) -> str:
    """The words of the page, without its frame."""
    main = response.content.decode().split('<main id="isi"')[-1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def read(who: str, address: str, status: int = 200) -> str:
    response = browser_of(who).get(address)
    assert response.status_code == status, response.status_code
    return words_of(response)


def send(who: str | Client, address: str, typed: dict, status: int = 302) -> str:
    client = browser_of(who) if isinstance(who, str) else who
    response = client.post(address, typed)
    assert response.status_code == status, words_of(response)
    return response.headers.get("Location", "") or words_of(response)


def day(name: str, on) -> dict[str, int]:
    parts = (("day", on.day), ("month", on.month), ("year", on.year))
    return {f"{name}_{part}": value for part, value in parts}


def order_for(username: str) -> dict:
    """What the form of an assignment takes."""
    return {
        "user": person(username).public_id,
        "work": Work.INVESTIGATOR.value,
        "letter_number": "Sprin/417/XI/2025",
        **day("starts_on", clock.today()),
    }


def asked(
    case: Case, sections: Section = WHOLE, ends_on: date | None = None
) -> Referral:
    return actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
        purpose="shelter",
        sections=sections,
        ends_on=ends_on,
        by=person("sari"),
    )


def taken(case: Case) -> Referral:
    """Accepted by wati, who takes the case herself."""
    return actions.accept_referral(
        asked(case), by=person("wati"), work=Work.CASE_MANAGER, letter_number="ST/7"
    )


# -- Who works on it -------------------------------------------------------------------


def test_a_supervisor_assigns_by_letter_and_ends_it(case):
    send("rini", at("case_worker_new", case), order_for("budi"))

    worker = CaseWorker.objects.get()
    shown = read("budi", at("case", case))
    assert "Budi Hartono · Penyidik (Surat Perintah)" in shown
    assert "Penyidik Unit PPA, Unit PPA Satreskrim Polresta Balikpapan" in shown
    assert "Sprin/417/XI/2025" in shown
    assert sight.of(person("budi"), case).sees(S.VICTIM_IDENTITY)

    asks = read("rini", at("case_worker_end", case, worker.public_id))
    assert "Budi Hartono tidak lagi membuka bagian yang tertutup" in asks
    send("rini", at("case_worker_end", case, worker.public_id), {})
    assert not sight.of(person("budi"), case).sees(S.VICTIM_IDENTITY)
    shown = read("rini", at("case", case))
    assert "Orang dan instansi 0" in shown
    assert shown.index("Penugasan yang berakhir") < shown.index("Budi Hartono")


def test_who_is_assigned_from_the_day_that_is_proposed_works_at_once(case):
    """At half past midnight in Papua it is still yesterday in Jakarta."""
    with clock.set_to(datetime(2025, 11, 20, 15, 30, tzinfo=UTC)):
        proposed = WorkerForm(by=person("rini")).initial["starts_on"]
        actions.assign_worker(
            case,
            user=person("budi"),
            work=Work.INVESTIGATOR,
            letter_number="Sprin/417/XI/2025",
            starts_on=proposed,
            by=person("rini"),
        )
        assert sight.of(person("budi"), case).sees(S.VICTIM_IDENTITY)


def test_work_is_of_the_trade_of_her_office(case):
    actions.accept_referral(asked(case), by=person("wati"))
    works = [
        list(dict(WorkerForm(by=person(who)).fields["work"].choices))
        for who in ("rini", "wati")
    ]
    assert works == [["investigator", "companion"], ["case_manager", "companion"]]

    order = order_for("wati") | {"work": Work.PROSECUTOR.value}
    send("wati", at("case_worker_new", case), order, 200)
    with pytest.raises(ValidationError, match="tidak memegang tugas"):
        actions.assign_worker(
            case,
            user=person("wati"),
            work=Work.PROSECUTOR,
            letter_number="P-16/7",
            starts_on=clock.today(),
            by=person("wati"),
        )
    assert not CaseWorker.objects.exists()


def test_only_people_of_her_own_office_are_offered(case):
    page = read("rini", at("case_worker_new", case))
    assert "Sari Wulandari, Penyidik pembantu Unit PPA" in page
    assert "Kurniawati" not in page
    assert "Agus" not in page
    typed = order_for("budi") | {"user": person("wati").public_id}
    assert "Pilih" in send("rini", at("case_worker_new", case), typed, 200)


def test_what_is_missing_is_said_at_its_field(case):
    said = send("rini", at("case_worker_new", case), {}, 200)
    assert "Pilih petugasnya." in said
    assert "Isi nomor suratnya." in said
    assert not CaseWorker.objects.exists()


def test_twice_is_said_and_not_done(case):
    typed = order_for("budi")
    send("rini", at("case_worker_new", case), typed)
    said = send("rini", at("case_worker_new", case), typed, 200)
    assert "Petugas ini sudah ditugaskan." in said


@pytest.mark.parametrize("who", ["sari", "budi", "dewi"])
def test_who_is_not_in_charge_assigns_nobody(case, who):
    read(who, at("case_worker_new", case), 403)
    send(who, at("case_worker_new", case), order_for("budi"), 403)
    assert "Tugaskan petugas" not in read(who, at("case", case))
    assert not CaseWorker.objects.exists()


# -- Asking another office -------------------------------------------------------------


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
    today = clock.today().strftime("%d/%m/%Y")
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


def test_a_restricted_case_is_referred_to_nobody(closed):
    assert "Ajukan rujukan" not in read("sari", at("case", closed))
    typed = {"to_agency": "UPTD-PPA-BPP", "sections": [8]}
    said = send("sari", at("case_referral_new", closed, "shelter"), typed, 200)
    assert "pembaca yang disebut namanya" in said


# -- The asked office ------------------------------------------------------------------


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


# -- Restricted cases ------------------------------------------------------------------


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
    assert "Masih ada terlapor" in send("sari", lift, {}, 200)
    suspect = closed.suspects.get()
    actions.withdraw_suspect(
        suspect, by=person("sari"), reason="wrong_entry", seen=suspect.version
    )
    send("sari", lift, {})
    assert "Perkara terbatas." not in read("dewi", at("case", closed))


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


# -- Why -------------------------------------------------------------------------------


def test_the_page_explains_from_the_rule(case):
    taken(case)
    told = {who: read(who, at("case_why", case)) for who in ("sari", "budi", "dewi")}
    assert "Identitas korban Ya Satuan Anda memimpin" in told["sari"]
    assert "Identitas korban Tidak Hanya untuk petugas yang ditugaskan." in told["budi"]
    assert "Identitas korban Tidak Hanya untuk satuan yang menangani" in told["dewi"]
    assert "Layanan bagi korban Tidak Instansi seperti" in told["sari"]
    wati = read("wati", at("case_why", case))
    assert "Identitas korban Ya Satuan Anda menerima rujukan" in wati
    assert "Laporan polisi dan kemajuan Tidak Rujukan tidak membuka" in wati
    shown = read("wati", at("case", case))
    assert "Dirahasiakan. Rujukan tidak membuka bagian ini" in shown
    assert "Tanggal kemajuan tidak terbuka bagi satuan Anda." in shown
    assert "Lidik –" not in shown
    assert "Tanggal kemajuan" not in read("sari", at("case", case))


def test_why_tells_her_who_wrote_the_case_from_who_is_assigned(case):
    assign(case, "budi")
    told = {who: read(who, at("case_why", case)) for who in ("sari", "budi")}
    assert "perkara ini. Anda yang mencatat perkara ini." in told["sari"]
    assert "perkara ini. Anda ditugaskan pada perkara ini." in told["budi"]
    assert "ditugaskan pada perkara ini" not in told["sari"]


def test_why_of_a_restricted_case_is_the_name(closed):
    page = read("sari", at("case_why", closed))
    assert "Uraian Ya Perkara terbatas: Anda pembaca yang disebut namanya." in page
    assert "Satuan Anda memimpin" not in page


def test_a_page_that_tells_of_no_case_says_why_one_is_not_found(case):
    missing = at("case", case)
    said = browser_of("citra").get(missing).content.decode()
    assert reverse("why") in said
    page = browser_of("citra").get(reverse("why"))
    assert "tidak menyatakan apakah suatu perkara ada" in words_of(page)


@pytest.mark.parametrize("who", ["sari", "budi", "rini", "dewi", "wati"])
def test_what_it_says_is_what_the_case_does(case, who):
    actions.accept_referral(asked(case, S.CARE), by=person("wati"))
    seen = sight.of(person(who), case)
    page = browser_of(who).get(at("case_why", case)).context["answers"]
    assert [each.is_open for each in page] == [seen.sees(part) for part in Section]
    assert all(each.reason for each in page)


def test_a_reader_by_name_is_told_of_no_referral(case):
    suspect = case.suspects.get()
    actions.edit_suspect(
        suspect, {"public_office": "police"}, by=person("budi"), seen=suspect.version
    )
    page = read("budi", at("case_why", case))
    assert "Identitas korban Tidak Pembukaan bagi Anda tidak mencakup" in page
    assert "rujukan baru" not in page


def test_who_may_assign_is_told_so_and_sent_to_nobody_above_her(case):
    page = read("rini", at("case_why", case))
    assert "Pelapor Tidak Hanya untuk petugas yang ditugaskan. Anda dapat" in page
    assert "Atasan langsung satuan Anda dapat" not in page


def test_a_summary_explains_itself_without_a_number(case):
    page = read("seto", at("case_why", case))
    assert "wilayah gugus tugas Anda" in page
    assert case.register_no not in page
    assert "Identitas" not in page


def test_outside_her_scope_nothing_is_explained(case):
    read("citra", at("case_why", case), 404)


def test_a_refusal_links_to_the_reason(case):
    refused = browser_of("budi").get(at("case_worker_new", case))
    assert refused.status_code == 403
    assert at("case_why", case) in refused.content.decode()
    assert "Terbuka pada perkara yang dipimpin satuan Anda" in read(
        "budi", reverse("why")
    )
