"""A new password: hard to guess, and only for whom knows the old one."""

import pytest

from agencies.accounts import actions
from agencies.accounts.attempts import PER_ACCOUNT_AND_SOURCE, LockedOut, Visitor
from agencies.accounts.forms import PasswordForm
from agencies.demo import PASSWORD
from agencies.models import AuditEvent, User
from tests.people import person

pytestmark = pytest.mark.django_db

GOOD = "kopi pahit tanpa gula"
HERE = Visitor(network="10.0.0.1")


def form(current=PASSWORD, new=GOOD, again=None):
    data = {"current": current, "new": new, "again": new if again is None else again}
    return PasswordForm(data, user=person("sari"))


def change(current):
    actions.change_password(by=person("sari"), current=current, new=GOOD, visitor=HERE)


@pytest.mark.parametrize(
    "new",
    ["pendek", "83726150398261", "qwerty123456", "sariwulandari1"],
    ids=["short", "digits", "common", "her name"],
)
def test_a_password_that_is_easy_to_guess_is_refused(new):
    assert list(form(new=new).errors) == ["new"]


@pytest.mark.parametrize(
    "new",
    [
        "sayang123456",
        "P@ssw0rd2025!",
        "Indonesia-2025",
        "bhayangkara17",
        "merdekamerdeka",
        "2025!!Rahasia2026",
        "1nd0n3s1a2025",
        "qwertyuiop2025",
    ],
)
def test_a_common_word_in_disguise_is_refused(new):
    assert list(form(new=new).errors) == ["new"]


@pytest.mark.parametrize(
    "new", [GOOD, "hujan di Nunukan sore", "Tiga-Ekor-Kambing-9", "x7#Lq!vT2mRz"]
)
def test_words_that_do_not_belong_together_are_taken(new):
    assert form(new=new).is_valid()


def test_a_slip_in_the_repetition_is_refused():
    assert list(form(again=GOOD + "x").errors) == ["again"]
    assert form().is_valid()


def test_blanks_at_its_ends_belong_to_a_password():
    accepted = form(new=f" {GOOD} ")

    assert accepted.is_valid()
    assert accepted.cleaned_data["new"] == f" {GOOD} "


def test_a_wrong_current_password_changes_nothing_and_is_recorded():
    with pytest.raises(actions.Refused):
        change("wrong")

    assert User.objects.get(username="sari").check_password(PASSWORD)
    event = AuditEvent.objects.get()
    assert (event.verb, event.reason) == ("sign_in_refused", "changing_password")
    assert event.by == person("sari")


def test_whoever_finds_an_open_session_may_not_guess_for_ever():
    for _ in range(PER_ACCOUNT_AND_SOURCE):
        with pytest.raises(actions.Refused):
            change("wrong")

    with pytest.raises(LockedOut):
        change(PASSWORD)
    assert User.objects.get(username="sari").check_password(PASSWORD)


def test_passwords_are_never_shown_back():
    page = str(form(current="my old secret", again="other"))

    assert "my old secret" not in page
    assert GOOD not in page
