"""Story 3, the guard: `sari` asks for shelter, `wati` gives it, nobody sees more.

`wati` accepts on her phone, sees care and identity of that case and nothing else of
Polresta, until the referral ends; `seto` sees month, regency, age group and stage; a
case against an officer leaves the chain of command, and `wati` goes on sheltering her;
`agus` is suspended in mid-work; `ani` reads who saw what.
"""

from datetime import timedelta
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from playwright.sync_api import Page, expect

from agencies import clock
from agencies.models import Export, User
from agencies.sections import Section
from cases import actions, sight
from cases.choices import Work
from cases.exports import making
from cases.models import Case, Referral, Victim
from cases.words import zone_of
from tests.cases.examples import GIRL, LP, LP_NUMBER, PIMP, a_case
from tests.cases.exported import ask as ask_list
from tests.cases.involved import words_of
from tests.cases.typed import six_inputs
from tests.people import browser_of, person
from tests.security.acting import TYPED
from tests.stories.windows import PHONE, address, fits, scripts, told, words

SENTENCE = "Korban ditawarkan di sebuah hotel."


@pytest.fixture
def case(live_server_url) -> Case:
    """A girl of 15, and another case of the same unit."""
    sari = person("sari")
    a_case(sari)
    girl = GIRL | {"age": 15, "whereabouts": "shelter"}
    return a_case(
        sari,
        victims=(girl,),
        suspects=(PIMP,),
        police_reports=(LP,),
        narrative=SENTENCE,
    )


def ask_for_shelter(page: Page, case: Case) -> None:
    page.goto(address(case))
    page.get_by_role("link", name="Ajukan rujukan").click()
    page.get_by_role("link", name="Penampungan sementara / rumah aman").click()
    page.get_by_label("Instansi yang diminta").select_option(
        label="UPTD PPA Kota Balikpapan"
    )
    for part in ("Identitas korban", "Tempat korban dinaungi", "Layanan bagi korban"):
        expect(page.get_by_label(part)).to_be_checked()
    page.get_by_role("button", name="Ajukan rujukan").click()
    assert "Rujukan kepada UPTD PPA Kota Balikpapan diajukan." in told(page)
    since = f"Menunggu jawaban sejak {clock.today(zone_of(case)):%d/%m/%Y}"
    expect(page.locator("#orang")).to_contain_text(since)


@scripts
def test_a_child_is_sheltered_and_the_case_closes_again(opened, case, script):
    sari, wati = (opened(who, PHONE, script=script) for who in ("sari", "wati"))
    ask_for_shelter(sari, case)
    assert wati.goto(address(case)).status == 404

    wati.goto("/")
    wati.get_by_role("link", name="Jawab rujukan").click()
    wati.get_by_role("link", name="Penampungan sementara / rumah aman").click()
    brief = words(wati)
    for told_of in ("November 2025", "Kota Balikpapan", "1 anak", "Identitas korban"):
        assert told_of in brief
    for hidden in (case.register_no, "15 th", "11/11/2025", LP_NUMBER):
        assert hidden not in brief
    assert fits(wati) if script else True
    wati.get_by_label("Saya, sebagai manajer kasus").check()
    wati.get_by_role("button", name="Terima rujukan").click()
    expect(wati.locator(".errors")).to_contain_text("Isi nomor surat tugas Anda.")
    wati.get_by_label("Nomor surat").fill("ST/7/UPTD/2025")
    wati.get_by_role("button", name="Terima rujukan").click()

    assert "Rujukan diterima" in told(wati)
    shown = words(wati)
    for seen in ("P, 15 th", "Keberadaan: Di rumah aman", "Kurniawati Lestari"):
        assert seen in shown
    for hidden in (LP_NUMBER, "Mucikari", "Terlapor dan tersangka", SENTENCE):
        assert hidden not in shown
    wati.goto(reverse("case_list"))
    expect(wati.locator("main")).to_contain_text(case.register_no)
    others = Case.objects.exclude(pk=case.pk)
    assert all(other.register_no not in words(wati) for other in others)
    wati.goto(reverse("suspect_list"))
    assert case.register_no not in words(wati)

    sari.goto(address(case))
    sari.get_by_role("link", name="Akhiri rujukan kepada UPTD").click()
    sari.get_by_role("button", name="Akhiri rujukan").click()
    assert "Rujukan berakhir." in told(sari)
    assert wati.goto(address(case)).status == 404
    assert not Victim.objects.visible_to(person("wati")).exists()


