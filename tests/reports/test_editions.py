"""Editions: kept for good, compiled once, counted again whenever somebody asks."""

import threading
import time
import uuid
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, InternalError, transaction

from agencies import clock, jobs
from agencies.choices import JobState
from agencies.models import AuditEvent, Job, Region
from cases import actions as case_actions
from cases.models import Case
from reports import actions, areas, counting, questions, tasks
from reports.choices import EditionState
from reports.edition_tables import Tables
from reports.figures import FIGURES
from reports.models import Edition
from reports.periods import Period, month_of
from reports.sheets import (
    BEFORE,
    LAST_YEAR,
    LAST_YEAR_SO_FAR,
    SO_FAR,
    TREND,
    Sheet,
)
from tests.cases.examples import GIRL, LP, MAN, PIMP, WOMAN, a_case
from tests.parallel import at_once
from tests.people import person

NOVEMBER = month_of(date(2025, 11, 1))
TWELVE_DAYS = Period(date(2025, 11, 1), date(2025, 11, 12))
BALIKPAPAN = "64.71"


def compiled(code: str = BALIKPAPAN, period: Period = NOVEMBER) -> Edition:
    return actions.compile_edition(areas.area(code), period, by=None)


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


@pytest.mark.parametrize("username", ["sari", "citra", "wati", "ani", "tono", "eko"])
def test_only_a_supervisor_or_secretariat_that_serves_the_region_publishes(
    committed, username
):
    edition = compiled("64")
    with pytest.raises(PermissionDenied):
        actions.publish_edition(edition, by=person(username))
    edition.refresh_from_db()
    assert edition.state == EditionState.PROVISIONAL


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("sari", {"64.71"}),
        ("wati", {"64.71"}),
        ("dewi", {"64", "64.71"}),
        ("seto", {"64", "64.71"}),
        ("eko", {"ID", "64", "64.71", "51"}),
        ("citra", set()),
        ("ani", set()),
        ("tono", set()),
    ],
)
def test_editions_are_for_offices_that_serve_the_region(committed, username, seen):
    for code in ("ID", "64", "64.71", "51"):
        compiled(code)
    found = Edition.objects.served_to(person(username))
    assert {edition.region.code for edition in found} == seen


def test_the_database_refuses_to_rewrite_or_remove_an_edition(committed):
    edition = compiled()
    for change in (
        lambda: Edition.objects.filter(pk=edition.pk).update(cells=[]),
        lambda: Edition.objects.filter(pk=edition.pk).update(cutoff=1),
        edition.delete,
    ):
        with pytest.raises((DatabaseError, InternalError)), transaction.atomic():
            change()
    edition.refresh_from_db()
    assert actions.reproduce(edition).is_same


