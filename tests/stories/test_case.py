"""Story: two officers work on one case; each sees what the other did."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cases import actions
from cases.choices import Stage
from cases.models import Case
from tests.cases.examples import LP_NUMBER, a_case, assign
from tests.people import person
from tests.stories.windows import PHONE, address, fits, screens, scripts, told

SENTENCE = "Korban ditawarkan di sebuah hotel."


@pytest.fixture
def case(live_server_url) -> Case:
    return a_case(person("sari"), narrative=SENTENCE)


def date(page: Page, day: str, month: str, year: str) -> None:
    for label, value in (("Hari", day), ("Bulan", month), ("Tahun", year)):
        page.get_by_label(label).fill(value)


@screens
@scripts
def test_two_suspects_and_a_report_are_added(opened, case, screen, script):
    page = opened("sari", screen=screen, script=script)
    for role in ("Perekrut", "Penampung"):
        page.goto(address(case))
        page.get_by_role("link", name="Tambah terlapor atau tersangka").click()
        page.get_by_label("Laki-laki").check()
        page.get_by_label("Umur saat kejadian").fill("31")
        page.get_by_label(role, exact=True).check()
        page.get_by_role("button", name="Tambah terlapor atau tersangka").click()
        assert "Terlapor atau tersangka ditambahkan." in told(page)
    page.get_by_role("link", name="Terbitkan LP").click()
    page.get_by_label("Nomor LP", exact=True).fill(LP_NUMBER)
    page.get_by_label("Model B").check()
    date(page, "12", "11", "2025")
    page.get_by_role("button", name="Tambah laporan polisi").click()

    expect(page.locator("#tersangka .li")).to_have_count(2)
    expect(page.locator("h1")).to_contain_text("Lidik")
    assert case.suspects.filter(age=31, age_group="adult").count() == 2
    assert case.police_reports.get().number == LP_NUMBER
    assert opened("dewi").goto(address(case)).status == 200
    stranger = opened("citra")
    for where in (address(case), address(case, "case_suspect_new")):
        assert stranger.goto(where).status == 404


@screens
@scripts
def test_a_conflict_is_met_and_resolved(opened, case, screen, script):
    victim = case.victims.get()
    assign(case, "budi")
    page = opened("sari", screen=screen, script=script)
    page.goto(address(case, "case_victim_edit", victim.public_id))
    actions.edit_victim(
        victim,
        {"whereabouts": "shelter", "determination": "confirmed"},
        by=person("budi"),
        seen=1,
    )
    page.get_by_label("Umur saat eksploitasi").fill("15")
    page.get_by_label("Bersama keluarga").check()
    page.get_by_role("button", name="Simpan").click()

    expect(page.locator("h1")).to_contain_text("Diubah orang lain")
    expect(page.locator("main")).to_contain_text("Budi Hartono")
    if script:
        assert Axe().run(page).response["violations"] == []
        assert fits(page)
    page.get_by_label("Keberadaan, sekarang: Di rumah aman").check()
    page.get_by_role("button", name="Simpan").click()
    assert "Korban disimpan." in told(page)
    victim.refresh_from_db()
    assert (victim.age, victim.whereabouts) == (15, "shelter")
    assert victim.determination == "confirmed"


def press(page: Page, key: str, until: str) -> None:
    """Press a key until the control named `until` has the focus."""
    for _ in range(120):
        page.keyboard.press(key)
        has_focus = page.evaluate(
            "name => { const e = document.activeElement;"
            " const text = e.labels?.[0]?.textContent ?? e.textContent;"
            " return text.replace(/\\s+/g, ' ').trim().startsWith(name); }",
            until,
        )
        if has_focus:
            return
    pytest.fail(f"{until} cannot be reached by {key}")


def test_progress_is_recorded_by_keyboard_alone(opened, case):
    page = opened("sari")
    page.goto(address(case))
    press(page, "Tab", "Catat kemajuan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stages/new/")
    press(page, "Tab", "Penyelidikan")
    page.keyboard.press("Space")
    press(page, "Tab", "Hari")
    for part in ("11", "11", "2025"):
        page.keyboard.press("Control+A")
        page.keyboard.type(part)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}/#isi$"))
    assert "Kemajuan dicatat." in told(page)
    assert Case.objects.get().stage == Stage.PRE_INVESTIGATION


@screens
@scripts
def test_a_wrong_victim_is_withdrawn_and_brought_back(opened, case, screen, script):
    page = opened("sari", screen=screen, script=script)
    page.goto(address(case))
    page.get_by_role("link", name="Tarik Korban 1").click()
    page.get_by_role("button", name="Tarik korban").click()
    expect(page.locator(".errors")).to_contain_text("Pilih alasan penarikan.")
    page.get_by_label("Tercatat ganda").check()
    page.get_by_role("button", name="Tarik korban").click()
    assert case.victims.get().is_withdrawn

    page.get_by_role("link", name="Urungkan").click()
    page.get_by_role("button", name="Pulihkan korban").click()
    assert "Korban dipulihkan." in told(page)
    assert not case.victims.get().is_withdrawn


@scripts
def test_a_place_is_found_by_typing(opened, case, script):
    page = opened("sari", script=script)
    page.goto(address(case, "case_place_new"))
    box = page.get_by_label("Di mana?")
    box.press_sequentially("balikpapan barat")
    if script:
        page.locator(".ta [role=option]").first.click()
    page.get_by_role("button", name="Tambah tempat lain").click()
    chosen = page.get_by_role("radio").first
    if not script and "new" in page.url:
        chosen.check()
        page.get_by_role("button", name="Tambah tempat lain").click()
    expect(page.locator("#tempat")).to_contain_text("Balikpapan Barat")
    assert case.places.get().region.code == "64.71.02"


@scripts
def test_the_sentence_is_shown_once_to_who_wrote_it(opened, case, script):
    page = opened("sari", script=script)
    page.goto(address(case))
    page.get_by_role("button", name="Tampilkan uraian").click()
    expect(page.locator("#uraian")).to_contain_text(SENTENCE)
    page.goto(address(case))
    expect(page.locator("main")).not_to_contain_text(SENTENCE)


def test_the_page_of_errors_has_no_barrier(opened, case):
    page = opened("sari", screen=PHONE)
    page.goto(address(case, "case_police_report_new"))
    page.get_by_role("button", name="Tambah laporan polisi").click()
    expect(page.locator(".errors li")).to_have_count(3)
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name="Isi nomor LP seperti tertulis pada LP.").click()
    expect(page.get_by_label("Nomor LP", exact=True)).to_be_focused()
