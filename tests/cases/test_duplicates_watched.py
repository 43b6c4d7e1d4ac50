"""Whoever compares persons leaves looks, raises alarms, and does not go on and on."""

import pytest
from django.urls import reverse

from agencies import clock
from agencies.accounts.attempts import DAY, TRIES
from agencies.models import AuditEvent
from cases import actions, alarms, duplicates
from cases.choices import LISTED, AlarmKind
from cases.models import Case, DuplicateDecision
from cases.names import here
from cases.person_choices import Part
from tests.api.clients import program_of
from tests.cases.examples import PIMP, a_case
from tests.cases.pairs import (
    OTHER,
    address,
    decide,
    pair_of,
    path_of,
    told_to,
)
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


def looks_at(people, who: str = "sari") -> set[int]:
    """Those of the two whose case says that she was shown who stands there."""
    seen = AuditEvent.objects.filter(verb=LISTED, by=person(who))
    return {part.pk for part in people if seen.filter(case_id=part.case_id).exists()}


def pages_of(people) -> list[tuple[str, str]]:
    """By each door: the queue, and the pair."""
    one, same = pair_of(people)
    pair = path_of(one, same)
    pages = [reverse("duplicate_list"), address("duplicate", people)]
    pages += [address("duplicate_merge", people)]
    return [("page", page) for page in pages] + [
        ("program", path) for path in ("duplicates/", pair)
    ]


def fetched(door: str, address_: str, who: str = "sari"):
    if door == "page":
        return browser_of(who).get(address_)
    return program_of(who).call("GET", address_)


QUEUES, PAIRS = (0, 3), (1, 2, 4)


@pytest.mark.parametrize("n", PAIRS)
def test_whoever_is_shown_a_pair_has_looked_at_both_cases(people, index, n):
    one, same, _other = people
    assert fetched(*pages_of(people)[n]).status_code == 200
    assert looks_at(people) == {one.pk, same.pk}
    alike = AuditEvent.objects.filter(verb=LISTED)
    assert {e.changes["sections"][1] for e in alike} == {"victim_identity"}


def test_pairs_in_bulk_raise_an_alarm(people, index, monkeypatch):
    raised = []
    monkeypatch.setattr(alarms, "follow", lambda *told, **_by: raised.append(told[1]))
    fetched(*pages_of(people)[1])
    assert raised == [[AlarmKind.IDENTITIES]]


@pytest.mark.parametrize("n", QUEUES)
def test_the_queue_shows_no_case_and_so_no_victim(people, index, n):
    """Whoever opens it each morning raises no alarm that means nothing."""
    answer = fetched(*pages_of(people)[n])
    one, _same = pair_of(people)
    text = answer.content.decode()
    assert told_to("sari", one)[0] in text
    for part in people:
        case = Case.objects.get(pk=part.case_id)
        for word in (case.register_no, str(case.public_id), "Korban", '"victim"'):
            assert word not in text.split('<main id="isi"')[-1]
    assert looks_at(people) == set()
    assert not AuditEvent.objects.filter(verb=LISTED).exists()


def test_who_knows_them_as_suspects_alone_has_been_shown_no_victim(index):
    sari, kinds = person("sari"), []
    for _n in range(2):
        case = a_case(sari, suspects=(PIMP,))
        named = {"by": sari, "suspect": case.suspects.get()}
        kinds.append(actions.add_person(case, Part.SUSPECT, OTHER, **named).person)
    duplicates.person_rows(kinds, sari)
    assert not AuditEvent.objects.filter(verb=LISTED).exists()


@pytest.mark.parametrize("n", [0, 1, 3, 4])
def test_nobody_compares_on_and_on(people, index, monkeypatch, n):
    monkeypatch.setitem(TRIES, "duplicates", 2)
    for door, page in pages_of(people)[:2]:
        assert fetched(door, page).status_code == 200
    door, page = pages_of(people)[n]
    answer = fetched(door, page)
    assert answer.status_code == (200 if n == 1 else 429)
    if door == "page":
        assert "Terlalu banyak percobaan." in answer.content.decode()
    refused = AuditEvent.objects.get(verb="denied")
    assert (refused.by, refused.reason) == (person("sari"), "429 duplicate")
    tomorrow = clock.now() + DAY
    with clock.set_to(tomorrow):
        assert duplicates.queue(person("sari"))[0]


def test_a_word_on_a_pair_is_taken_though_nothing_more_is_compared(
    people, index, monkeypatch
):
    monkeypatch.setitem(TRIES, "duplicates", 1)
    fetched(*pages_of(people)[1])
    assert fetched(*pages_of(people)[1]).context["compared"] is None
    assert decide(people, "different").status_code == 302
    assert DuplicateDecision.objects.get().features["same_year"] == 1.0


def test_a_word_on_a_pair_costs_no_try(people, index, monkeypatch):
    """Or who works through a queue would be shut out of it for a day."""
    monkeypatch.setitem(TRIES, "duplicates", 2)
    for _n in range(3):
        decide(people, "unsure")
        one, same = pair_of(people)
        path = path_of(one, same)
        said = program_of("sari").call("POST", path, {"verdict": "unsure"})
        assert said.status_code == 200
    assert fetched(*pages_of(people)[0]).status_code == 200


def test_without_an_index_a_word_is_taken_as_it_is(people, settings, tmp_path):
    settings.NAMES_SOCKET = str(tmp_path / "none.sock")
    assert decide(people, "different").status_code == 302
    assert DuplicateDecision.objects.get().features == {}


def test_a_page_asks_of_no_more_people_than_it_shows(people, index, monkeypatch):
    asked = []
    real = here.client().candidates

    class Counting:
        def candidates(self, who, *more, **how):
            asked.append(who)
            return real(who, *more, **how)

    monkeypatch.setattr(here, "client", Counting)
    monkeypatch.setattr(duplicates, "PERSONS", 1)
    _pairs, further = duplicates.queue(person("sari"))
    assert asked == [people[2].person_id]
    asked.clear()
    pairs, further = duplicates.queue(person("sari"), further)
    assert (len(pairs), asked) == (1, [people[1].person_id])
    monkeypatch.setattr(duplicates, "PERSONS", 2)
    asked.clear()
    duplicates.queue(person("sari"))
    assert len(asked) == 2
