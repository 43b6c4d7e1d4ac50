"""A file is fetched by its asker alone, for a day, while all of it is open to her."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies import clock, exports
from agencies.models import Assignment, Export
from agencies.sealing import keystore
from cases import actions
from cases.choices import RestrictReason
from tests.cases.examples import (
    GIRL,
    MAN,
    a_case,
    assign,
)
from tests.cases.exported import (
    API,
    SAID,
    ask,
    events,
    made,
    opened,
    rows_of,
    suspend,
    taken,
    unpacked,
)
from tests.cases.test_sections import asked as referral
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


# -- Who gets it -----------------------------------------------------------------------


DOORS = ("export", "export_file", "api_export", "api_export_file")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", ["budi", "dewi", "citra", "ani", "tono"])
def test_only_the_asker_gets_at_it(cases, who, door):
    export = made(ask(browser_of("sari"), "victims"))
    args = [export.public_id]
    assert browser_of(who).get(reverse(door, args=args)).status_code == 404
    for act in ("export_password", "api_export_password"):
        assert browser_of(who).post(reverse(act, args=args)).status_code == 404
    assert Export.objects.get().told_at is None
    assert browser_of("sari").get(reverse(door, args=args)).status_code == 200


def test_not_even_the_asker_under_another_hat(cases):
    export = made(ask(browser_of("sari"), "victims"))
    sari = person("sari")
    second = Assignment.objects.create(
        user=sari,
        post=person("wati").assignment.post,
        kind="bko",
        letter_number="Sprin/1/XI/2025",
        starts_on=clock.today(),
    )
    client = browser_of("sari")
    client.post(reverse("switch_hat"), {"assignment": second.pk})
    assert client.get(reverse("export", args=[export.public_id])).status_code == 404
    assert Export.objects.of(person("sari")).count() == 1


@pytest.mark.parametrize("who", ["ani", "tono"])
def test_who_has_no_right_asks_in_vain(cases, who):
    client = browser_of(who)
    address = reverse("export_new", query={"list": "cases"})
    assert client.get(address).status_code == 403
    assert client.post(address, SAID).status_code == 403
    assert client.get(reverse("export_list")).status_code == 403
    sent = SAID | {"list": "cases"}
    answer = client.post(API, sent, content_type="application/json")
    assert answer.status_code == 403
    assert not Export.objects.exists()


# -- What changes once it is made ------------------------------------------------------


def asked_in_with_a_file():
    """wati's file of the one case that she is asked in for, and the referral."""
    case = a_case(person("sari"), victims=(GIRL | {"age": 15},))
    asked_in = referral(case, "UPTD-PPA-BPP", by="sari")
    actions.accept_referral(asked_in, by=person("wati"))
    return made(ask(browser_of("wati"), "cases")), asked_in


def is_destroyed(export: Export, client) -> bool:
    """Nothing is left, both doors say so, and so does the trail."""
    at = f"{API}{export.public_id}/"
    doors = [client.get(f"{at}file/"), client.post(f"{at}password/")]
    doors += [client.get(reverse("export_file", args=[export.public_id]))]
    kept = Export.objects.get(pk=export.pk)
    assert [door.status_code for door in doors] == [410] * len(doors)
    with pytest.raises(keystore.KeyGone):
        keystore.key_of(exports.ref_of_export(export.public_id))
    [event] = events("destroyed_export")
    assert event.subject_id == export.pk
    return (kept.file, kept.sealed, kept.holds) == (None, None, None)


@pytest.mark.parametrize("door", ["export_file", "export_password"])
def test_a_file_goes_with_the_grant_that_opened_it(
    door, django_capture_on_commit_callbacks
):
    export, asked_in = asked_in_with_a_file()
    actions.end_referral(asked_in, by=person("sari"))
    client, address = browser_of("wati"), reverse(door, args=[export.public_id])
    with django_capture_on_commit_callbacks(execute=True):
        way = client.post if door == "export_password" else client.get
        answer = way(address)
    assert answer.status_code == 410
    assert "tidak lagi terbuka bagi Anda" in answer.content.decode()
    assert is_destroyed(export, client)


