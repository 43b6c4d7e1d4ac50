"""Alarms over what somebody looks at: what raises one, who gets it, what follows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies import audit, clock
from agencies.access import Act, OutOfScope
from agencies.accounts import command
from agencies.models import Agency, AuditEvent
from agencies.sections import Section
from cases import actions, alarms, looks, sight
from cases.choices import AlarmKind, SightReason, Verdict
from cases.models import Alarm, Case
from tests.cases.examples import DAY, GIRL, WOMAN, a_case, assign
from tests.cases.involved import OFFICER
from tests.people import browser_of, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sunday_morning")]

UNASSIGNED, IDENTITIES = AlarmKind.UNASSIGNED, AlarmKind.IDENTITIES


def later(**by):
    return clock.set_to(clock.now() + timedelta(**by))


def look(username: str, case: Case) -> None:
    """As every page and answer about a case does."""
    user = person(username)
    looks.opened(sight.of(user, case), user)


def raised(username: str) -> list[str]:
    found = Alarm.objects.filter(user=person(username)).order_by("pk")
    return list(found.values_list("kind", flat=True))


def queue(username: str) -> list[Alarm]:
    return list(Alarm.objects.to_review_by(person(username)).order_by("pk"))


def code_of(offices: list[int]) -> list[str]:
    return [Agency.objects.get(pk=pk).code for pk in offices]


# Who answers for whom


@pytest.mark.parametrize(
    ("who", "beyond", "office"),
    [
        ("sari", False, ["POLRESTA-BPP-PPA"]),
        ("sari", True, ["POLRI-DIVPROPAM"]),
        ("rini", False, ["POLDA-KALTIM"]),
        ("rini", True, ["POLRI-DIVPROPAM"]),
        ("dewi", False, ["POLRI-DIVPROPAM"]),
        ("citra", False, ["POLRI-DIVPROPAM"]),
        ("wati", False, []),
        ("wati", True, []),
        ("joko", False, []),
    ],
)
def test_one_level_up(who, beyond, office):
    """Her unit's supervisors, who is above them, internal affairs, else the auditor."""
    assert code_of(command.one_level_up(person(who), beyond_command=beyond)) == office


def test_her_second_hat_answers_where_it_is_worn():
    budi = person("budi")
    budi.wear_of(Agency.objects.get(code="POLRES-PPU-PPA").pk, Act.SEE_CASES)
    assert code_of(command.one_level_up(budi)) == ["POLDA-KALTIM"]


def test_internal_affairs_of_the_region_come_first_where_somebody_acts():
    here = Agency.objects.get(code="POLDA-KALTIM-BIDPROPAM")
    hadi = person("hadi")
    hadi.assignment.post.agency = here
    hadi.assignment.post.save()
    sari, dewi = person("sari"), person("dewi")
    assert command.one_level_up(sari, beyond_command=True) == [here.pk]
    # They stand below her: nobody's subordinates look at what she does.
    assert code_of(command.one_level_up(dewi)) == ["POLRI-DIVPROPAM"]


# A case that was not hers


def test_opening_what_a_colleague_works_on_is_told_her_supervisor():
    case = a_case(person("sari"))
    browser_of("budi").get(f"/cases/{case.public_id}/")

    [alarm] = queue("rini")
    assert (alarm.user, alarm.kind, alarm.day) == (
        person("budi"),
        UNASSIGNED,
        clock.today(),
    )
    assert queue("dewi") == queue("hadi") == queue("ani") == queue("budi") == []
    look = AuditEvent.objects.get(by=person("budi"), verb="opened_case")
    assert look.reason == "unassigned"
    told = AuditEvent.objects.get(verb="raised_alarm")
    assert (told.by, told.subject_id) == (person("budi"), alarm.pk)
    assert told.changes["kind"] == [None, UNASSIGNED]
    assert audit.is_genuine(told)


