"""A release that hashes passwords more dearly signs nobody out."""

from datetime import timedelta

import pytest
from django.test import Client

from agencies import clock
from agencies.accounts import actions
from agencies.accounts.attempts import Visitor
from agencies.demo import PASSWORD
from agencies.models import User
from tests.agencies.factors import code, given, show_code, show_password
from tests.agencies.test_sign_in import is_in, sign_in
from tests.hashers import CheapArgon2PasswordHasher
from tests.people import person


@pytest.fixture
def raise_the_cost(db, settings):
    """As a release does that hashes passwords more dearly."""

    def act() -> None:
        dearer = "tests.hashers.DearerArgon2PasswordHasher"
        settings.PASSWORD_HASHERS = [dearer, *settings.PASSWORD_HASHERS]

    return act


def hash_of(username: str) -> str:
    return User.objects.get(username=username).password


def test_an_outdated_hash_is_renewed_and_she_stays_signed_in(client, raise_the_cost):
    outdated = hash_of("sari")
    raise_the_cost()
    sign_in(client)
    assert client.get("/account/").status_code == 200
    assert hash_of("sari") != outdated
    assert is_in(sign_in(Client()))


def test_with_an_outdated_hash_the_code_is_asked_for_and_taken(raise_the_cost):
    secret = given("dewi")
    outdated = hash_of("dewi")
    raise_the_cost()
    client = show_password("dewi")
    assert show_code(client, code(secret)).url == "/"
    assert client.get("/account/").status_code == 200
    assert hash_of("dewi") != outdated


def test_renewing_a_hash_ends_no_other_sign_in_of_hers(client, raise_the_cost):
    """It would be told that somebody had changed her password."""
    sign_in(client)
    outdated, another = hash_of("sari"), Client()
    raise_the_cost()
    sign_in(another)
    for each in (client, another):
        assert each.get("/account/").status_code == 200
    assert hash_of("sari") == outdated
    tomorrow = clock.now() + timedelta(days=1)
    with clock.set_to(tomorrow):
        sign_in(client)
        assert client.get("/account/").status_code == 200
    assert hash_of("sari") != outdated


def test_showing_her_password_in_a_session_does_not_end_it(client, raise_the_cost):
    sign_in(client)
    raise_the_cost()
    visitor = Visitor("10.0.0.1")
    actions.confirm_password(by=person("sari"), current=PASSWORD, visitor=visitor)
    assert client.get("/account/").status_code == 200


@pytest.fixture
def looked_at_slowly(db, settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.ChangedMeanwhile"]


class ChangedMeanwhile(CheapArgon2PasswordHasher):
    """While it looks at the old password she gives herself another."""

    def verify(self, password, encoded):
        if password == PASSWORD:
            changed = CheapArgon2PasswordHasher().encode("another one", self.salt())
            User.objects.filter(username="sari").update(password=changed)
        return super().verify(password, encoded)


def test_a_password_that_was_changed_meanwhile_opens_nothing(client, looked_at_slowly):
    assert not is_in(sign_in(client))
    assert client.get("/account/").status_code == 302
