"""Two offices that know one part each of somebody find by nothing they are told that
she is the same: no id of hers leaves the register."""

import re

import pytest

from cases.models import Involvement
from tests.api.clients import program_of, told
from tests.cases.alike import case_of, fresh, merged, victim_of
from tests.cases.involved import at
from tests.cases.linked import known_to_citra
from tests.cases.somebody import FIELDS
from tests.people import browser_of

pytestmark = pytest.mark.django_db

ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
ACTS = ("", "edit/", "withdraw/", "decline/", "reveal/")


@pytest.fixture
def both() -> dict[str, Involvement]:
    melati = victim_of("sari", FIELDS)
    return {"sari": melati, "citra": known_to_citra(melati)}


def said_to(who: str, part: Involvement) -> str:
    """All that pages and programs tell an office of her, headers too."""
    page = at("case_person", case_of(part), part.public_id)
    client, program = browser_of(who), program_of(who)
    case = f"cases/{part.case.public_id}/"
    answers = [client.get(page + act) for act in ACTS]
    answers += [client.get(at("case_timeline", case_of(part)))]
    ways = (f"persons/{part.public_id}/", "persons/")
    answers += [program.call("GET", case + way) for way in ways]
    return "\n".join(f"{each.headers}{each.content.decode()}" for each in answers)


def test_of_one_woman_two_offices_are_told_nothing_alike(both):
    ids = {who: set(ID.findall(said_to(who, part))) for who, part in both.items()}
    for who, part in both.items():
        assert fresh(part).whose in ids[who], "the tag of her part was read"
    assert not ids["sari"] & ids["citra"]
    her = fresh(both["sari"]).person.public_id
    assert not {str(her), her.hex} & (ids["sari"] | ids["citra"])


def test_the_tag_of_a_part_stays_while_she_is_corrected_and_goes_with_a_merge(both):
    melati, other = both["sari"], victim_of("sari", {"name": "Ayu"})
    address = f"cases/{other.case.public_id}/persons/{other.public_id}/"
    program, before = program_of("sari"), fresh(other).whose
    tag = program.call("GET", address).headers["ETag"]
    told(program.call("PATCH", address, {"name": "Mawar"}, if_match=tag))
    assert fresh(other).whose == before
    merged(victim_of("sari", {}), other)
    assert fresh(other).whose not in (before, fresh(melati).whose)