def test_a_look_whose_alarm_fails_is_none(monkeypatch):
    """She is shown nothing, and the next click asks again."""
    case = a_case(person("sari"))
    with monkeypatch.context() as broken:
        broken.setattr(command, "one_level_up", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            look("budi", case)
    assert not AuditEvent.objects.filter(by=person("budi"), verb="opened_case").exists()
    look("budi", case)
    assert raised("budi") == [UNASSIGNED]


def test_normal_work_raises_none():
    """Who wrote it, who was assigned, who is in charge of its unit, who broke glass."""
    case = a_case(person("sari"))
    case.refresh_from_db()
    assign(case, "budi")
    known = {"number": case.register_no, "day": DAY, "reason": SightReason.MISSING}
    actions.break_glass(by=person("citra"), **known)
    for who in ("sari", "budi", "rini", "citra"):
        look(who, case)
    assert Alarm.objects.count() == 0
    assert not AuditEvent.objects.filter(reason="unassigned").exists()


def test_an_office_that_was_asked_in_and_its_people():
    case = a_case(person("sari"))
    referral = actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
        purpose="shelter",
        sections=Section.VICTIM_IDENTITY,
        by=person("sari"),
    )
    actions.accept_referral(referral, by=person("wati"))
    look("wati", case)
    assert raised("wati") == []


def test_command_that_reads_a_case_of_a_unit_below_is_told_internal_affairs():
    look("dewi", a_case(person("sari")))
    [alarm] = queue("hadi")
    assert (alarm.user, alarm.kind) == (person("dewi"), UNASSIGNED)
    assert queue("dewi") == []


def test_one_for_a_person_and_day_however_many_cases():
    cases = [a_case(person("sari")) for _n in range(3)]
    for case in cases:
        look("budi", case)
    with later(hours=3):
        look("budi", cases[0])
    assert raised("budi") == [UNASSIGNED]
    with later(days=1):
        look("budi", cases[0])
    assert raised("budi") == [UNASSIGNED] * 2


# More identities than five


def test_more_than_five_victims_in_a_day():
    few = a_case(person("sari"), victims=(GIRL,) * 5)
    one = a_case(person("sari"))
    look("sari", few)
    with later(hours=2):
        look("sari", few)
    assert raised("sari") == []
    with later(hours=3):
        look("sari", one)
    assert raised("sari") == [IDENTITIES]
    assert [alarm.user for alarm in queue("rini")] == [person("sari")]


def test_each_day_of_jakarta_is_counted_by_itself():
    cases = [a_case(person("sari"), victims=(GIRL,) * 3) for _n in range(2)]
    with clock.set_to(datetime(2026, 11, 22, 16, 59, tzinfo=UTC)):
        look("sari", cases[0])
    with clock.set_to(datetime(2026, 11, 22, 17, 1, tzinfo=UTC)):
        look("sari", cases[1])
    assert raised("sari") == []


@pytest.mark.parametrize("route", ["victim_list", "api_victim_list"])
def test_lists_count_too(route):
    a_case(person("sari"), victims=(GIRL,) * 3)
    a_case(person("sari"), victims=(WOMAN,) * 3)
    a_case(person("budi"), victims=(GIRL,) * 9)  # a colleague's: she sees no identity
    browser_of("sari").get(reverse(route))
    assert raised("sari") == [IDENTITIES]


def test_who_sees_no_identity_counts_none():
    look("budi", a_case(person("sari"), victims=(GIRL,) * 9))
    assert raised("budi") == [UNASSIGNED]


# The office itself is meant


def test_a_restricted_case_goes_past_command():
    """It is one as soon as an official stands accused in it."""
    look("sari", a_case(person("sari"), victims=(GIRL,) * 6, suspects=(OFFICER,)))
    assert [alarm.kind for alarm in queue("hadi")] == [IDENTITIES]
    assert queue("rini") == queue("dewi") == []


def test_it_goes_past_command_though_another_alarm_stands():
    look("sari", a_case(person("sari"), victims=(GIRL,) * 6))
    look("sari", a_case(person("sari"), suspects=(OFFICER,)))
    assert [alarm.user for alarm in queue("rini")] == [person("sari")]
    assert [alarm.user for alarm in queue("hadi")] == [person("sari")]


def test_command_hears_of_the_others_that_stood_in_one_list_with_a_restricted_one():
    a_case(person("sari"), victims=(GIRL,) * 6)
    a_case(person("sari"), suspects=(OFFICER,))
    browser_of("sari").get(reverse("victim_list"))
    assert [alarm.user for alarm in queue("rini")] == [person("sari")]
    assert [alarm.user for alarm in queue("hadi")] == [person("sari")]


def test_restricted_and_open_ones_add_up_past_command_alone():
    """Three and three are six, of which command hears three."""
    look("sari", a_case(person("sari"), victims=(GIRL,) * 3, suspects=(OFFICER,)))
    look("sari", a_case(person("sari"), victims=(GIRL,) * 3))
    assert [alarm.kind for alarm in queue("hadi")] == [IDENTITIES]
    assert queue("rini") == []


