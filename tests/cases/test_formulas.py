"""S14: no word of the register is calculated by the program that opens a list."""

import os

import pytest

from agencies.lookup import codes, directory
from agencies.spreadsheets import Table, csv_of, neutral, xlsx_of
from tests.cases import formulas
from tests.cases.exported import lines_of, sheet_of

EVERY = int(os.environ.get("S14_EVERY", "12"))  # of the corpus, through the whole house


@pytest.fixture
def _names_again():
    yield
    codes.forget()
    directory.forget()


def test_no_text_of_a_table_is_a_formula(record_property):
    cells = found = 0
    for text in formulas.CORPUS:
        more = formulas.formulas_in_table(text)
        cells, found = cells + more[0], found + more[1]
    record_property("texts", len(formulas.CORPUS))
    record_property("cells", cells)
    assert cells > 8 * len(formulas.CORPUS)
    assert found == 0


@pytest.mark.django_db
@pytest.mark.timeout(3600)  # all of the corpus: 752 files
@pytest.mark.usefixtures("_names_again")
def test_no_word_of_the_register_leaves_as_a_formula(record_property):
    formulas.a_register()
    cells = found = files = 0
    for text in formulas.STORABLE[::EVERY]:
        more = formulas.formulas_in_lists(text)
        cells, found, files = cells + more[0], found + more[1], files + 8
    record_property("files", files)
    record_property("cells_of_lists", cells)
    assert cells > files * 10
    assert found == 0


def test_the_looker_finds_what_is_one():
    """Or it would find nothing for being blind."""
    import_of = b'"a","=1+1"\r\n"b","Polres;=1+1"\r\n'
    assert formulas.formulas_in_csv(import_of)[1] > 1


def test_harmless_words_stay_as_they_are():
    words = ["LP/B/214/XI/2025/SPKT", "Kota Balikpapan", "07-11", "a+b", "x@y", "5 = 5"]
    table = Table("Perkara", ["Nama"], [[word] for word in words], ["TERBATAS"])
    assert [line[0] for line in lines_of(csv_of(table))[1:7]] == words
    assert [cell.value for cell in sheet_of(xlsx_of(table))["A"][1:7]] == words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'' =1"),
        ("\tx", "' x"),
        ("Polres;=1+1", "Polres;'=1+1"),
        ("", ""),
    ],
)
def test_an_apostrophe_stands_before_what_would_be_calculated(text, told):
    assert neutral(text) == told
