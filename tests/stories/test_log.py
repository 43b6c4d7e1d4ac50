"""Story: an officer logs a case, whatever happens to her browser."""

import re

from django.conf import settings
from playwright.sync_api import Page, expect

from agencies.demo import PASSWORD
from agencies.models import Draft
from cases import actions
from cases.models import Case
from tests.cases.typed import SENTENCE
from tests.people import person
from tests.stories.keyboard import log_by_keyboard
from tests.stories.windows import PHONE, screens, scripts

CASE = re.compile(r"/cases/[0-9a-f-]{36}/$")
NEW = "/cases/new/"
OFFERED = ".ta [role=option]"


def sign_in(page: Page) -> None:
    page.get_by_label("NRP / NIP").fill("sari")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()


def fill_in(page: Page) -> None:
    """Everything that is required; the place is chosen from what the search offers."""
    page.get_by_label("Hari").first.fill("7")
    page.get_by_label("Bulan").first.fill("3")
    page.get_by_label("Tahun").first.fill("2025")
    page.get_by_label("Di mana?").press_sequentially("balikpapan kota")
    page.locator(OFFERED).filter(has_text="Balikpapan Kota").click()
    page.get_by_label("Apa dugaan utamanya?").select_option("pimping_online")
    page.get_by_label("Dari mana diketahui?").select_option("hotline_110")
    page.get_by_role("button", name="Tambah anak perempuan").click(click_count=2)
    page.get_by_label("Apa yang terjadi").fill(SENTENCE)


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan kasus").click()


def the_case() -> Case:
    """The only case there is, with what `fill_in` said."""
    case = Case.objects.get()
    assert case.modus == "pimping_online"
    assert case.region.code == "64.71.06"
    assert actions.read_narrative(case, by=person("sari")) == SENTENCE
    return case


@screens
def test_with_script(opened, screen):
    page = opened("sari", screen)
    page.goto(NEW)
    fill_in(page)
    expect(page.locator("tfoot td")).to_have_text("2 korban, di antaranya 2 anak")
    save(page)

    page.wait_for_url(CASE)
    case = the_case()
    expect(page.get_by_role("heading", level=1)).to_contain_text(case.register_no)
    expect(page.get_by_role("status").first).to_contain_text("tercatat")
    assert case.victims.count() == 2
    assert not Draft.objects.exists()


def test_without_script_on_a_phone(opened):
    page = opened("sari", PHONE, script=False)
    page.goto(NEW)
    page.get_by_label("Bulan").first.fill("3")
    page.get_by_label("Tahun").first.fill("2025")
    page.get_by_label("Di mana?").fill("balikpapan kota")
    page.get_by_role("button", name="Cari tempat").click()
    expect(page.get_by_role("radio").first).to_be_focused()
    page.get_by_role("radio", name=re.compile("^Balikpapan Kota")).check()
    for _nth in range(2):
        page.get_by_role("button", name="Tambah anak perempuan").click()
        button = page.get_by_role("button", name="Tambah anak perempuan")
        expect(button).to_be_focused()
    page.get_by_role("button", name="Kurangi anak perempuan").click()
    expect(page.locator("tfoot td")).to_have_text("1 korban, di antaranya 1 anak")
    save(page)
    errors = page.locator(".errors")
    expect(errors.get_by_role("link")).to_have_count(3)
    errors.get_by_role("link").first.click()
    page.get_by_label("Apa dugaan utamanya?").select_option("pimping_online")
    page.get_by_label("Dari mana diketahui?").select_option("hotline_110")
    page.get_by_label("Apa yang terjadi").fill(SENTENCE)
    save(page)

    page.wait_for_url(CASE)
    case = the_case()
    assert (case.happened_precision, case.victims.count()) == ("month", 1)


def test_by_keyboard_alone(opened):
    page = opened("sari")
    page.goto(NEW)
    log_by_keyboard(page, SENTENCE)

    page.wait_for_url(CASE)
    assert the_case().victims.count() == 1


