"""The page of what waits for a verdict, with alarms, and "Tinjauan mingguan"."""

from datetime import UTC, datetime, timedelta

import pytest

from agencies import clock
from agencies.models import AuditEvent
from cases import actions
from cases.choices import SightReason
from cases.models import Alarm, Case
from cases.trail import weekly
from cases.trail.weekly import Week
from tests.cases.examples import DAY, GIRL, PIMP, a_case
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

OUTSIDE = "perkara di luar lingkup Anda"
# A Sunday, ten in the morning in Jakarta.
SUNDAY = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _sunday():
    with clock.set_to(SUNDAY):
        yield


def a_numbered_case(by: str = "sari", **more) -> Case:
    case = a_case(person(by), **more)
    case.refresh_from_db()
    return case


def shown(who: str, path: str, status: int = 200) -> str:
    answer = browser_of(who).get(path)
    assert answer.status_code == status
    return answer.content.decode()


def opened(who: str, case: Case) -> None:
    shown(who, f"/cases/{case.public_id}/")


def test_her_supervisor_reads_who_opened_what_and_says_that_it_was_justified():
    case = a_numbered_case()
    opened("budi", case)
    assert "1 peringatan akses perlu ditinjau" in shown("rini", "/")
    page = shown("rini", "/reviews/")
    linked = f'href="/cases/{case.public_id}/">{case.register_no}</a>'
    at = "22/11/2026, 11.00 WITA"
    for words in ("Perkara dibuka tanpa penugasan", "Budi Hartono", linked, at):
        assert words in page
    assert "Tinjauan Anda sebelumnya" not in page
    where = f"/reviews/alarms/{Alarm.objects.get().public_id}/"
    assert where in page
    assert browser_of("dewi").post(where, {"verdict": "justified"}).status_code == 404
    assert browser_of("sari").post(where, {"verdict": "justified"}).status_code == 403
    assert browser_of("rini").post(where, {"verdict": "perhaps"}).status_code == 404

    browser_of("rini").post(where, {"verdict": "justified"})
    given = shown("rini", "/reviews/").split("Tinjauan Anda sebelumnya")[1]
    assert "<b>Beralasan</b> · Peringatan akses ditinjau" in given
    assert "Budi Hartono · 22/11/2026" in given
    assert "Tidak ada yang perlu ditinjau" in shown("rini", "/reviews/")
    assert "peringatan akses perlu ditinjau" not in shown("rini", "/")


def test_whoever_may_not_see_the_case_reads_no_number_of_it():
    """And nobody reads a value of it."""
    case = a_numbered_case(victims=(GIRL | {"age": 13},) * 6, suspects=(OFFICER,))
    opened("sari", case)
    page = shown("hadi", "/reviews/")
    assert "Sari Wulandari" in page
    assert "6 korban" in page
    assert OUTSIDE in page
    assert case.register_no not in page
    assert "Sari Wulandari" not in shown("rini", "/reviews/")


OFFICER = PIMP | {"public_office": "police"}


def test_command_is_told_nothing_of_a_look_at_a_restricted_case():
    opened("sari", a_numbered_case(victims=(GIRL,) * 6))
    opened("sari", a_numbered_case(victims=(GIRL,), suspects=(OFFICER,)))
    later = a_numbered_case()
    opened("budi", later)  # not assigned; then it is closed to him and to command
    assert "2 peringatan akses" in shown("rini", "/")
    where = f"/reviews/alarms/{Alarm.objects.latest('pk').public_id}/"
    actions.add_suspect(later, OFFICER, by=person("sari"))
    assert "1 peringatan akses" in shown("rini", "/")
    assert "Budi Hartono" not in shown("rini", "/reviews/")
    assert "Budi Hartono" in shown("hadi", "/reviews/")
    assert browser_of("rini").post(where, {"verdict": "justified"}).status_code == 404
    for path in ("/reviews/", "/reviews/week/"):
        told = shown("rini", path)
        assert "Sari Wulandari" in told
        assert OUTSIDE not in told
    assert "Budi Hartono" not in shown("rini", "/reviews/week/")
    assert "Budi Hartono" in shown("ani", "/reviews/week/")
    assert "6 korban" in shown("rini", "/reviews/")
    assert "7 korban" in shown("hadi", "/reviews/")
    assert ": 6</b>" in shown("rini", "/reviews/week/")
    assert ": 7</b>" in shown("hadi", "/reviews/week/")


