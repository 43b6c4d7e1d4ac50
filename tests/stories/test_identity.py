"""Story 4, the identity: `wati` records who a girl is, opens it with a reason, and the
mask returns; `sari` asks who reported and `rini` lets her; nobody else reads a name."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from agencies.models import AuditEvent
from cases.models import Case, Person
from tests.cases.examples import GIRL, a_case
from tests.people import person
from tests.stories.windows import PHONE, address, fits, scripts, words

NAME = "Sekar Arum Kenari"


@pytest.fixture
def case(live_server_url) -> Case:
    return a_case(person("wati"), victims=(GIRL | {"age": 15},))


def record(page: Page, case: Case) -> None:
    page.goto(address(case))
    page.locator("#identitas").get_by_role("link", name="Korban 1").click()
    page.get_by_label("Nama", exact=True).fill(NAME)
    page.get_by_label("NIK", exact=True).fill("6471035704090001")
    page.locator("[name=phones]").fill("081276543210")
    page.locator("summary", has_text="Kontak aman").click()
    page.get_by_label("Jam berapa").fill("sesudah magrib")
    page.get_by_role("button", name="Catat identitas").click()


@scripts
def test_wati_records_who_she_is_opens_it_and_the_mask_returns(opened, case, script):
    wati = opened("wati", PHONE, script=script)
    record(wati, case)
    expect(wati.locator("main [role=status]")).to_contain_text("Identitas dicatat.")
    expect(wati.locator("#identitas")).to_contain_text("Nama tercatat")
    assert NAME not in wati.content()
    assert Person.objects.get().particulars().name == NAME

    wati.locator("#identitas").get_by_role("link", name="Lihat identitas").click()
    assert NAME not in wati.content()
    if script:
        assert fits(wati)
        assert Axe().run(wati).response["violations"] == []
    wati.get_by_role("button", name="Tampilkan").click()
    expect(wati.locator(".errors")).to_contain_text("Pilih alasan membuka identitas.")
    wati.get_by_label("Memberi layanan atau merujuk").check()
    wati.get_by_label("kontak aman").check()
    wati.get_by_role("button", name="Tampilkan").click()
    shown = words(wati)
    for value in (NAME, "sesudah magrib"):
        assert value in shown
    assert "6471035704090001" not in shown
    if script:
        assert fits(wati)
    wati.get_by_role("link", name="Tutup").click()
    assert NAME not in wati.content()
    expect(wati.locator("main")).to_contain_text("Nama tercatat")
    event = AuditEvent.objects.get(verb="revealed")
    assert (event.reason, sorted(event.changes)) == (
        "service",
        ["name", "safe_contact"],
    )


def test_the_mask_returns_when_she_turns_to_another_tab(opened, case):
    wati = opened("wati", PHONE)
    record(wati, case)
    wati.locator("#identitas").get_by_role("link", name="Lihat identitas").click()
    wati.get_by_label("Memberi layanan atau merujuk").check()
    wati.get_by_role("button", name="Tampilkan").click()
    expect(wati.locator("[data-opened]")).to_contain_text(NAME)
    wati.evaluate(
        "Object.defineProperty(document, 'hidden', { get: () => true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    expect(wati.locator("[data-opened]")).to_have_count(0)
    assert NAME not in wati.content()


@scripts
def test_two_people_open_who_reported(opened, live_server_url, script):
    case = a_case(person("sari"), victims=(GIRL,))
    sari, rini = (opened(who, PHONE, script=script) for who in ("sari", "rini"))
    sari.goto(address(case, "case_reporter_new"))
    sari.get_by_label("Dirahasiakan").check()
    sari.get_by_label("Nama", exact=True).fill("Bagus Kenarilapor")
    sari.get_by_role("button", name="Catat pelapor").click()
    sari.locator("#pelapor").get_by_role("link", name="Buka").click()
    sari.get_by_label("Wawancara atau pemeriksaan").check()
    sari.get_by_role("button", name="Minta pembukaan").click()
    expect(sari.locator("main")).to_contain_text("menunggu orang kedua")

    rini.goto("/")
    rini.get_by_role("link", name="Jawab permintaan").click()
    rini.get_by_label("Setujui: boleh dibuka dalam sehari, selama 15 menit").check()
    rini.get_by_role("button", name="Jawab", exact=True).click()
    assert "Kenarilapor" not in rini.content()

    sari.reload()
    sari.get_by_role("button", name="Tampilkan").click()
    assert "Bagus Kenarilapor" in words(sari)
