"""Recounts and PDFs: on record, and a few times a minute for each person."""

import pytest

from agencies.models import AuditEvent
from reports import actions, areas
from reports.models import Edition
from reports.views.heavy import HeavyWork
from tests.cases.examples import a_case
from tests.people import browser_of, person
from tests.reports.editions import BALIKPAPAN, NOVEMBER, compiled


@pytest.fixture
def edition(committed) -> Edition:
    a_case(person("sari"))
    return compiled()


def recounted(edition: Edition, who: str = "sari"):
    return browser_of(who).post(f"/reports/{edition.public_id}/reproduce/")


def test_counting_again_is_on_record_with_what_came_of_it(edition):
    assert recounted(edition).status_code == 200
    event = AuditEvent.objects.get(verb="reproduce_edition")
    assert (event.by, event.subject_id) == (person("sari"), edition.pk)
    assert event.changes == {
        "edition": [None, edition.number],
        "outcome": [None, "same"],
        "digest": [edition.digest, edition.digest],
    }


def test_an_edition_that_differs_is_on_record_as_such(committed):
    a_case(person("sari"))
    # As a fault of the counting would leave it: without a cell that facts give.
    area = areas.area(BALIKPAPAN)
    sheet = actions.month_sheets.one(area, NOVEMBER)
    del sheet.cells[0]
    edition = actions.keep(sheet, NOVEMBER, by=None)
    assert recounted(edition).status_code == 200
    event = AuditEvent.objects.get(verb="reproduce_edition")
    assert event.changes["outcome"] == [None, "differs"]
    before, now = event.changes["digest"]
    assert before == edition.digest != now


def test_a_few_a_minute_for_each_person_and_the_rest_is_told_when(edition):
    most, _seconds = HeavyWork().parse_rate(HeavyWork().get_rate())
    for _time in range(most):
        assert recounted(edition).status_code == 200
    refused = recounted(edition)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 61
    assert f"dalam {refused['Retry-After']} detik" in refused.content.decode()
    pdf = browser_of("sari").get(f"/reports/{edition.public_id}/laporan.pdf")
    assert pdf.status_code == 429
    # Another person's minute is her own, and reading is no work.
    assert recounted(edition, "dewi").status_code == 200
    assert browser_of("sari").get(f"/reports/{edition.public_id}/").status_code == 200
    assert AuditEvent.objects.filter(verb="reproduce_edition").count() == most + 1
