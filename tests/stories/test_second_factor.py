"""Story 4, its door: `dewi` sets up her phone, signs in with a code, sees her sign-ins,
and loses all of them when her post changes, which `tono` asks and `yuli` approves.
"""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from agencies import clock
from agencies.accounts import second_factor
from agencies.choices import Role
from agencies.demo import PASSWORD
from agencies.models import User
from tests.agencies import factors
from tests.people import browser_of, person
from tests.stories.windows import PHONE, fits, scripts


def sign_in(page: Page) -> None:
    page.goto("/sign-in/?next=/account/")
    page.get_by_label("NRP / NIP").fill("dewi")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.keyboard.press("Enter")


def looks_right(page: Page, *, script: bool) -> None:
    assert fits(page)
    if script:
        assert Axe().run(page).response["violations"] == []


@scripts
def test_dewi_signs_in_with_a_code_and_is_out_when_her_post_changes(opened, script):
    first, phone = (opened("", PHONE, script=script) for _each in range(2))
    sign_in(first)
    first.get_by_role("link", name="Pasang").click()
    looks_right(first, script=script)
    secret = first.locator("code.secret").inner_text().replace(" ", "")
    expect(first.get_by_role("img", name="Kode QR")).to_be_visible()
    first.get_by_label("Kata sandi sekarang").fill(PASSWORD)
    first.get_by_label("Enam angka dari aplikasi").fill(factors.code(secret))
    first.keyboard.press("Enter")
    expect(first.get_by_role("heading", name="Kode pemulihan")).to_be_visible()
    looks_right(first, script=script)
    codes = re.findall(r"\d{4}-\d{4}", first.locator("main").inner_text())
    assert len(codes) == 10

    sign_in(phone)
    expect(phone.get_by_role("heading", name="Verifikasi dua langkah")).to_be_visible()
    looks_right(phone, script=script)
    phone.get_by_label("Kode").fill("000000")
    phone.keyboard.press("Enter")
    expect(phone.locator("main")).to_contain_text("Kode tidak cocok")
    looks_right(phone, script=script)
    phone.get_by_label("Kode").fill(codes[0])
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Pengaturan")).to_be_visible()
    phone.get_by_role("link", name="Lihat sesi").click()
    expect(phone.get_by_text("Sesi ini")).to_be_visible()
    expect(phone.get_by_role("button", name=re.compile(r"^Akhiri\s*:"))).to_have_count(
        1
    )

    give_her_another_post()

    for page in (first, phone):
        page.goto("/account/sessions/")
        expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
        expect(page.locator("main")).to_contain_text("Penugasan Anda berubah")
    sign_in(phone)
    phone.get_by_label("Kode").fill(codes[1])
    phone.keyboard.press("Enter")
    expect(phone.locator("main")).to_contain_text("Kepala Subdirektorat")
    assert second_factor.codes_left(person("dewi")) == 8


def give_her_another_post() -> None:
    """By the pages of two administrators."""
    account = User.objects.get(username="dewi")
    tono, yuli = browser_of("tono"), browser_of("yuli")
    asked = {
        "agency": "POLDA-KALTIM",
        "role": Role.SUPERVISOR.value,
        "title": "Kepala Subdirektorat",
        "post": "new",
        "letter_number": "ST/9/2025",
    }
    assert tono.post(f"/people/{account.public_id}/move/", asked).status_code == 302
    page = yuli.get("/people/requests/").content.decode()
    [approve] = re.findall(r'action="(/people/requests/[^"]+/approve/)"', page)
    assert "Kepala Subdirektorat" in page
    assert yuli.post(approve).status_code == 302
    assert person("dewi").assignment.starts_on == clock.today()
