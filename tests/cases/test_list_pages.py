"""The lists as pages: filters, chips, tabs, order and pager in the address."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from agencies import clock, drafts
from agencies.models import AuditEvent, SavedView
from cases import actions
from cases.choices import Determination
from cases.lists import PAGE_SIZE
from cases.views.drafts import KIND
from tests.cases.examples import DAY, GIRL, LP, PIMP, WOMAN, a_case
from tests.people import person

pytestmark = pytest.mark.django_db
ADDRESSES = ("case_list", "victim_list", "suspect_list", "police_report_list")


def read(browser, name: str = "case_list", query: str = "", status: int = 200) -> str:
    answer = browser.get(f"{reverse(name)}?{query}")
    assert answer.status_code == status
    return answer.content.decode()


def numbers_in(html: str) -> list[str]:
    return re.findall(r'class="reg" href="[^"]+">([^<]+)<', html)


def links_in(html: str) -> list[str]:
    found = re.findall(r'href="([^"]+)"', html)
    return [link.replace("&amp;", "&") for link in found]


@pytest.fixture
def register():
    """Three cases of sari, the last one the newest."""
    sari = person("sari")
    return [
        a_case(
            sari,
            victims=(GIRL, WOMAN)[: i + 1],
            suspects=(PIMP,),
            police_reports=(LP,) if i == 0 else (),
            happened_on=DAY - timedelta(days=9 - i),
            reported_on=DAY - timedelta(days=9 - i),
        )
        for i in range(3)
    ]


@pytest.mark.parametrize("name", ADDRESSES[1:])
def test_a_row_leads_to_where_it_stands_on_its_case(register, signed_in, name):
    browser = signed_in("sari")
    found = re.search(r'class="reg" href="([^"#]+)#([^"]+)"', read(browser, name))
    url, anchor = found.groups()
    assert f'id="{anchor}"' in browser.get(url).content.decode()


def test_rows_of_people_are_called_records_whatever_they_are(register, signed_in):
    """A figure over persons not confirmed, or only reported, is not one of victims."""
    html = read(signed_in("sari"), "victim_list")
    assert "5 catatan korban" in html
    html = read(signed_in("sari"), "suspect_list")
    assert "3 catatan terlapor dan tersangka" in html
    assert "<h1>Terlapor dan tersangka</h1>" in html


@pytest.mark.parametrize("code", Determination.values)
def test_a_determination_is_drawn_alike_on_lists_and_on_the_case(signed_in, code):
    case = a_case(person("sari"), victims=({**GIRL, "determination": code},))
    pages = [
        read(signed_in("sari"), "victim_list"),
        signed_in("sari").get(reverse("case", args=[case.public_id])).content.decode(),
    ]
    label = Determination(code).label
    drawn = [re.search(rf"#s-(\w+)\"/></svg>{label}</span>", html)[1] for html in pages]
    assert drawn[0] == drawn[1]
    assert (drawn[0] == "done") == (code == Determination.CONFIRMED)


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("username", ["sari", "dewi"])
def test_a_list_shows_the_office_of_the_reader_its_cases(
    register, signed_in, name, username
):
    html = read(signed_in(username), name)
    assert register[0].register_no in html


@pytest.mark.parametrize("name", ADDRESSES)
def test_citra_sees_an_empty_list_of_everything(register, signed_in, name):
    html = read(signed_in("citra"), name)
    assert "Belum ada catatan" in html
    assert "POLRESTA-BPP" not in html


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("username", ["ani", "tono"])
def test_auditor_and_administrator_get_403(register, signed_in, name, username):
    read(signed_in(username), name, status=403)


@pytest.mark.parametrize("name", ADDRESSES[1:])
def test_an_analyst_gets_403_on_lists_of_rows(register, signed_in, name):
    read(signed_in("eko"), name, status=403)


@pytest.mark.parametrize("name", ADDRESSES)
def test_signed_out_gets_the_sign_in_page(client, name):
    assert client.get(reverse(name)).url.startswith("/sign-in/")


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_takes_three_queries(
    register, signed_in, name, django_assert_num_queries
):
    browser = signed_in("sari")
    read(browser, name)  # session, codes and names are kept from here on
    # That she looked; of victims: which cases open their identity to her; that it did,
    # within a savepoint here.
    looks = {"case_list": 0, "victim_list": 5}.get(name, 1)
    with django_assert_num_queries(4 + looks):  # who; rows; count; her saved views
        read(browser, name)


def test_the_queries_do_not_grow_with_the_rows(
    register, signed_in, django_assert_num_queries
):
    for _n in range(12):
        a_case(person("sari"), victims=(GIRL, WOMAN), police_reports=(LP,))
    browser = signed_in("sari")
    read(browser)
    with django_assert_num_queries(4):
        assert len(numbers_in(read(browser))) == 15


def test_filters_stand_in_the_address_and_chips_take_them_away(register, signed_in):
    browser = signed_in("sari")
    html = read(browser, query="has_lp=false&period=2025")
    assert numbers_in(html) == [c.register_no for c in reversed(register[1:])]
    assert "/cases/?period=2025" in links_in(html)
    assert "/cases/?has_lp=false" in links_in(html)
    assert "Laporan polisi: Belum ada" in html
    assert "Periode lapor: Tahun 2025" in html


def test_a_wrong_word_is_named_and_the_others_apply(register, signed_in):
    html = read(signed_in("sari"), query="reported_from=03/13/2026&has_lp=true")
    assert "Lapor sejak: Tanggal tidak dikenal. Tulis seperti 07/03/2026." in html
    assert numbers_in(html) == [register[0].register_no]
    assert not [link for link in links_in(html) if "03/13" in link or "03%2F13" in link]


def test_nothing_that_fits_offers_to_clear_the_filters(register, signed_in):
    html = read(signed_in("sari"), query="modus=organ_trade")
    assert "Tidak ada yang cocok" in html
    assert numbers_in(html) == []


def test_columns_lead_to_the_other_order(register, signed_in):
    browser = signed_in("sari")
    newest_first = [case.register_no for case in reversed(register)]
    html = read(browser)
    assert numbers_in(html) == newest_first
    assert 'aria-sort="ascending"><a href="/cases/">Umur' in html
    html = read(browser, query="sort=number&has_lp=false")
    assert (
        'aria-sort="descending"><a href="/cases/?has_lp=false&amp;sort=number"' in html
    )
    assert "/cases/?has_lp=false" in links_in(html)


def test_pages_follow_each_other_and_keep_the_filters(signed_in):
    sari = person("sari")
    cases = [a_case(sari) for _n in range(PAGE_SIZE + 2)]
    browser = signed_in("sari")
    html = read(browser, query="period=2025")
    (onward,) = [link for link in links_in(html) if "after=" in link]
    assert onward.startswith("/cases/?period=2025&after=")
    second = browser.get(onward).content.decode()
    assert numbers_in(second) == [case.register_no for case in reversed(cases[:2])]
    (back,) = [link for link in links_in(second) if "before=" in link]
    assert numbers_in(browser.get(back).content.decode()) == numbers_in(html)


def test_a_made_up_place_shows_the_list_from_its_start(register, signed_in):
    html = read(signed_in("sari"), query="after=nowhere")
    assert "Penanda laman tidak dikenal" in html
    assert len(numbers_in(html)) == 3


def test_a_withdrawn_case_is_told_as_such(register, signed_in):
    sari = person("sari")
    actions.withdraw_case(register[0], by=sari, reason="double", seen=1)
    html = read(signed_in("sari"), query="withdrawn=only")
    assert numbers_in(html) == [register[0].register_no]
    assert "Ditarik" in html


def test_a_list_reads_in_english_too(register, signed_in):
    sari = person("sari")
    sari.language = "en"
    sari.save(update_fields=["language"])
    html = read(signed_in("sari"), query="has_lp=false")
    assert "Register number" in html
    assert "Police reports: None yet" in html


# -- Saved views -----------------------------------------------------------------------


def save(browser, **posted):
    posted = {"list": "cases", "name": "Anak tanpa LP", **posted}
    return browser.post(reverse("view_save"), posted)


def test_a_list_is_kept_under_a_name_and_is_a_tab_from_then_on(register, signed_in):
    browser = signed_in("sari")
    answer = save(browser, query="has_lp=false&age_group=child&after=x&sort=number&x=1")
    assert answer.url == "/cases/?has_lp=false&age_group=child&sort=number"
    html = browser.get(answer.url).content.decode()
    assert re.search(r'aria-current="true">Anak tanpa LP <b>2</b>', html)
    assert AuditEvent.objects.filter(verb="saved_view").count() == 1
    assert "Anak tanpa LP" not in read(signed_in("budi"))


@pytest.mark.parametrize(
    ("who", "kept"),
    [
        ("ani", {"list": "cases"}),
        ("tono", {"list": "victims"}),
        ("eko", {"list": "victims"}),
        ("eko", {"query": "has_lp=true"}),
    ],
)
def test_a_list_that_she_has_not_is_not_kept(register, signed_in, who, kept):
    assert save(signed_in(who), **kept).status_code == 403
    assert not SavedView.objects.exists()


def test_a_name_that_is_taken_or_empty_is_refused_in_words(register, signed_in):
    browser = signed_in("sari")
    save(browser, query="has_lp=false")
    for name, words in (("Anak tanpa LP", "sudah Anda pakai"), (" ", "tidak boleh")):
        answer = save(browser, query="has_lp=true", name=name)
        assert words in browser.get(answer.url).content.decode()
    assert SavedView.objects.get().query == "has_lp=false"


def test_a_view_that_somebody_typed_into_never_keeps_a_name(register, signed_in):
    save(signed_in("sari"), query="q=Siti+Aminah&has_lp=false")
    assert SavedView.objects.get().query == "has_lp=false"


def test_a_saved_view_is_forgotten_by_its_owner_alone(register, signed_in):
    browser = signed_in("sari")
    save(browser, query="has_lp=false")
    view = SavedView.objects.get()
    address = reverse("view_delete", args=[view.pk])
    assert signed_in("budi").post(address).status_code == 404
    assert "Hapus tampilan “Anak tanpa LP”" in read(browser, query="has_lp=false")
    assert browser.post(address).url == "/cases/"
    assert not SavedView.objects.exists()
    assert AuditEvent.objects.filter(verb="deleted_view").count() == 1


def test_twenty_views_of_a_list_are_enough(register, signed_in):
    browser = signed_in("sari")
    for n in range(20):
        save(browser, query="has_lp=false", name=f"Tampilan {n}")
    answer = save(browser, query="has_lp=false", name="Satu lagi")
    assert "Paling banyak 20 tampilan" in browser.get(answer.url).content.decode()
    assert SavedView.objects.count() == 20


# -- The first page --------------------------------------------------------------------


def test_the_first_page_shows_the_office_its_latest_cases(register, signed_in):
    html = read(signed_in("budi"), "home")
    assert numbers_in(html)[-3:] == [case.register_no for case in reversed(register)]
    assert numbers_in(read(signed_in("citra"), "home")) == []


def test_cases_without_lp_are_named_after_a_week(signed_in):
    sari = person("sari")
    today = clock.today()
    days = {"late": 8, "young": 6}
    made = {
        name: a_case(
            sari,
            happened_on=today - timedelta(days=n),
            reported_on=today - timedelta(days=n),
        )
        for name, n in days.items()
    }
    html = read(signed_in("sari"), "home")
    late, _rest = html.split('id="recent"')
    assert numbers_in(late) == [made["late"].register_no]


def test_a_draft_waits_on_the_first_page_of_its_writer_alone(signed_in):
    sari = person("sari")
    draft = drafts.save_draft(
        by=sari, public_id=uuid4(), kind=KIND, fields={"modus": ["other"]}, done=4
    )
    html = read(signed_in("sari"), "home")
    assert "Catat kasus: 4 dari 6 isian" in html
    assert f"/cases/new/?draft={draft.public_id}" in links_in(html)
    assert f'action="/cases/drafts/{draft.public_id}/discard/"' in html
    assert str(draft.public_id) not in read(signed_in("budi"), "home")


@pytest.mark.parametrize("username", ["seto", "eko", "ani", "tono"])
def test_everyone_has_a_first_page(register, signed_in, username):
    assert numbers_in(read(signed_in(username), "home")) == []


def test_nothing_is_listed_before_its_day_in_words(register, signed_in):
    """The age in days counts from the day of report."""
    with clock.set_to(clock.now().replace(year=2025, month=11, day=12)):
        html = read(signed_in("sari"))
    assert date(2025, 11, 12) - register[0].reported_on == timedelta(days=10)
    assert ">10 hari<" in html


# -- Opened from a figure --------------------------------------------------------------

COUNTED = "counted_from=2025-11-01&counted_to=2025-11-30"


@pytest.mark.parametrize("name", ADDRESSES[:3])
def test_a_list_behind_a_figure_shows_the_date_that_counts(signed_in, name):
    earlier = {**LP, "dated_on": DAY - timedelta(days=7)}
    a_case(person("sari"), suspects=(PIMP,), police_reports=(earlier,))
    browser = signed_in("sari")
    html = read(browser, name, COUNTED)
    day = f"{earlier['dated_on']:%d/%m/%Y}"
    assert f'data-l="Tanggal hitung">{day}</td>' in html
    assert html.count('class="num">Tanggal hitung</th>') == 1
    assert "Tanggal hitung" not in read(browser, name).split("<table")[1]


def test_the_filters_of_a_figure_are_told_as_people_write_days(register, signed_in):
    html = read(signed_in("sari"), query=COUNTED)
    assert 'name="counted_from" value="01/11/2025"' in html
    assert "Tanggal hitung sampai: 30/11/2025" in html
    assert ">2025-11" not in html
    wrong = read(signed_in("sari"), query="counted_from=2025-13-01")
    assert 'name="counted_from" value="2025-13-01"' in wrong
