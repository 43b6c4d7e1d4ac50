"""Kop: which office reports a region, and how its letters are headed."""

import pytest

from agencies import letterheads

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
    assert letterheads.seat_of(letterheads.reporting_office("63")) == ""
