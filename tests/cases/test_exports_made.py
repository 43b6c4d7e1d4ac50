"""A worker makes the file of what its asker may see now, and makes it once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from agencies import clock, exports
from agencies.choices import JobState
from agencies.models import Export, Job
from cases import actions
from cases.exports import asked, making
from cases.models import Case
from tests.cases.examples import (
    GIRL,
    MAN,
    a_case,
)
from tests.cases.exported import (
    API,
    SAID,
    ask,
    events,
    made,
    rows_of,
    suspend,
    taken,
    unpacked,
)
from tests.cases.test_sections import asked as referral
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


def test_a_suspended_askers_job_does_not_run(cases):
    export = ask(browser_of("sari"), "cases")
    suspend("sari")
    export = made(export)
    assert export.job.state == JobState.FAILED or export.job.tries == 1
    assert export.file is None
    assert [e.reason for e in events("denied")] == ["403 export"]


def test_who_is_suspended_in_mid_work_gets_nothing(cases, monkeypatch):
    monkeypatch.setattr(making, "AT_ONCE", 1)
    export = ask(browser_of("sari"), "cases")
    read = []

    def tell(n: int) -> None:
        read.append(n)
        suspend("sari")

    with pytest.raises(PermissionDenied):
        making.make(export, tell=tell)
    assert read == [1]
    assert Export.objects.get(file=None)


def test_a_post_that_changed_meanwhile_ends_it(cases):
    export = ask(browser_of("sari"), "cases")
    post = person("sari").assignment.post
    post.agency = person("citra").assignment.post.agency
    post.save()
    with pytest.raises(PermissionDenied):
        making.make(export, tell=print)


def test_what_is_in_the_list_when_it_is_made_is_in_the_file(cases):
    """Scope is asked for when the rows are read, not when they were asked for."""
    export = ask(browser_of("dewi"), "cases")
    withdrawn, *_others = Case.objects.visible_to(person("sari"))
    actions.withdraw_case(
        withdrawn, by=person("sari"), seen=withdrawn.version, reason="wrong_case"
    )
    a_case(person("sari"), victims=(MAN,))
    a_case(person("citra"), region="51.71")
    rows = rows_of(unpacked(browser_of("dewi"), made(export))[0])
    shown = asked.read("cases", "", by=person("dewi")).list.page().rows
    numbers = [row["Nomor register"] for row in rows]
    assert numbers == [row["register_no"] for row in shown]
    assert len(numbers) == 3
    assert withdrawn.register_no not in numbers


def test_what_is_shut_to_her_is_shut_in_the_file():
    """Masks are applied where rows are read: an age is for who works on the case."""
    a_case(person("sari"), victims=(GIRL | {"age": 15},))
    ages = {
        who: [row["Umur"] for row in rows_of(taken(browser_of(who), "victims")[0])]
        for who in ("sari", "budi", "dewi")
    }
    assert ages == {"sari": [15], "budi": [None], "dewi": [None]}


def test_a_grant_that_ended_meanwhile_opens_nothing():
    """wati asks for her list while she is asked in; when it is made she is not."""
    case = a_case(person("sari"))
    asked_in = referral(case, "UPTD-PPA-BPP", by="sari")
    actions.accept_referral(asked_in, by=person("wati"))
    assert len(rows_of(taken(browser_of("wati"), "cases")[0])) == 1
    export = ask(browser_of("wati"), "cases")
    actions.end_referral(asked_in, by=person("sari"))
    assert rows_of(unpacked(browser_of("wati"), made(export))[0]) == []


def test_a_day_has_its_limit(cases, monkeypatch):
    """Those that came to nothing take nothing from it."""
    monkeypatch.setattr(exports, "MOST_A_DAY", 2)
    client = browser_of("sari")
    for _time in range(2):
        failed = ask(client, "cases")
        Job.objects.filter(pk=failed.job_id).update(state=JobState.FAILED)
        made(ask(client, "cases"))
    answer = client.post(reverse("export_new", query={"list": "cases"}), SAID)
    assert answer.status_code == 400
    assert "Paling banyak 2 ekspor sehari" in answer.content.decode()
    sent = SAID | {"list": "cases"}
    answer = client.post(API, sent, content_type="application/json")
    assert answer.status_code == 400
    assert made(ask(browser_of("budi"), "cases")).made_at
    with clock.set_to(clock.now() + timedelta(hours=24, minutes=1)):
        assert ask(browser_of("sari"), "cases")


def test_a_second_run_makes_no_second_file(cases):
    export = made(ask(browser_of("sari"), "cases"))
    before = bytes(Export.objects.get().file)
    making.make(export, tell=print)
    assert bytes(Export.objects.get().file) == before
    assert len(events("made_export")) == 1


def test_too_many_rows_are_refused_with_a_sentence(cases, settings):
    settings.EXPORT_MOST_ROWS = 2
    export = made(ask(browser_of("sari"), "cases"))
    assert export.file is None
    assert "Paling banyak 2 baris" in export.job.reason


def test_few_wait_at_once(cases):
    client = browser_of("sari")
    for _time in range(exports.MOST_OPEN):
        ask(client, "cases")
    address = reverse("export_new", query={"list": "cases"})
    answer = client.post(address, SAID)
    assert answer.status_code == 400
    assert "Paling banyak 3 ekspor" in answer.content.decode()
    assert Export.objects.count() == exports.MOST_OPEN
