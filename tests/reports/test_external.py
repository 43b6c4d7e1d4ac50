"""Figures of others: loaded as shipped, shown beside ours, never added to them."""

from datetime import date

import pytest

from reports import actions, areas, external
from reports.edition_report import monthly_report
from reports.models import ExternalFigure, ExternalStatement
from reports.monthly import typeset_monthly
from reports.periods import month_of
from tests.cases.examples import GIRL, a_case
from tests.people import browser_of, person
from tests.reports.pdfs import text_of

OCTOBER = month_of(date(2025, 10, 1))


@pytest.mark.django_db
def test_what_is_shipped_is_loaded():
    simfoni = ExternalFigure.objects.get(
        beside="child_victims", statement__region__code="64"
    )
    assert simfoni.value == 12
    assert simfoni.statement.first == date(2025, 1, 1)
    assert simfoni.statement.last == date(2025, 10, 31)
    assert ExternalStatement.objects.count() == 90


def test_ours_stands_beside_theirs_where_the_days_are_the_same(committed):
    a_case(
        person("sari"),
        victims=(GIRL,),
        happened_on=date(2025, 3, 1),
        reported_on=date(2025, 3, 2),
    )
    edition = actions.compile_edition(areas.area("64"), OCTOBER, by=None)
    found = {
        (one.figure.beside, one.figure.statement.span): (one.theirs, one.ours)
        for one in external.beside(edition)
    }
    so_far = edition.period.year_so_far
    assert found["child_victims", so_far] == (12, 1)
    assert all(
        ours is None for (_f, span), (_t, ours) in found.items() if span != so_far
    )
    text = text_of(typeset_monthly(monthly_report(edition)))
    assert "Angka instansi lain" in text
    html = browser_of("dewi").get(f"/reports/{edition.public_id}/").content.decode()
    assert "Angka instansi lain" in html


def test_an_edition_of_a_year_without_statements_has_no_such_panel(committed):
    edition = actions.compile_edition(
        areas.area("64.71"), month_of(date(2015, 5, 1)), by=None
    )
    assert external.beside(edition) == []
    html = browser_of("dewi").get(f"/reports/{edition.public_id}/").content.decode()
    assert "Angka instansi lain" not in html
