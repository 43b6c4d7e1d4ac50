"""The Laporan Bulanan: made from an edition's cells and from nothing else."""

import re
from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from agencies import clock
from reports import actions, areas, external, sheets
from reports.edition_report import monthly_report
from reports.models import Edition
from reports.monthly import typeset_monthly
from reports.periods import Period, month_of
from tests.cases.examples import GIRL, LP, PIMP, WOMAN, a_case
from tests.people import person
from tests.reports.pdfs import text_of

NOVEMBER = month_of(date(2025, 11, 1))
PRINTED = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?![\w,])")


def compiled(code: str) -> Edition:
    return actions.compile_edition(areas.area(code), NOVEMBER, by=None)


@pytest.mark.parametrize("code", ["ID", "64", "64.71"])
def test_every_number_in_the_pdf_is_a_cell_of_its_edition(committed, code):
    """Each cell that may be printed gets a number of its own, above 10.000, so that a
    number in the text tells which cell it came from."""
    a_case(
        person("sari"), victims=(GIRL, WOMAN), suspects=(PIMP,), police_reports=(LP,)
    )
    edition = compiled(code)
    # Round numbers are left to the axis of the trend.
    numbers = (n for n in range(10_007, 900_000, 37) if n % 1000)
    edition.cells = [[*cell[:4], next(numbers)] for cell in edition.cells]
    text = text_of(typeset_monthly(monthly_report(edition)))
    found = {int(word.replace(".", "")) for word in PRINTED.findall(text)}
    found = {number for number in found if number % 1000}
    values = {cell[4]: tuple(cell[:4]) for cell in edition.cells}
    derived = differences(edition)
    theirs = {one.theirs for one in external.beside(edition)}
    assert found - values.keys() - derived - theirs == set()
    for figure in ("police_reports", "cases", "victims", "child_victims", "suspects"):
        for span in (sheets.PERIOD, sheets.SO_FAR):
            assert sheets.Sheet(edition.cells).value(figure, span=span) in found
    printed = {values[number][2] for number in found & values.keys()}
    assert {"total", "modus", "platform", "role", "region", "month"} - printed == set()


def differences(edition: Edition) -> set[int]:
    """Changes against last year, and victims without sex or age."""
    sheet = sheets.Sheet(edition.cells)
    found = set()
    for figure in edition.definitions:
        for now, then in (
            (sheets.PERIOD, sheets.LAST_YEAR),
            (sheets.SO_FAR, sheets.LAST_YEAR_SO_FAR),
        ):
            change = sheet.value(figure, span=now) - sheet.value(figure, span=then)
            found.add(abs(change))
    for span in (sheets.PERIOD, sheets.SO_FAR):
        pairs = [
            f"{sex}.{age}" for sex in ("female", "male") for age in ("adult", "child")
        ]
        known = sum(sheet.line("victims", sheets.PAIR, pairs, span=span).values())
        found.add(abs(sheet.value("victims", span=span) - known))
    return found


def test_the_same_edition_makes_the_same_bytes(committed):
    a_case(person("sari"), victims=(GIRL,), police_reports=(LP,))
    edition = compiled("64")
    first = typeset_monthly(monthly_report(edition))
    a_case(person("sari"))
    again = Edition.objects.get(pk=edition.pk)
    assert typeset_monthly(monthly_report(again)) == first


def test_the_report_is_indonesian_whatever_its_reader_speaks(committed):
    a_case(person("sari"), victims=(GIRL,), police_reports=(LP,))
    edition = compiled("64")
    edition.cells = [[*cell[:4], 1_234] for cell in edition.cells]
    first = typeset_monthly(monthly_report(edition))
    with translation.override("en"):
        assert typeset_monthly(monthly_report(edition)) == first


def test_a_published_edition_is_signed_and_a_provisional_one_says_so(committed):
    a_case(person("sari"), police_reports=(LP,))
    edition = compiled("64")
    text = text_of(typeset_monthly(monthly_report(edition)))
    assert "SEMENTARA" in text
    assert "DEWI" not in text
    actions.publish_edition(edition, by=person("dewi"))
    text = text_of(typeset_monthly(monthly_report(Edition.objects.get(pk=edition.pk))))
    assert "SEMENTARA" not in text
    assert "DEWI KARTIKASARI" in text
    assert edition.number in text
    assert "DAERAH KALIMANTAN TIMUR" in text