@pytest.mark.parametrize("who", ["budi", "dewi", "seto"])
def test_a_file_with_a_case_that_became_restricted_goes(
    who, django_capture_on_commit_callbacks
):
    """Of seto it holds the summary alone."""
    case = a_case(person("sari"), victims=(GIRL,))
    export = made(ask(browser_of(who), "cases"))
    assert export.rows == 1
    actions.restrict_case(case, by=person("sari"), reason=RestrictReason.LEAK)
    client = browser_of(who)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.get(f"{API}{export.public_id}/file/").status_code == 410
    assert is_destroyed(export, client)


def test_ages_go_when_the_work_on_the_case_ends(django_capture_on_commit_callbacks):
    """The row is still in sight, what stands in it is not."""
    case = a_case(person("sari"), victims=(GIRL | {"age": 15},))
    worker = assign(case, "budi")
    export = made(ask(browser_of("budi"), "victims"))
    actions.end_work(worker, by=person("rini"))
    client = browser_of("budi")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.get(f"{API}{export.public_id}/file/").status_code == 410
    assert is_destroyed(export, client)
    assert rows_of(taken(client, "victims")[0])[0]["Umur"] is None


def test_rows_that_came_since_shut_nothing(cases):
    export = made(ask(browser_of("sari"), "cases"))
    a_case(person("sari"), victims=(MAN,))
    assert len(rows_of(unpacked(browser_of("sari"), export)[0])) == 3


def test_the_files_of_who_may_not_fetch_them_are_swept(
    cases, django_capture_on_commit_callbacks
):
    export = made(ask(browser_of("sari"), "cases"))
    made(ask(browser_of("budi"), "cases"))
    assert exports.sweep() == 0
    suspend("sari")
    with django_capture_on_commit_callbacks(execute=True):
        assert exports.sweep() == 1
    assert exports.sweep() == 0
    assert [event.subject_id for event in events("destroyed_export")] == [export.pk]
    assert Export.objects.exclude(file=None).get().by == person("budi")


# -- Its day ---------------------------------------------------------------------------


def test_after_a_day_it_is_gone_and_says_so(cases, django_capture_on_commit_callbacks):
    client = browser_of("sari")
    export = made(ask(client, "cases", "has_lp=true"))
    tomorrow = clock.now() + timedelta(hours=24, minutes=1)
    with clock.set_to(tomorrow):
        client = browser_of("sari")
        page = client.get(reverse("export", args=[export.public_id]))
        assert "sudah kedaluwarsa" in page.content.decode()
        assert "query=has_lp%3Dtrue" in page.content.decode()
        gone = client.get(reverse("export_file", args=[export.public_id]))
        assert gone.status_code == 410
        assert client.get(f"{API}{export.public_id}/file/").status_code == 410
        with django_capture_on_commit_callbacks(execute=True):
            assert exports.sweep() == 1
        assert exports.sweep() == 0
    export = Export.objects.get()
    assert (export.file, export.sealed, export.rows) == (None, None, 1)
    with pytest.raises(keystore.KeyGone):
        exports.note_of(made(export))
    [event] = events("expired_export")
    assert event.by is None


def test_the_password_is_told_once_and_kept_nowhere(
    cases, django_capture_on_commit_callbacks
):
    client = browser_of("sari")
    export = made(ask(client, "cases"))
    address = reverse("export_password", args=[export.public_id])
    assert client.get(address).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(address).content.decode()
    password = page.split('id="secret">')[1].split("<")[0]
    data = client.get(reverse("export_file", args=[export.public_id])).content
    assert opened(data, password)
    again = client.post(address)
    assert again.status_code == 409
    assert password not in again.content.decode()
    assert "sudah ditampilkan" in again.content.decode()
    export.refresh_from_db()
    assert export.sealed is None
    assert export.told_at is not None
    with pytest.raises(keystore.KeyGone):
        keystore.key_of(exports.ref_of_export(export.public_id))


def test_before_it_is_made_there_is_nothing_to_give(cases):
    client = browser_of("sari")
    export = ask(client, "cases")
    at = f"{API}{export.public_id}/"
    assert client.get(f"{at}file/").status_code == 409
    assert client.post(f"{at}password/").status_code == 409
    page = client.get(reverse("export", args=[export.public_id])).content.decode()
    assert 'data-poll="open"' in page