def test_each_of_her_posts_is_answered_for_by_its_own_command():
    """An alarm over the one does not swallow that over the other."""
    ppu = Agency.objects.get(code="POLRES-PPU-PPA").pk
    here, there = person("budi"), person("budi")
    there.wear_of(ppu, Act.SEE_CASES)
    colleague = person("sari")
    colleague.assignment.post.agency_id = ppu
    colleague.assignment.post.save()
    elsewhere = a_case(person("sari"))
    colleague.assignment.post.agency_id = here.hat.agency_id
    colleague.assignment.post.save()
    for user, case in ((there, elsewhere), (here, a_case(person("sari")))):
        looks.opened(sight.of(user, case), user)
    assert raised("budi") == [UNASSIGNED, UNASSIGNED]
    assert [alarm.user for alarm in queue("rini")] == [person("budi")]
    [look] = alarms.looks_of(queue("rini"))[queue("rini")[0].pk]
    assert look.case_id != elsewhere.pk


# What becomes of it


def an_alarm() -> Alarm:
    look("budi", a_case(person("sari")))
    return Alarm.objects.get(user=person("budi"))


def test_justified_leaves_the_queue_and_is_on_record():
    alarm = an_alarm()
    actions.review_alarm(alarm, verdict=Verdict.JUSTIFIED, by=person("rini"))
    alarm.refresh_from_db()
    assert (alarm.verdict, alarm.reviewed_at) == (Verdict.JUSTIFIED, clock.now())
    assert queue("rini") == queue("dewi") == []
    told = AuditEvent.objects.get(verb="reviewed_alarm")
    assert (told.by, told.subject_id) == (person("rini"), alarm.pk)
    assert told.changes == {"verdict": ["", Verdict.JUSTIFIED]}


def test_not_justified_goes_up_until_nobody_is_left():
    alarm = an_alarm()
    for who, above in (("rini", "dewi"), ("dewi", "hadi"), ("hadi", None)):
        actions.review_alarm(alarm, verdict=Verdict.UNJUSTIFIED, by=person(who))
        assert queue(who) == []
        assert above is None or queue(above) == [alarm]
    alarm.refresh_from_db()
    assert alarm.verdict == Verdict.UNJUSTIFIED


def test_the_auditor_answers_where_no_office_is_left():
    look("wati", a_case(person("wati"), victims=(GIRL,) * 6))
    [alarm] = queue("ani")
    assert alarm.user == person("wati")
    actions.review_alarm(alarm, verdict=Verdict.UNJUSTIFIED, by=person("ani"))
    assert queue("ani") == []


def test_what_comes_after_the_verdict_raises_another():
    alarm = an_alarm()
    actions.review_alarm(alarm, verdict=Verdict.JUSTIFIED, by=person("rini"))
    with later(hours=1):
        look("budi", a_case(person("sari")))
    assert raised("budi") == [UNASSIGNED] * 2

    with later(hours=2):
        look("sari", a_case(person("sari"), victims=(GIRL,) * 6))
    [second] = Alarm.objects.filter(user=person("sari"))
    with later(hours=3):
        actions.review_alarm(second, verdict=Verdict.JUSTIFIED, by=person("rini"))
    with later(hours=4):
        look("sari", a_case(person("sari"), victims=(GIRL,) * 5))
    assert raised("sari") == [IDENTITIES]
    with later(hours=5):
        look("sari", a_case(person("sari")))
    assert raised("sari") == [IDENTITIES] * 2


@pytest.mark.parametrize("who", ["budi", "sari", "dewi", "hadi", "ani"])
def test_nobody_else_reviews_it(who):
    alarm = an_alarm()
    with pytest.raises((OutOfScope, PermissionDenied)):
        actions.review_alarm(alarm, verdict=Verdict.JUSTIFIED, by=person(who))
    alarm.refresh_from_db()
    assert alarm.verdict == ""


# What it costs


def asked_by(look_at) -> int:
    with CaptureQueriesContext(connection) as captured:
        look_at()
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def test_it_costs_one_statement_on_a_new_look_and_none_on_others():
    sari, case = person("sari"), a_case(person("sari"))
    seen = sight.of(sari, case)
    assert asked_by(lambda: looks.opened(seen, sari)) == 1
    assert asked_by(lambda: looks.opened(seen, sari)) == 1
    other = a_case(person("budi"))  # her colleague's second look of the day
    look("sari", other)
    third = a_case(person("budi"))
    seen = sight.of(sari, third)
    assert asked_by(lambda: looks.opened(seen, sari)) == 1
