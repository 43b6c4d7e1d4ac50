"""Rules of the repository as tests."""

import hashlib
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import CharField

from agencies import drafts, saved_views
from agencies.accounts import actions as account_actions
from agencies.accounts import approvals
from cases import actions
from tests.ground import CHECKOUT
from tppo_tracker import environment

APPS = ("agencies", "cases", "reports", "tppo_tracker")
SOURCES = [
    path
    for app in APPS
    for path in sorted((CHECKOUT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
OURS = [
    model
    for app in ("agencies", "cases", "reports")
    for model in apps.get_app_config(app).get_models()
]
LOOKS = {"sign_in", "to_decide", "asked_by", "reset_of", "use_code"}
ACTIONS = [
    *[getattr(actions, name) for name in actions.__all__],
    *[
        act
        for module in (account_actions, approvals, drafts, saved_views)
        for name, act in inspect.getmembers(module, inspect.isfunction)
        # Whoever signs in is nobody yet; these others only look.
        if act.__module__ == module.__name__ and name[0] != "_" and name not in LOOKS
    ],
]
FROZEN = CHECKOUT / "tests" / "migrations.sha256"
# What people throw away themselves, and an index; nothing else is ever deleted.
DELETABLE = {
    "agencies_draft",
    "agencies_savedview",
    "agencies_signinattempt",
    "agencies_agency_regions",
    "agencies_session",
    "cases_identifier",
    "mfa_authenticator",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_the_clock_asks_the_machine_for_the_time(path):
    if name_of(path) in ("agencies/clock.py", "tppo_tracker/logs.py"):
        return
    asked = re.findall(
        r"timezone\.now\(|datetime\.now\(|date\.today\(|localdate\(|localtime\(\)"
        r"|utcnow\(",
        path.read_text(),
    )
    assert asked == []


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.__name__)
def test_an_action_names_its_actor(action):
    actor = inspect.signature(action).parameters["by"]
    assert actor.kind is inspect.Parameter.KEYWORD_ONLY
    assert actor.default is inspect.Parameter.empty


# What several actions are made of: nobody does it by itself.
PARTS_OF_ACTS = {
    *("by_name", "end_now", "end_of_letters", "end_with_work", "follow_entries"),
    *("give_key", "hold"),
    "restrict_if_official",
    "rescue_case",  # the owner's command: nobody's act
    *("particulars_of", "given_since", "known_reason", "standing_now"),
    *("why_not", "of_suspects_alone", "why_not_parted"),
}


def test_every_action_is_offered():
    """The package's list is the description of the system: nothing hides from it."""
    found = set()
    for path in sorted((CHECKOUT / "cases" / "actions").glob("*.py")):
        if path.stem in ("__init__", "known", "parts", "rows"):
            continue
        found |= {
            name
            for name in re.findall(r"^def ([a-z]\w+)\(", path.read_text(), re.M)
            if name not in PARTS_OF_ACTS
        }
    assert found == set(actions.__all__)


@pytest.mark.parametrize(
    "model",
    [m for m in OURS if m._meta.app_label == "cases" or m is get_user_model()],
    ids=lambda model: model._meta.label,
)
def test_str_shows_no_person(model):
    """What stands in a traceback or a log: a kind of row and its key, no words."""
    row = model()
    for field in model._meta.fields:
        if isinstance(field, CharField):
            setattr(row, field.attname, "Melati")
    assert "Melati" not in str(row)


@pytest.mark.django_db
def test_the_serving_role_deletes_only_what_people_throw_away():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v')"
            " AND relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(oid, 'DELETE')"
        )
        assert {name for (name,) in cursor.fetchall()} == DELETABLE


@pytest.mark.django_db
def test_the_serving_role_truncates_nothing_and_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
            " AND (has_table_privilege(oid, 'TRUNCATE')"
            "      OR relowner = (SELECT oid FROM pg_roles"
            "                      WHERE rolname = current_user))"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_table_has_its_rights_said(model):
    """A table that `grant_serving_role` does not know cannot even be read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'SELECT')", [model._meta.db_table]
        )
        assert cursor.fetchone() == (True,)


def test_no_migration_that_has_landed_is_edited():
    """A new migration adds its line here; an old line never changes."""
    frozen = dict(
        reversed(line.split("  ")) for line in FROZEN.read_text().splitlines()
    )
    found = {
        name_of(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for app in ("agencies", "cases", "reports")
        for path in sorted((CHECKOUT / app / "migrations").glob("0*.py"))
    }
    assert found == frozen


def test_every_variable_of_the_environment_is_told_to_operators():
    told = (CHECKOUT / "docs" / "operations.md").read_text()
    assert [name for name in environment.REQUIRED if name not in told] == []
