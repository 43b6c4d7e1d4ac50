"""Editions: what stands in them, kept for good, counted again by whoever asks."""

import threading
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from agencies.models import AuditEvent, Region
from cases import actions as case_actions
from cases.models import Case
from reports import actions, areas, counting, questions
from reports.choices import EditionState
from reports.edition_tables import Tables
from reports.figures import FIGURES
from reports.models import Edition
from reports.periods import Period, month_of
from reports.sheets import BEFORE, LAST_YEAR, LAST_YEAR_SO_FAR, SO_FAR, TREND, Sheet
from tests.cases.examples import GIRL, LP, MAN, PIMP, WOMAN, a_case
from tests.parallel import at_once
from tests.people import person
from tests.reports.editions import BALIKPAPAN, NOVEMBER, TWELVE_DAYS, compiled


def test_an_edition_has_what_was_logged_a_moment_ago(committed):
    a_case(
        person("sari"),
        victims=(GIRL, WOMAN),
        suspects=(PIMP,),
        police_reports=(LP,),
        platforms=["michat"],
    )
    edition = compiled()
    sheet = Sheet(edition.cells)
    assert edition.number == "64.71-2025-11/1"
    assert edition.state == EditionState.PROVISIONAL
    assert sheet.value("victims") == 2
    assert sheet.value("victims", "sex_age_group", "female.child") == 1
    assert sheet.value("child_victims", "has_lp", "true") == 1
    assert sheet.value("suspects", "role", "pimp") == 1
    assert sheet.value("cases", "platform", "michat") == 1
    assert sheet.value("police_reports", "month", "2025-11", span=TREND) == 1
    assert sheet.value("cases", "region", "64.71.03") == 1
    assert sheet.value("cases", span=BEFORE) == 0
    assert sheet.value("cases", span=SO_FAR) == 1
    assert Sheet(compiled("ID").cells).value("cases", "region", "64") == 1


def test_every_cell_of_an_edition_is_the_answer_to_its_question(committed):
    sari = person("sari")
    a_case(sari, victims=(GIRL, WOMAN), suspects=(PIMP,), police_reports=(LP,))
    a_case(sari, region="64", victims=(MAN,), exploitation=["prostitution"])
    a_case(sari, region=None, country="MY")
    edition = compiled("ID")
    sheet, looked = Sheet(edition.cells), 0
    for figure in FIGURES.values():
        for cut in figure.cut_codes:
            if cut in ("year", "month"):
                continue
            texts = {"figure": figure.code, "by": cut}
            texts |= {"from": "2025-11-01", "to": "2025-11-30"}
            answer = counting.count(questions.read(texts))
            assert sheet.value(figure.code) == answer.total
            for (key,), n in answer.cells.items():
                assert sheet.value(figure.code, cut, key) == n, (figure.code, cut, key)
                looked += 1
    assert looked > 300


def test_february_is_compared_with_the_whole_of_a_leap_years(committed):
    leap = date(2024, 2, 29)
    a_case(person("sari"), happened_on=leap, reported_on=leap)
    edition = compiled(period=month_of(date(2025, 2, 1)))
    sheet = Sheet(edition.cells)
    assert sheet.value("cases", span=LAST_YEAR) == 1
    assert sheet.value("cases", span=LAST_YEAR_SO_FAR) == 1
    assert actions.reproduce(edition).is_same


def test_tables_of_several_years_name_what_the_last_year_had_none_of(committed):
    past = date(2024, 2, 29)
    a_case(person("sari"), happened_on=past, reported_on=past, platforms=["michat"])
    edition = compiled(period=Period(past, date(2025, 11, 12)))
    rows = Tables(edition, areas.area(BALIKPAPAN)).platforms().rows
    assert [(row.label, row.values) for row in rows] == [("MiChat", (1, 0))]


def test_the_same_figures_make_no_second_edition(committed):
    a_case(person("sari"))
    first = compiled()
    assert compiled() == first
    assert Edition.objects.count() == 1


