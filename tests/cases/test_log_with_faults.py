"""What is wrong with a new case is said beside what was typed, and nothing is lost."""

import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases.forms.log import MANY
from cases.models import Case
from cases.narrative import LEAVING, giveaways_in
from tests.cases.typed import (
    NEW,
    PLACE,
    body,
    errors_in,
    six_inputs,
)


@pytest.fixture
def sari(signed_in) -> Client:
    return signed_in("sari")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"happened_year": ""}, "Isi tahunnya juga"),
        ({"happened_year": "25"}, "empat angka"),
        ({"happened_day": "3/4"}, "kotaknya masing-masing"),
        ({"happened_day": "03", "happened_month": "13"}, "Bulan 13 tidak ada"),
        ({"happened_year": "2099"}, "tidak boleh setelah hari ini"),
        ({"happened_day": "9"}, "tidak boleh setelah tanggal lapor"),
        ({"happened_time": "25.00"}, "jam dan menit"),
        ({"place": "", "region": ""}, "Tulis tempat kejadiannya"),
        ({"place": "xyzzy", "region": ""}, "tidak ditemukan"),
        ({"country": "KH"}, "wilayah atau negara saja"),
        ({"modus": ""}, "Pilih dugaan utamanya"),
        ({"modus": "magic"}, "Masukkan pilihan yang valid"),
        ({"known_via": ""}, "Pilih dari mana perkara diketahui"),
        ({"victims_female_child": "0", "victims_female_adult": ""}, "sedikit satu"),
        ({"victims_female_child": "299", "victims_female_adult": "2"}, "301"),
        ({"victims_female_child": "301"}, "anak perempuan: angka 0 sampai 300"),
        ({"victims_female_child": "-1"}, "anak perempuan: angka 0 sampai 300"),
        ({"victims_female_child": "dua"}, "anak perempuan: tulis angka bulat"),
        ({"victims_female_child": "1.5"}, "anak perempuan: tulis angka bulat"),
        ({"narrative": " "}, "Tulis satu kalimat"),
        ({"narrative": "x" * 501}, "Paling banyak 500 karakter, sekarang 501"),
        ({"narrative": "x\x00y"}, "Karakter null"),
        ({"reported_on_day": ""}, "Isi hari, bulan, dan tahun"),
        ({"reported_on_year": "2099"}, "Tanggal lapor tidak boleh setelah hari ini"),
        ({"lp_number": "LP/1"}, "Pilih model LP"),
        ({"lp_model": "A"}, "Tulis nomor LP"),
        ({"suspect_0_role": "pimp"}, "Tulis jumlah terduga pelaku"),
        ({"suspect_0_n": "x"}, "terduga pelaku: tulis angka bulat"),
        (
            {"suspect_rows": "2", "suspect_0_n": "60", "suspect_1_n": "41"},
            "Paling banyak 100 terduga pelaku sekali catat, sekarang 101",
        ),
        (
            {
                "lp_number": "ß" * 120,
                "lp_model": "A",
                "lp_dated_on_day": "9",
                "lp_dated_on_month": "3",
                "lp_dated_on_year": "2025",
            },
            "Nomor LP terlalu panjang: paling banyak 120 karakter",
        ),
    ],
)
def test_what_is_wrong_is_said_with_how_to_mend_it(sari, changes, words):
    answer = sari.post(NEW, six_inputs(**changes))

    assert answer.status_code == 200
    assert any(words in error for error in errors_in(answer)), errors_in(answer)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_every_link_of_the_summary_leads_to_an_input(sari):
    answer = sari.post(
        NEW, {"draft": six_inputs()["draft"], "lp_number": "LP/1", "suspect_0_n": "x"}
    )

    links = re.findall(r'<li><a href="#(.*?)"', body(answer))
    ids = set(re.findall(r'<(?:input|select|textarea)[^>]* id="(.*?)"', body(answer)))
    assert len(links) == 10
    assert set(links) <= ids


@pytest.mark.django_db
def test_typed_text_survives_an_error(sari):
    typed = six_inputs(
        modus="", narrative="<b>Uraian</b>", platforms=["michat"], lp_number="LP/9"
    )

    page = body(sari.post(NEW, typed))

    assert 'name="happened_day" value="7"' in page
    assert f'name="place" value="{PLACE}"' in page
    assert 'name="region" value="64.71.06"' in page
    assert '<option value="hotline_110" selected>' in page
    assert 'id="id_victims_female_child" name="victims_female_child"' in page
    assert re.search(r'name="victims_female_child"[^>]*value="2"', page)
    assert "<b>Uraian</b></textarea>" in page
    assert re.search(r'value="michat"[^>]* checked', page)
    assert 'value="LP/9"' in page
    assert f'name="draft" value="{typed["draft"]}"' in page


@pytest.mark.django_db
def test_a_giveaway_is_a_warning_and_no_refusal(sari):
    answer = sari.post(NEW, six_inputs(narrative="a.n. Melati, SMPN 4"))

    assert answer.status_code == 302
    _saved, warning = [str(m) for m in answer.wsgi_request._messages]
    assert "Tampaknya ada nama sekolah dan nama orang." in warning
    assert f'href="{answer.url}#uraian"' in warning


@pytest.mark.django_db
def test_a_giveaway_is_told_beside_the_text_too(sari):
    page = body(sari.post(NEW, six_inputs(modus="", narrative="hubungi 081234567890")))

    assert "<li>Tampaknya ada nomor telepon.</li>" in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Jalan Melati 3", ["alamat"]),
        ("dijemput di Jl. Melati Raya no. 3", ["alamat"]),
        ("kos di gang 5", ["alamat"]),
        ("RT 02/RW 7", ["alamat"]),
        ("Dewi Lestari (15)", ["nama atau umur orang"]),
        ("Melati, (15 tahun)", ["nama atau umur orang"]),
        ("Pasal 2 ayat (1) UU 21/2007", []),
        ("Sprin/417/XI/2025, rapat gugus tugas 12 November", []),
        ("Nota dinas R/12/XI/2025, gangguan 3 hari", []),
    ],
)
def test_an_address_and_an_age_do_not_leave(text, said):
    assert [str(each.what) for each in giveaways_in(text, LEAVING)] == said


def test_an_age_alone_warns_of_nothing_within_a_case():
    assert giveaways_in("anak perempuan (15) dijanjikan kerja") == []


NAMES = st.sampled_from([*sorted(six_inputs()), "country", "lp_model", *MANY])
BUTTONS = st.sampled_from(["later", "plus", "minus", "find_region", "more_suspects"])
JUNK = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "\x00", "64.71", "ID", "1_0", "٣", "9" * 40, "-1", "1e9"]),
)


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(typed=st.dictionaries(NAMES, JUNK, max_size=6), buttons=st.lists(BUTTONS))
@example(typed={"region": "\x00"}, buttons=[])
@example(typed={"region": "\x00", "place": "\x00"}, buttons=["find_region"])
def test_whatever_is_typed_is_answered(sari, typed, buttons):
    pressed = dict.fromkeys(buttons, "victims_female_child")
    data = six_inputs(**typed) | pressed
    if buttons:
        data.pop("save", None)

    assert sari.post(NEW, data).status_code in (200, 302)
