"""Who knows somebody as a suspect is not told, by a number either, that she is a victim
or witness elsewhere; and whoever opens her as a suspect has opened a witness."""

import pytest

from agencies import clock
from cases import actions, duplicates
from cases.choices import WithdrawReason
from cases.conflicts import StaleVersion
from cases.models import Case, Involvement
from cases.person_choices import MergeReason, Part
from tests.api.clients import program_of, tag_of
from tests.cases.examples import PIMP, a_case
from tests.cases.somebody import FIELDS
from tests.cases.test_alarms import queue
from tests.cases.test_alarms_of_acts import opened, witnesses
from tests.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sunday_morning")]

KEPT_BACK = ({"safe_contact": FIELDS["safe_contact"]}, {"disability": "tuli"})


@pytest.fixture
def both() -> tuple[Involvement, Involvement]:
    """Somebody as a suspect, whom budi reads too, and a witness, whom he does not."""
    sari = person("sari")
    case = a_case(sari, suspects=(PIMP,))
    how = {"by": sari, "suspect": case.suspects.get()}
    accused = actions.add_person(case, Part.SUSPECT, {"name": "Jono"}, **how)
    return accused, actions.link_person(accused.person, case, Part.WITNESS, by=sari)


def edit(part: Involvement, *edits: dict) -> None:
    for fields in edits:
        part = Involvement.objects.select_related("person", "case").get(pk=part.pk)
        seen = part.version_told
        actions.edit_particulars(part, fields, by=person("sari"), seen=seen)


def path_of(part: Involvement) -> str:
    return f"cases/{part.case.public_id}/persons/{part.public_id}/"


def told_to(who: str, part: Involvement) -> tuple[int, str]:
    answer = program_of(who).call("GET", path_of(part))
    return answer.json()["version"], answer["ETag"]


def test_what_keeps_a_witness_safe_moves_no_number_of_a_suspect(both):
    accused, witness = both
    before = told_to("budi", accused)
    edit(witness, *KEPT_BACK)
    assert told_to("budi", accused) == before
    row = duplicates.person_row(accused.person, person("budi"))
    assert row["version"] == before[0] == 1
    assert told_to("sari", witness)[0] == 3
    edit(witness, {"nik": "6471010101900001"})
    assert told_to("budi", accused)[0] == 2


def test_nor_does_it_make_an_edit_of_the_suspect_stale(both):
    accused, witness = both
    tag = tag_of(accused, 1)
    edit(witness, *KEPT_BACK)
    budi = program_of("budi")
    said = budi.call("PATCH", path_of(accused), {"name": "Joni"}, if_match=tag)
    assert said.status_code == 200
    stale = budi.call("PATCH", path_of(accused), {"name": "Jona"}, if_match=tag)
    assert stale.status_code == 412
    assert [each["field"] for each in stale.json()["conflicts"]] == ["name"]


def test_a_merge_is_asked_for_by_the_version_that_was_told(both):
    accused, witness = both
    sari = person("sari")
    edit(witness, *KEPT_BACK)
    how = {"by": sari, "reason": WithdrawReason.WRONG_ENTRY, "seen": 3}
    actions.unlink_person(witness, **how)
    case = a_case(sari, suspects=(PIMP,))
    named = {"by": sari, "suspect": case.suspects.get()}
    other = actions.add_person(case, Part.SUSPECT, {"name": "Joni"}, **named)
    rows = duplicates.person_rows([accused.person, other.person], sari)
    assert {row["version"] for row in rows.values()} == {1}
    why = {"by": sari, "reason": MergeReason.SAID}
    with pytest.raises(StaleVersion):
        actions.merge_persons(accused.person, other.person, seen=(3, 1), **why)
    actions.merge_persons(accused.person, other.person, seen=(1, 1), **why)


def as_suspects(people: list[Involvement]) -> tuple[Case, list[Involvement]]:
    sari = person("sari")
    case = a_case(sari)
    linked = [
        actions.link_person(each.person, case, Part.SUSPECT, by=sari) for each in people
    ]
    return case, linked


def test_who_links_witnesses_as_suspects_first_opens_witnesses():
    case = a_case(person("sari"))
    other, accused = as_suspects(witnesses(case, 6))
    for part in accused:
        opened(part, other)
    assert len(queue("rini")) == 1


def test_an_opened_suspect_counts_the_same_wherever_else_he_stands():
    """Else one look would tell that another office has him as a witness."""
    alone = [begun_as_a_suspect() for _ in range(6)]
    for part in alone:
        opened(part, part.case)
    assert queue("rini") == []
    hidden = a_case(person("wati"))
    for part in alone:
        Involvement.objects.create(
            case=hidden,
            person=part.person,
            part=Part.WITNESS,
            created_by=person("wati"),
            created_at=clock.now(),
        )
        opened(part, part.case)
    assert queue("rini") == []


def begun_as_a_suspect() -> Involvement:
    sari = person("sari")
    case = a_case(sari, suspects=(PIMP,))
    named = {"by": sari, "suspect": case.suspects.get()}
    return actions.add_person(case, Part.SUSPECT, {"name": "Jono"}, **named)
