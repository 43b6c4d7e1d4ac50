"""Editions of a month read numbers kept ready; facts must say the very same."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import actions, areas, marginals, month_sheets, sheets
from reports.models import Edition
from reports.periods import month_of
from tests.cases.examples import GIRL, LP, a_case
from tests.cases.random_acts import Acts
from tests.people import person

NOVEMBER = month_of(date(2025, 11, 1))


@pytest.mark.parametrize("month", [date(2025, 10, 1), date(2025, 11, 1)])
def test_every_cell_of_every_region_is_what_the_facts_add_up_to(committed, month):
    acts = Acts(month.month)
    for _act in range(60):
        acts.one()
    period, told = month_of(month), set()
    ticks = set()
    wanted = areas.compiled_every_month()
    for sheet in map(month_sheets.of_month(wanted, period), wanted):
        ticks.add(sheet.cutoff)
        if sheet.cells:
            expected = sheets.counted(sheet.area, period, sheet.cutoff)
            assert sheet.cells == expected, sheet.area.code
            told.add(sheet.area.code)
    assert {"ID", "64", "64.71"} <= told
    assert len(ticks) == 1


def test_one_region_alone_reads_the_same_as_among_all(committed):
    sari = person("sari")
    a_case(sari, victims=(GIRL,), police_reports=(LP,))
    a_case(sari, region=None, country="MY")
    wanted = areas.compiled_every_month()
    every = map(month_sheets.of_month(wanted, NOVEMBER), wanted)
    among = {sheet.area.code: sheet.cells for sheet in every}
    for code in ("ID", "64", "64.71", "11.01"):
        assert month_sheets.one(areas.area(code), NOVEMBER).cells == among[code]
    assert ["cases", "period", "region", "abroad", 1] in among["ID"]
    assert ["cases", "period", "region", "64.71.03", 1] in among["64.71"]
    assert among["11.01"] == []
    district = month_sheets.one(areas.area("64.71.03"), NOVEMBER).cells
    assert ["cases", "period", "total", "", 1] in district


def test_all_regions_of_a_month_take_a_few_statements(committed):
    a_case(person("sari"))
    wanted = areas.compiled_every_month()
    marginals.fold()
    with CaptureQueriesContext(connection) as asked:
        sheets_of = list(map(month_sheets.of_month(wanted, NOVEMBER), wanted))
    assert len(sheets_of) == len(wanted)
    # Other tests' acts on the same server are waited for, by one statement each time.
    waited = [one for one in asked if "SELECT facts_cutoff()" in one["sql"]]
    assert waited
    assert len(asked) - len(waited) < 20


def test_what_was_counted_before_never_follows_what_was_counted_later(committed):
    sari, area = person("sari"), areas.area("64.71")
    a_case(sari)
    early = month_sheets.one(area, NOVEMBER)
    a_case(sari)
    late = actions.compile_edition(area, NOVEMBER, by=None)
    assert actions.keep(early, NOVEMBER, by=None) == late
    assert Edition.objects.count() == 1


def test_without_marginals_facts_are_counted(committed, monkeypatch):
    a_case(person("sari"))
    monkeypatch.setattr(marginals, "months", lambda *_areas, **_since: None)
    sheet = month_sheets.one(areas.area("64.71"), NOVEMBER)
    assert ["cases", "period", "total", "", 1] in sheet.cells
