"""The cast holds the posts that show who may see what."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from agencies import clock
from agencies.cast import load_cast
from agencies.choices import AssignmentKind, Role
from agencies.demo import ACCOUNTS, PASSWORD
from agencies.models import Agency, Region, User
from agencies.reference import Count
from tests.people import sight

pytestmark = pytest.mark.django_db


def person(username):
    return User.objects.get(username=username)


def keys_of_cases_led_by(code, *, place):
    """Scope keys of a case: agencies above its lead, regions around its place."""
    regions = Region.objects.filter(code__in=["ID", place[:2], place[:5], place])
    return [
        *Agency.objects.get(code=code).ancestors,
        *(-pk for pk in regions.values_list("pk", flat=True)),
    ]


def test_accounts_on_the_sign_in_page_open_with_the_printed_password():
    assert {name for name, _label in ACCOUNTS} == set(
        User.objects.values_list("username", flat=True)
    )
    for user in User.objects.all():
        assert user.check_password(PASSWORD), user.username


@pytest.mark.parametrize(
    ("username", "role", "agency", "region"),
    [
        ("sari", Role.OFFICER, "POLRESTA-BPP-PPA", None),
        ("budi", Role.OFFICER, "POLRESTA-BPP-PPA", None),
        ("dewi", Role.SUPERVISOR, "POLDA-KALTIM", None),
        ("citra", Role.OFFICER, "POLRESTA-DPS-PPA", None),
        ("wati", Role.CASE_MANAGER, "UPTD-PPA-BPP", None),
        ("dina", Role.OFFICER, "DINSOS-BPP", None),
        ("joko", Role.OFFICER, "KEJARI-BPP", None),
        ("nur", Role.OFFICER, "P4MI-NNK", None),
        ("seto", Role.SECRETARIAT, "DKP3A-KALTIM", "64"),
        ("eko", Role.ANALYST, "POLRI-STAMAOPS", "ID"),
        ("ani", Role.AUDITOR, "POLRI", None),
        ("hadi", Role.SUPERVISOR, "POLRI-DIVPROPAM", None),
        ("tono", Role.ADMINISTRATOR, "POLRI", None),
        ("yuli", Role.ADMINISTRATOR, "POLRI", None),
        ("agus", Role.OFFICER, "POLRESTA-BPP-PPA", None),
    ],
)
def test_everyone_holds_the_right_post(username, role, agency, region):
    post = person(username).assignment.post
    assert (post.role, post.agency.code) == (role, agency)
    assert (post.region.code if post.region else None) == region


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("sari", "case"),
        ("budi", "case"),
        ("dewi", "case"),
        ("citra", "nothing"),
        ("wati", "nothing"),
        ("dina", "nothing"),
        ("joko", "nothing"),
        ("nur", "nothing"),
        ("seto", "summary"),
        ("eko", "summary"),
        ("ani", "nothing"),
        ("tono", "nothing"),
    ],
)
def test_what_each_one_sees_of_a_case_of_polresta_balikpapan(username, seen):
    keys = keys_of_cases_led_by("POLRESTA-BPP-PPA", place="64.71.01")
    assert sight(person(username).hat, keys) == seen


@pytest.mark.parametrize("username", ["sari", "dewi", "seto"])
def test_balikpapan_sees_nothing_of_denpasar(username):
    keys = keys_of_cases_led_by("POLRESTA-DPS-PPA", place="51.71.01")
    assert sight(person(username).hat, keys) == "nothing"


def test_only_agus_is_suspended():
    suspended = [user.username for user in User.objects.all() if not user.is_active]
    assert suspended == ["agus"]


def test_budi_wears_his_home_post_first_and_a_dated_second_hat_by_letter():
    home, second = person("budi").assignments_today
    assert home.kind == AssignmentKind.HOME
    assert second.kind == AssignmentKind.BKO
    assert second.post.agency.code == "POLRES-PPU-PPA"
    assert second.letter_number
    assert second.ends_on is not None


def test_the_second_hat_can_still_be_tried_next_year():
    moment = datetime(clock.today().year + 1, 1, 5, 3, 0, tzinfo=UTC)
    with clock.set_to(moment):
        assert len(person("budi").assignments_today) == 1
        assert load_cast().changed == 1
        _home, second = person("budi").assignments_today
    assert second.ends_on == date(moment.year, 12, 31)


def test_a_second_load_changes_nothing():
    count = load_cast()
    assert (count.created, count.changed) == (0, 0)


def test_a_changed_account_is_brought_back():
    sari = person("sari")
    sari.set_password("sesuatu-yang-lain")
    sari.suspended_at = clock.now()
    sari.save(update_fields=["password", "suspended_at"])
    assert load_cast().changed >= 1
    sari = person("sari")
    assert sari.check_password(PASSWORD)
    assert sari.is_active


def test_counts_add_up():
    assert Count(1, 2, 3) + Count(4, 5, 6) == Count(5, 7, 9)


@pytest.mark.parametrize(
    ("environment", "demo"),
    [("production", False), ("production", True), ("development", False)],
)
def test_the_cast_is_refused_where_real_people_are(settings, environment, demo):
    settings.TPPO_ENV, settings.DEMO_MODE = environment, demo
    User.objects.filter(username="sari").update(full_name="Lain")
    with pytest.raises(CommandError, match="public password"):
        call_command("load_cast")
    assert person("sari").full_name == "Lain"


def test_the_cast_is_loaded_in_demo_mode(settings, capsys):
    settings.TPPO_ENV, settings.DEMO_MODE = "development", True
    call_command("load_cast")
    assert "0 created, 0 changed" in capsys.readouterr().out
