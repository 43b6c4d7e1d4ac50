"""Kop: which office reports a region, and how its letters are headed."""

import pytest

from agencies import letterheads
from agencies.models import Agency, Region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("region", "lines", "head"),
    [
        (
            "ID",
            ("KEPOLISIAN NEGARA REPUBLIK INDONESIA", "MARKAS BESAR"),
            "KEPALA KEPOLISIAN NEGARA REPUBLIK INDONESIA",
        ),
        (
            "64",
            ("KEPOLISIAN NEGARA REPUBLIK INDONESIA", "DAERAH KALIMANTAN TIMUR"),
            "KEPALA KEPOLISIAN DAERAH KALIMANTAN TIMUR",
        ),
        (
            "64.71",
            (
                "KEPOLISIAN NEGARA REPUBLIK INDONESIA",
                "DAERAH KALIMANTAN TIMUR",
                "RESOR KOTA BALIKPAPAN",
            ),
            "KEPALA KEPOLISIAN RESOR KOTA BALIKPAPAN",
        ),
        (
            "65.03",
            (
                "KEPOLISIAN NEGARA REPUBLIK INDONESIA",
                "DAERAH KALIMANTAN UTARA",
                "RESOR NUNUKAN",
            ),
            "KEPALA KEPOLISIAN RESOR NUNUKAN",
        ),
        # In Banten, and yet under the Polda of the capital.
        (
            "36.71",
            (
                "KEPOLISIAN NEGARA REPUBLIK INDONESIA",
                "DAERAH METRO JAYA",
                "RESOR KOTA TANGERANG",
            ),
            "KEPALA KEPOLISIAN RESOR KOTA TANGERANG",
        ),
    ],
)
def test_the_office_that_reports_a_region_heads_its_letter(region, lines, head):
    office = letterheads.reporting_office(region)
    assert letterheads.lines_of(office) == lines
    assert letterheads.head_of(office) == head


def test_an_office_outside_the_capital_is_known():
    assert letterheads.seat_of(letterheads.reporting_office("64")) == "Balikpapan"
    assert letterheads.seat_of(letterheads.reporting_office("63")) == "Banjarbaru"
    assert letterheads.seat_of(letterheads.reporting_office("36.71")) == "Tangerang"
    assert letterheads.seat_of(letterheads.reporting_office("ID")) == "Jakarta"


@pytest.mark.parametrize(
    ("code", "lines", "place", "copies"),
    [
        (
            "ID",
            ("KETUA GUGUS TUGAS PUSAT PENCEGAHAN DAN PENANGANAN TPPO",),
            "Jakarta",
            ("Kabareskrim Polri.",),
        ),
        (
            "64",
            ("KETUA GUGUS TUGAS PP-TPPO PROVINSI KALIMANTAN TIMUR",),
            "Samarinda",
            ("Kabareskrim Polri.",),
        ),
        # A police Satgas stands beside it: nobody chairs that for the region.
        (
            "64.71",
            ("KETUA GUGUS TUGAS PP-TPPO KOTA BALIKPAPAN",),
            "Balikpapan",
            ("Kapolda Kalimantan Timur.",),
        ),
        # No task force is registered there.
        ("64.03", ("KEPALA KEPOLISIAN DAERAH KALIMANTAN TIMUR",), "Balikpapan", ()),
        (
            "11",
            ("KEPALA KEPOLISIAN NEGARA REPUBLIK INDONESIA", "u.p. KABARESKRIM POLRI"),
            "Jakarta",
            (),
        ),
    ],
)
def test_a_report_goes_to_the_task_force_or_up_the_command(code, lines, place, copies):
    office = letterheads.reporting_office(code)
    told = letterheads.recipient_of(Region.objects.get(code=code), office)
    assert (told.lines, told.place, told.copies) == (lines, place, copies)


def test_a_unit_signs_under_its_polres_and_a_social_office_under_its_own_name():
    polres = letterheads.signing_office("POLRESTA-BPP-PPA")
    assert polres.code == "POLRESTA-BPP"
    office = letterheads.signing_office("DKP3A-KALTIM")
    assert letterheads.lines_of(office) == (
        "PEMERINTAH PROVINSI KALIMANTAN TIMUR",
        "DINAS KEPENDUDUKAN, PEMBERDAYAAN PEREMPUAN DAN PERLINDUNGAN ANAK (DKP3A)",
    )
    assert not letterheads.is_police(office)
    region = Region.objects.get(code="64")
    assert letterheads.recipient_of(region, office).copies == (
        "Kapolda Kalimantan Timur.",
    )


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("DINSOS-BPP", ("PEMERINTAH KOTA BALIKPAPAN", "DINAS SOSIAL")),
        (
            "UPTD-PPA-PPU",
            ("PEMERINTAH KABUPATEN PENAJAM PASER UTARA", "DP3AP2KB", "UPTD PPA"),
        ),
        # Of the state, and not of the place where it sits.
        ("KEJARI-BPP", ("KEJAKSAAN NEGERI BALIKPAPAN",)),
    ],
)
def test_an_office_of_a_region_stands_below_its_government(code, lines):
    office = Agency.objects.get(code=code)
    assert letterheads.lines_of(office) == lines