def test_the_auditor_answers_for_trades_without_internal_affairs():
    case = a_numbered_case("wati", victims=(GIRL,) * 6)
    opened("wati", case)
    assert "1 peringatan akses perlu ditinjau" in shown("ani", "/")
    assert case.register_no in shown("ani", "/reviews/")
    where = f"/reviews/alarms/{Alarm.objects.get().public_id}/"
    assert browser_of("ani").post(where, {"verdict": "unjustified"}).status_code == 302
    assert case.register_no not in shown("ani", "/reviews/")


@pytest.mark.parametrize("path", ["/reviews/", "/reviews/week/"])
@pytest.mark.parametrize("who", ["sari", "wati", "seto", "eko", "tono"])
def test_whoever_answers_for_nobody_reads_neither(who, path):
    shown(who, path, 403)


# By the week


def a_week() -> Case:
    """On Saturday budi opens what is sari's, citra breaks glass."""
    with clock.set_to(SUNDAY - timedelta(days=1)):
        case = a_numbered_case(victims=(GIRL,) * 7)
        opened("budi", case)
        opened("sari", case)
        known = {"number": case.register_no, "day": DAY, "reason": SightReason.MISSING}
        actions.break_glass(by=person("citra"), **known)
        opened("rini", case)
    return case


def told(who: str, week: Week) -> dict[str, tuple]:
    return {
        line.user.username: (
            len(line.cases),
            list(line.identities.values()),
            line.in_danger,
        )
        for line in weekly.lines(person(who), week)
    }


def test_each_reads_the_week_of_those_whom_she_answers_for():
    a_week()
    week = Week.of(clock.today())
    unit = {"budi": (1, [], 0), "sari": (0, [7], 0)}
    assert told("rini", week) == unit
    assert told("dewi", week) == unit | {"rini": (0, [7], 0)}
    everybody = unit | {"rini": (0, [7], 0), "citra": (0, [], 1)}
    assert told("hadi", week) == told("ani", week) == everybody
    assert told("ani", week.before) == {}


def test_a_week_begins_on_monday_in_jakarta():
    with clock.set_to(datetime(2026, 11, 22, 16, 59, tzinfo=UTC)):
        opened("budi", a_case(person("sari")))
    with clock.set_to(datetime(2026, 11, 22, 17, 1, tzinfo=UTC)):
        opened("budi", a_case(person("sari")))
        this = Week.of(clock.today())
        assert (told("rini", this.before), told("rini", this)) == (
            {"budi": (1, [], 0)},
            {"budi": (1, [], 0)},
        )


def test_its_page_names_the_cases_that_the_reader_may_see():
    case = a_week()
    page = shown("rini", "/reviews/week/")
    assert "16/11/2026 – 22/11/2026" in page
    assert "<b>Sab, 21/11: 7</b>" in page
    assert f'href="/cases/{case.public_id}/">{case.register_no}</a>' in page
    assert OUTSIDE not in page
    page = shown("hadi", "/reviews/week/?week=2026-W47")
    assert case.register_no not in page
    assert f"1 {OUTSIDE}" in page
    page = shown("ani", "/reviews/week/")
    assert case.register_no in page
    [link] = [at for at in page.split('"') if at.startswith("/audit/?who=budi")]
    assert "first=2026-11-16" in link
    assert case.register_no in shown("ani", link.replace("&amp;", "&"))


@pytest.mark.parametrize("week", ["2026", "2026-W54", "2026-W00", "x", "9999-W01"])
def test_no_such_week(week):
    shown("rini", f"/reviews/week/?week={week}", 404)


def test_a_week_that_has_ended_is_marked_as_looked_at():
    a_week()
    mark = "Minggu ini sudah ditinjau"
    assert mark not in shown("rini", "/reviews/week/")
    running = browser_of("rini").post("/reviews/week/", {"week": "2026-W47"})
    assert running.status_code == 404
    with clock.set_to(SUNDAY + timedelta(days=1)):
        where = "/reviews/week/?week=2026-W47"
        assert mark in shown("rini", where)
        browser_of("rini").post(where, {"week": "2026-W47"})
        page = shown("rini", where)
        assert mark not in page
        assert "Ditinjau oleh Rini Astuti" in page
        assert mark in shown("dewi", where)
    event = AuditEvent.objects.get(verb="reviewed_week")
    assert (event.by, event.reason) == (person("rini"), "2026-W47")
