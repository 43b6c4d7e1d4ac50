"""An edition carries the head of the audit trail of its hour: on its page, on paper."""

from datetime import date

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.urls import reverse

from reports import actions, areas
from reports.edition_report import monthly_report
from reports.models import Edition
from reports.monthly import typeset_monthly
from reports.periods import month_of
from tests.agencies.tampering import event, seal
from tests.cases.examples import GIRL, a_case
from tests.people import browser_of, person
from tests.reports.pdfs import text_of

NOVEMBER = month_of(date(2025, 11, 1))


@pytest.fixture
def sealed(committed, settings, tmp_path):
    settings.AUDIT_HEADS_FILE = str(tmp_path / "heads.jsonl")
    event(1)
    return seal()


def compiled() -> Edition:
    edition = actions.compile_edition(areas.area("64.71"), NOVEMBER, by=None)
    return Edition.objects.get(pk=edition.pk)


def page_of(edition: Edition) -> str:
    answer = browser_of("dewi").get(reverse("edition", args=[edition.public_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_edition_keeps_and_prints_the_newest_head(sealed):
    edition = compiled()

    assert edition.audit_head == sealed.head
    html = page_of(edition)
    assert sealed.head in html
    printed = text_of(typeset_monthly(monthly_report(edition)))
    assert sealed.head in " ".join(printed.split())


def test_the_head_is_no_part_of_what_is_reproduced(sealed):
    first = compiled()
    seal()
    event(2)
    seal()

    assert actions.reproduce(first).is_same
    assert compiled().pk == first.pk  # the same figures are the same edition
    a_case(person("sari"), victims=(GIRL,))
    seal()
    second = compiled()
    assert second.audit_head > first.audit_head


def test_before_the_first_seal_there_is_none(committed):
    edition = compiled()

    assert edition.audit_head == ""
    html = page_of(edition)
    assert "Kepala audit" not in html


def test_a_head_never_changes(sealed):
    edition = compiled()
    changed = Edition.objects.filter(pk=edition.pk)
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        changed.update(audit_head="9 ffff")
