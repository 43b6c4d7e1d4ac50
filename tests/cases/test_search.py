"""The search box: register and LP numbers, and nothing that names a person."""

import logging

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases import actions
from cases.lists import search
from cases.lists.search import Kind, Sought
from tests.cases.examples import LP, a_case
from tests.cases.test_list_pages import links_in, numbers_in, read
from tests.cases.walking import cases_found
from tests.people import person

pytestmark = pytest.mark.django_db
NAMES = (
    "Siti Aminah",
    "siti",
    "6471030505900001",
    "64710305 05900001",
    "6471.0305.0590.0001",
    "081254330912",
    "+62 812-5433-0912",
    "a.n. Melati",
    "LP Siti",
    "LP/B/6471030505900001/XI/2025",
    "LP/Melati/Balikpapan",
    "KAS/POLRESTA-BPP/2025/6471030505900001",
    "KAS",
    "1234567",
    "'; DROP TABLE cases_case; --",
    "KAS/" + "A" * 200,
)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("KAS/POLRESTA-BPP/2025/0017", Kind.REGISTER, "KAS/POLRESTA-BPP/2025/0017"),
        (" kas/polresta-bpp / 2025/17 ", Kind.REGISTER, "KAS/POLRESTA-BPP/2025/0017"),
        ("POLRESTA-BPP/2025/17", Kind.REGISTER, "KAS/POLRESTA-BPP/2025/0017"),
        ("KAS/X/2025/12345", Kind.REGISTER, "KAS/X/2025/12345"),
        ("KAS/POLRESTA-BPP/2025/", Kind.REGISTER_PREFIX, "KAS/POLRESTA-BPP/2025/"),
        ("KAS/POLRESTA-BPP/2025", Kind.REGISTER_PREFIX, "KAS/POLRESTA-BPP/2025/"),
        ("KAS/POLRESTA-BPP/", Kind.REGISTER_PREFIX, "KAS/POLRESTA-BPP/"),
        ("kas/polresta-bpp", Kind.REGISTER_PREFIX, "KAS/POLRESTA-BPP/"),
        ("0005", Kind.SEQUENCE, "0005"),
        (" 5 ", Kind.SEQUENCE, "5"),
        ("LP/B/214/XI/2025/SPKT", Kind.POLICE_REPORT, "LP/B/214/XI/2025/SPKT"),
        ("lp / b/0214/xi/2025", Kind.POLICE_REPORT, "LP/B/214/XI/2025"),
        ("LP-A/12/I/2020/Reskrim", Kind.POLICE_REPORT, "LP-A/12/I/2020/RESKRIM"),
    ],
)
def test_a_number_is_read_as_the_register_writes_it(text, kind, number):
    assert search.read(text) == Sought(kind, number)


@pytest.mark.parametrize("text", NAMES)
def test_a_name_a_nik_and_a_telephone_number_are_refused(text):
    with pytest.raises(ValidationError, match="Nama, NIK, dan telepon tidak dicari"):
        search.read(text)


@pytest.fixture
def register():
    sari = person("sari")
    other = {**LP, "number": "LP/A/9/XI/2025/SPKT/POLRESTA BALIKPAPAN"}
    return [a_case(sari), a_case(sari, police_reports=(LP, other)), a_case(sari)]


def test_a_register_number_opens_its_case(register, signed_in):
    browser = signed_in("sari")
    answer = browser.get(reverse("case_list"), {"q": register[1].register_no.lower()})
    assert answer.status_code == 302
    assert answer.url == reverse("case", args=[register[1].public_id])


@pytest.mark.parametrize("typed", ["0002", "2", " 02 "])
def test_the_last_part_of_a_number_of_ones_own_series_is_enough(
    register, signed_in, typed
):
    citra = person("citra")
    elsewhere = [a_case(citra, region="51.71.01"), a_case(citra, region="51.71.01")]
    answer = signed_in("sari").get(reverse("case_list"), {"q": typed})
    assert answer.url == reverse("case", args=[register[1].public_id])
    answer = signed_in("citra").get(reverse("case_list"), {"q": typed})
    assert answer.url == reverse("case", args=[elsewhere[1].public_id])


def test_a_number_that_the_own_series_has_not_given_is_told(register, signed_in):
    html = read(signed_in("sari"), query="q=0044")
    assert "Nomor: urut 0044 pada seri satuan Anda" in html
    assert "Tidak ada yang cocok" in html


def test_an_lp_number_opens_its_case_as_it_is_typed(register, signed_in):
    typed = "lp/b/0214/XI/2025/SPKT /polresta balikpapan/POLDA KALTIM"
    answer = signed_in("sari").get(reverse("case_list"), {"q": typed})
    assert answer.url == reverse("case", args=[register[1].public_id])


def test_an_lp_that_stands_in_two_cases_lists_both(register, signed_in):
    twin = a_case(person("sari"), police_reports=(LP,))
    html = read(signed_in("sari"), query=f"q={LP['number']}")
    assert numbers_in(html) == [twin.register_no, register[1].register_no]


def test_the_start_of_a_number_lists_what_begins_with_it(register, signed_in):
    html = read(signed_in("sari"), query="q=KAS/POLRESTA-BPP/2025/")
    assert numbers_in(html) == [case.register_no for case in reversed(register)]
    assert cases_found("q=KAS/POLRESTA-BPP/2024/") == []


def test_a_withdrawn_case_is_found_by_its_number(register):
    actions.withdraw_case(register[0], by=person("sari"), reason="double", seen=1)
    found = cases_found(f"q={register[0].register_no}")
    assert found == [register[0].public_id]


def test_a_withdrawn_lp_is_found_no_more(register):
    report = register[1].police_reports.order_by("pk").first()
    actions.withdraw_police_report(
        report, by=person("sari"), reason="wrong_case", seen=1
    )
    assert cases_found(f"q={LP['number']}") == []


@pytest.mark.parametrize("username", ["citra", "nur", "wati"])
def test_a_number_out_of_scope_finds_nothing(register, signed_in, username):
    html = read(signed_in(username), query=f"q={register[0].register_no}")
    assert "Tidak ada yang cocok" in html
    assert cases_found(f"q={LP['number']}", username) == []


@pytest.mark.parametrize("text", NAMES)
def test_what_is_refused_is_told_and_stands_nowhere(
    register, signed_in, caplog, capsys, text
):
    browser = signed_in("sari")
    with caplog.at_level(logging.DEBUG):
        answer = browser.get(reverse("case_list"), {"q": text, "has_lp": "false"})
    assert answer.status_code == 303
    assert answer.url == reverse("case_list") + "?has_lp=false"
    html = browser.get(answer.url).content.decode()
    assert "Pencarian menerima nomor register atau nomor LP." in html
    assert not [link for link in links_in(html) if "q=" in link]
    assert 'name="q" value' not in html
    if len(text) > len("2025"):
        assert text not in html
        assert text not in caplog.text + capsys.readouterr().out
    assert len(numbers_in(html)) == 2, "the other filters still apply"


def test_an_analyst_may_not_search(register, signed_in):
    read(signed_in("eko"), query=f"q={register[0].register_no}", status=403)
    assert 'role="search"' not in read(signed_in("eko"))
