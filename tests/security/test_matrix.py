"""Every cell of the access matrix, asked of the rules and of the rows (S1).

docs/security/access-matrix.yaml says who should see and do what; here each case is
brought into each situation by the acts that people use, and everybody looks at it.
"""

import os

import pytest
from django.core.exceptions import PermissionDenied

from agencies import access, sections
from agencies.access import Act, Hat
from agencies.choices import Role
from agencies.models import User
from agencies.sections import Ground, Section
from cases import lists, sight
from cases.models import Case, Place, PoliceReport, StageEntry, Suspect, Victim
from tests.security import matrix
from tests.security.cast import TRADES, Who, World, populate
from tests.security.matrix import Level, Row
from tests.security.situations import (
    Situation,
    a_case_of,
    brought_about,
    situations,
    undone,
)
from tests.security.verdicts import Verdicts

pytestmark = pytest.mark.django_db

FULL = os.environ.get("MATRIX") == "full"
# How many situations of each leading trade a sample takes; all in a full run.
SAMPLE = {"enforcement": 6, "prosecution": 1, "service": 1}
ON_SECTIONS = (Act.EDIT_CASE, Act.WITHDRAW, Act.RESTORE)
# Where acts that stand in one section are asked.
STANDS_IN = {
    act: Section[where.upper()]
    for act, where in matrix.document()["acts"].items()
    if where.upper() in Section.__members__
}
# Sections that a sample asks of several cases at once too.
AMONG = Section.LAW | Section.CARE
# The rows of a case, and the section that they stand in.
ROWS = {
    Victim: Section.SUMMARY,
    Place: Section.SUMMARY,
    Suspect: Section.SUSPECT,
    PoliceReport: Section.LAW,
    StageEntry: Section.LAW,
}
LISTS = {
    lists.VictimList: Section.SUMMARY,
    lists.SuspectList: Section.SUSPECT,
    lists.PoliceReportList: Section.LAW,
}


def tried(lead: str) -> list[Situation]:
    found = list(situations(lead))
    return found if FULL else found[: SAMPLE[lead]]


@pytest.mark.timeout(3600)  # a full run looks at everything
def test_every_cell_of_the_matrix_holds(record_property):
    world, verdicts = populate(), Verdicts()
    for lead in TRADES:
        with undone():
            case = a_case_of(world, lead)
            for situation in tried(lead):
                with brought_about(world, case, situation) as now:
                    for who in situation.looked_at_by():
                        weigh(verdicts, world, now, situation, who)
    verdicts.hold(record_property, "rules")


def weigh(
    verdicts: Verdicts, world: World, case: Case, situation: Situation, who: Who
) -> None:
    sees, row = situation.expected(who)
    if who.relation == "suspended":
        # She is nobody: tests over HTTP show her the door.
        verdicts.weigh(int(access.may(world.hat(who), Act.SEE_CASES)), 0, who)
        return
    user = world.users[who]
    weigh_sections(verdicts, user, case, row, situation, who)
    weigh_acts(verdicts, user, case, row, situation, who)
    weigh_rows(verdicts, user, case, (sees, row), situation, who)


def weigh_sections(verdicts, user: User, case: Case, row: Row, *cell) -> None:
    seen = sight.of(user, case)
    for section, expected in row.items():
        found = Level(seen.sees(section) + seen.may(Act.EDIT_CASE, section))
        verdicts.weigh(found, expected, *cell, section.name)
        if FULL or section in AMONG:
            opened = sight.open_among(user, section, [case.public_id])
            verdicts.weigh(len(opened), expected > 0, *cell, "among", section.name)