def test_a_killed_browser_leaves_a_draft(opened):
    page = opened("sari")
    page.goto(NEW)
    fill_in(page)
    expect(page.locator(".saved")).to_contain_text(
        re.compile(r"Draf tersimpan \d\d\.\d\d")
    )
    page.context.close()

    page = opened("sari")
    page.goto("/")
    page.get_by_role("region", name="Draf belum dikirim").get_by_role("link").click()
    expect(page.get_by_label("Apa yang terjadi")).to_have_value(SENTENCE)
    expect(page.locator("tfoot td")).to_have_text("2 korban, di antaranya 2 anak")
    save(page)

    page.wait_for_url(CASE)
    assert the_case().victims.count() == 2
    assert not Draft.objects.exists()


def test_leaving_the_page_saves_what_was_typed_a_moment_ago(opened):
    page = opened("sari")
    page.goto(NEW)
    page.get_by_label("Apa yang terjadi").fill(SENTENCE)
    page.goto("/account/")

    for _nth in range(50):
        if Draft.objects.exists():
            break
        page.wait_for_timeout(100)
    assert Draft.objects.get().done == 1


def test_quick_exit_keeps_the_text_and_then_ends_the_session(opened):
    page = opened("sari")
    page.route("https://www.bmkg.go.id/**", lambda route: route.fulfill(body="cuaca"))
    page.goto(NEW)
    page.get_by_label("Apa yang terjadi").fill(SENTENCE)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("https://www.bmkg.go.id/**")
    page.wait_for_timeout(500)  # the sign-out travels behind the page that was left
    page.goto(NEW)
    expect(page).to_have_url(re.compile("/sign-in/"))
    assert Draft.objects.get().by == person("sari")


def test_a_lost_session_gives_the_text_back(opened):
    page = opened("sari")
    page.goto(NEW)
    fill_in(page)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    save(page)
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    sign_in(page)
    expect(page.get_by_text("Isian Anda kembali")).to_be_visible()
    expect(page.get_by_label("Apa yang terjadi")).to_have_value(SENTENCE)
    save(page)

    page.wait_for_url(CASE)
    assert the_case().victims.count() == 2


@scripts
def test_a_double_click_makes_one_case(opened, script):
    page = opened("sari", script=script)
    page.goto(NEW)
    page.get_by_label("Tahun").first.fill("2025")
    page.get_by_label("Di mana?").fill(
        "Balikpapan Kota, Kota Balikpapan, Kalimantan Timur"
    )
    page.get_by_label("Apa dugaan utamanya?").select_option("pimping_online")
    page.get_by_label("Dari mana diketahui?").select_option("hotline_110")
    page.get_by_label("anak perempuan", exact=True).fill("1")
    page.get_by_label("Apa yang terjadi").fill(SENTENCE)
    page.get_by_role("button", name="Simpan kasus").dblclick()

    page.wait_for_url(CASE)
    the_case()


def test_going_back_from_the_case_leads_to_the_case(opened):
    page = opened("sari")
    page.goto(NEW)
    fill_in(page)
    save(page)
    page.wait_for_url(CASE)
    page.go_back()

    expect(page).to_have_url(CASE)
    assert Case.objects.count() == 1


def test_a_reload_keeps_what_was_saved(opened):
    page = opened("sari")
    page.goto(NEW)
    fill_in(page)
    expect(page.locator(".saved")).to_contain_text(
        re.compile(r"Draf tersimpan \d\d\.\d\d")
    )
    page.goto(page.url)

    expect(page.get_by_label("Apa yang terjadi")).to_have_value(SENTENCE)


def test_warnings_come_while_typing_and_go_with_the_cause(opened):
    page = opened("sari")
    page.goto(NEW)
    text = page.get_by_label("Apa yang terjadi")
    text.fill("a.n. Melati, 6471012345678901, SMPN 4, 0812-3456-7890")
    warnings = page.locator("#id_narrative_warns li")
    expect(warnings).to_have_count(4)
    text.fill(SENTENCE)

    expect(warnings).to_have_count(0)


def test_the_zone_follows_the_place(opened):
    page = opened("sari")
    page.goto(NEW)
    expect(page.locator("[data-zone]")).to_have_text("WITA")
    page.get_by_label("Di mana?").press_sequentially("kota bandung")
    page.get_by_role("option", name="Kota Bandung Jawa Barat").click()

    expect(page.locator("[data-zone]")).to_have_text("WIB")
