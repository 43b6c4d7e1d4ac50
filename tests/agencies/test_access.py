"""Who may what: posts, keys, command and editions. Absent means no."""

import pytest
from django.core.exceptions import PermissionDenied

from agencies import access
from agencies.access import Act, Hat, Ties
from agencies.choices import Role
from agencies.sections import EVERYTHING, OPEN, Ground, Section
from tests.people import sight
from tests.security import matrix

# Roles and acts as docs/security/access-matrix.yaml has them.
CELLS = [(role, act, act in matrix.roles()[role]) for role in Role for act in Act]
OFFICE, OTHER, REGION = 11, 12, 64
LEADS = Ties(((Ground.LEAD, EVERYTHING),), is_assigned=True)
COMMANDS = Ties(((Ground.COMMAND, OPEN),))
STRANGER = Ties()


@pytest.mark.parametrize("act", Act)
def test_without_a_post_there_is_no_right(act):
    assert not access.may(Hat.none(), act)
    assert not access.may_on_case(Hat.none(), act, LEADS)
    assert Hat.none().scope_keys == ()


@pytest.mark.parametrize(("role", "act", "yes"), CELLS)
def test_a_case_is_worked_on_by_the_office_that_leads_it_and_read_by_command(
    role, act, yes
):
    hat = Hat(role=role, agency_id=OFFICE, agency_type="police")
    opens = yes and access.may(hat, Act.SEE_CASES)

    assert access.may_on_case(hat, act, LEADS) is opens
    for ties in (COMMANDS, STRANGER):
        assert not access.may_on_case(hat, act, ties)
        with pytest.raises(PermissionDenied):
            access.require_on_case(hat, act, ties)


def test_an_office_without_a_trade_opens_no_section():
    hat = Hat(role=Role.SUPERVISOR, agency_id=OFFICE, agency_type="ppatk")
    assert not any(access.may_see(hat, section, LEADS) for section in Section)
    assert not access.may_lead(hat)


@pytest.mark.parametrize(("kind", "yes"), [("police", True), ("ppatk", False)])
def test_the_menu_leads_nobody_to_a_refusal(kind, yes):
    """Whoever only coordinates logs no case and searches for nobody."""
    hat = Hat(role=Role.OFFICER, agency_id=OFFICE, agency_type=kind)
    assert (access.Act.SEARCH_NAMES in access.offered_to(hat)) == yes
    assert (access.Act.LOG_CASE in access.offered_to(hat)) == yes
    if not yes:
        with pytest.raises(PermissionDenied):
            access.require_search(hat)


@pytest.mark.parametrize(
    ("served", "region", "yes"),
    [
        (("64",), "64", True),
        (("64",), "64.71", True),
        (("64.71",), "64", False),
        (("64.7",), "64.71", False),
        (("6",), "64", False),
        (("64", "65"), "65.03", True),
        (("ID",), "64.71", True),
        (("64",), "ID", False),
        ((), "64", False),
    ],
)
def test_an_edition_is_for_offices_that_serve_its_region(served, region, yes):
    hat = Hat(role=Role.OFFICER, agency_id=OFFICE)
    edition = {"served": served, "region": region}
    assert access.may_on_edition(hat, Act.READ_EDITION, **edition) is yes
    assert not access.may_on_edition(hat, Act.PUBLISH_EDITION, **edition)
    assert not access.may_on_edition(Hat.none(), Act.READ_EDITION, **edition)


@pytest.mark.parametrize(
    ("role", "region", "keys"),
    [
        (Role.OFFICER, None, (OFFICE,)),
        (Role.SUPERVISOR, None, (OFFICE,)),
        (Role.CASE_MANAGER, None, (OFFICE,)),
        (Role.COMPANION, None, (OFFICE,)),
        (Role.SECRETARIAT, REGION, (OFFICE, -REGION)),
        (Role.SECRETARIAT, None, (OFFICE,)),
        (Role.ANALYST, REGION, (-REGION,)),
        (Role.ANALYST, None, ()),
        (Role.AUDITOR, None, ()),
        (Role.ADMINISTRATOR, None, ()),
        # A region in the wrong hands opens nothing.
        (Role.OFFICER, REGION, (OFFICE,)),
        (Role.ADMINISTRATOR, REGION, ()),
    ],
)
def test_the_keys_of_a_hat(role, region, keys):
    assert Hat(role=role, agency_id=OFFICE, region_id=region).scope_keys == keys


@pytest.mark.parametrize(
    ("role", "case_keys", "seen"),
    [
        (Role.OFFICER, {OFFICE, 1, -REGION}, "case"),
        (Role.OFFICER, {OTHER, 1, -REGION}, "nothing"),
        (Role.SECRETARIAT, {OTHER, 1, -REGION}, "summary"),
        (Role.SECRETARIAT, {OFFICE, 1, -REGION}, "case"),
        (Role.SECRETARIAT, {OTHER, 1, -65}, "nothing"),
        (Role.ANALYST, {OFFICE, -REGION}, "summary"),
        (Role.ANALYST, {OFFICE, REGION}, "nothing"),
        (Role.ADMINISTRATOR, {OFFICE, -REGION}, "nothing"),
        (Role.AUDITOR, {OFFICE, -REGION}, "nothing"),
        (Role.OFFICER, set(), "nothing"),
    ],
)
def test_how_much_of_a_case_is_seen(role, case_keys, seen):
    hat = Hat(role=role, agency_id=OFFICE, region_id=REGION)

    assert sight(hat, case_keys) == seen