def test_a_letter_says_who_gets_it_and_leaves_to_the_pen_what_nobody_knows(committed):
    edition = compiled("64.71")
    told = monthly_report(edition)
    assert told.letter.to == ("KETUA GUGUS TUGAS PP-TPPO KOTA BALIKPAPAN",)
    assert (told.letter.place, told.letter.to_place) == ("Balikpapan", "Balikpapan")
    assert told.letter.dated == ""
    text = text_of(typeset_monthly(told))
    assert "Yth. KETUA GUGUS TUGAS PP-TPPO KOTA BALIKPAPAN di Balikpapan" in text
    assert "Kapolda Kalimantan Timur" in text
    for line in ("Nama :", "Pangkat :", "NRP :"):
        assert line in text
    actions.publish_edition(edition, by=person("dewi"))
    text = text_of(typeset_monthly(monthly_report(Edition.objects.get(pk=edition.pk))))
    assert "Nama :" not in text
    assert "NRP :" in text


@pytest.mark.parametrize(
    ("who", "head", "number"),
    [
        # The Polda publishes for the city: not in the name of its Polresta.
        ("dewi", "a.n. KEPALA KEPOLISIAN DAERAH KALIMANTAN TIMUR", "NRP"),
        # Nor does a civil servant sign for the police.
        ("seto", "SEKRETARIAT GUGUS TUGAS PROVINSI KALIMANTAN TIMUR", "NIP"),
    ],
)
def test_whoever_publishes_signs_for_her_own_office(committed, who, head, number):
    edition = compiled("64.71")
    actions.publish_edition(edition, by=person(who))
    told = monthly_report(Edition.objects.get(pk=edition.pk))
    assert (told.signature.office[0], told.signature.number) == (head, number)
    assert told.letter.dated
    assert told.letter.to == ("KETUA GUGUS TUGAS PP-TPPO KOTA BALIKPAPAN",)
    assert ("KEPOLISIAN" in " ".join(told.letter.head.lines)) is (number == "NRP")
    assert text_of(typeset_monthly(told)).count(f"{number} :") == 1


def test_definitions_are_named_in_words_and_units_are_not_mixed(committed):
    a_case(person("sari"), victims=(GIRL,), police_reports=(LP,))
    edition = compiled("64.71")
    text = text_of(typeset_monthly(monthly_report(edition)))
    assert "Laporan polisi versi 1" in text
    assert "_" not in text
    assert "korban diselamatkan" not in text
    assert (
        "November 2025: 1 laporan polisi (LP), 1 perkara, tidak ada tersangka" in text
    )


def test_the_command_writes_the_report_of_the_edition_that_stands(committed, tmp_path):
    a_case(person("sari"), police_reports=(LP,))
    compiled("64.71")
    out = tmp_path / "laporan.pdf"
    call_command("monthly_report", region="64.71", month="2025-11", out=str(out))
    text = text_of(out.read_bytes())
    assert "64.71-2025-11/1" in text
    assert "RESOR KOTA BALIKPAPAN" in text


def test_without_an_edition_the_command_says_how_to_get_one(committed, tmp_path):
    with pytest.raises(CommandError, match=r"manage\.py compile --region 64") as ended:
        call_command("monthly_report", region="64", month="2025-11", out="x.pdf")
    assert ended.value.returncode == 2


def test_only_a_month_has_a_monthly_report(committed):
    edition = actions.compile_edition(
        areas.area("64"), Period(date(2025, 1, 1), date(2025, 11, 12)), by=None
    )
    with pytest.raises(ValueError, match="64-20250101-20251112/1"):
        monthly_report(edition)


def test_a_running_month_is_compared_with_no_whole_one_and_not_published(committed):
    """Twelve days beside a whole November would read as a fall."""
    a_case(person("sari"), police_reports=(LP,))
    with clock.set_to(datetime(2025, 11, 12, 9, 0, tzinfo=clock.WIB)):
        edition = compiled("64")
    text = text_of(typeset_monthly(monthly_report(edition)))
    assert "November 2025 (sampai 12 November 2025)" in text
    assert "Nov 2024" not in text
    assert "dibanding" not in text
    told = monthly_report(edition)
    assert told.map is not None
    for words in (told.regions.caption, told.map.caption):
        assert "Januari–November 2025 (sampai 12 November 2025)" in words
    with pytest.raises(ValueError, match="64-2025-11/1"):
        actions.publish_edition(edition, by=person("dewi"))
    whole = text_of(typeset_monthly(monthly_report(compiled("ID"))))
    assert "Nov 2024" in whole
