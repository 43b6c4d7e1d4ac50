"""Story 4, its second half: two records are of one woman; they become one, and two
again. And a question to other offices that tells the asker nothing."""

from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page

from cases.models import MatchHit, MatchRequest, Person
from tests.cases.alike import fresh, victim_of
from tests.cases.examples import WOMAN, a_case
from tests.cases.names.served import served
from tests.cases.somebody import FIELDS
from tests.people import person

SAME = FIELDS | {"name": "Melaty Kenarimutia bt. Soehardiman", "nik": ""}


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def page_of(request, opened) -> Callable[..., Page]:
    return partial(opened, script=request.param)


def test_two_records_become_one_and_two_again(page_of):
    one, other = victim_of("sari", FIELDS), victim_of("sari", SAME)
    page = page_of("sari")
    with served(among=2_000):
        page.goto("/")
        page.get_by_role("link", name="Data orang ganda").click()
        page.get_by_role("link", name="Bandingkan").click()
        page.get_by_text("Memperkuat:").first.wait_for()
        assert "Melat" not in page.content()
        page.get_by_role("radio", name="Orang yang sama", exact=True).check()
        page.get_by_role("button", name="Simpan penilaian").click()
        page.get_by_role("radio", name="Catatan pertama").check()
        page.get_by_label("Dokumen identitas yang sama").check()
        page.get_by_role("button", name="Gabungkan").click()
        page.get_by_text("Kedua catatan digabungkan.").wait_for()
        assert fresh(other).person == one.person
        page.get_by_role("link", name="Urungkan").click()
        page.get_by_role("button", name="Pisahkan").click()
        page.get_by_text("Kedua catatan dipisahkan lagi.").wait_for()
    assert fresh(other).person == other.person
    assert Person.objects.count() == 2


def test_nunukan_asks_and_balikpapan_decides(page_of, celery_worker_process):
    victim_of("wati", FIELDS)
    case = a_case(person("nur"), victims=(WOMAN,))
    page = page_of("nur")
    page.goto(f"/cases/{case.public_id}/")
    page.locator("#orang").get_by_role("link", name="Tanya instansi lain").click()
    page.get_by_role("radio", name="NIK", exact=True).check()
    page.get_by_label("Nomor atau akun").fill(FIELDS["nik"])
    page.get_by_role("button", name="Kirim pertanyaan").click()
    page.get_by_text("Permintaan diteruskan bila ada kecocokan.").first.wait_for()
    assert FIELDS["nik"] not in page.url
    while not MatchRequest.objects.exclude(resolved_at=None).exists():
        page.wait_for_timeout(100)
    assert MatchHit.objects.count() == 1
    holder = page_of("wati")
    holder.goto("/")
    holder.get_by_text("menunggu keputusan Anda").click()
    contact = holder.get_by_role("link", name="Hubungi yang bertanya")
    contact.wait_for()
    assert person("nur").full_name not in holder.locator("main").inner_text()
    contact.click()
    holder.get_by_role("button", name="Ya, hubungi").click()
    holder.get_by_text("Yang bertanya diberi tahu").wait_for()
    holder.get_by_text(person("nur").full_name).first.wait_for()
    page.reload()
    page.get_by_text("Balikpapan akan menghubungi Anda").wait_for()
