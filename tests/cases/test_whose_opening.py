"""Whose identity was opened is told as the case calls her, to those who know her."""

import pytest

from cases import actions
from cases.choices import WithdrawReason
from cases.models import Case, Involvement
from cases.person_choices import Part, RevealReason
from tests.cases.alike import merged, victim_of
from tests.cases.examples import PIMP, WOMAN, a_case
from tests.cases.involved import at, read, taken
from tests.cases.linked import known_to_citra
from tests.cases.somebody import FIELDS, recorded
from tests.people import person

pytestmark = pytest.mark.django_db

WHY = RevealReason.CONTACT


@pytest.fixture
def case() -> Case:
    return a_case(person("sari"), victims=(WOMAN, WOMAN), suspects=(PIMP,))


def stands(case: Case, part: Part, row=None) -> Involvement:
    row_of = {} if row is None else {part.value: row}
    return recorded(case, part=part, fields={"name": f"Kenari {part}"}, **row_of)


def opened(part: Involvement, who: str = "sari") -> None:
    actions.reveal(part.person, part.case, ["name"], by=person(who), reason=WHY)


def told(who: str, case: Case) -> tuple[str, str]:
    """The history of who looked, and the timeline."""
    return read(who, at("case_access", case)), read(who, at("case_timeline", case))


def test_the_history_and_the_timeline_say_whose_identity_was_opened(case):
    victims = case.victims.order_by("pk")
    opened(stands(case, Part.VICTIM, victims[1]))
    opened(stands(case, Part.WITNESS))
    opened(stands(case, Part.SUSPECT, case.suspects.get()))
    for said in told("sari", case):
        assert "Identitas dibuka: Korban 2" in said
        assert "Identitas dibuka: Saksi" in said
        assert "Identitas dibuka: Terlapor" in said
        assert "Kenari" not in said
    assert "dicatat setiap kali" in told("sari", case)[0]


def test_who_does_not_know_her_reads_no_more_than_before(case):
    """The commander, to whom no victim opens, learns nothing by it."""
    opened(stands(case, Part.VICTIM, case.victims.order_by("pk")[0]))
    opened(stands(case, Part.SUSPECT, case.suspects.get()))
    for who in ("budi", "dewi"):
        said = read(who, at("case_timeline", case))
        assert "Korban 1" not in said.split("Identitas dibuka", 1)[-1]


def test_a_suspect_is_not_named_to_who_cares_for_a_victim(case):
    opened(stands(case, Part.VICTIM, case.victims.order_by("pk")[0]))
    opened(stands(case, Part.SUSPECT, case.suspects.get()))
    taken(case)
    said = read("wati", at("case_timeline", case))
    assert "Identitas dibuka: Korban 1" in said
    assert "Identitas dibuka: Terlapor" not in said


def test_of_a_part_that_was_taken_back_nothing_is_told(case):
    part = stands(case, Part.WITNESS)
    opened(part)
    reason = WithdrawReason.WRONG_CASE
    actions.unlink_person(part, by=person("sari"), reason=reason, seen=1)
    for said in told("sari", case):
        assert "Identitas dibuka" in said
        assert "Identitas dibuka: Saksi" not in said


def test_who_was_merged_since_is_named_all_the_same(case):
    kept, other = victim_of("sari", FIELDS), victim_of("sari", FIELDS)
    opened(other)
    merged(kept, other)
    for said in told("sari", other.case):
        assert "Identitas dibuka: Korban 1" in said


def test_what_was_opened_through_another_case_names_her_too(case):
    part = stands(case, Part.VICTIM, case.victims.order_by("pk")[0])
    there = known_to_citra(part)
    opened(there, "citra")
    for said in told("sari", case):
        assert "Identitas dibuka melalui perkara lain: Korban 1" in said