def test_the_database_lets_an_edition_only_move_forward(committed):
    dewi, budi = person("dewi"), person("budi")
    a_case(person("sari"))
    first = actions.publish_edition(compiled(), by=dewi)
    a_case(person("sari"))
    second = compiled()
    now, published = clock.now(), EditionState.PUBLISHED
    for edition, change in (
        (first, {"state": EditionState.PROVISIONAL}),
        (first, {"published_by": budi}),
        (first, {"signed_as": {"name": "Budi"}}),
        (first, {"state": EditionState.SUPERSEDED}),
        (second, {"state": EditionState.SUPERSEDED, "superseded_by": first}),
        (second, {"state": published}),
        # It would be the second one that is quoted.
        (second, {"state": published, "published_at": now, "published_by": dewi}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**change)
    assert actions.publish_edition(second, by=dewi).supersedes.get() == first


@pytest.mark.parametrize(
    "forged",
    [
        {"state": EditionState.PUBLISHED},
        {"published_at": datetime(2025, 12, 1, tzinfo=UTC)},
        {"signed_as": {"name": "Budi"}},
        {"n": 7},
        {"cutoff": 10**15},
    ],
    ids=lambda forged: next(iter(forged)),
)
def test_no_edition_is_born_but_as_the_next_provisional_one(committed, forged):
    twin = Edition.objects.get(pk=compiled().pk)
    twin.pk, twin.public_id, twin.n = None, uuid.uuid4(), 2
    for name, value in forged.items():
        setattr(twin, name, value)
    refused = pytest.raises(DatabaseError, match="begins as the next provisional")
    with refused, transaction.atomic():
        twin.save(force_insert=True)


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
    settings.FACTS_SETTLE_WITHIN = 0.3
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


def test_a_worker_compiles_what_is_asked_for(celery_worker_process):
    a_case(person("sari"))
    job = tasks.ask_to_compile(areas.area(BALIKPAPAN), NOVEMBER, by=person("dewi"))
    ended = wait_for(job)
    assert (ended.state, ended.done, ended.of) == (JobState.DONE, 1, 1)
    edition = Edition.objects.get(public_id=ended.outcome)
    assert Sheet(edition.cells).value("cases") == 1
    assert edition.compiled_by == person("dewi")


def wait_for(job: Job) -> Job:
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        job = Job.objects.get(pk=job.pk)
        if not job.is_open:
            return job
        time.sleep(0.1)
    raise AssertionError(f"{job.state} after 20 s: {job.reason}")


def test_an_open_job_is_asked_for_once(committed):
    area = areas.area(BALIKPAPAN)
    first = tasks.ask_to_compile(area, NOVEMBER, by=person("dewi"))
    assert tasks.ask_to_compile(area, NOVEMBER, by=person("seto")) == first


@pytest.mark.parametrize("username", ["sari", "citra", "ani", "tono"])
def test_only_who_compiles_for_the_region_may_ask_for_it(committed, username):
    with pytest.raises(PermissionDenied):
        tasks.ask_to_compile(areas.area("64"), NOVEMBER, by=person(username))
    assert not Job.objects.exists()


@pytest.mark.parametrize("username", ["dewi", "seto"])
def test_the_right_to_compile_and_publish_ends_at_the_border(committed, username):
    """Both may for Kaltim, and neither for Bali or the nation."""
    for code in ("51", "ID"):
        edition = compiled(code)
        with pytest.raises(PermissionDenied):
            actions.publish_edition(edition, by=person(username))
        with pytest.raises(PermissionDenied):
            tasks.ask_to_compile(areas.area(code), NOVEMBER, by=person(username))
    tasks.ask_to_compile(areas.area("64"), NOVEMBER, by=person(username))
    actions.publish_edition(compiled("64"), by=person(username))


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


def test_a_job_that_fails_three_times_is_marked_with_its_reason(committed):
    job = Job.objects.create(kind="tests.fails", subject="x")

    def fails(_job):
        raise ZeroDivisionError("melati")

    for _try in range(3):
        jobs.run(str(job.public_id), fails)
    job.refresh_from_db()
    assert (job.state, job.reason, job.tries) == (
        JobState.FAILED,
        "ZeroDivisionError",
        3,
    )
    jobs.run(str(job.public_id), lambda _job: "done after all")
    job.refresh_from_db()
    assert (job.state, job.outcome) == (JobState.FAILED, "")


def test_nights_of_the_first_five_days_ask_for_last_month_once_each(committed):
    def asked_at(*moment: int) -> int:
        with clock.set_to(datetime(*moment, tzinfo=clock.WIB)):
            tasks.compile_last_month()
        return Job.objects.filter(kind=tasks.COMPILE_MONTH).count()

    assert asked_at(2025, 12, 1, 1, 59) == 0
    assert asked_at(2025, 12, 1, 2, 0) == 1
    assert asked_at(2025, 12, 1, 3, 0) == 1
    assert asked_at(2025, 12, 2, 2, 0) == 2
    assert asked_at(2025, 12, 6, 2, 0) == 2
    first = Job.objects.filter(kind=tasks.COMPILE_MONTH).order_by("id").first()
    assert (first.given, first.of) == ({"month": "2025-11"}, 1 + 38 + 514)
