"""Keyset lists: every row once, in both directions, and nothing of anyone else's."""

import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import actions
from cases.lists import (
    CaseList,
    PoliceReportList,
    SuspectList,
    Total,
    VictimList,
    cursors,
    walk,
)
from cases.lists.filters import CaseFilters
from cases.models import Case, PoliceReport, Suspect, Victim
from tests.cases.examples import DAY, GIRL, LP, MAN, PIMP, WOMAN, a_case
from tests.cases.walking import asked, pages, pages_backwards
from tests.people import person

pytestmark = pytest.mark.django_db
LISTS = (CaseList, VictimList, SuspectList, PoliceReportList)
MODELS = (Case, Victim, Suspect, PoliceReport)


def logged(by: str, n: int, *, days: int = 3) -> list[Case]:
    """`n` cases over few days, so that many share one."""
    user = person(by)
    return [
        a_case(
            user,
            victims=(GIRL, WOMAN),
            suspects=(PIMP, PIMP),
            police_reports=({**LP, "number": f"LP/B/{i}/XI/2025/SPKT/POLRESTA BPP"},),
            happened_on=DAY - timedelta(days=i % days),
            reported_on=DAY - timedelta(days=i % days),
        )
        for i in range(n)
    ]


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("size", [1, 4, 5, 11, 30])
def test_every_row_comes_once_in_both_directions(kind, size):
    logged("sari", 11)
    register_list = kind(person("sari"))
    forwards = [row["id"] for page in pages(register_list, size=size) for row in page]
    backwards = [
        row["id"]
        for page in pages_backwards(register_list, size=size)
        for row in reversed(page)
    ]
    rows_on_a_case = 1 if kind in (CaseList, PoliceReportList) else 2
    assert len(forwards) == len(set(forwards)) == 11 * rows_on_a_case
    assert backwards == forwards[::-1]


def test_the_newest_report_comes_first_and_ties_by_the_later_entry():
    cases = logged("sari", 6)
    newest_first = sorted(cases, key=lambda c: (c.reported_on, c.pk), reverse=True)
    rows = CaseList(person("sari")).page().rows
    assert [row["id"] for row in rows] == [case.public_id for case in newest_first]


def test_by_number_the_highest_number_of_the_latest_year_comes_first():
    sari = person("sari")
    earlier = {"happened_on": date(2024, 5, 1), "reported_on": date(2024, 5, 1)}
    old, new = a_case(sari, **earlier), a_case(sari)
    older, newer = a_case(sari, **earlier), a_case(sari)
    by_number = CaseList(sari, by_number=True)
    found = [row["id"] for page in pages(by_number, size=1) for row in page]
    assert found == [case.public_id for case in (newer, new, older, old)]


def test_a_first_page_has_no_previous_one_and_the_last_no_next():
    logged("sari", 5)
    register_list = CaseList(person("sari"))
    first = register_list.page(size=3)
    assert first.next
    assert not first.previous
    last = register_list.page(after=first.next, size=3)
    assert last.previous
    assert not last.next
    assert register_list.page(before=last.previous, size=3) == first


def test_a_row_that_was_added_above_moves_no_later_page():
    logged("sari", 6)
    register_list = CaseList(person("sari"))
    first = register_list.page(size=3)
    second = register_list.page(after=first.next, size=3)
    a_case(person("sari"), reported_on=DAY + timedelta(days=2))
    assert register_list.page(after=first.next, size=3).rows == second.rows


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_takes_one_query_and_its_count_another(kind, django_assert_num_queries):
    logged("sari", 5)
    register_list = kind(person("sari"))
    # That she looked; of victims: which cases open their identity to her; that it did,
    # and what that raises, within a savepoint here.
    looks = {CaseList: 0, VictimList: 5}.get(kind, 1)
    with django_assert_num_queries(1 + looks):
        assert register_list.page(size=3).rows
    with django_assert_num_queries(1):
        assert register_list.total().n


@pytest.mark.parametrize(("kind", "model"), list(zip(LISTS, MODELS, strict=True)))
@pytest.mark.parametrize("username", ["sari", "budi", "dewi", "citra", "nur", "wati"])
def test_a_list_holds_exactly_what_is_visible(kind, model, username):
    scatter(random.Random(20251112))
    user = person(username)
    found = [row["id"] for page in pages(kind(user), size=4) for row in page]
    standing = model.objects.visible_to(user).standing()
    if model is not Case:
        standing = standing.filter(case__withdrawn_at=None)
    visible = list(standing.values_list("public_id", flat=True))
    assert sorted(found) == sorted(visible)
    assert kind(user).total() == Total(len(visible))


@pytest.mark.parametrize("username", ["seto", "eko"])
def test_a_task_force_list_is_as_long_as_what_is_visible(username):
    scatter(random.Random(20251113))
    user = person(username)
    visible = Case.objects.visible_to(user).standing().count()
    found = [row for page in pages(CaseList(user), size=3) for row in page]
    assert len(found) == visible > 0
    assert CaseList(user).total() == Total(visible)