def test_what_she_cannot_see_is_explained_and_nothing_told(opened, case):
    budi = opened("budi", PHONE)
    budi.goto(address(case))
    assert "P, 15 th" not in words(budi)
    budi.locator("#identitas").get_by_role("link", name="Mengapa saya").click()
    row = budi.get_by_role("row").filter(has_text="Identitas korban")
    expect(row).to_contain_text("Tidak")
    expect(row).to_contain_text("Atasan langsung satuan Anda dapat menugaskan Anda")
    assert Axe().run(budi).response["violations"] == []
    assert fits(budi)


def test_a_secretariat_sees_month_regency_age_group_and_stage(opened, case):
    seto = opened("seto", PHONE)
    seto.goto(address(case))
    shown = words(seto)
    for seen in ("November 2025", "Kota Balikpapan", "1 anak"):
        assert seen in shown
    for hidden in (case.register_no, "Selatan", "15", LP_NUMBER, "Prostitusi", "11/11"):
        assert hidden not in shown


@scripts
def test_a_case_against_an_officer_leaves_the_chain_of_command(opened, case, script):
    sari, dewi = (opened(who, PHONE, script=script) for who in ("sari", "dewi"))
    assert dewi.goto(address(case)).status == 200

    sari.goto(address(case, "case_suspect_new"))
    sari.get_by_label("Laki-laki").check()
    sari.get_by_label("Umur saat kejadian").fill("31")
    sari.get_by_label("Anggota Polri").check()
    sari.get_by_role("button", name="Tambah terlapor atau tersangka").click()

    expect(sari.locator("[aria-labelledby=reads]")).to_be_visible()
    assert not Case.objects.get(pk=case.pk).is_restricted
    sari.get_by_role("button", name="Simpan dan jadikan perkara terbatas").click()

    expect(sari.locator("main [role=status]")).to_be_in_viewport()
    expect(sari.locator("main")).to_be_focused()
    expect(sari.locator("main")).to_contain_text("Perkara terbatas.")
    expect(sari.locator("#orang")).to_contain_text("Sari Wulandari")
    for who in ("budi", "rini", "dewi", "seto"):
        assert opened(who).goto(address(case)).status == 404
    sari.get_by_role("link", name="Tambah pembaca").first.click()
    sari.get_by_label("NRP/NIP pembaca").fill("rini")
    sari.get_by_label("Menangani perkara terbatas").check()
    sari.get_by_role("button", name="Tambah pembaca").click()
    assert "Rini Astuti menjadi pembaca perkara ini." in told(sari)
    assert opened("rini").goto(address(case)).status == 200
    assert dewi.goto(address(case)).status == 404
    assert not Referral.objects.exists()
    assert not sight.of(person("dewi"), case).opened


