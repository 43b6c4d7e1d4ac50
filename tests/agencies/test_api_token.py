"""A token for another program: shown once, kept as a digest, no more than its user."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import path
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies import clock
from agencies.accounts import actions, approvals, staff
from agencies.accounts.attempts import Visitor
from agencies.accounts.authentication import ApiTokenAuthentication
from agencies.choices import SuspendReason
from agencies.demo import PASSWORD
from agencies.models import Agency, ApiToken, AuditEvent, Post, User
from tests.agencies.factors import given
from tests.cases.moving import move_person
from tests.people import person
from tppo_tracker.urls import urlpatterns as real_urls


class Who(APIView):
    """Stands for any view of the API."""

    authentication_classes = [ApiTokenAuthentication, SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        return Response([request.user.username, str(request.user.hat.role)])


urlpatterns = [path("api/who/", Who.as_view(), name="who"), *real_urls]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def make(username="sari", days=90) -> str:
    user = person(username)
    return actions.make_api_token(by=user, user=user, label="SIMFONI", days=days)


def a_post() -> Post:
    agency = Agency.objects.get(code="POLRESTA-BPP-PPA")
    return Post.objects.create(agency=agency, role="officer", title="Penyidik")


def ask(token, keyword="Bearer"):
    return Client().get("/api/who/", headers={"Authorization": f"{keyword} {token}"})


def test_a_token_acts_for_the_home_post_of_its_user():
    assert ask(make("budi")).json() == ["budi", "officer"]


def test_a_token_does_not_follow_a_mutasi():
    token = make("wati")
    assert ask(token).status_code == 200
    letter = {"letter_number": "ST/9/2025", "by": person("tono")}
    move_person(person("wati"), to=a_post(), **letter)

    assert ask(token).status_code == 401
    assert ask(make("wati")).json() == ["wati", "officer"]


def test_a_token_ends_when_its_post_becomes_another():
    token, post = make("budi"), person("budi").assignment.post
    Post.objects.filter(pk=post.pk).update(role="auditor")

    assert ask(token).status_code == 401


def test_a_token_of_a_second_hat_acts_for_it_alone():
    hat = person("seto").assignments.create(
        post=a_post(), kind="plt", letter_number="SP/1", starts_on="2025-01-01"
    )
    seto = person("seto")
    seto.wear(hat.pk)
    token = actions.make_api_token(by=seto, user=seto, label="SIMFONI", days=1)

    assert ask(token).json() == ["seto", "officer"]
    hat.ends_on = "2025-01-02"
    hat.save()
    assert ask(token).status_code == 401


def test_a_token_from_before_suspension_stays_dead():
    token = make("sari")
    staff.suspend(person("sari"), reason=SuspendReason.MISUSE, by=person("tono"))
    staff.unsuspend(User.objects.get(username="sari"), by=person("tono"))

    assert ask(token).status_code == 401
    assert ask(make("sari")).status_code == 200


def test_a_token_costs_one_query(django_assert_num_queries):
    token = make()

    with django_assert_num_queries(1):
        ask(token)


def test_the_command_prints_a_token_that_works_and_the_register_keeps_none(capsys):
    call_command("api_token", "sari", by="wati", label="SIMFONI", days=1)
    token = capsys.readouterr().out.strip()

    assert ask(token).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM agencies_apitoken t")
        row = cursor.fetchone()[0]
    assert token not in row
    assert token.encode().hex() not in row
    event = AuditEvent.objects.get()
    assert (event.verb, event.by) == ("made_api_token", person("wati"))


def ended(user: User) -> None:
    staff.end_sessions(user, by=person("tono"))


def reset(user: User) -> None:
    given(user.username)
    asked = approvals.ask_for_reset(user, by=person("tono"))
    approvals.approve_reset(asked, by=person("yuli"))


def password_changed(user: User) -> None:
    new = "kopi pahit tanpa gula"
    visitor = Visitor(network="10.0.0.1")
    actions.change_password(by=user, current=PASSWORD, new=new, visitor=visitor)


@pytest.mark.parametrize("way", [ended, reset, password_changed])
def test_what_ends_all_sign_ins_ends_tokens_that_she_made_herself(way):
    hers, colleagues = make("sari"), make("budi")
    of_office = actions.make_api_token(
        by=person("rini"), user=person("sari"), label="SIMFONI", days=90
    )

    way(person("sari"))

    assert ask(hers).status_code == 401
    assert ask(of_office).status_code == 200
    assert ask(colleagues).status_code == 200


@pytest.mark.parametrize("token", ["", "guess", "two words", "ü", "x" * 5000])
def test_anything_else_is_refused_with_401_and_told_how(token):
    response = ask(token)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_token_ends_on_its_day():
    token = make(days=2)

    with clock.set_to(clock.now() + timedelta(days=2, seconds=1)):
        assert ask(token).status_code == 401


def test_a_revoked_token_ends_at_once():
    token = make()
    ApiToken.objects.update(revoked_at=clock.now())

    assert ask(token).status_code == 401


def test_suspension_and_the_end_of_a_posting_end_her_tokens():
    suspended, unposted = make("sari"), make("budi")
    User.objects.filter(username="sari").update(suspended_at=clock.now())
    person("budi")
    User.objects.get(username="budi").assignments.update(ends_on="2025-11-01")

    assert ask(suspended).status_code == 401
    assert ask(unposted).status_code == 401


@pytest.mark.parametrize("words", [["agus"], ["nobody"], ["sari", "--days=0"]])
def test_the_command_makes_no_token_for_nobody_or_for_ever(words):
    with pytest.raises(CommandError):
        call_command("api_token", *words, by="wati", label="SIMFONI")
    assert not ApiToken.objects.exists()
