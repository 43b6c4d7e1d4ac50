"""Nobody finds out by lists what a summary hides: days, and further places."""

from datetime import date, timedelta

import pytest

from agencies.models import Region
from cases import actions
from cases.lists import CaseList
from cases.lists.cursors import BadCursor
from cases.lists.filters import CaseFilters
from tests.cases.examples import GIRL, MAN, a_case
from tests.cases.walking import asked, pages
from tests.people import person

pytestmark = pytest.mark.django_db


def list_of(username: str, query: str = "") -> CaseList:
    narrowed = asked(CaseFilters, query, username) if query else None
    return CaseList(person(username), narrowed)


def test_an_officers_cursors_are_no_ruler_for_a_secretariat():
    """Her days are known to her: replayed, they would bisect the days of others."""
    secret = date(2025, 11, 4)
    a_case(person("sari"), victims=(GIRL,), happened_on=secret, reported_on=secret)
    for n in range(3):
        day = secret + timedelta(days=n - 1)
        a_case(person("citra"), region="51.71.03", happened_on=day, reported_on=day)
    cursor = list_of("citra").page(size=1).next

    assert list_of("citra").page(size=1, after=cursor).rows
    for query in ("", "period=2025-11&region=64.71"):
        with pytest.raises(BadCursor):
            list_of("seto", query).page(after=cursor)


def test_a_cursor_of_one_filter_is_none_of_another():
    for day, victim in ((3, GIRL), (9, MAN)):
        for region in ("64.71.03", "64.72.01"):
            on = date(2025, 11, day)
            said = {"region": region, "happened_on": on, "reported_on": on}
            a_case(person("sari"), victims=(victim,), **said)
    cursor = list_of("seto", "region=64.71").page(size=1).next

    assert list_of("seto", "region=64.71").page(after=cursor).rows
    for query in ("region=64.72", "region=64.71&age_group=child", ""):
        with pytest.raises(BadCursor):
            list_of("seto", query).page(after=cursor)


def test_a_colleague_of_the_same_scope_has_cursors_of_her_own():
    a_case(person("sari"))
    a_case(person("sari"))
    with pytest.raises(BadCursor):
        list_of("budi").page(after=list_of("sari").page(size=1).next)


def test_a_further_place_answers_no_filter_of_summaries():
    sari = person("sari")
    denpasar = Region.objects.get(code="51.71")
    for case in (a_case(sari), a_case(sari, region="64.72.01")):
        actions.add_place(case, {"region": denpasar, "country": ""}, by=sari)

    for region, found in (("51.71", 0), ("51", 0), ("64.71", 1), ("64", 2), ("ID", 2)):
        summaries = list_of("eko", f"region={region}")
        assert len(pages(summaries, size=9)[0]) == summaries.total().n == found
        whole = list_of("sari", f"region={region}")
        assert len(whole.page().rows) == (found or 2), "her own cases are open to her"
