"""What docs/security/access-matrix.yaml does not name is not built (S1).

Whoever adds an address, a member of the API, a column of a list or a task says in that
file whose it is. (Models and their fields: docs/security/fields.yaml.)
"""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver, reverse
from rest_framework.serializers import Serializer

from agencies.choices import Role
from agencies.sections import Section
from cases.api import shapes
from cases.exports.asked import KINDS
from cases.lists.walk import RegisterList
from cases.models import Suspect, Victim
from cases.models.row import Row
from tests.people import browser_of
from tests.security import acting, matrix, sharing
from tppo_tracker.celery import app

APPS = ("agencies", "cases", "reports", "tppo_tracker")
ROLE_ACTS = re.compile(r"^\w+( or \w+)*$")
# One of the cast for each role.
OF_ROLE = {
    Role.OFFICER: "sari",
    Role.SUPERVISOR: "rini",
    Role.CASE_MANAGER: "wati",
    Role.SECRETARIAT: "seto",
    Role.ANALYST: "eko",
    Role.AUDITOR: "ani",
    Role.ADMINISTRATOR: "tono",
}
PUBLIC = ("anyone", "self", "signed in")


def surfaces(kind: str) -> dict:
    return matrix.document()["surfaces"][kind]


def compare(there: set[str], said: set[str]) -> None:
    assert sorted(there - said) == [], f"Not named in {matrix.FILE.name}."
    assert sorted(said - there) == [], f"Named in {matrix.FILE.name}, and gone."


def addresses(resolver=None) -> Iterator[URLPattern]:
    for found in (resolver or get_resolver()).url_patterns:
        if isinstance(found, URLPattern):
            yield found
        else:
            yield from addresses(found)


def ours(of: type) -> Iterator[type]:
    """All classes below one that our own apps define."""
    for below in of.__subclasses__():
        if below.__module__.split(".")[0] in APPS:
            yield below
        yield from ours(below)


def test_every_address_is_named():
    names = [address.name for address in addresses()]
    assert len(names) == len(set(names)) > 80
    compare(set(names), set(surfaces("pages")) | set(surfaces("api")))


def test_every_address_is_named_in_words_that_the_matrix_explains():
    acts = set().union(*matrix.roles().values())
    for words in (*surfaces("pages").values(), *surfaces("api").values()):
        first = words.split("; ")[0].removeprefix("adding is ")
        if acting.ACT.search(words) or first in PUBLIC or first.startswith("read "):
            continue
        assert ROLE_ACTS.match(first), words
        assert set(first.split(" or ")) <= acts, words


def test_every_act_on_a_case_is_one_that_the_matrix_lets_somebody_do():
    acts = set().union(*matrix.roles().values())
    found = acting.addresses()
    assert len(found) > 40
    assert {address.act for address in found} <= acts
    # Those that stand in no section are asked for one by one.
    apart = {address.name for address in found if address.section is None}
    assert apart <= set(sharing.REQUESTS) <= {address.name for address in found}


def test_an_address_of_a_case_is_one_that_acts_on_it_or_reads_it():
    """Every address that names a case is tried by everybody in test_doors."""
    tried = {address.name for address in acting.addresses()}
    of_cases = {
        address.name
        for address in addresses()
        if re.match(r"(case|api_case)\b", address.name or "")
        or "case_" in (address.name or "")
    }
    reading = {
        name
        for name, words in (surfaces("pages") | surfaces("api")).items()
        if words.startswith("read ") or words in PUBLIC
    }
    by_role = {
        name
        for name, words in (surfaces("pages") | surfaces("api")).items()
        if ROLE_ACTS.match(words.split("; ")[0])
    }
    assert sorted(of_cases - tried - reading - by_role) == []


def serializers() -> dict[str, type[Serializer]]:
    """Those with members of their own; bases of others have none yet."""
    found = {}
    for serializer in ours(Serializer):
        has_members = hasattr(serializer, "Meta") or serializer._declared_fields
        if has_members and "<locals>" not in serializer.__qualname__:
            found[serializer.__name__] = serializer
    for base in (shapes.Row, shapes.Masked):
        found.pop(base.__name__)
    return found


def members(said: dict[str, str]) -> set[str]:
    return {name for names in said.values() for name in names.split()}


def test_every_member_of_the_api_is_named():
    compare(set(serializers()), set(surfaces("serializers")))
    for name, serializer in serializers().items():
        said, there = members(surfaces("serializers")[name]), set(serializer().fields)
        # Shapes of one noun share their members; not each has all the machinery.
        said -= {"case", "results"} - there
        assert there == said, name


def test_members_of_other_sections_than_its_own_may_be_null():
    for name in ("CaseOut", "VictimOut", "VictimOnCase"):
        fields = serializers()[name]().fields
        for section, names in surfaces("serializers")[name].items():
            for member in names.split():
                if section != "summary":
                    assert fields[member].allow_null, f"{name}.{member}"


def test_every_column_of_a_list_is_named_and_masked_where_its_section_is_shut():
    found: dict[str, set[str]] = {}
    for kind in ours(RegisterList):
        if getattr(kind, "name", None):
            found.setdefault(kind.name, set()).update(kind.columns)
    compare(set(found), set(surfaces("columns")))
    for name, columns in found.items():
        said = surfaces("columns")[name]
        compare(columns, members(said))
    masked = surfaces("columns")["victims"]["victim_identity"]
    assert set(masked.split()) == set(Victim.MASKED)


def test_every_column_of_an_export_is_named():
    said = surfaces("exports")
    compare(set(KINDS), set(said))
    for name, kind in KINDS.items():
        compare({column.member for column in kind.columns}, members(said[name]))


@pytest.mark.parametrize("model", [Victim, Suspect], ids=lambda m: m.__name__)
def test_rows_stand_in_the_section_that_the_matrix_says(model: type[Row]):
    said = surfaces("columns")[f"{model.__name__.lower()}s"]
    own = next(part for part, names in said.items() if "row_is_withdrawn" in names)
    assert model.section == Section[own.upper()]


def test_every_task_is_named():
    app.loader.import_default_modules()
    there = {name for name in app.tasks if not name.startswith("celery.")}
    compare(there, set(surfaces("tasks")))
    assert set(surfaces("tasks").values()) <= {"machinery", "calendar", "asker"}


def by_role() -> list[tuple[str, str]]:
    """Addresses without arguments that a role's acts open, and the words."""
    without = {a.name for a in addresses() if not a.pattern.converters}
    kinds = surfaces("pages") | surfaces("api")
    return [
        (name, words.split("; ")[0])
        for name, words in kinds.items()
        if name in without and ROLE_ACTS.match(words.split("; ")[0])
        if words.split("; ")[0] not in PUBLIC
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("role", OF_ROLE, ids=str)
def test_a_role_opens_the_addresses_of_its_acts_and_no_other(role):
    client, acts = browser_of(OF_ROLE[role]), matrix.roles()[role.value]
    tried = by_role()
    assert len(tried) > 10
    wrong = {}
    for name, words in tried:
        status = client.get(reverse(name)).status_code
        opens = bool(set(words.split(" or ")) & acts)
        # Some want a question first (400, 404), some are for posting alone (405).
        if status == 403 if opens else status in (200, 302):
            wrong[name] = status
    assert wrong == {}
