"""A program with a token: no cookie, no CSRF, and no more than its user."""

from datetime import timedelta

import pytest

from agencies import clock
from agencies.accounts import actions
from agencies.models import ApiToken, User
from cases.models import Case
from tests.api.clients import CASE, Program, told
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bearer():
    sari = person("sari")
    token = actions.make_api_token(by=sari, user=sari, label="SIMFONI", days=1)
    return {"authorization": f"Bearer {token}"}


def test_a_token_logs_and_reads(bearer, django_assert_num_queries):
    program = Program(enforce_csrf_checks=True)
    made = told(program.call("POST", "cases/", CASE, **bearer), 201)
    assert Case.objects.get(public_id=made["id"]).created_by == person("sari")
    # The token with its user; the case with her ties, and that she looked just now.
    with django_assert_num_queries(2):
        told(program.call("GET", f"cases/{made['id']}/", **bearer))
    assert not program.cookies


def revoke():
    ApiToken.objects.update(revoked_at=clock.now())


def expire():
    ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))


def suspend():
    User.objects.filter(username="sari").update(suspended_at=clock.now())


@pytest.mark.parametrize("end", [revoke, expire, suspend])
def test_it_ends_at_once(bearer, end):
    told(Program().call("GET", "cases/", **bearer))
    end()
    refused = told(Program().call("GET", "cases/", **bearer), 401)
    assert refused["detail"] == "Token tidak berlaku."


@pytest.mark.parametrize("odd", ["Bearer", "Bearer x", "Bearer a b", "Basic eDp5"])
def test_odd_credentials_open_nothing(odd):
    response = Program().call("GET", "cases/", authorization=odd)
    told(response, 401)
    assert response.headers["WWW-Authenticate"] == "Bearer"