@pytest.mark.django_db
def test_agus_is_suspended_in_mid_work_and_loses_nothing_that_he_typed(monkeypatch):
    monkeypatch.setattr(making, "AT_ONCE", 1)
    account = User.objects.get(username="agus")
    tono, rini = browser_of("tono"), browser_of("rini")
    tono.post(reverse("person_unsuspend", args=[account.public_id]))
    agus = browser_of("agus")
    cases = [a_case(person("agus")) for _each in range(2)]
    edit = reverse("case_edit", args=[cases[0].public_id])
    assert agus.get(edit).status_code == 200
    typed = six_inputs(narrative=SENTENCE, victims_female_child="")
    half = agus.post(reverse("case_draft", args=[typed["draft"]]), typed)
    assert half.status_code == 200
    export, read = ask_list(agus, "cases"), []

    def suspended_meanwhile(n: int) -> None:
        read.append(n)
        found = rini.get(reverse("people"), {"of": "agus"}).content.decode()
        assert reverse("person", args=[account.public_id]) in found
        where = reverse("person_suspend", args=[account.public_id])
        rini.post(where, {"reason": "discipline"})

    with pytest.raises(PermissionDenied):
        making.make(export, tell=suspended_meanwhile)

    assert read == [1]
    assert Export.objects.get().file is None
    for click in (address(cases[0]), edit, reverse("home")):
        assert agus.get(click).url.startswith("/sign-in/")
    sent = agus.post(edit, {"known_via": "hotline_110", "seen": "1"})
    assert sent.status_code == 401  # what was typed waits, sealed, for his sign-in
    assert agus.get("/api/v1/cases/").status_code in (401, 403)
    assert Case.objects.filter(version=1).count() == 2
    left = rini.get(reverse("handover")).content.decode()
    assert all(case.register_no in left for case in cases)
    assert SENTENCE not in left

    tono.post(reverse("person_unsuspend", args=[account.public_id]))
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        resumed = browser_of("agus").get(reverse("case_new"), {"draft": typed["draft"]})
    assert SENTENCE in unescape(resumed.content.decode())


@pytest.mark.django_db
def test_ani_reads_who_saw_what_of_a_closed_case_and_no_value():
    """Against an officer: command, secretariat and colleague see it no more; its
    readers do, who shelters her among them, and whoever tried is on record."""
    sari = browser_of("sari")
    girl = GIRL | {"age": 15, "whereabouts": "shelter"}
    case = a_case(
        person("sari"), victims=(girl,), police_reports=(LP,), narrative=SENTENCE
    )
    actions.accept_referral(
        actions.ask_referral(
            case,
            to_agency=person("wati").assignment.post.agency,
            purpose="shelter",
            sections=Section.VICTIM_IDENTITY | Section.SHELTER | Section.CARE,
            by=person("sari"),
        ),
        by=person("wati"),
        work=Work.CASE_MANAGER,
        letter_number="ST/7/UPTD/2025",
    )
    sent = TYPED["suspect"] | {"public_office": "police", "age": "31"}
    reads_on = words_of(sari.post(address(case, "case_suspect_new"), sent))
    assert "Sari Wulandari" in reads_on.split("Tetap membaca perkara ini")[1]
    sent |= {"told": "yes"}
    assert sari.post(address(case, "case_suspect_new"), sent).status_code == 302
    sari.post(address(case, "case_narrative"))
    for who, status in (
        *((reader, 200) for reader in ("sari", "wati")),
        *((other, 404) for other in ("budi", "rini", "dewi", "seto", "citra")),
    ):
        assert browser_of(who).get(address(case)).status_code == status, who

    ani = browser_of("ani")
    page = ani.get(reverse("audit"), {"case": case.register_no})
    told = words_of(page).split("Yang tersentuh")[1]

    of_wati = (
        "Kurniawati Lestari Manajer kasus, UPTD PPA Kota Balikpapan Perkara dibuka"
    )
    sections = "Ringkasan, Identitas korban, Layanan bagi korban"
    assert f"{of_wati} {case.register_no} {sections}" in told
    for seen in ("Sari Wulandari", "Uraian dibuka", "Perkara dijadikan terbatas"):
        assert seen in told
    for hidden in (SENTENCE, LP_NUMBER, "15 th", "31 th", "Di rumah aman", "pimp"):
        assert hidden not in told
    refused = words_of(ani.get(reverse("audit"), {"refusals": "on"}))
    for who in ("Budi Hartono", "Rini Astuti", "Citra"):
        assert who in refused
    assert ani.get(address(case)).status_code == 404
    assert "Jejak audit dibaca" in words_of(ani.get(reverse("audit"), {"who": "ani"}))
