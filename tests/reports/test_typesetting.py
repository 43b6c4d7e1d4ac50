"""The PDF of a report: its text, its fonts, its tags, and the same bytes twice."""

import re
import subprocess
from dataclasses import replace

import pytest
import typst

from agencies import typesetting
from agencies.typesetting import CannotTypeset, typeset
from reports import drawing
from reports.monthly import Letterhead, Row, changed_said, typeset_monthly
from tests.reports.examples import REGIONS, report

HOSTILE = (
    '#panic("x") *tebal* _miring_ $x^2$ `kode` \\ @a <b> = judul #import "/etc/passwd"'
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return typeset_monthly(report())


def poppler(pdf: bytes, *command: str) -> str:
    return subprocess.run(
        command, input=pdf, capture_output=True, check=True
    ).stdout.decode()


def text(pdf: bytes) -> str:
    return " ".join(poppler(pdf, "pdftotext", "-layout", "-", "-").split())


def pages(pdf: bytes) -> list[str]:
    return poppler(pdf, "pdftotext", "-layout", "-", "-").split("\f")[:-1]


def test_two_renders_are_the_same_bytes(pdf):
    assert typeset_monthly(report()) == pdf


def test_another_number_makes_another_file(pdf):
    edition = replace(report().edition, number="64-2025-10/2")
    assert typeset_monthly(report(edition=edition)) != pdf


def test_only_the_shipped_fonts_are_used_and_all_are_embedded(pdf):
    lines = poppler(pdf, "pdffonts", "-").splitlines()[2:]
    fonts = {line.split()[0].split("+")[1] for line in lines}
    assert fonts == {"LiberationSans", "LiberationSans-Bold"}
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines)


def test_the_pdf_is_tagged_and_says_what_it_is(pdf):
    told = dict(
        re.findall(r"^(\S[^:]*): +(.*)$", poppler(pdf, "pdfinfo", "-"), re.MULTILINE)
    )
    assert told["Tagged"] == "yes"
    assert told["Title"] == "Laporan Bulanan TPPO, Kalimantan Timur, Oktober 2025"
    assert told["Page size"].endswith("(A4)")
    structure = poppler(pdf, "pdfinfo", "-struct", "-")
    for tag in ("H1", "Table", "TH", "TD", "Figure", "L "):
        assert tag in structure, tag
    assert b"pdfuaid" in pdf


def test_every_page_says_its_number_classification_edition_and_hotline(pdf):
    found = pages(pdf)
    assert len(found) == 3
    for number, page in enumerate(found, 1):
        said = " ".join(page.split())
        assert f"Halaman {number} dari 3" in said
        assert "TERBATAS" in said
        assert "Edisi 64-2025-10/1 (SEMENTARA)" in said
        assert "call center 110" in said
        assert "9f31c07a9f31c07a" in said


def test_a_long_name_of_an_office_stays_on_its_side_of_the_paper():
    head = Letterhead(("DINAS PEMBERDAYAAN PEREMPUAN DAN PERLINDUNGAN ANAK " * 2,))
    letter = replace(report().letter, head=head)
    words = poppler(
        typeset_monthly(report(letter=letter)), "pdftotext", "-bbox", "-", "-"
    )
    ends = re.findall(r'xMax="([\d.]+)"[^>]*>(?:DINAS|ANAK)<', words)
    assert len(ends) == 4
    assert max(map(float, ends)) < 595 / 2 + 25


def test_no_number_of_the_letter_is_parted_from_its_unit():
    """Wherever the lines end: each time the sentences begin a little further right."""
    told = report().so_far
    for letters in range(0, 60, 6):
        pushed = replace(told, period=f"Bulan {'i' * letters}")
        first = pages(typeset_monthly(report(so_far=pushed)))[0]
        body = first.partition("sebagai berikut")[2].partition("Angka sementara")[0]
        assert len(body.splitlines()) > 8
        assert [line for line in body.splitlines() if re.search(r"\d$", line)] == []


def test_a_published_edition_does_not_say_that_it_may_change():
    final = text(typeset_monthly(report(edition=replace(report().edition, final=True))))
    assert "SEMENTARA" not in final
    assert "sementara" not in final
    assert "(diterbitkan)" in final


