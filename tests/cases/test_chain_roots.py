"""The root of a chain is found twice, in Python and by the database: they agree."""

import pytest
from django.db import connection

from agencies import clock, eyes
from agencies.choices import Role
from agencies.models import Agency
from cases.person_choices import Part
from tests.cases.examples import WOMAN, a_case
from tests.cases.somebody import recorded
from tests.people import person
from tests.security.visitors import hire

pytestmark = pytest.mark.django_db

OFFICERS = ("sari", "citra", "wati", "nur", "yuni", "tuti")


@pytest.fixture
def known() -> list[int]:
    """Somebody in each office that has an officer here, and in two new ones: another
    unit of sari's Polresta, and one that stands right under her Polda."""
    for who, above in (("yuni", "POLRESTA-BPP"), ("tuti", "POLDA-KALTIM")):
        unit = f"{above}-TIPIDTER"
        Agency.objects.create(
            code=unit,
            name="Unit Tipidter",
            type="police",
            level="unit",
            parent=Agency.objects.get(code=above),
        )
        hire(who, who.capitalize(), unit, Role.OFFICER, title="Penyidik")
    cases = {who: a_case(person(who), victims=(WOMAN,)) for who in OFFICERS}
    return [
        recorded(case, who, Part.VICTIM, victim=case.victims.get()).person_id
        for who, case in cases.items()
    ]


def told(people: list[int], office: Agency) -> set[int]:
    """Which offices the database names to one that asks."""
    with eyes.looking([office.pk]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT office FROM names_told(%s, %s, %s)",
            [people, office.pk, clock.today()],
        )
        return {row[0] for row in cursor.fetchall()}


def test_every_office_is_told_of_those_under_its_numbering_agency_alone(known):
    held = {person(who).assignment.post.agency for who in OFFICERS}
    assert len(held) == len(OFFICERS)
    offices = Agency.objects.select_related("parent__parent__parent")
    beneath = {
        office: {
            each.pk for each in held if office.numbering_agency.pk in each.ancestors
        }
        for office in offices
    }
    assert {len(under) for under in beneath.values()} >= {0, 1, 2}
    assert {office.code: told(known, office) for office in beneath} == {
        office.code: under for office, under in beneath.items()
    }