def scatter(chance: random.Random) -> None:
    """Cases of several offices, places and days; some withdrawn, some moved."""
    places = ["64.71.03", "64.72", "65.03.02", "51.71.01", "64"]
    for username in ("sari", "citra", "nur", "wati", "sari", "budi") * 3:
        user = person(username)
        day = DAY - timedelta(days=chance.randrange(5))
        case = a_case(
            user,
            victims=(GIRL, MAN)[: chance.randrange(1, 3)],
            suspects=(PIMP,) * chance.randrange(2),
            police_reports=(LP,) * chance.randrange(2),
            region=chance.choice(places),
            happened_on=day,
            reported_on=day,
        )
        if chance.random() < 0.25:
            actions.withdraw_case(case, by=user, reason="double", seen=1)
        elif chance.random() < 0.3:
            victim = case.victims.first()
            actions.withdraw_victim(victim, by=user, reason="wrong_entry", seen=1)


@pytest.mark.parametrize("kind", LISTS)
def test_citra_finds_an_empty_list(kind):
    logged("sari", 3)
    register_list = kind(person("citra"))
    assert register_list.page().rows == []
    assert register_list.total() == Total(0)


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("username", ["ani", "tono"])
def test_auditor_and_administrator_have_no_lists(kind, username):
    with pytest.raises(PermissionDenied):
        kind(person(username))


@pytest.mark.parametrize("kind", LISTS[1:])
def test_an_analyst_has_no_lists_of_rows(kind):
    with pytest.raises(PermissionDenied):
        kind(person("eko"))


def test_a_count_is_exact_up_to_its_end_and_then_says_or_more(monkeypatch):
    logged("sari", 4)
    monkeypatch.setattr(walk, "COUNTED_TO", 4)
    assert CaseList(person("sari")).total() == Total(4)
    logged("sari", 1)
    assert CaseList(person("sari")).total() == Total(4, or_more=True)


def test_a_restored_case_is_listed_again():
    sari = person("sari")
    case = a_case(sari)
    actions.withdraw_case(case, by=sari, reason="double", seen=1)
    assert CaseList(sari).page().rows == []
    actions.restore_case(case, by=sari)
    assert [row["id"] for row in CaseList(sari).page().rows] == [case.public_id]


def test_a_row_tells_what_the_list_shows():
    sari = person("sari")
    case = a_case(sari, victims=(GIRL, WOMAN, WOMAN), police_reports=(LP,))
    (row,) = CaseList(sari).page().rows
    assert row["register_no"] == case.register_no
    assert row["victims"] == {"child": 1, "adult": 2, "not_recorded": 0}
    assert (row["stage"], row["progress"]) == ("lp_issued", "lidik")
    assert row["region"]["code"] == "64.71.03"
    assert row["regency"] == {"code": "64.71", "name": "Kota Balikpapan"}
    assert row["lead_agency"]["code"] == "POLRESTA-BPP-PPA"
    assert row["has_lp"] is True


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("cursor", ["x", "////", "AAAA", "é", "=" * 200])
def test_a_made_up_cursor_is_none(kind, cursor):
    with pytest.raises(cursors.BadCursor):
        kind(person("sari")).page(after=cursor)


def test_a_cursor_opens_only_the_list_and_the_order_that_gave_it():
    logged("sari", 3)
    sari = person("sari")
    cursor = CaseList(sari).page(size=1).next
    with pytest.raises(cursors.BadCursor):
        VictimList(sari).page(after=cursor)
    with pytest.raises(cursors.BadCursor):
        CaseList(sari, by_number=True).page(after=cursor)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_a_cursor_gives_back_the_place_that_it_holds(place):
    sealed = cursors.seal("cases", tuple(place))
    assert cursors.unseal("cases", sealed, len(place)) == tuple(place)
    assert cursors.seal("cases", tuple(place)) == sealed


def test_a_costly_count_looks_no_further_than_the_newest(monkeypatch):
    logged("sari", 6, days=6)
    monkeypatch.setattr(walk, "EDGE", walk.EDGE.replace(str(walk.EFFORT), "3"))
    whole = asked(CaseFilters, "progress=lidik", "sari")
    assert CaseList(person("sari"), whole).total() == Total(6)
    costly = asked(CaseFilters, "has_lp=true", "sari")
    assert CaseList(person("sari"), costly).total() == Total(4, or_more=True)


def test_a_costly_count_goes_by_the_narrowest_key(monkeypatch):
    logged("sari", 5, days=5)
    a_case(person("sari"), region="64.72", police_reports=(LP,))
    monkeypatch.setattr(walk, "EDGE", walk.EDGE.replace(str(walk.EFFORT), "3"))
    narrow = asked(CaseFilters, "has_lp=true&region=64.72", "sari")
    assert CaseList(person("sari"), narrow).total() == Total(1)