def test_a_later_edition_supersedes_a_provisional_one_and_leaves_its_figures(committed):
    sari = person("sari")
    a_case(sari)
    first = compiled()
    before = first.cells
    a_case(sari)
    second = compiled()
    first.refresh_from_db()
    assert (first.state, first.superseded_by) == (EditionState.SUPERSEDED, second)
    assert first.cells == before
    assert second.number == "64.71-2025-11/2"
    assert actions.reproduce(first).is_same
    assert actions.reproduce(second).is_same


def test_a_published_edition_stands_until_another_is_published(committed):
    dewi, sari = person("dewi"), person("sari")
    a_case(sari)
    first = actions.publish_edition(compiled("64"), by=dewi)
    a_case(sari)
    second = compiled("64")
    first.refresh_from_db()
    assert first.state == EditionState.PUBLISHED
    assert Edition.objects.of("64", NOVEMBER).newest() == first
    actions.publish_edition(second, by=dewi)
    first.refresh_from_db()
    assert (first.state, first.superseded_by) == (EditionState.SUPERSEDED, second)
    assert Edition.objects.of("64", NOVEMBER).newest() == second
    assert AuditEvent.objects.filter(verb="publish_edition", by=dewi).count() == 2


def test_reproduce_names_what_differs(committed):
    a_case(person("sari"))
    edition = compiled()
    total = ["cases", "period", "total", ""]
    edition.cells = [
        [*total, 7] if cell[:4] == total else cell for cell in edition.cells
    ]
    edition.digest = "0" * 64
    again = actions.reproduce(edition)
    assert not again.is_same
    assert again.differing == [([*total, 7], [*total, 1])]


def test_a_cell_that_was_rewritten_under_its_own_hash_is_found(committed):
    a_case(person("sari"))
    edition = compiled()
    edition.cells = [[*cell[:4], cell[4] + 1] for cell in edition.cells]
    assert actions.reproduce(edition).digest == edition.digest
    assert not actions.reproduce(edition).is_same


@pytest.mark.parametrize("period", [NOVEMBER, TWELVE_DAYS], ids=["month", "days"])
def test_an_act_under_way_is_in_no_edition_compiled_before_its_end(
    committed, settings, period
):
    """Its tick is older than that of an act that was committed before it."""
    patience, settings.FACTS_SETTLE_WITHIN = settings.FACTS_SETTLE_WITHIN, 0.3
    begun, compiled_now = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            a_case(person("sari"))
            begun.set()
            assert compiled_now.wait(20)

    def quick() -> Edition:
        assert begun.wait(20)
        a_case(person("citra"))
        edition = compiled("ID", period)
        compiled_now.set()
        return edition

    _slow, edition = at_once([slow, quick], threads=2)
    assert Sheet(edition.cells).value("cases") == 0
    assert actions.reproduce(edition).is_same
    settings.FACTS_SETTLE_WITHIN = patience  # other tests may have acts under way
    assert Sheet(compiled("ID", period).cells).value("cases") == 2


def test_corrections_and_withdrawals_move_no_edition(committed):
    sari = person("sari")
    case = a_case(sari, victims=(GIRL, WOMAN))
    edition = compiled()
    case_actions.withdraw_case(
        Case.objects.get(pk=case.pk), by=sari, seen=case.version, reason="double"
    )
    assert Sheet(compiled().cells).value("victims") == 0
    assert actions.reproduce(edition).is_same
    out = StringIO()
    call_command("reproduce", all=True, stdout=out)
    assert "editions=2 differing=0" in out.getvalue()


def test_an_edition_reproduces_after_a_region_has_come(committed):
    a_case(person("sari"))
    edition, before = compiled("64"), areas.tree().version
    province = Region.objects.get(code="64")
    Region.objects.create(code="64.99", name="Kota Baru", kind="city", parent=province)
    areas.forget()
    try:
        assert areas.tree().version != before
        assert actions.reproduce(edition).is_same
    finally:
        areas.forget()


def test_a_number_that_is_none_names_no_edition(committed):
    edition = compiled()
    assert Edition.objects.numbered(edition.number).get() == edition
    for wrong in ("64.71-2025-11/²", "64.71-2025-13/1", "64.71/1", "x"):
        assert not Edition.objects.numbered(wrong).exists()
