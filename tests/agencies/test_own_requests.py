"""What somebody asked about another's account: seen by her, taken back by her, and
shown to who decides with what it ends."""

import pytest
from django.core.exceptions import ValidationError

from agencies.access import OutOfScope
from agencies.accounts import approvals
from agencies.choices import RequestState, Role
from agencies.models import AccountRequest, AuditEvent
from cases import actions
from tests.agencies.factors import given
from tests.agencies.test_approvals import asked_post, asked_reset
from tests.cases.involved import words_of
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db
PAGE = "/people/requests/"


def test_who_asked_sees_it_and_takes_it_back():
    asked = asked_post()
    tono = browser_of("tono")
    page = words_of(tono.get(PAGE))
    assert "Permintaan Anda yang menunggu orang lain" in page
    assert "Sari Wulandari" in page
    where = f"{PAGE}{asked.public_id}/withdraw/"
    assert "Permintaan ditarik." in words_of(tono.post(where, follow=True))
    assert "Sari Wulandari" not in words_of(tono.get(PAGE))
    assert tono.post(where).status_code == 404
    with pytest.raises(OutOfScope):
        actions.approve_move(asked, by=person("yuli"))
    event = AuditEvent.objects.get(verb="withdrew_account_change")
    assert (event.by, event.subject_id) == (person("tono"), asked.pk)
    assert asked_post().state == RequestState.ASKED


@pytest.mark.parametrize("who", ["yuli", "rini", "sari", "ani"])
def test_nobody_takes_back_what_another_asked(who):
    asked = asked_post("budi")
    with pytest.raises(OutOfScope):
        approvals.take_back(asked, by=person(who))
    answer = browser_of(who).post(f"{PAGE}{asked.public_id}/withdraw/")
    assert answer.status_code in (403, 404)
    asked.refresh_from_db()
    assert asked.state == RequestState.ASKED


def test_what_was_decided_is_not_taken_back():
    asked = asked_post()
    approvals.decline(asked, by=person("yuli"))
    with pytest.raises(OutOfScope):
        approvals.take_back(asked, by=person("tono"))


def test_the_same_request_is_told_to_wait_and_another_takes_its_place():
    asked_post()
    for by in ("tono", "yuli"):
        with pytest.raises(ValidationError, match="sudah diajukan"):
            asked_post(by=by)
    assert asked_post(role=Role.CASE_MANAGER).state == RequestState.ASKED
    given("dewi")
    asked_reset()
    with pytest.raises(ValidationError, match="sudah diajukan"):
        asked_reset()
    assert AccountRequest.objects.count() == 3


def test_who_decides_reads_what_the_new_post_ends():
    sari = person("sari")
    held = sari.assignment.post
    browser_of("sari"), browser_of("sari")
    asked_post()
    page = words_of(browser_of("yuli").get(PAGE))
    assert f"Jabatan sekarang {held.title}, {held.agency}" in page
    assert "Jabatan baru Kanit" in page
    assert "Jabatan sekarang berakhir. 2 sesinya yang terbuka berakhir." in page
