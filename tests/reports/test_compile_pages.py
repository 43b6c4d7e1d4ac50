"""Compiling as people see it: what is asked for, how far it is, what is missing."""

from datetime import datetime, timedelta

import pytest

from agencies import clock
from agencies.choices import JobState
from agencies.models import Job, User
from reports import tasks
from reports.periods import month_before, month_of
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db
MORNING = datetime(2025, 11, 12, 8, 51, tzinfo=clock.WIB)
GIVEN = {"region": "64.71", "first": "2025-11-01", "last": "2025-11-30"}


def a_job(kind: str = tasks.COMPILE, **more) -> Job:
    told = {"kind": kind, "subject": "64.71 2025-11", "given": GIVEN} | more
    return Job.objects.create(**told, created_at=MORNING)


def page_of(job: Job, who: str = "dewi") -> str:
    return browser_of(who).get(f"/reports/jobs/{job.public_id}/").content.decode()


def test_a_job_is_told_by_names_and_counts_not_by_codes():
    dewi = person("dewi")
    html = page_of(a_job(by=dewi))
    listed = browser_of("dewi").get("/reports/").content.decode()
    for page in (html, listed):
        assert "Kota Balikpapan, November 2025" in page
        assert "0 dari 1 wilayah" in page
        assert "diminta 12 November 2025 pukul 09.51 WITA" in page
        assert "64.71 2025-11" not in page
    assert "berakhir" not in html


def test_english_readers_are_told_of_one_region_and_of_many():
    one = a_job(by=person("dewi"))
    many = a_job(subject="many", of=1553, done=12, by=person("dewi"))
    User.objects.filter(username="dewi").update(language="en")
    assert "0 of 1 region<" in flat(page_of(one))
    assert "12 of 1,553 regions<" in flat(page_of(many))


def flat(html: str) -> str:
    return html.replace("\n", "")


def test_the_nations_office_sees_which_regions_a_month_lacks_and_why():
    reason = "1 dari 553 wilayah tidak tersusun: Paser (IntegrityError)."
    job = a_job(
        tasks.COMPILE_MONTH,
        given={"month": "2025-10"},
        of=553,
        done=552,
        state=JobState.FAILED,
        reason=reason,
        ended_at=MORNING + timedelta(hours=1),
    )
    html = page_of(job, "eko")
    assert "Semua wilayah, Oktober 2025" in html
    assert "552 dari 553 wilayah" in html
    assert reason in html
    assert "berakhir 12 November 2025 pukul 09.51 WIB" in html
    assert "?month=2025-10" in html
    assert "Semua wilayah" in browser_of("eko").get("/reports/").content.decode()
    assert "Semua wilayah" not in browser_of("dewi").get("/reports/").content.decode()
    gone = browser_of("dewi").get(f"/reports/jobs/{job.public_id}/")
    assert gone.status_code == 404


def asked(**typed):
    return browser_of("dewi").post("/reports/compile/", {"region": "64"} | typed)


def written(day) -> str:
    return f"{day:%d/%m/%Y}"


def test_the_running_month_is_chosen_and_said_to_be_running():
    month = month_of(clock.today())
    before = month_before(clock.today())
    html = browser_of("dewi").get("/reports/").content.decode()
    choice = f"{month.called} (berjalan, sampai hari ini)"
    assert f'<option value="{month.code}">{choice}</option>' in html
    # The dates that the form offers stay as they are.
    days = {"first": written(before.first), "last": written(before.last)}
    answer = asked(month=month.code, **days)
    assert Job.objects.get().given == {
        "region": "64",
        "first": f"{month.first}",
        "last": f"{month.last}",
    }
    told = browser_of("dewi").get(answer.url).content.decode()
    assert ("Periode ini belum berakhir" in told) == month.has_not_ended


def test_a_month_beside_other_days_is_asked_about():
    answer = asked(month="2025-11", first="01/03/2025", last="31/03/2025")
    assert answer.status_code == 400
    assert "tidak keduanya" in answer.content.decode()
    assert not Job.objects.exists()


def test_days_to_come_are_refused_with_what_to_do():
    today = clock.latest_today()
    tomorrow = written(today + timedelta(days=1))
    answer = asked(first=written(today), last=tomorrow)
    assert answer.status_code == 400
    said = f"Tanggal akhir belum tiba. Paling akhir {written(today)};"
    assert said in answer.content.decode()
    assert not Job.objects.exists()


def test_without_a_month_both_days_are_needed():
    month = month_of(clock.today())
    assert asked(first=written(month.first)).status_code == 400
    assert asked().status_code == 400
    assert asked(month=month.code).status_code == 302
