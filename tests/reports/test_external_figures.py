"""What others have published is shipped as data that holds together."""

import json
import re
from collections import Counter
from datetime import date

import pytest

from reports.figures import FIGURES
from tests.ground import CHECKOUT
from tests.reports.published import PINS

FILE = CHECKOUT / "reports" / "data" / "external_figures.json"
REGIONS = CHECKOUT / "agencies" / "data" / "regions.csv"
UNITS = {
    *("police_reports", "cases", "victims", "suspects", "persons", "requests"),
    *("offices", "percent", "rupiah", "rank", "other", "unspecified"),
}
# An address, or a newspaper with its date.
SOURCE = re.compile(r"https?://\S+$|\S.+, \d{1,2}-\d{1,2}-20\d\d")
MEMBERS = {
    *("code", "region", "place", "publisher", "period", "from", "to", "as_of"),
    *("figures", "wording", "note_id", "note_en", "sources"),
}
OF_A_FIGURE = {"name", "unit", "value", "label_id", "label_en", "beside"}
STATEMENTS = json.loads(FILE.read_text())
CODES = [statement["code"] for statement in STATEMENTS]


def test_statements_are_told_apart_by_their_code():
    assert len(STATEMENTS) == 90
    assert [code for code, n in Counter(CODES).items() if n > 1] == []


def test_regions_are_ours():
    known = {line.split(",")[0] for line in REGIONS.read_text().splitlines()[1:]}
    assert {statement["region"] for statement in STATEMENTS} <= known | {"ID"}


@pytest.mark.parametrize("statement", STATEMENTS, ids=CODES)
def test_a_statement_is_well_formed(statement):
    assert set(statement) == MEMBERS
    first, last = map(date.fromisoformat, (statement["from"], statement["to"]))
    assert date(2017, 1, 1) <= first <= last
    if statement["as_of"]:
        assert date.fromisoformat(statement["as_of"]) >= first
    assert statement["publisher"]
    assert statement["period"]
    assert statement["sources"]
    assert bool(statement["note_id"]) == bool(statement["note_en"])
    assert [source for source in statement["sources"] if not SOURCE.match(source)] == []


@pytest.mark.parametrize("statement", STATEMENTS, ids=CODES)
def test_its_figures_are_well_formed(statement):
    figures = statement["figures"]
    assert figures
    assert len({figure["name"] for figure in figures}) == len(figures)
    for figure in figures:
        assert set(figure) == OF_A_FIGURE
        assert figure["unit"] in UNITS
        assert type(figure["value"]) in (int, float)
        assert figure["value"] >= 0
        assert figure["label_id"]
        assert figure["label_en"]
        assert figure["beside"] is None or figure["unit"] == unit_of(figure["beside"])


def unit_of(code: str) -> str:
    return "victims" if FIGURES[code].code == "child_victims" else FIGURES[code].code


def test_the_practice_register_is_pinned_to_them():
    """Each pinned total stands in a statement, by its code and the figure's name."""
    said = {
        (statement["code"], figure["name"]): figure["value"]
        for statement in STATEMENTS
        for figure in statement["figures"]
    }
    pinned = [pin for pin in PINS if pin.source]
    assert len(pinned) > len(PINS) / 2
    assert [pin for pin in pinned if said[pin.source] != pin.total] == []