def weigh_acts(verdicts, user: User, case: Case, row: Row, *cell) -> None:
    seen = sight.of(user, case)
    situation, who = cell
    acts = matrix.roles()[who.role.value]
    for act in ON_SECTIONS:
        for section, level in row.items():
            expected = level == Level.WRITE and act in acts
            verdicts.weigh(seen.may(act, section), expected, *cell, act, section.name)
    for act, section in STANDS_IN.items():
        expected = row[section] == Level.WRITE and act in acts
        verdicts.weigh(seen.may(Act(act), section), expected, *cell, act)
    part = situation.has_part(who) and Act.ASSIGN in acts
    verdicts.weigh(seen.may_in_office(Act.ASSIGN), part, *cell, Act.ASSIGN)
    leads = (who.place, who.trade) == ("leading", situation.lead)
    answers = situation.has_part(who) and who.relation in matrix.document()["history"]
    told = access.may_see_history(seen.hat, seen.ties)
    verdicts.weigh(told, leads and answers, *cell, "history")
    if situation.expected(who)[0] == "case":
        # A reader by name is one while the case is restricted.
        is_plain = who.relation == "reader" and not situation.restricted
        hers = not is_plain and who.relation in matrix.document()["by_right"].split()
        found = access.looks_by_right(seen.hat, seen.ties)
        verdicts.weigh(found, hers, *cell, "by right")


def weigh_rows(verdicts, user: User, case: Case, expected: tuple, *cell) -> None:
    sees, row = expected
    mine = {"pk": case.pk}
    seen = Case.objects.visible_to(user).filter(**mine).exists()
    verdicts.weigh(seen, sees != "nothing", *cell, "visible_to")
    opened = Case.objects.open_to(user).filter(**mine).exists()
    verdicts.weigh(opened, sees == "case", *cell, "open_to")
    for model, section in ROWS.items():
        found = model.objects.visible_to(user).filter(case=case).exists()
        verdicts.weigh(found, row[section] > 0, *cell, model.__name__)
    weigh_lists(verdicts, user, case, sees, row, *cell)


def weigh_lists(verdicts, user, case, sees: str, row: Row, *cell) -> None:
    kinds = {"nothing": [], "monthly": ["summary"], "case": ["case"]}
    found = [line["sight"] for line in listed(lists.CaseList, user)]
    verdicts.weigh(found == ["case"], kinds[sees] == ["case"], *cell, "CaseList")
    verdicts.weigh(len(found), len(kinds[sees]), *cell, "CaseList rows")
    for kind, section in LISTS.items():
        lines = listed(kind, user)
        verdicts.weigh(len(lines) > 0, row[section] > 0, *cell, kind.__name__)
        if kind is lists.VictimList and lines:
            told = lines[0]["age"] is not None
            identity = row[Section.VICTIM_IDENTITY] > 0
            verdicts.weigh(told, identity, *cell, "age in VictimList")


def listed(kind: type[lists.RegisterList], user: User) -> list:
    try:
        return kind(user).page().rows
    except PermissionDenied:
        return []


# -- Without a database ----------------------------------------------------------------


HATS = [
    *(Hat(role=role, agency_id=1, agency_type="police") for role in Role),
    Hat.none(),
]


@pytest.mark.parametrize("hat", HATS, ids=lambda hat: str(hat.role))
def test_a_role_carries_the_acts_that_the_matrix_gives_it(hat):
    given = matrix.roles()[hat.role.value] if hat.role else frozenset()
    assert {act for act in Act if access.may(hat, act)} == given
    for act in set(Act) - given:
        with pytest.raises(PermissionDenied):
            access.require(hat, act)


def test_the_matrix_names_every_role_act_and_section():
    said = set().union(*matrix.roles().values())
    assert said == set(Act)
    assert set(matrix.roles()) == set(Role)
    assert set(matrix.sections()) == set(Section)


def test_every_type_of_office_has_the_trade_that_the_matrix_says():
    said = {kind: trade for trade, kinds in matrix.trades().items() for kind in kinds}
    assert {kind: trade.value for kind, trade in sections.TRADE_OF.items()} == said


@pytest.mark.parametrize("kind", ["education", "ppatk", "local_govt", ""])
def test_an_office_that_only_coordinates_holds_nothing(kind):
    hat = Hat(role=Role.SUPERVISOR, agency_id=1, agency_type=kind)
    everything = access.Ties(
        tuple((ground, sections.EVERYTHING) for ground in Ground), is_assigned=True
    )
    assert not any(access.may_see(hat, section, everything) for section in Section)
    assert not access.may_lead(hat)