def test_every_number_of_every_table_stands_in_its_row(pdf):
    said = text(pdf)
    told = report()
    for table in (told.figures, told.victims, told.modus, told.progress):
        for row in table.rows:
            numbers = " ".join("–" if n is None else str(n) for n in row.values)
            assert f"{row.label} {numbers}" in said, row.label
    for name, *numbers in REGIONS.values():
        assert f"{name} {' '.join(map(str, numbers))}" in said
    assert "Luar negeri 0 0 0" in said
    assert "Kalimantan Timur 19 25 12" in said
    assert "Laporan polisi (LP) 2 3 19 22 −3 (−13,6%)" in said
    assert "Perempuan dewasa 1 11 44,0%" in said


def test_the_map_stands_over_its_source(pdf):
    assert drawing.ATTRIBUTION in text(pdf)
    assert drawing.ATTRIBUTION not in text(typeset_monthly(report(map=None)))


@pytest.mark.parametrize(
    "strange", [HOSTILE, "Ω 中 😀 \u202e \x07 \x00", "", "x" * 300]
)
def test_no_text_of_the_register_is_read_as_markup_or_stops_a_report(strange):
    told = report()
    hostile = report(
        region=strange,
        letter=replace(told.letter, head=Letterhead((strange,)), references=(strange,)),
        modus=replace(told.modus, caption=strange, rows=(Row(strange, (1,)),)),
        definitions=((strange, strange),),
        month=replace(told.month, modus=[(strange, 2)]),
    )
    said = text(typeset_monthly(hostile))
    if strange == HOSTILE:
        assert 'Modus: #panic("x") *tebal* _miring_ $x^2$' in said
    assert "root:" not in said


@pytest.mark.parametrize("rows", [1, 40, 120])
def test_a_long_list_of_regions_loses_no_row(rows):
    told = report()
    names = tuple(Row(f"Kabupaten nomor {n}", (n, 0, 0)) for n in range(rows))
    said = text(typeset_monthly(report(regions=replace(told.regions, rows=names))))
    for n in range(rows):
        assert f"Kabupaten nomor {n} {n} 0 0" in said


def test_the_nation_has_its_map_and_all_its_provinces():
    told = report()
    codes = [shape["code"] for shape in drawing.maps.outlines("ID")["shapes"]]
    nation = replace(told.map, region="ID", values=dict.fromkeys(codes, 1_234))
    assert "1.234" in text(typeset_monthly(report(map=nation)))


def test_the_fonts_show_every_sign_that_is_let_through():
    signs = [chr(n) for n in range(0x20, 0x3000)]
    shown = "".join(sign for sign in signs if not typesetting.UNKNOWN.match(sign))
    assert len(shown) > 300
    for weight in ("regular", "bold"):
        source = (
            f'#set document(title: "x")\n#set text(font: "Liberation Sans", lang: "id",'
            f' weight: "{weight}", fallback: false)\n#sys.inputs.shown'
        )
        typst.compile(
            source.encode(),
            font_paths=typesetting._fonts(),
            ignore_system_fonts=True,
            sys_inputs={"shown": shown},
            pdf_standards=["ua-1"],
        )


def test_a_rank_that_is_known_is_printed_and_an_unknown_one_is_a_line(pdf):
    said = text(pdf)
    assert "KOMISARIS BESAR POLISI NRP 00000000" in said
    assert "Pangkat" not in said
    unknown = replace(report().signature, rank="", number="NIP")
    said = text(typeset_monthly(report(signature=unknown)))
    assert "Pangkat :" in said
    assert "NIP :" in said
    assert "Nama :" not in said


def test_the_letter_ends_on_its_first_page_and_says_that_data_is_invented():
    told = report()
    unsigned = replace(told.signature, name="", rank="")
    drill = typeset_monthly(report(signature=unsigned, practice=True))
    first = " ".join(pages(drill)[0].split())
    for words in ("Yth. KEPALA KEPOLISIAN NEGARA", "Data latihan.", "NRP :"):
        assert words in first
    assert "LAPORAN BULANAN TPPO" in " ".join(pages(drill)[1].split())


def test_a_broken_template_says_which_and_where():
    with pytest.raises(CannotTypeset, match="no template"):
        typeset("reports/typst/none.typ", {})
    with pytest.raises(CannotTypeset, match=r"monthly\.typ"):
        typeset("reports/typst/monthly.typ", {})


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (19, 22, "−3 (−13,6%)"),
        (3, 3, "tetap"),
        (0, 0, "tetap"),
        (2, 0, "+2"),
        (None, 3, "–"),
        (3, None, "–"),
        (2_345, 1_000, "+1.345 (+134,5%)"),
        (12, 1, "+11 (+1.100,0%)"),
    ],
)
def test_changes_in_words(now, before, words):
    assert changed_said(now, before) == words
